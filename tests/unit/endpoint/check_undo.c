// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_undo.c - every call that a command makes is made to fail once.
 *
 * What is promised of a command whose n-th call fails (and whose undo calls succeed):
 * - It returns an error with a sentence, and the world is as it was: no device, filter, flag,
 *   program, table entry, handle or lock more or less.
 *   (Only what the command learnt of changes made with ip(8) may stay learnt.)
 * - Or it returns 0, because what failed could wait: then the next writing command makes the world
 *   what it would have been without the failure.
 */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/rig.h"

enum op {
	ADD,
	SET,
	DEL,
	DIRECT,
	INDIRECT,
};

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };
static const uint8_t other_list[][6] = { { 2, 0, 0, 0, 2, 2 }, { 2, 0, 0, 0, 2, 3 } };

#define MODE(m)	   .has = MACBPF_LINK_MODE, .mode = MACBPF_MODE_##m
#define NETKIT	   .has = MACBPF_LINK_KIND, .kind = MACBPF_KIND_NETKIT
#define HOOK(h)	   .has = MACBPF_LINK_HOOK, .hook = MACBPF_HOOK_##h
#define UP	   .dev_flags = IFF_UP, .dev_flags_mask = IFF_UP
#define LIST(l, o) .macaddr = (l), .macaddr_count = ARRAY_SIZE(l), .macaddr_op = MACBPF_MACADDR_##o

/* ---------------------------------------------------------------- what there is before */

static void nothing(void)
{
}

static void promiscuous(void)
{
	fake_dev_named(FAKE_HOME, "eth0")->dev.flags |= IFF_PROMISC | IFF_ALLMULTI;
}

static void one(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
}

/* Its port is at clsact as well. */
static void clsact(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ HOOK(CLSACT) });
}

static void two(void)
{
	one();
	rig_add("mv1", (struct macbpf_link_opts){ MODE(VEPA), UP, .address = MAC(0xb) });
}

static void sources(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
						  .mode = MACBPF_MODE_SOURCE,
						  LIST(list, SET) });
}

static void shared_sources(void)
{
	one();
	rig_add("mv1", (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
						  .mode = MACBPF_MODE_SOURCE,
						  LIST(list, SET) });
	rig_add("mv2", (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
						  .mode = MACBPF_MODE_SOURCE,
						  LIST(other_list, SET) });
}

static void passthru(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU), UP });
}

static void nopromisc(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | MACBPF_LINK_FLAGS,
						  .mode = MACBPF_MODE_PASSTHRU,
						  .flags = MACBPF_FLAG_NOPROMISC });
}

static void passthru_with_mac(void)
{
	passthru();
	rig_set("mv0", (struct macbpf_link_opts){ .address = MAC(0xc) });
}

/* The administrator lets the MAC in already. */
static void own_entry(void)
{
	struct fake_dev *eth0 = fake_dev_named(FAKE_HOME, "eth0");

	two();
	memcpy(eth0->filter[eth0->filters++], MAC(1), 6);
}

/* Two endpoints with one MAC: the first, which is down, owns it. */
static void same_mac(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(0xd) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(0xd) });
}

/* Two with one MAC: the second has it, because it was up, and the first waits for it. */
static void second_owns(void)
{
	same_mac();
	rig_set("mv1", (struct macbpf_link_opts){ UP });
	rig_set("mv1", (struct macbpf_link_opts){ .dev_flags_mask = IFF_UP });
}

static void three_bridges(void)
{
	one();
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box2" });
	rig_add("mv2", (struct macbpf_link_opts){ MODE(BRIDGE) });
}

static void directed(void)
{
	three_bridges();
	rig_add("mv3", (struct macbpf_link_opts){ MODE(PRIVATE) });
	ck_assert_int_eq(rig_try_direct(true), 0);
	for (uint32_t address = 1; address < 4; address++)
		rig_learn("mv1", address);
	rig_learn("mv3", 4);
}

/* The device's owner changed its MAC with ip(8). */
static void changed_by_hand(void)
{
	two();
	memcpy(fake_dev_named(FAKE_HOME, "mv1")->dev.address, MAC(0xe), 6);
}

#define TAP MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP

