// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_lower_gone.c - who asks for an endpoint whose lower was deleted gets an answer.
 *
 * guards: libmacbpf/api/list_mdb.c libmacbpf/api/list_links.c libmacbpf/api/link_announce.c
 */
#include <errno.h>
#include <unistd.h>

#include "tests/unit/scene.h"

static void orphans(void)
{
	rig_open();
	scene_tap_beside_veth();
	ck_assert_int_eq(rig_try_snoop(true), 0);
	rig_ip_del("eth0");
}

static int list_mdb(const char *name)
{
	struct macbpf_mdb *mdb;
	int err = macbpf_mdb__get(rig_mb, NULL, name, &mdb);

	if (!err)
		macbpf_mdb__free(mdb);
	return err;
}

static int list_links(const char *name)
{
	const struct macbpf_links_opts opts = { .sz = sizeof(opts), .name = name };
	struct macbpf_link_info info = { .sz = sizeof(info) };
	struct macbpf_links *links;
	int err = macbpf_links__get(rig_mb, &opts, &links);

	if (err)
		return err;
	ck_assert_int_eq(macbpf_link__info(macbpf_links__next(links, NULL), &info), 0);
	ck_assert_str_eq(info.lower, "(deleted)");
	macbpf_links__free(links);
	return 0;
}

START_TEST(its_groups)
{
	orphans();
	rig_expect(list_mdb("mb0"), -ENODEV, "lower of mb0 was deleted", "the groups of an orphan");
	ck_assert_int_eq(list_mdb(NULL), 0);
}
END_TEST

START_TEST(its_settings)
{
	orphans();
	ck_assert_int_eq(list_links("mb0"), 0);
	ck_assert_int_eq(list_links("mb1"), 0);
}
END_TEST

START_TEST(its_place)
{
	orphans();
	rig_expect(macbpf_link__announce(rig_mb, NULL, "mb0"), -ENETDOWN, "(deleted)", "announce");
	ck_assert_int_eq(macbpf_link__announce(rig_mb, NULL, NULL), 0);
}
END_TEST

START_TEST(its_queues)
{
	int fd;

	orphans();
	ck_assert_int_eq(macbpf_tap__open(rig_mb, NULL, "tap0", NULL, &fd, 1), 0);
	close(fd);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, its_groups);
	tcase_add_test(tc, its_settings);
	tcase_add_test(tc, its_place);
	tcase_add_test(tc, its_queues);
}

int main(void)
{
	return rig_main("lower gone", fill);
}
