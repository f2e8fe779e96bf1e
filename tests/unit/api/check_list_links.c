// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_list_links.c - a listing leaves nothing out in silence.
 *
 * guards: libmacbpf/api/list_links.c libmacbpf/api/list_fdb.c
 */
#include <errno.h>

#include "tests/unit/rig.h"

static void one_away(void)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
}

static int list_links(void)
{
	struct macbpf_links *links;
	int err = macbpf_links__get(rig_mb, NULL, &links);

	if (!err)
		macbpf_links__free(links);
	return err;
}

static int list_fdb(void)
{
	struct macbpf_fdb *fdb;
	int err = macbpf_fdb__get(rig_mb, NULL, &fdb);

	if (!err)
		macbpf_fdb__free(fdb);
	return err;
}

/* What the kernel says to who has no CAP_NET_ADMIN where the device is. */
START_TEST(what_is_hidden_is_an_error)
{
	int (*const list[])(void) = { list_links, list_fdb };

	one_away();
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_get", .error = -EACCES };
	rig_expect(list[_i](), -EPERM, "CAP_NET_ADMIN", "a device that is not shown");
}
END_TEST

/* It was deleted while we looked. */
START_TEST(what_is_gone_is_none)
{
	int (*const list[])(void) = { list_links, list_fdb };

	one_away();
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_get", .error = -ENODEV };
	ck_assert_int_eq(list[_i](), 0);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, what_is_hidden_is_an_error, 0, 2);
	tcase_add_loop_test(tc, what_is_gone_is_none, 0, 2);
}

int main(void)
{
	return rig_main("list_links", fill);
}