static void tap_beside_veth(void)
{
	one();
	rig_add("tap0", (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | TAP,
						   .mode = MACBPF_MODE_BRIDGE,
						   .owner = "me" });
}

static void passthru_tap(void)
{
	rig_add("tap0", (struct macbpf_link_opts){ UP, .has = MACBPF_LINK_MODE | TAP,
						   .mode = MACBPF_MODE_PASSTHRU });
}

/* ---------------------------------------------------------------- what is done */

static const struct {
	const char *what;
	void (*before)(void);
	enum op op;
	const char *name;
	struct macbpf_link_opts opts;
	bool learns; /* what somebody else changed is taken over even if the command fails */
} cases[] = {
	{ "add the first, with defaults", nothing, ADD, "mv9", { 0 } },
	{ "add the first, mode bridge", nothing, ADD, "mv9", { MODE(BRIDGE) } },
	{ "add the first on a lower that is promiscuous", promiscuous, ADD, "mv9", { 0 } },
	{ "add a second", one, ADD, "mv9", { MODE(BRIDGE) } },
	{ "add a second of another mode", one, ADD, "mv9", { MODE(PRIVATE) } },
	{ "add one that is up, with a MAC",
	  two,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, .address = MAC(1) } },
	{ "add one whose MAC the lower receives for already",
	  own_entry,
	  ADD,
	  "mv9",
	  { .address = MAC(1) } },
	{ "set an address for which the lower receives already",
	  own_entry,
	  SET,
	  "mv1",
	  { .address = MAC(1) } },
	{ "add one in another netns", one, ADD, "mv9", { MODE(BRIDGE), .netns = "box2" } },
	{ "add one in another netns, up",
	  nothing,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, .netns = "box2" } },
	{ "add one with an alias", nothing, ADD, "mv9", { .alias = "eth" } },
	{ "add one with an owner", one, ADD, "mv9", { .owner = "cni:net:box:eth0" } },
	{ "add one with a bc_cutoff",
	  two,
	  ADD,
	  "mv9",
	  { .has = MACBPF_LINK_BC_CUTOFF, .bc_cutoff = 7 } },
	{ "add one that takes a MAC from one that is down",
	  same_mac,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, .address = MAC(0xd) } },
	{ "add one whose MAC has an owner", same_mac, ADD, "mv9", { .address = MAC(0xd) } },
	{ "add the first at clsact", nothing, ADD, "mv9", { HOOK(CLSACT) } },
	{ "add a second at clsact", one, ADD, "mv9", { HOOK(CLSACT) } },
	{ "add a netkit endpoint", one, ADD, "mv9", { NETKIT, UP } },
	{ "add a netkit endpoint, up, in another netns",
	  nothing,
	  ADD,
	  "mv9",
	  { NETKIT, UP, .netns = "box2" } },
	{ "add a passthru endpoint", nothing, ADD, "mv9", { MODE(PASSTHRU) } },
	{ "add a passthru endpoint, up, in another netns",
	  nothing,
	  ADD,
	  "mv9",
	  { MODE(PASSTHRU), UP, .netns = "box1" } },
	{ "add a passthru endpoint on a lower that is promiscuous",
	  promiscuous,
	  ADD,
	  "mv9",
	  { MODE(PASSTHRU) } },
	{ "add a source endpoint without a list", nothing, ADD, "mv9", { MODE(SOURCE) } },
	{ "add the first source list",
	  one,
	  ADD,
	  "mv9",
	  { .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
	    .mode = MACBPF_MODE_SOURCE,
	    LIST(list, ADD) } },
	{ "add the first source list beside three bridge endpoints",
	  three_bridges,
	  ADD,
	  "mv9",
	  { .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
	    .mode = MACBPF_MODE_SOURCE,
	    LIST(list, ADD) } },
	{ "add one that takes a MAC from the second of two",
	  second_owns,
	  ADD,
	  "mv9",
	  { MODE(BRIDGE), UP, .address = MAC(0xd) } },
	{ "add another source list",
	  shared_sources,
	  ADD,
	  "mv9",
	  { .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
	    .mode = MACBPF_MODE_SOURCE,
	    LIST(list, SET) } },

	{ "add a tap", nothing, ADD, "mv9", { .has = TAP } },
	{ "add a tap beside another, up, with all there is",
	  tap_beside_veth,
	  ADD,
	  "mv9",
	  { UP, .has = MACBPF_LINK_MODE | MACBPF_LINK_QUEUES | MACBPF_LINK_USER | TAP,
	    .mode = MACBPF_MODE_BRIDGE, .address = MAC(1), .alias = "x", .owner = "you",
	    .queues = 2, .user = 107 } },
	{ "add a passthru tap",
	  nothing,
	  ADD,
	  "mv9",
	  { UP, .has = MACBPF_LINK_MODE | TAP, .mode = MACBPF_MODE_PASSTHRU } },

	{ "set nothing", two, SET, "mv0", { 0 } },
	{ "set address, mtu, alias and mode of a tap, up",
	  tap_beside_veth,
	  SET,
	  "tap0",
	  { UP, .has = MACBPF_LINK_MODE | MACBPF_LINK_MTU | TAP, .mode = MACBPF_MODE_VEPA,
	    .mtu = 1400, .alias = "an alias", .address = MAC(1) } },
	{ "set the address of a passthru tap", passthru_tap, SET, "tap0", { .address = MAC(1) } },
	{ "set the mode", two, SET, "mv0", { MODE(PRIVATE) } },
	{ "set the mode to bridge", two, SET, "mv1", { MODE(BRIDGE) } },
	{ "set mode, flags and queue lengths",
	  two,
	  SET,
	  "mv1",
	  { .has = MACBPF_LINK_MODE | MACBPF_LINK_FLAGS | MACBPF_LINK_BC_QUEUE_LEN |
		   MACBPF_LINK_BC_CUTOFF,
	    .mode = MACBPF_MODE_BRIDGE,
	    .flags = MACBPF_FLAG_NODST,
	    .bc_queue_len = 5,
	    .bc_cutoff = 9 } },
	{ "set the address", two, SET, "mv0", { .address = MAC(1) } },
	{ "set the address of one that is up", two, SET, "mv1", { .address = MAC(1) } },
	{ "set an address that its owner, being down, loses",
	  same_mac,
	  SET,
	  "mv1",
	  { UP, .address = MAC(0xd) } },
	{ "set up one whose MAC another, being down, has", same_mac, SET, "mv1", { UP } },
	{ "set up the first of two with one MAC, which the second has",
	  second_owns,
	  SET,
	  "mv0",
	  { UP } },
	{ "set another address, which frees the old", same_mac, SET, "mv0", { .address = MAC(1) } },
	{ "set mtu, queue, group, alias, broadcast and flags",
	  two,
	  SET,
	  "mv0",
	  { UP, .has = MACBPF_LINK_MTU | MACBPF_LINK_TXQUEUELEN | MACBPF_LINK_GROUP, .mtu = 1400,
	    .txqueuelen = 10, .group = 3, .alias = "new", .broadcast = MAC(0xff) } },
	{ "set name and mtu",
	  two,
	  SET,
	  "mv1",
	  { .has = MACBPF_LINK_MTU, .mtu = 1400, .name = "mv8" } },
	{ "set address, mtu, name and the MAC's owner in one",
	  same_mac,
	  SET,
	  "mv1",
	  { UP, .has = MACBPF_LINK_MTU, .mtu = 1400, .name = "mv8", .address = MAC(1) } },
	{ "set netns, away", two, SET, "mv1", { .netns = "box2" } },
	{ "set netns, home", two, SET, "mv0", { .netns = "home" } },
	{ "set netns, from one to another", two, SET, "mv0", { .netns = "box2" } },
	{ "set netns, mtu, alias, up",
	  two,
	  SET,
	  "mv1",
	  { UP, .has = MACBPF_LINK_MTU, .mtu = 1400, .alias = "x", .netns = "box2" } },
	{ "set netns, name and mtu, from one to another",
	  two,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_MTU, .mtu = 1400, .name = "lan", .netns = "box2" } },
	{ "set netns and name", two, SET, "mv1", { .netns = "box2", .name = "eth0" } },
	{ "set the hook", two, SET, "mv0", { HOOK(CLSACT) } },
	{ "set hook and mtu",
	  two,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_HOOK | MACBPF_LINK_MTU, .hook = MACBPF_HOOK_CLSACT, .mtu = 900 } },
	{ "set the source list from none",
	  one,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
	    .mode = MACBPF_MODE_SOURCE,
	    LIST(list, ADD) } },
	{ "set another source list",
	  shared_sources,
	  SET,
	  "mv1",
	  { .has = MACBPF_LINK_MACADDR, LIST(other_list, SET) } },
	{ "set a source list and its flags",
	  shared_sources,
	  SET,
	  "mv1",
	  { .has = MACBPF_LINK_MACADDR | MACBPF_LINK_FLAGS,
	    .flags = MACBPF_FLAG_NODST,
	    LIST(other_list, ADD) } },
	{ "set the source list to nothing",
	  sources,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_MACADDR, .macaddr_op = MACBPF_MACADDR_FLUSH } },
	{ "set a mode that has no source list", shared_sources, SET, "mv1", { MODE(BRIDGE) } },
	{ "set nopromisc",
	  passthru,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_FLAGS, .flags = MACBPF_FLAG_NOPROMISC } },
	{ "set nopromisc and mtu",
	  passthru,
	  SET,
	  "mv0",
	  { .has = MACBPF_LINK_FLAGS | MACBPF_LINK_MTU,
	    .flags = MACBPF_FLAG_NOPROMISC,
	    .mtu = 1400 } },
	{ "set no nopromisc", nopromisc, SET, "mv0", { .has = MACBPF_LINK_FLAGS } },
	{ "set the address of a passthru endpoint", passthru, SET, "mv0", { .address = MAC(1) } },
	{ "set the address of a passthru endpoint again",
	  passthru_with_mac,
	  SET,
	  "mv0",
	  { .address = MAC(1) } },
	{ "set nothing where the MAC was changed with ip",
	  changed_by_hand,
	  SET,
	  "mv1",
	  { 0 },
	  .learns = true },

	{ "delete one of two", two, DEL, "mv0", { 0 } },
	{ "delete a tap", tap_beside_veth, DEL, "tap0", { 0 } },
	{ "delete a passthru tap", passthru_tap, DEL, "tap0", { 0 } },
	{ "delete the last", one, DEL, "mv0", { 0 } },
	{ "delete the last at clsact", clsact, DEL, "mv0", { 0 } },
	{ "delete the last bridge endpoint", two, DEL, "mv1", { 0 } },
	{ "delete the owner of a MAC that another waits for", same_mac, DEL, "mv0", { 0 } },
	{ "delete the second of two with one MAC", second_owns, DEL, "mv1", { 0 } },
	{ "delete one that listed sources", shared_sources, DEL, "mv1", { 0 } },
	{ "delete the only one that listed sources", sources, DEL, "mv0", { 0 } },
	{ "delete one whose addresses are known", directed, DEL, "mv1", { 0 } },
	{ "set the address of one whose addresses are known",
	  directed,
	  SET,
	  "mv1",
	  { .address = MAC(1) } },
	{ "set the mode of one whose addresses are known", directed, SET, "mv3", { MODE(BRIDGE) } },
	{ "add one where addresses are known", directed, ADD, "mv9", { MODE(VEPA) } },
	{ "set arp-directed on", three_bridges, DIRECT, NULL, { 0 } },
	{ "set arp-directed on, of other modes", two, DIRECT, NULL, { 0 } },
	{ "set arp-directed on again", directed, DIRECT, NULL, { 0 } },
	{ "set arp-directed on for passthru", passthru, DIRECT, NULL, { 0 } },
	{ "set arp-directed off", directed, INDIRECT, NULL, { 0 } },
	{ "delete a passthru endpoint", passthru, DEL, "mv0", { 0 } },
	{ "delete a passthru endpoint that changed the lower's MAC",
	  passthru_with_mac,
	  DEL,
	  "mv0",
	  { 0 } },
};

