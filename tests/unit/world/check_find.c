// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_find.c - which endpoint a name means.
 *
 * guards: libmacbpf/world/
 */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/rig.h"

static void add(const char *lower, const char *name, const char *netns)
{
	ck_assert_msg(!rig_try_add(lower, name, (struct macbpf_link_opts){ .netns = netns }),
		      "add %s: %s", name, macbpf__error(rig_mb));
}

/*
 *   mb0  a     eth0  here
 *   mb1  b     eth0  box1
 *   mb0' -> the ids of eth1's port begin behind those that are taken: mb2  b  eth1  box2
 *   mb3  old   eth1  here, renamed to new
 *   mb4  away  eth1  box1, renamed to far
 *   mb5  c     eth0  here, renamed to d;  mb6  c  eth0  here
 *   mb7  mb0   eth1  box1: made with the name of another's hostdev
 *   mb8  e     eth1  box1, its hostdev renamed to hx
 *   a and eth1 have alternative names, too
 */
static void world(void)
{
	rig_open();
	fake_dev_add(FAKE_HOME, "eth1", 0)->dev.flags |= IFF_UP;
	add("eth0", "a", NULL);
	add("eth0", "b", "box1");
	add("eth1", "b", "box2");
	add("eth1", "old", NULL);
	rig_set("old", (struct macbpf_link_opts){ .name = "new" });
	add("eth1", "away", "box1");
	rig_set("away", (struct macbpf_link_opts){ .name = "far" });
	add("eth0", "c", NULL);
	rig_set("c", (struct macbpf_link_opts){ .name = "d" });
	add("eth0", "c", NULL);
	add("eth1", "mb0", "box1");
	add("eth1", "e", "box1");
	snprintf(fake_dev_named(FAKE_HOME, "mb8")->dev.name, MB_IFNAME_LEN, "hx");
	fake_dev_named(FAKE_HOME, "a")->altname = "a-name-longer-than-others";
	fake_dev_named(FAKE_HOME, "eth1")->altname = "enp1s0";
}

static const struct {
	const char *what, *lower, *name;
	int want;
	const char *word; /* the hostdev, or part of the sentence */
} cases[] = {
	{ "a device here", NULL, "a", 0, "mb0" },
	{ "a device here, on its lower", "eth0", "a", 0, "mb0" },
	{ "a device here, on another lower", "eth1", "a", -ENODEV, "\"a\"" },
	{ "a device elsewhere, by the name it was made with, on its lower", "eth0", "b", 0, "mb1" },
	{ "another of that name, on its lower", "eth1", "b", 0, "mb2" },
	{ "two of that name", NULL, "b", -ENOTUNIQ, "2 endpoints have the name \"b\"" },
	{ "a renamed device, by its name", NULL, "new", 0, "mb3" },
	{ "a renamed device, by the name it was made with", NULL, "old", 0, "mb3" },
	{ "a renamed device elsewhere, by its name", NULL, "far", 0, "mb4" },
	{ "a renamed device elsewhere, by the name it was made with", NULL, "away", 0, "mb4" },
	{ "a device goes before one that was made with the name", NULL, "c", 0, "mb6" },
	{ "which has its own name left", NULL, "d", 0, "mb5" },
	{ "a hostdev", NULL, "mb2", 0, "mb2" },
	{ "a hostdev, on its lower", "eth1", "mb2", 0, "mb2" },
	{ "a hostdev, on another lower", "eth0", "mb2", -ENODEV, "on eth0" },
	{ "a hostdev goes before one that was made with its name", NULL, "mb0", 0, "mb0" },
	{ "but not on a lower where there is none", "eth1", "mb0", 0, "mb7" },
	{ "a renamed hostdev, by its name", NULL, "hx", 0, "hx" },
	{ "a renamed hostdev, by its own name", NULL, "mb8", 0, "hx" },
	{ "an alternative name", NULL, "a-name-longer-than-others", 0, "mb0" },
	{ "that of another lower", "enp1s0", "a-name-longer-than-others", -ENODEV, "on enp1s0" },
	{ "a lower by an alternative name", "enp1s0", "b", 0, "mb2" },
	{ "an alternative name of what is no endpoint", NULL, "enp1s0", -ENODEV,
	  "not an endpoint" },
	{ "nobody", NULL, "x", -ENODEV, "cannot find endpoint \"x\"" },
	{ "nobody on a lower", "eth0", "x", -ENODEV, "on eth0" },
	{ "a lower that isn't there", "eth7", "a", -ENODEV, "cannot find device \"eth7\"" },
	{ "a device that is no endpoint", NULL, "eth0", -ENODEV, "not an endpoint" },
	{ "a hostdev that isn't there", NULL, "mb99", -ENODEV, "\"mb99\"" },
	{ "the beginning of a name", NULL, "ne", -ENODEV, "\"ne\"" },
};

static void expect_hostdev(struct macbpf_links *links, const char *hostdev, const char *what)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = macbpf_links__next(links, NULL);

	ck_assert_msg(link, "%s: an empty listing", what);
	ck_assert_int_eq(macbpf_link__info(link, &info), 0);
	ck_assert_msg(!strcmp(info.hostdev, hostdev), "%s: found %s, not %s", what, info.hostdev,
		      hostdev);
	ck_assert_msg(!macbpf_links__next(links, link), "%s: found several", what);
}

