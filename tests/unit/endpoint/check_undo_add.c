// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_undo_add.c - each call of an add fails once.
 *
 * guards: libmacbpf/endpoint/ libmacbpf/api/link_add.c libmacbpf/base/txn.c
 */
#include "tests/unit/undo.h"

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };

static const uint8_t addrs[][16] = { { [10] = 0xff, 0xff, 10, 9, 0, 1 }, { 0xfd, [15] = 1 } };

static void promiscuous(void)
{
	fake_dev_named(FAKE_HOME, "eth0")->dev.flags |= IFF_PROMISC | IFF_ALLMULTI;
}

static const struct undo_case cases[] = {
	{ "add the first, with defaults", NULL, ADD, "mv9", { 0 } },
	{ "add the first, mode bridge", NULL, ADD, "mv9", { MODE(BRIDGE) } },
	{ "add the first on a lower that is promiscuous", promiscuous, ADD, "mv9", { 0 } },
	{ "add a second", scene_one, ADD, "mv9", { MODE(BRIDGE) } },
	{ "add a second of another mode", scene_one, ADD, "mv9", { MODE(PRIVATE) } },
	{ "add one that is up, with a MAC",
	  scene_two,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, .address = MAC(1) } },
	{ "add one whose MAC the lower receives for already",
	  scene_own_entry,
	  ADD,
	  "mv9",
	  { .address = MAC(1) } },
	{ "add one in another netns", scene_one, ADD, "mv9", { MODE(BRIDGE), .netns = "box2" } },
	{ "add one in another netns, up", NULL, ADD, "mv9", { MODE(BRIDGE), UP, .netns = "box2" } },
	{ "add one with an alias", NULL, ADD, "mv9", { .alias = "eth" } },
	{ "add one that is held down", scene_one, ADD, "mv9", { MODE(BRIDGE), UP, PROTODOWN(1) } },
	{ "add one with an owner", scene_one, ADD, "mv9", { .owner = "cni:net:box:eth0" } },
	{ "add one with a bc_cutoff",
	  scene_two,
	  ADD,
	  "mv9",
	  { MACVLAN(.has = MACBPF_MACVLAN_BC_CUTOFF, .bc_cutoff = 7) } },
	{ "add one that is guarded and isolated",
	  scene_two,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP,
	    GUARDING(.has = MACBPF_GUARD_FLAGS | MACBPF_GUARD_ISOLATED, .isolated = 1,
		     .flags = MACBPF_GUARD_MAC | MACBPF_GUARD_IP, .addr = addrs,
		     .addr_count = ARRAY_SIZE(addrs)) } },
	{ "add one with a rate",
	  scene_two,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, RATING(.has = MACBPF_RATE_IN, .in = 1000000) } },
	{ "add one with a group rate",
	  scene_one,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, RATING(.has = MACBPF_RATE_GROUP, .group = 100) } },
	{ "add the first with a rate",
	  NULL,
	  ADD,
	  "mv9",
	  { UP, RATING(.has = MACBPF_RATE_IN, .in = 1000000, .in_burst = 9000) } },
	{ "add one that takes a MAC from one that is down",
	  scene_same_mac,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, .address = MAC(0xd) } },
	{ "add one whose MAC has an owner", scene_same_mac, ADD, "mv9", { .address = MAC(0xd) } },
	{ "add the first at clsact", NULL, ADD, "mv9", { HOOK(CLSACT) } },
	{ "add a second at clsact", scene_one, ADD, "mv9", { HOOK(CLSACT) } },
	{ "add a netkit endpoint", scene_one, ADD, "mv9", { NETKIT, UP } },
	{ "add a netkit endpoint, up, in another netns",
	  NULL,
	  ADD,
	  "mv9",
	  { NETKIT, UP, .netns = "box2" } },
	{ "add a passthru endpoint", NULL, ADD, "mv9", { MODE(PASSTHRU) } },
	{ "add a passthru endpoint, up, in another netns",
	  NULL,
	  ADD,
	  "mv9",
	  { MODE(PASSTHRU), UP, .netns = "box1" } },
	{ "add a passthru endpoint on a lower that is promiscuous",
	  promiscuous,
	  ADD,
	  "mv9",
	  { MODE(PASSTHRU) } },
	{ "add a source endpoint without a list", NULL, ADD, "mv9", { MODE(SOURCE) } },
	{ "add the first source list", scene_one, ADD, "mv9", { SOURCES(list, ADD) } },
	{ "add the first source list beside three bridge endpoints",
	  scene_three_bridges,
	  ADD,
	  "mv9",
	  { SOURCES(list, ADD) } },
	{ "add one that takes a MAC from the second of two",
	  scene_second_owns,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, .address = MAC(0xd) } },
	{ "add another source list", scene_shared_sources, ADD, "mv9", { SOURCES(list, SET) } },
	{ "add a tap", NULL, ADD, "mv9", { .has = TAP } },
	{ "add a tap beside another, up, with all there is",
	  scene_tap_beside_veth,
	  ADD,
	  "mv9",
	  { UP, TAP_MODE(BRIDGE), .address = MAC(1), .alias = "x", .owner = "you",
	    MACVTAP(.has = MACBPF_MACVTAP_QUEUES | MACBPF_MACVTAP_USER, .queues = 2,
		    .user = 107) } },
	{ "add a passthru tap", NULL, ADD, "mv9", { UP, TAP_MODE(PASSTHRU) } },
	{ "add one where addresses are known", scene_directed, ADD, "mv9", { MODE(VEPA) } },
};

int main(void)
{
	return undo_main("undo add", cases, ARRAY_SIZE(cases), NULL);
}