static void prepare(size_t i)
{
	rig_open();
	cases[i].before();
}

static int run(size_t i)
{
	switch (cases[i].op) {
	case ADD:
		return rig_try_add("eth0", cases[i].name, cases[i].opts);
	case SET:
		return rig_try_set(NULL, cases[i].name, cases[i].opts);
	case DIRECT:
	case INDIRECT:
		return rig_try_direct(cases[i].op == DIRECT);
	default:
		return macbpf_link__del(rig_mb, NULL, cases[i].name);
	}
}

/* ---------------------------------------------------------------- the loop */

/* The world that the command makes if nothing fails. */
static char *made_without_failure(size_t i)
{
	prepare(i);
	ck_assert_msg(!run(i), "%s: %s", cases[i].what, macbpf__error(rig_mb));
	rig_settle();
	return fake_text();
}

static void expect_sentence(int rc, int number, const char *what)
{
	const char *sentence = macbpf__error(rig_mb);

	ck_assert_msg(rc < 0 && number == -rc, "%s: returned %d, errno %d", what, rc, number);
	ck_assert_msg(*sentence && strcmp(sentence, strerror(-rc)) != 0,
		      "%s: the sentence \"%s\" names no subject", what, sentence);
}

static void expect_undone(size_t i, char *before, const char *what)
{
	char *after = fake_text();

	if (cases[i].learns && strcmp(before, after) != 0) {
		free(before);
		before = made_without_failure(i);
	}
	rig_expect_same(before, after, what);
}