START_TEST(find)
{
	MACBPF_OPTS(macbpf_links_opts, which, .lower = cases[_i].lower, .name = cases[_i].name);
	struct macbpf_links *links = NULL;
	int rc;

	world();
	rc = macbpf_links__get(rig_mb, &which, &links);
	if (cases[_i].want) {
		rig_expect(rc, cases[_i].want, cases[_i].word, cases[_i].what);
		ck_assert_ptr_null(links);
	} else {
		ck_assert_msg(!rc, "%s: %s", cases[_i].what, macbpf__error(rig_mb));
		expect_hostdev(links, cases[_i].word, cases[_i].what);
	}
	macbpf_links__free(links);
}
END_TEST

/* ---------------------------------------------------------------- endpoints without a lower */

static void lower_is_gone(void)
{
	fake_dev_del(fake_dev_named(FAKE_HOME, "eth0"));
}

/* Its program doesn't go along. */
static void lower_has_moved(void)
{
	struct fake_dev *eth0 = fake_dev_named(FAKE_HOME, "eth0");

	eth0->netns = FAKE_BOX2;
	eth0->progs = 0;
}

static void (*const losses[])(void) = { lower_is_gone, lower_has_moved };

static size_t count_links(const char *name, const char *owner)
{
	MACBPF_OPTS(macbpf_links_opts, which, .name = name, .owner = owner);
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;
	size_t count = 0;

	ck_assert_msg(!macbpf_links__get(rig_mb, &which, &links), "%s", macbpf__error(rig_mb));
	while ((link = macbpf_links__next(links, link)))
		count++;
	macbpf_links__free(links);
	return count;
}

/* It still answers to its name until a writing command removes it, but no listing shows it. */
START_TEST(orphans)
{
	struct macbpf_fdb *fdb;

	rig_open();
	fake_dev_add(FAKE_HOME, "eth1", 0)->dev.flags |= IFF_UP;
	add("eth0", "a", "box1");
	add("eth0", "b", NULL);
	add("eth1", "c", NULL);
	losses[_i]();
	ck_assert_uint_eq(count_links(NULL, NULL), 1);
	ck_assert_uint_eq(count_links("a", NULL), 1);
	ck_assert_int_eq(macbpf_fdb__get(rig_mb, NULL, &fdb), 0);
	ck_assert_ptr_nonnull(macbpf_fdb__next(fdb, NULL));
	ck_assert_ptr_null(macbpf_fdb__next(fdb, macbpf_fdb__next(fdb, NULL)));
	macbpf_fdb__free(fdb);
}
END_TEST

static void add_owned(const char *lower, const char *name, const char *owner)
{
	ck_assert_int_eq(rig_try_add(lower, name, (struct macbpf_link_opts){ .owner = owner }), 0);
}

START_TEST(owners)
{
	rig_open();
	fake_dev_add(FAKE_HOME, "eth1", 0)->dev.flags |= IFF_UP;
	add_owned("eth0", "a", "me");
	add_owned("eth0", "b", "me:too");
	add_owned("eth1", "c", "me");
	add("eth0", "d", NULL);
	rig_set("a", (struct macbpf_link_opts){ .name = "renamed", .alias = "macbpf:x:y:you" });
	ck_assert_str_eq(rig_info("renamed")->owner, "me");
	ck_assert_str_eq(rig_info("b")->owner, "me:too");
	ck_assert_str_eq(rig_info("d")->owner, "");
	rig_expect(macbpf_owner__del(rig_mb, "you"), -ENODEV, "\"you\"", "a stranger");
	rig_expect(macbpf_owner__del(rig_mb, ""), -EINVAL, "owner", "nobody");
	rig_expect(macbpf_owner__del(rig_mb, NULL), -EINVAL, "owner", "nobody at all");
	ck_assert_uint_eq(count_links(NULL, NULL), 4);
	ck_assert_uint_eq(count_links(NULL, "me"), 2);
	ck_assert_uint_eq(count_links(NULL, "me:too"), 1);
	ck_assert_uint_eq(count_links("b", "me:too"), 1);
	ck_assert_uint_eq(count_links("b", "me"), 0);
	ck_assert_uint_eq(count_links(NULL, "you"), 0);
	ck_assert_int_eq(macbpf_owner__del(rig_mb, "me"), 0);
	ck_assert_uint_eq(count_links(NULL, NULL), 2);
	ck_assert_uint_eq(count_links("b", NULL), 1);
	ck_assert_uint_eq(count_links("d", NULL), 1);
	rig_expect(macbpf_owner__del(rig_mb, "me"), -ENODEV, "\"me\"", "twice");
}
END_TEST

START_TEST(what_is_told_of_a_netns)
{
	rig_open();
	add("eth0", "a", "box1");
	add("eth0", "b", "box2");
	add("eth0", "c", NULL);
	ck_assert_str_eq(rig_info("a")->netns, "box1");
	ck_assert_str_eq(rig_info("c")->netns, "");
	fake.hidden[FAKE_BOX2] = true;
	ck_assert_str_eq(rig_info("b")->netns, "");
	ck_assert_int_eq(rig_info("b")->netnsid, FAKE_BOX2);
}
END_TEST

START_TEST(what_is_told_of_a_hostdev)
{
	rig_open();
	add("eth0", "a", "box1");
	ck_assert_mem_eq(rig_info("a")->hostdev_address,
			 fake_dev_named(FAKE_HOME, "mb0")->dev.address, 6);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, what_is_told_of_a_netns);
	tcase_add_test(tc, what_is_told_of_a_hostdev);
	tcase_add_test(tc, owners);
	tcase_add_loop_test(tc, find, 0, ARRAY_SIZE(cases));
	tcase_add_loop_test(tc, orphans, 0, ARRAY_SIZE(losses));
}

int main(void)
{
	return rig_main("find", fill);
}
