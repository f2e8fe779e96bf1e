// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_directed.c - ARP requests and neighbour solicitations that go to one endpoint, and all the
 * doubts for which they go to all.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <bpf/bpf.h>

#include "tests/harness/runner.h"
#include "tests/harness/solicit.h"
#include "bpf/policy.h"
#include "rig.h"
#include "world.h"

#define TO(who) (1u << (who))
#define BRIDGES (TO(B1) | TO(B2))
#define VEPAS	(TO(V1) | TO(V2))
#define ALL	(BRIDGES | VEPAS | TO(P1) | TO(P2))
#define TAG	0x2005
#define FOREVER (1ull << 62)

enum family { ARP, ND };

/*
 * One instance for frames from each side, over the same tables: the settings of the endpoint's
 * program are its sender's.
 */
static struct rig rig;
static enum family family;

/* _i of every test: enum family */
static void open_rig(int i, struct mb_config config)
{
	family = i;
	config.lower = world_hostdev(WIRE);
	config.directed = 1;
	config.trace = 1;
	rig_open(&rig, config);
}

static void open_bridge(int i)
{
	open_rig(i, (struct mb_config){ .bridge = 1 });
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

static struct solicit message(enum who from, enum solicit_kind kind, uint16_t sender,
			      uint16_t target)
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
static uint32_t play_tagged(enum who from, const struct solicit *s, uint16_t tci)
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

static uint32_t play(enum who from, const struct solicit *s)
{
	return play_tagged(from, s, 0);
}

static bool was_directed(void)
{
	return rig_counted(&rig, MB_R_DIRECTED);
}

static void read_neigh(uint16_t address, struct mb_neigh *neigh, uint8_t key[16])
{
	if (family == ARP)
		solicit_arp_key(key, address);
	else
		solicit_nd_key(key, address);
	if (bpf_map_lookup_elem(rig_map_fd(&rig, "mb_neigh"), key, neigh))
		memset(neigh, 0, sizeof(*neigh));
}

static void write_neigh(const struct mb_neigh *neigh, const uint8_t key[16])
{
	ck_assert_int_eq(bpf_map_update_elem(rig_map_fd(&rig, "mb_neigh"), key, neigh, BPF_EXIST),
			 0);
}

/* As if its owner had answered: how long this program takes is not to matter. */
static void answered(uint16_t address)
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
static uint32_t ask(enum who from, uint16_t sender, uint16_t target)
{
	struct solicit s = message(from, SOLICIT_REQUEST, sender, target);
	uint32_t set = play(from, &s);

	answered(target);
	return set;
}

/* Tells `to` alone that `from` has the address. */
static void answer(enum who from, enum who to, uint16_t sender)
{
	struct solicit s = message(from, SOLICIT_REPLY, sender, sender);

	world_mac(speaker(to), s.dst);
	play(from, &s);
}

#define N     7	  /* the address that is asked for */
#define ASKER 100 /* plus enum who: the address of who asks */

static uint32_t ask_for_n(enum who from)
{
	return ask(from, ASKER + from, N);
}

/* The owner and who asks are known, and N has been asked for: from here on it is directed. */
static void settle(enum who owner, enum who asker)
{
	answer(owner, WIRE, N);
	answer(asker, WIRE, ASKER + asker);
	ask_for_n(asker);
	ck_assert_msg(!was_directed(), "the first request for an address is for all");
}

static void expect_directed(enum who asker, enum who owner)
{
	ck_assert_uint_eq(ask_for_n(asker), TO(owner));
	ck_assert_msg(was_directed(), "not counted");
}

static void expect_flood(enum who asker, const char *why)
{
	uint32_t set = ask_for_n(asker), want = asker == WIRE ? ALL : BRIDGES & ~TO(asker);

	ck_assert_msg(set == want && !was_directed(), "%s: copies for %#x, not %#x", why, set,
		      want);
}

static bool knows(uint16_t address, enum who owner)
{
	struct mb_neigh neigh;
	uint8_t key[16], mac[6];

	read_neigh(address, &neigh, key);
	world_mac(speaker(owner), mac);
	return neigh.hostdev == world_hostdev(owner) && !memcmp(neigh.mac, mac, 6);
}

static bool is_nobodys(uint16_t address)
{
	struct mb_neigh neigh;
	uint8_t key[16];

	read_neigh(address, &neigh, key);
	return !neigh.hostdev;
}

/* ---------------------------------------------------------------- sure */

START_TEST(from_the_wire_to_one)
{
	static const enum who owners[] = { B1, V2, P1 };

	for (size_t i = 0; i < 3; i++) {
		open_rig(_i, (struct mb_config){ .bridge = owners[i] == B1 });
		settle(owners[i], WIRE);
		expect_directed(WIRE, owners[i]);
		rig_close(&rig);
	}
}
END_TEST

START_TEST(from_a_bridge_endpoint_to_one)
{
	open_bridge(_i);
	settle(B1, B2);
	expect_directed(B2, B1);
	rig_close(&rig);
}
END_TEST

START_TEST(learnt_from_requests)
{
	open_bridge(_i);
	ask(B1, N, 1);
	answer(WIRE, B1, ASKER + WIRE);
	ask_for_n(WIRE);
	expect_directed(WIRE, B1);
	rig_close(&rig);
}
END_TEST

/* ---------------------------------------------------------------- doubts about the owner */

START_TEST(nobody_was_heard)
{
	open_bridge(_i);
	answer(WIRE, B1, ASKER + WIRE);
	expect_flood(WIRE, "an unknown address");
	expect_flood(WIRE, "an unknown address, again");
	rig_close(&rig);
}
END_TEST

START_TEST(another_claims_it)
{
	static const enum who seconds[] = { B2, WIRE };

	for (size_t i = 0; i < 2; i++) {
		open_bridge(_i);
		settle(B1, WIRE);
		expect_directed(WIRE, B1);
		answer(seconds[i], B1, N);
		expect_flood(WIRE, "two have claimed it");
		answer(B1, WIRE, N);
		expect_flood(WIRE, "two have claimed it, the first again");
		ck_assert_msg(knows(N, B1), "who comes second gets nothing by it");
		rig_close(&rig);
	}
}
END_TEST

START_TEST(disputes_end)
{
	struct mb_neigh neigh;
	uint8_t key[16];

	open_bridge(_i);
	settle(B1, WIRE);
	answer(B2, WIRE, N);
	expect_flood(WIRE, "disputed");
	read_neigh(N, &neigh, key);
	ck_assert_uint_ge(neigh.disputed + 1000000000, neigh.expires);
	neigh.disputed = 1;
	write_neigh(&neigh, key);
	expect_directed(WIRE, B1);
	rig_close(&rig);
}
END_TEST

START_TEST(silent_for_too_long)
{
	struct mb_neigh neigh;
	uint8_t key[16];

	open_bridge(_i);
	settle(B1, WIRE);
	read_neigh(N, &neigh, key);
	neigh.expires = 1;
	neigh.check = FOREVER;
	write_neigh(&neigh, key);
	expect_flood(WIRE, "its owner is silent");
	answer(B2, WIRE, N);
	ck_assert_msg(knows(N, B2), "now it is another's");
	expect_flood(WIRE, "a new owner");
	expect_directed(WIRE, B2);
	rig_close(&rig);
}
END_TEST

START_TEST(claims_keep_it)
{
	struct mb_neigh before, after;
	uint8_t key[16];

	open_bridge(_i);
	settle(B1, WIRE);
	read_neigh(N, &before, key);
	before.expires -= MB_NEIGH_AGE / 2;
	write_neigh(&before, key);
	answer(B1, WIRE, N);
	read_neigh(N, &after, key);
	ck_assert_uint_ge(after.expires, before.expires + MB_NEIGH_AGE / 2);
	ck_assert_uint_eq(after.check, before.check);
	rig_close(&rig);
}
END_TEST

START_TEST(checked_now_and_then)
{
	struct mb_neigh neigh;
	uint8_t key[16];

	open_bridge(_i);
	settle(B1, WIRE);
	expect_directed(WIRE, B1);
	read_neigh(N, &neigh, key);
	neigh.check = 1;
	write_neigh(&neigh, key);
	expect_flood(WIRE, "a minute has passed");
	expect_directed(WIRE, B1);
	rig_close(&rig);
}
END_TEST

/* The clock of the programs. */
static uint64_t coarse_ns(void)
{
	struct timespec now;

	ck_assert_int_eq(clock_gettime(CLOCK_MONOTONIC_COARSE, &now), 0);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

START_TEST(asked_and_mute)
{
	struct solicit request;
	struct mb_neigh neigh;
	uint8_t key[16];

	open_bridge(_i);
	settle(B1, WIRE);
	request = message(WIRE, SOLICIT_REQUEST, ASKER + WIRE, N);
	ck_assert_uint_eq(play(WIRE, &request), TO(B1));
	read_neigh(N, &neigh, key);
	ck_assert_uint_le(neigh.asked, coarse_ns());
	ck_assert_uint_ge(neigh.asked + 60000000000, coarse_ns());
	neigh.asked -= MB_NEIGH_PATIENCE;
	write_neigh(&neigh, key);
	ck_assert_msg(play(WIRE, &request) == ALL, "who is mute may not have it any more");
	ck_assert_msg(play(WIRE, &request) == ALL, "and all are asked until it speaks");
	answer(B1, WIRE, N);
	expect_directed(WIRE, B1);
	rig_close(&rig);
}
END_TEST

static void replace_owner(enum who whose, const struct mb_dest *dest)
{
	struct mb_fdb_key key = { 0 };
	__u64 product, entry;
	uint16_t half[3];
	uint32_t slot;

	world_mac(whose, key.mac);
	memcpy(half, key.mac, sizeof(half));
	product = mb_front_product(mb_mac_number(half));
	slot = mb_front_slot(product);
	entry = dest ? mb_front_entry(product, *dest) : 0;
	bpf_map_delete_elem(rig_map_fd(&rig, "mb_fdb"), &key);
	ck_assert_int_eq(bpf_map_update_elem(rig_map_fd(&rig, "mb_front"), &slot, &entry, 0), 0);
}

START_TEST(the_fdb_knows_better)
{
	struct mb_dest other = { .hostdev = world_hostdev(V1), .mode = MB_MODE_VEPA };
	struct mb_dest source = { .hostdev = world_hostdev(B1), .mode = MB_MODE_SOURCE };

	open_bridge(_i);
	settle(B1, WIRE);
	expect_directed(WIRE, B1);
	replace_owner(B1, &other);
	expect_flood(WIRE, "the MAC lives elsewhere");
	replace_owner(B1, &source);
	expect_flood(WIRE, "the owner gets no group frames now");
	replace_owner(B1, NULL);
	expect_flood(WIRE, "the MAC is nobody's");
	rig_close(&rig);
}
END_TEST

/* The owner gets what it would have got with all, or nothing. */
START_TEST(modes_count)
{
	open_rig(_i, (struct mb_config){ 0 });
	answer(V1, WIRE, N);
	answer(S1, WIRE, N + 1);
	answer(WIRE, V1, ASKER + WIRE);
	ask_for_n(WIRE);
	expect_directed(WIRE, V1);
	for (int i = 0; i < 2; i++)
		ck_assert_msg(ask(WIRE, ASKER + WIRE, N + 1) == ALL, "source mode gets no floods");
	rig_close(&rig);
}
END_TEST

/* ---------------------------------------------------------------- doubts about who asks */

START_TEST(the_asker_is_new)
{
	open_bridge(_i);
	settle(B1, WIRE);
	ck_assert_msg(ask(WIRE, 50, N) == ALL, "all have to hear of a new address");
	ck_assert_msg(ask(WIRE, 50, N) == TO(B1), "once");
	ck_assert_msg(ask(B2, 51, N) == TO(B1) && !was_directed(), "an endpoint's, too");
	ck_assert_msg(ask(B2, 51, N) == TO(B1) && was_directed(), "once");
	rig_close(&rig);
}
END_TEST

START_TEST(the_asker_has_moved)
{
	struct solicit s;

	open_bridge(_i);
	settle(B1, WIRE);
	expect_directed(WIRE, B1);
	s = message(WIRE, SOLICIT_REQUEST, ASKER + WIRE, N);
	world_mac(LISTED_S1, s.src);
	world_mac(LISTED_S1, s.mac);
	ck_assert_msg(play(WIRE, &s) == ALL, "all have to hear of a new MAC");
	ck_assert_msg(play(WIRE, &s) == TO(B1), "once");
	rig_close(&rig);
}
END_TEST

START_TEST(the_asker_is_disputed)
{
	open_bridge(_i);
	settle(B1, WIRE);
	answer(B2, WIRE, ASKER + WIRE);
	expect_flood(WIRE, "two have the asker's address");
	rig_close(&rig);
}
END_TEST

START_TEST(probes_and_announcements)
{
	open_bridge(_i);
	settle(B1, WIRE);
	ck_assert_msg(ask(WIRE, 0, N) == ALL, "a probe is for all");
	expect_directed(WIRE, B1);
	ck_assert_msg(ask(WIRE, ASKER + WIRE, ASKER + WIRE) == ALL, "an announcement is for all");
	expect_directed(WIRE, B1);
	ck_assert_msg(ask(WIRE, N, N) == ALL, "one that takes over is for all");
	expect_flood(WIRE, "somebody announced to have it");
	rig_close(&rig);
}
END_TEST

START_TEST(other_vlans_are_other_networks)
{
	struct solicit s;

	open_bridge(_i);
	s = message(B1, SOLICIT_REPLY, N, N);
	world_mac(EXT, s.dst);
	play_tagged(B1, &s, TAG);
	ck_assert_msg(is_nobodys(N), "a tagged claim is none");
	settle(B1, WIRE);
	s = message(WIRE, SOLICIT_REQUEST, ASKER + WIRE, N);
	ck_assert_msg(play_tagged(WIRE, &s, TAG) == ALL, "a tagged request is for all");
	s = message(WIRE, SOLICIT_REPLY, N, N);
	play_tagged(WIRE, &s, TAG);
	expect_directed(WIRE, B1);
	rig_close(&rig);
}
END_TEST

/* ---------------------------------------------------------------- who may claim */

/* `src` and `mac`: whose address the frame has, and whose it tells. */
static void claim_as(enum who from, enum who src, enum who mac)
{
	struct solicit s = message(from, SOLICIT_REPLY, N, N);

	world_mac(src, s.src);
	world_mac(mac, s.mac);
	world_mac(LOW, s.dst);
	play(from, &s);
}

START_TEST(for_others)
{
	open_bridge(_i);
	claim_as(B1, B1, EXT);
	ck_assert_msg(is_nobodys(N), "a proxy is not learnt");
	claim_as(B1, B2, B2);
	ck_assert_msg(is_nobodys(N), "nor is who sends with another endpoint's MAC");
	claim_as(B1, EXT, EXT);
	ck_assert_msg(is_nobodys(N), "nor is who sends with a MAC that no endpoint has");
	claim_as(WIRE, V1, V1);
	ck_assert_msg(is_nobodys(N), "the wire can't speak for an endpoint");
	claim_as(WIRE, EXT, V1);
	ck_assert_msg(is_nobodys(N), "in no way");
	rig_close(&rig);
}
END_TEST

START_TEST(against_the_owner)
{
	static const struct {
		enum who from, src, mac;
	} bad[] = { { B1, B1, EXT }, { B2, B1, B1 }, { B2, EXT, EXT }, { WIRE, V1, V1 } };

	for (size_t i = 0; i < 4; i++) {
		open_bridge(_i);
		settle(B1, WIRE);
		claim_as(bad[i].from, bad[i].src, bad[i].mac);
		expect_flood(WIRE, "whoever speaks against the owner makes it doubtful");
		rig_close(&rig);
	}
}
END_TEST

START_TEST(reflected_by_the_switch)
{
	open_bridge(_i);
	settle(B1, WIRE);
	claim_as(WIRE, B1, B1);
	expect_directed(WIRE, B1);
	rig_close(&rig);
}
END_TEST

START_TEST(bounded)
{
	open_bridge(_i);
	for (uint16_t i = 0; i < MB_NEIGH_RING; i++)
		answer(B1, WIRE, 200 + i);
	answer(B2, WIRE, N);
	for (uint16_t i = 0; i < MB_NEIGH_RING; i++)
		ck_assert_msg(knows(200 + i, B1), "%u are known", MB_NEIGH_RING);
	answer(B1, WIRE, 200);
	answer(B1, WIRE, 300);
	ck_assert_msg(knows(300, B1) && !knows(200, B1), "the oldest makes room");
	ck_assert_msg(knows(201, B1) && knows(N, B2), "and nobody else");
	rig_close(&rig);
}
END_TEST

/* The first owner still has it in its ring. */
START_TEST(an_address_that_went_over_stays)
{
	struct mb_neigh neigh;
	uint8_t key[16];

	open_bridge(_i);
	answer(B1, WIRE, N);
	read_neigh(N, &neigh, key);
	neigh.expires = 1;
	write_neigh(&neigh, key);
	answer(B2, WIRE, N);
	for (uint16_t i = 0; i < MB_NEIGH_RING; i++)
		answer(B1, WIRE, 200 + i);
	ck_assert_msg(knows(N, B2), "only its owner's ring makes room of it");
	rig_close(&rig);
}
END_TEST

/* What the wire says is kept in rings of its own, so it doesn't push out what endpoints said. */
START_TEST(the_wire_is_bounded)
{
	uint32_t known = 0;

	open_bridge(_i);
	settle(B1, WIRE);
	for (uint16_t i = 0; i < 4 * MB_NEIGH_RING * MB_NEIGH_WIRE; i++)
		answer(WIRE, B1, 1000 + i);
	for (uint16_t i = 0; i < 4 * MB_NEIGH_RING * MB_NEIGH_WIRE; i++)
		known += knows(1000 + i, WIRE);
	ck_assert_uint_le(known, MB_NEIGH_RING * MB_NEIGH_WIRE);
	ck_assert_uint_ge(known, MB_NEIGH_RING * MB_NEIGH_WIRE / 2);
	ck_assert_msg(knows(N, B1), "endpoints' own stay");
	rig_close(&rig);
}
END_TEST

/* ---------------------------------------------------------------- all else is as without */

START_TEST(source_mode_listens)
{
	struct solicit s;

	open_rig(_i, (struct mb_config){ .bridge = 1, .sources = 1 });
	settle(B1, WIRE);
	s = message(WIRE, SOLICIT_REQUEST, 60, N);
	world_mac(LISTED_S1, s.src);
	world_mac(LISTED_S1, s.mac);
	ck_assert_uint_eq(play(WIRE, &s), ALL | TO(S1));
	answered(N);
	ck_assert_uint_eq(play(WIRE, &s), TO(B1) | TO(S1));
	rig_close(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("directed");
	TCase *tc = tcase_create("directed");
	const TTest *tests[] = {
		from_the_wire_to_one,
		from_a_bridge_endpoint_to_one,
		learnt_from_requests,
		nobody_was_heard,
		another_claims_it,
		disputes_end,
		silent_for_too_long,
		claims_keep_it,
		checked_now_and_then,
		asked_and_mute,
		the_fdb_knows_better,
		modes_count,
		the_asker_is_new,
		the_asker_has_moved,
		the_asker_is_disputed,
		probes_and_announcements,
		other_vlans_are_other_networks,
		for_others,
		against_the_owner,
		reflected_by_the_switch,
		bounded,
		an_address_that_went_over_stays,
		the_wire_is_bounded,
		source_mode_listens,
	};

	world_open("check_directed");
	tcase_set_timeout(tc, 60);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_loop_test(tc, tests[i], ARP, ND + 1);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