static void expect_done(size_t i, const char *what)
{
	char *after;

	rig_settle();
	after = fake_text();
	rig_expect_same(made_without_failure(i), after, what);
}

/* False if the command needs fewer calls than n. */
static bool fail_nth(size_t i, int n, int error, size_t messy)
{
	char *before, what[256];
	const char *where;
	int rc, number;

	prepare(i);
	before = fake_text();
	fake_fault = (struct fake_fault){ .at = n, .error = error, .messy = messy };
	rc = run(i);
	number = errno;
	where = fake_fault.where;
	fake_fault.at = 0;
	snprintf(what, sizeof(what), "%s; call %d (%s) fails with %s", cases[i].what, n,
		 where ? where : "none", strerror(-error));
	if (rc) {
		expect_sentence(rc, number, what);
		expect_undone(i, before, what);
	} else {
		free(before);
		expect_done(i, what);
	}
	return where;
}

static void fail_each(size_t i, int error, size_t messy)
{
	int n = 1;

	while (fail_nth(i, n, error, messy))
		n++;
	ck_assert_msg(n > 5, "%s: only %d calls were seen", cases[i].what, n);
}

START_TEST(each_call_fails_once)
{
	static const int errors[] = { -EIO, -ENOMEM, -EPERM };

	for (size_t e = 0; e < ARRAY_SIZE(errors); e++)
		fail_each((size_t)_i, errors[e], 0);
}
END_TEST

