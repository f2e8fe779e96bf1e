// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_undo_set.c - each call of a change fails once.
 *
 * guards: libmacbpf/endpoint/ libmacbpf/api/link_set.c libmacbpf/base/txn.c
 */
#include <string.h>

#include "tests/unit/undo.h"

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };
static const uint8_t other_list[][6] = { { 2, 0, 0, 0, 2, 2 }, { 2, 0, 0, 0, 2, 3 } };

static const uint8_t addrs[][16] = { { [10] = 0xff, 0xff, 10, 9, 0, 1 }, { 0xfd, [15] = 1 } };
static const uint8_t other_addrs[][16] = { { [10] = 0xff, 0xff, 10, 9, 0, 2 }, { 0xfd, [15] = 1 } };

#define GUARDED(list, allow)                                                                       \
	GUARDING(.has = MACBPF_GUARD_FLAGS, .flags = MACBPF_GUARD_MAC | MACBPF_GUARD_IP | (allow), \
		 .addr = (list), .addr_count = ARRAY_SIZE(list))
#define FLAGS(value) MACVLAN(.has = MACBPF_MACVLAN_FLAGS, .flags = (value))

#define LIMIT(n) MACVLAN(.has = MACBPF_MACVLAN_MACADDR_LIMIT, .macaddr_limit = (n))

#define LEARNING(n) MACVLAN(.has = MACBPF_MACVLAN_LEARNING, .learning = (n))

static void learns(void)
{
	scene_two();
	rig_set("mv0", (struct macbpf_link_opts){ LEARNING(1) });
}

static void less_room(void)
{
	scene_behind();
	rig_set("mv0", (struct macbpf_link_opts){ LIMIT(1) });
}

static void nopromisc(void)
{
	rig_add("mv0",
		(struct macbpf_link_opts){
			MACVLAN(.has = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS,
				.mode = MACBPF_MODE_PASSTHRU, .flags = MACBPF_FLAG_NOPROMISC) });
}

/* The device's owner changed its MAC with ip(8). */
static void changed_by_hand(void)
{
	scene_two();
	memcpy(fake_dev_named(FAKE_HOME, "mv1")->dev.address, MAC(0xe), 6);
}

static void guarded(void)
{
	scene_two();
	rig_set("mv0", (struct macbpf_link_opts){ GUARDED(addrs, 0) });
}

#define RATE_IN(value) RATING(.has = MACBPF_RATE_IN, .in = (value))

static void rated(void)
{
	scene_three_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ RATE_IN(1000000) });
}

static void rated_tap(void)
{
	scene_tap_beside_veth();
	rig_set("tap0", (struct macbpf_link_opts){ RATE_IN(1000000) });
}

#define GROUP_RATE(value) RATING(.has = MACBPF_RATE_GROUP, .group = (value))

static void group_rated(void)
{
	scene_three_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ GROUP_RATE(100) });
}

#define RATE_OUT(value) RATING(.has = MACBPF_RATE_OUT, .out = (value))

static void rated_out(void)
{
	scene_three_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ RATE_OUT(1000000) });
}

static void netkit(void)
{
	fake.netkit = true;
	scene_three_bridges();
}

static void netkit_rated_out(void)
{
	netkit();
	rig_set("mv0", (struct macbpf_link_opts){ RATE_OUT(1000000) });
}

