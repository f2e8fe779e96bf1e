// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_list_links.c - a listing leaves nothing out in silence, and asks for many at once.
 *
 * guards: libmacbpf/api/list_links.c libmacbpf/api/list_fdb.c libmacbpf/world/survey.c
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

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

#define MANY 8

static void many(const char *netns)
{
	char name[16];

	rig_open();
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		rig_add(name, (struct macbpf_link_opts){ MODE(BRIDGE), .netns = netns });
	}
}

static int count_links(void)
{
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;
	int count = 0;

	ck_assert_msg(!macbpf_links__get(rig_mb, NULL, &links), "%s", macbpf__error(rig_mb));
	while ((link = macbpf_links__next(links, link)))
		count++;
	macbpf_links__free(links);
	return count;
}

/* Who asks for one of them alone gets no answer. */
START_TEST(many_of_one_netns_are_asked_for_at_once)
{
	many(_i ? "box1" : NULL);
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_get", .error = -EACCES };
	ck_assert_int_eq(count_links(), MANY);
	ck_assert_int_eq(list_fdb(), 0);
}
END_TEST

/* The first list is the world's, without which there is no listing. */
START_TEST(what_can_not_be_listed_is_asked_for_one_by_one)
{
	int at = 0, err;

	many("box1");
	do {
		fake_fault = (struct fake_fault){ .at = ++at, .error = -EPERM };
		err = list_links();
		ck_assert_ptr_nonnull(fake_fault.where);
	} while (err || strcmp(fake_fault.where, "mb_rtnl_dump_at") != 0);
}
END_TEST

/* The table is read once for all. */
START_TEST(lists_of_sources_are_their_own)
{
	static const uint8_t list[2][1][6] = { { { 2, 0, 0, 0, 0, 1 } }, { { 2, 0, 0, 0, 0, 2 } } };
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;
	int i = 0;

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ SOURCES(list[0], SET) });
	rig_add("mv1", (struct macbpf_link_opts){ SOURCES(list[1], SET) });
	ck_assert_int_eq(macbpf_links__get(rig_mb, NULL, &links), 0);
	while ((link = macbpf_links__next(links, link)))
		ck_assert_mem_eq(macbpf_source__next(link, NULL), list[i++][0], 6);
	ck_assert_int_eq(i, 2);
	macbpf_links__free(links);
}
END_TEST

static int count_owned(const char *owner)
{
	const struct macbpf_links_opts opts = { .sz = sizeof(opts), .owner = owner };
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;
	int count = 0;

	ck_assert_int_eq(macbpf_links__get(rig_mb, &opts, &links), 0);
	while ((link = macbpf_links__next(links, link)))
		count++;
	macbpf_links__free(links);
	return count;
}

/* Nobody's are not those of the owner "", whom nobody can be. */
START_TEST(nobody_owns_nothing)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ .owner = "me" });
	rig_add("mv1", (struct macbpf_link_opts){ 0 });
	ck_assert_int_eq(count_owned("me"), 1);
	ck_assert_int_eq(count_owned(""), 0);
	ck_assert_int_eq(count_owned(NULL), 2);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, nobody_owns_nothing);
	tcase_add_loop_test(tc, many_of_one_netns_are_asked_for_at_once, 0, 2);
	tcase_add_test(tc, what_can_not_be_listed_is_asked_for_one_by_one);
	tcase_add_test(tc, lists_of_sources_are_their_own);
	tcase_add_loop_test(tc, what_is_hidden_is_an_error, 0, 2);
	tcase_add_loop_test(tc, what_is_gone_is_none, 0, 2);
}

int main(void)
{
	return rig_main("list_links", fill);
}
