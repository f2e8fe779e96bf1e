// SPDX-License-Identifier: GPL-2.0-only
/* directed.c - questions and answers between those of world.h, and what became of them. */
#include "directed.h"

#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "tests/harness/runner.h"

/*
 * One instance for frames from each side, over the same tables: the settings of the endpoint's
 * program are its sender's.
 */
struct rig rig;
static enum family family;

/* _i of every test: enum family */
void open_rig(int i, uint32_t features)
{
	family = i;
	rig_open(&rig, MB_F_DIRECTED | MB_F_TRACE | features);
}

void open_bridge(int i)
{
	open_rig(i, MB_F_BRIDGE);
}

static void build(uint8_t frame[SOLICIT_LEN], const struct solicit *s)
{
	if (family == ARP)
		solicit_arp(frame, s);
	else
		solicit_nd(frame, s);
}

/* Who a frame's addresses belong to: the wire's frames are a stranger's. */
static enum who speaker(enum who from)
{
	return from == WIRE ? EXT : from;
}

struct solicit message(enum who from, enum solicit_kind kind, uint16_t sender, uint16_t target)
{
	struct solicit s = { .kind = kind, .sender = sender, .target = target };

	world_mac(speaker(from), s.src);
	world_mac(speaker(from), s.mac);
	return s;
}

/* The set of those who got copies. */
static uint32_t receivers(const uint8_t *frame)
{
	struct received got;
	uint32_t set = 0;

	for (int who = B1; who <= WIRE; who++)
		while (world_receive(who, &got)) {
			ck_assert_mem_eq(got.data, frame, SOLICIT_LEN);
			ck_assert_msg(!(set & TO(who)), "%s got two", world_name(who));
			set |= TO(who);
		}
	return set;
}

/* Returns who got it, apart from the wire or the host. */
uint32_t play_tagged(enum who from, const struct solicit *s, uint16_t tci)
{
	uint8_t frame[SOLICIT_LEN];
	struct outcome out;
	uint32_t set;

	build(frame, s);
	world_forget();
	ck_assert_int_eq(rig_run(&rig, from, frame, SOLICIT_LEN, tci, &out), 0);
	world_settle();
	set = receivers(frame);
	if (frame[0] & 1)
		ck_assert_int_eq(out.verdict, from == WIRE ? -1 : 7);
	ck_assert_uint_eq(out.cb[MB_TRACE_COPIES], __builtin_popcount(set));
	ck_assert_int_eq(rig_counted(&rig, MB_R_DIRECTED),
			 out.cb[MB_TRACE_REASON] == MB_R_DIRECTED);
	if (out.cb[MB_TRACE_REASON] == MB_R_DIRECTED)
		ck_assert_int_eq(__builtin_popcount(set & ALL), 1);
	return set;
}

uint32_t play(enum who from, const struct solicit *s)
{
	return play_tagged(from, s, 0);
}

bool was_directed(void)
{
	return rig_counted(&rig, MB_R_DIRECTED);
}

void read_neigh(uint16_t address, struct mb_neigh *neigh, uint8_t key[16])
{
	if (family == ARP)
		solicit_arp_key(key, address);
	else
		solicit_nd_key(key, address);
	if (bpf_map_lookup_elem(rig_map_fd(&rig, "mb_neigh"), key, neigh))
		memset(neigh, 0, sizeof(*neigh));
}

void write_neigh(const struct mb_neigh *neigh, const uint8_t key[16])
{
	ck_assert_int_eq(bpf_map_update_elem(rig_map_fd(&rig, "mb_neigh"), key, neigh, BPF_EXIST),
			 0);
}

/* As if its owner had answered: how long this program takes is not to matter. */
void answered(uint16_t address)
{
	struct mb_neigh neigh;
	uint8_t key[16];

	read_neigh(address, &neigh, key);
	if (!neigh.asked)
		return;
	neigh.asked = 0;
	write_neigh(&neigh, key);
}

/* `from`, which has address `sender`, asks all for `target`. */
uint32_t ask(enum who from, uint16_t sender, uint16_t target)
{
	struct solicit s = message(from, SOLICIT_REQUEST, sender, target);
	uint32_t set = play(from, &s);

	answered(target);
	return set;
}

/* Tells `to` alone that `from` has the address. */
void answer(enum who from, enum who to, uint16_t sender)
{
	struct solicit s = message(from, SOLICIT_REPLY, sender, sender);

	world_mac(speaker(to), s.dst);
	play(from, &s);
}

uint32_t ask_for_n(enum who from)
{
	return ask(from, ASKER + from, N);
}

/* The owner and who asks are known, and N has been asked for: from here on it is directed. */
void settle(enum who owner, enum who asker)
{
	answer(owner, WIRE, N);
	answer(asker, WIRE, ASKER + asker);
	ask_for_n(asker);
	ck_assert_msg(!was_directed(), "the first request for an address is for all");
}

void expect_directed(enum who asker, enum who owner)
{
	ck_assert_uint_eq(ask_for_n(asker), TO(owner));
	ck_assert_msg(was_directed(), "not counted");
}

void expect_flood(enum who asker, const char *why)
{
	uint32_t set = ask_for_n(asker), want = asker == WIRE ? ALL : BRIDGES & ~TO(asker);

	ck_assert_msg(set == want && !was_directed(), "%s: copies for %#x, not %#x", why, set,
		      want);
}

bool knows(uint16_t address, enum who owner)
{
	struct mb_neigh neigh;
	uint8_t key[16], mac[6];

	read_neigh(address, &neigh, key);
	world_mac(speaker(owner), mac);
	return neigh.hostdev == world_hostdev(owner) && !memcmp(neigh.mac, mac, 6);
}

bool is_nobodys(uint16_t address)
{
	struct mb_neigh neigh;
	uint8_t key[16];

	read_neigh(address, &neigh, key);
	return !neigh.hostdev;
}

int directed_main(const char *name, const TTest *const *tests, size_t count)
{
	Suite *suite = suite_create(name);
	TCase *tc = tcase_create(name);

	world_open(name);
	tcase_set_timeout(tc, 60);
	for (size_t i = 0; i < count; i++)
		tcase_add_loop_test(tc, tests[i], ARP, ND + 1);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