static const struct undo_case cases[] = {
	{ "set the rate out of a netkit", netkit, SET, "mv0", { RATE_OUT(1000000) } },
	{ "set no rate out of a netkit", netkit_rated_out, SET, "mv0", { RATE_OUT(0) } },
	{ "set a rate out", scene_three_bridges, SET, "mv0", { RATE_OUT(1000000) } },
	{ "set another rate out, and the mtu",
	  rated_out,
	  SET,
	  "mv0",
	  { RATE_OUT(2000000), .has = MACBPF_LINK_MTU, .mtu = 1400 } },
	{ "set no rate out, and the mtu",
	  rated_out,
	  SET,
	  "mv0",
	  { RATE_OUT(0), .has = MACBPF_LINK_MTU, .mtu = 1400 } },
	{ "set the rate out of a tap", scene_tap_beside_veth, SET, "tap0", { RATE_OUT(1000000) } },
	{ "set a group rate", scene_three_bridges, SET, "mv0", { GROUP_RATE(100) } },
	{ "set another group rate, and a rate",
	  group_rated,
	  SET,
	  "mv0",
	  { RATING(.has = MACBPF_RATE_IN | MACBPF_RATE_GROUP, .in = 1000000, .group = 7) } },
	{ "set no group rate", group_rated, SET, "mv0", { GROUP_RATE(0) } },
	{ "set a rate", scene_three_bridges, SET, "mv0", { RATE_IN(1000000) } },
	{ "set another rate, and the mtu",
	  rated,
	  SET,
	  "mv0",
	  { RATE_IN(2000000), .has = MACBPF_LINK_MTU, .mtu = 1400 } },
	{ "set no rate", rated, SET, "mv0", { RATE_IN(0) } },
	{ "set the mode of one with a rate", rated, SET, "mv0", { MODE(VEPA) } },
	{ "set the rate of a tap", scene_tap_beside_veth, SET, "tap0", { RATE_IN(1000000) } },
	{ "set no rate of a tap", rated_tap, SET, "tap0", { RATE_IN(0) } },
	{ "set an address for which the lower receives already",
	  scene_own_entry,
	  SET,
	  "mv1",
	  { .address = MAC(1) } },
	{ "set protodown", scene_two, SET, "mv1", { PROTODOWN(1), MODE(PRIVATE) } },
	{ "set a guard", scene_two, SET, "mv0", { GUARDED(addrs, MACBPF_GUARD_ALLOW_RA) } },
	{ "set another guard", guarded, SET, "mv0", { GUARDED(other_addrs, 0) } },
	{ "set a guard without a list",
	  guarded,
	  SET,
	  "mv0",
	  { GUARDING(.has = MACBPF_GUARD_FLAGS, .flags = MACBPF_GUARD_MAC) } },
	{ "set guard off", guarded, SET, "mv0", { GUARDING(.has = MACBPF_GUARD_FLAGS) } },
	{ "set guard off and the mtu",
	  guarded,
	  SET,
	  "mv0",
	  { GUARDING(.has = MACBPF_GUARD_FLAGS), .has = MACBPF_LINK_MTU, .mtu = 1400 } },
	{ "set isolated",
	  scene_three_bridges,
	  SET,
	  "mv1",
	  { GUARDING(.has = MACBPF_GUARD_ISOLATED, .isolated = 1) } },
	{ "set nothing", scene_two, SET, "mv0", { 0 } },
	{ "set address, mtu, alias and mode of a tap, up",
	  scene_tap_beside_veth,
	  SET,
	  "tap0",
	  { UP, MODE(VEPA), .has = MACBPF_LINK_MTU | TAP, .mtu = 1400, .alias = "an alias",
	    .address = MAC(1) } },
	{ "set the address of a passthru tap",
	  scene_passthru_tap,
	  SET,
	  "tap0",
	  { .address = MAC(1) } },
	{ "set the mode", scene_two, SET, "mv0", { MODE(PRIVATE) } },
	{ "set the mode to bridge", scene_two, SET, "mv1", { MODE(BRIDGE) } },
	{ "set mode, flags and queue lengths",
	  scene_two,
	  SET,
	  "mv1",
	  { MACVLAN(.has = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS |
			   MACBPF_MACVLAN_BC_QUEUE_LEN | MACBPF_MACVLAN_BC_CUTOFF,
		    .mode = MACBPF_MODE_BRIDGE, .flags = MACBPF_FLAG_NODST, .bc_queue_len = 5,
		    .bc_cutoff = 9) } },
	{ "set the mode of one with addresses behind it",
	  scene_behind,
	  SET,
	  "mv0",
	  { MODE(PRIVATE) } },
	{ "set less room for addresses behind it", scene_behind, SET, "mv0", { LIMIT(1) } },
	{ "set no room for addresses behind it", scene_behind, SET, "mv0", { LIMIT(0) } },
	{ "set more room for addresses behind it", less_room, SET, "mv0", { LIMIT(5) } },
	{ "let it learn", scene_two, SET, "mv0", { LEARNING(1) } },
	{ "let it learn no more", learns, SET, "mv0", { LEARNING(0) } },
	{ "let it learn fewer", learns, SET, "mv0", { LIMIT(1) } },
	{ "set the address", scene_two, SET, "mv0", { .address = MAC(1) } },
	{ "set the address of one that is up", scene_two, SET, "mv1", { .address = MAC(1) } },
	{ "set an address that its owner, being down, loses",
	  scene_same_mac,
	  SET,
	  "mv1",
	  { UP, .address = MAC(0xd) } },
	{ "set up one whose MAC another, being down, has", scene_same_mac, SET, "mv1", { UP } },
	{ "set up the first of two with one MAC, which the second has",
	  scene_second_owns,
	  SET,
	  "mv0",
	  { UP } },
	{ "set another address, which frees the old",
	  scene_same_mac,
	  SET,
	  "mv0",
	  { .address = MAC(1) } },
	{ "set mtu, queue, group, alias, broadcast and flags",
	  scene_two,
	  SET,
	  "mv0",
	  { UP, .has = MACBPF_LINK_MTU | MACBPF_LINK_TXQUEUELEN | MACBPF_LINK_GROUP, .mtu = 1400,
	    .txqueuelen = 10, .group = 3, .alias = "new", .broadcast = MAC(0xff) } },
	{ "set name and mtu",
	  scene_two,
	  SET,
	  "mv1",
	  { .has = MACBPF_LINK_MTU, .mtu = 1400, .name = "mv8" } },
	{ "set address, mtu, name and the MAC's owner in one",
	  scene_same_mac,
	  SET,
	  "mv1",
	  { UP, .has = MACBPF_LINK_MTU, .mtu = 1400, .name = "mv8", .address = MAC(1) } },
	{ "set netns, away", scene_two, SET, "mv1", { .netns = "box2" } },
	{ "set netns, home", scene_two, SET, "mv0", { .netns = "home" } },
	{ "set netns, from one to another", scene_two, SET, "mv0", { .netns = "box2" } },
	{ "set netns, mtu, alias, up",
	  scene_two,
	  SET,
	  "mv1",
	  { UP, .has = MACBPF_LINK_MTU, .mtu = 1400, .alias = "x", .netns = "box2" } },
	{ "set netns, name and mtu, from one to another",
	  scene_two,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_MTU, .mtu = 1400, .name = "lan", .netns = "box2" } },
	{ "set netns and name", scene_two, SET, "mv1", { .netns = "box2", .name = "eth0" } },
	{ "set the hook", scene_two, SET, "mv0", { HOOK(CLSACT) } },
	{ "set hook and mtu",
	  scene_two,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_HOOK | MACBPF_LINK_MTU, .hook = MACBPF_HOOK_CLSACT, .mtu = 900 } },
	{ "set the source list from none", scene_one, SET, "mv0", { SOURCES(list, ADD) } },
	{ "set another source list", scene_shared_sources, SET, "mv1", { LIST(other_list, SET) } },
	{ "set a source list and its flags",
	  scene_shared_sources,
	  SET,
	  "mv1",
	  { FLAGS(MACBPF_FLAG_NODST), LIST(other_list, ADD) } },
	{ "set the source list to nothing",
	  scene_sources,
	  SET,
	  "mv0",
	  { SOURCE(.op = MACBPF_MACADDR_FLUSH) } },
	{ "set a mode that has no source list",
	  scene_shared_sources,
	  SET,
	  "mv1",
	  { MODE(BRIDGE) } },
	{ "set nopromisc", scene_passthru, SET, "mv0", { FLAGS(MACBPF_FLAG_NOPROMISC) } },
	{ "set nopromisc and mtu",
	  scene_passthru,
	  SET,
	  "mv0",
	  { FLAGS(MACBPF_FLAG_NOPROMISC), .has = MACBPF_LINK_MTU, .mtu = 1400 } },
	{ "set no nopromisc", nopromisc, SET, "mv0", { FLAGS(0) } },
	{ "set the address of a passthru endpoint",
	  scene_passthru,
	  SET,
	  "mv0",
	  { .address = MAC(1) } },
	{ "set the address of a passthru endpoint again",
	  scene_passthru_with_mac,
	  SET,
	  "mv0",
	  { .address = MAC(1) } },
	{ "set nothing where the MAC was changed with ip",
	  changed_by_hand,
	  SET,
	  "mv1",
	  { 0 },
	  .learns = true },
	{ "set the address of one whose addresses are known",
	  scene_directed,
	  SET,
	  "mv1",
	  { .address = MAC(1) } },
	{ "set the mode of one whose addresses are known",
	  scene_directed,
	  SET,
	  "mv3",
	  { MODE(BRIDGE) } },
};

int main(void)
{
	return undo_main("undo set", cases, ARRAY_SIZE(cases), NULL);
}
