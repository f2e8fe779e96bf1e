// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_refused_place.c - what is refused of a lower, a name or a netns that can't be had.
 *
 * guards: libmacbpf/endpoint/check.c
 */
#include <errno.h>
#include <linux/if_arp.h>

#include "tests/unit/refusal.h"

static void slave(void)
{
	struct fake_dev *bond = fake_dev_add(FAKE_HOME, "bond0", 0);

	fake_dev_named(FAKE_HOME, "eth0")->dev.bundle = bond->dev.ifindex;
}

static void not_ethernet(void)
{
	fake_dev_named(FAKE_HOME, "eth0")->dev.type = ARPHRD_NONE;
}

static void hidden(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
	fake.hidden[FAKE_BOX1] = true;
}

static void other_abi(void)
{
	refusal_two();
	rig_change_version();
}

static const struct refusal cases[] = {
	{ "no such lower", NULL, ADD, "eth7", "mv9", { 0 }, -ENODEV, "\"eth7\"" },
	{ "the lower is lo", NULL, ADD, "lo", "mv9", { 0 }, -EINVAL, "lo is the loopback" },
	{ "the lower is not Ethernet",
	  not_ethernet,
	  ADD,
	  "eth0",
	  "mv9",
	  { 0 },
	  -EINVAL,
	  "eth0 is not an Ethernet" },
	{ "the lower is a slave", slave, ADD, "eth0", "mv9", { 0 }, -EBUSY, "give bond0 itself" },
	{ "the lower is a hostdev",
	  refusal_two,
	  ADD,
	  "mb0",
	  "mv9",
	  { 0 },
	  -ELOOP,
	  "give eth0 itself" },
	{ "no name", NULL, ADD, "eth0", "", { 0 }, -EINVAL, "\"\" is not a device name" },
	{ "a long name",
	  NULL,
	  ADD,
	  "eth0",
	  "abcdefghijklmnop",
	  { 0 },
	  -EINVAL,
	  "\"abcdefghijklmnop\"" },
	{ "a name with a slash", NULL, ADD, "eth0", "a/b", { 0 }, -EINVAL, "\"a/b\"" },
	{ "a name that is a pattern", NULL, ADD, "eth0", "mv%d", { 0 }, -EINVAL, "\"mv%d\"" },
	{ "a name to rename to, for add",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { .name = "mv8" },
	  -EINVAL,
	  "rename" },
	{ "a new name that is none",
	  refusal_two,
	  SET,
	  NULL,
	  "mv0",
	  { .name = "a b" },
	  -EINVAL,
	  "\"a b\"" },
	{ "a name that is taken", refusal_two, ADD, "eth0", "mv0", { 0 }, -EEXIST, "\"mv0\"" },
	{ "a name that is taken in the target netns",
	  refusal_two,
	  ADD,
	  "eth0",
	  "eth",
	  { .netns = "box1" },
	  -EEXIST,
	  "\"eth\"" },
	{ "an ifindex that is taken",
	  refusal_two,
	  ADD,
	  "eth0",
	  "mv9",
	  { .has = MACBPF_LINK_INDEX, .index = 2 },
	  -EEXIST,
	  "index 2" },
	{ "a new name that is taken",
	  refusal_two,
	  SET,
	  NULL,
	  "mv0",
	  { .name = "mv1" },
	  -EEXIST,
	  "\"mv1\"" },
	{ "a move to where the name is taken",
	  refusal_two,
	  SET,
	  NULL,
	  "mv0",
	  { .netns = "box1", .name = "eth" },
	  -EEXIST,
	  "\"eth\"" },
	{ "no such netns", NULL, ADD, "eth0", "mv9", { .netns = "box9" }, -ENOENT, "\"box9\"" },
	{ "a file that is no netns",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { .netns = "/not/a/netns" },
	  -EINVAL,
	  "\"/not/a/netns\"" },
	{ "a move to no netns",
	  refusal_two,
	  SET,
	  NULL,
	  "mv0",
	  { .netns = "box9" },
	  -ENOENT,
	  "\"box9\"" },
	{ "a device in a netns without a way in",
	  hidden,
	  SET,
	  NULL,
	  "mv0",
	  { .alias = "x" },
	  -ENXIO,
	  "mv0" },
	{ "set of nobody", refusal_two, SET, NULL, "mv9", { 0 }, -ENODEV, "\"mv9\"" },
	{ "del of nobody", refusal_two, DEL, NULL, "mv9", { 0 }, -ENODEV, "\"mv9\"" },
	{ "del on no lower", refusal_two, DEL, "eth7", "mv0", { 0 }, -ENODEV, "\"eth7\"" },
	{ "del of a device that is no endpoint",
	  refusal_two,
	  DEL,
	  NULL,
	  "eth0",
	  { 0 },
	  -ENODEV,
	  "eth0" },
	{ "add to another version's port",
	  other_abi,
	  ADD,
	  "eth0",
	  "mv9",
	  { 0 },
	  -EPROTO,
	  "the port of eth0" },
};

int main(void)
{
	return refusal_main("refused place", cases, ARRAY_SIZE(cases));
}