/* The kernel keeps the attributes before the one that it refuses. */
START_TEST(half_done_requests_are_undone)
{
	for (size_t messy = 1; messy < 8; messy++)
		fail_each((size_t)_i, -EIO, messy);
}
END_TEST

/* Half of its queues would lose the other half's frames. */
START_TEST(queues_are_opened_all_or_none)
{
	const struct macbpf_link_opts opts = { .has = MACBPF_LINK_QUEUES | TAP, .queues = 3 };
	int fds[3], rc, n = 0;

	do {
		char *before, what[64];

		rig_open();
		rig_add("tap0", opts);
		before = fake_text();
		fake_fault = (struct fake_fault){ .at = ++n, .error = -EIO };
		rc = macbpf_tap__open(rig_mb, NULL, "tap0", NULL, fds, 3);
		snprintf(what, sizeof(what), "call %d fails", n);
		fake_fault.at = 0;
		if (rc) {
			expect_sentence(rc, errno, what);
			rig_expect_same(before, fake_text(), what);
			continue;
		}
		free(before);
		for (int i = 0; i < 3; i++)
			close(fds[i]);
	} while (rc);
	ck_assert_int_gt(n, 5);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, each_call_fails_once, 0, ARRAY_SIZE(cases));
	tcase_add_loop_test(tc, half_done_requests_are_undone, 0, ARRAY_SIZE(cases));
	tcase_add_test(tc, queues_are_opened_all_or_none);
}

int main(void)
{
	return rig_main("undo", fill);
}
