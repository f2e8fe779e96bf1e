// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_directed.c - ARP requests and neighbour solicitations that go to one endpoint, and all the
 * doubts about its owner for which they go to all.
 *
 * guards: bpf/neigh.h bpf/solicit.h
 */
#include <string.h>
#include <time.h>

#include <bpf/bpf.h>

#include "bpf/policy.h"
#include "directed.h"

/* ---------------------------------------------------------------- sure */

START_TEST(from_the_wire_to_one)
{
	static const enum who owners[] = { B1, V2, P1 };

	for (size_t i = 0; i < 3; i++) {
		open_rig(_i, owners[i] == B1 ? MB_F_BRIDGE : 0);
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
	open_rig(_i, 0);
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

/* ---------------------------------------------------------------- all else is as without */

START_TEST(source_mode_listens)
{
	struct solicit s;

	open_rig(_i, MB_F_BRIDGE | MB_F_SOURCES);
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
	const TTest *const tests[] = {
		from_the_wire_to_one, from_a_bridge_endpoint_to_one,
		learnt_from_requests, nobody_was_heard,
		another_claims_it,    disputes_end,
		silent_for_too_long,  claims_keep_it,
		checked_now_and_then, asked_and_mute,
		the_fdb_knows_better, modes_count,
		source_mode_listens,
	};

	return directed_main("check_directed", tests, sizeof(tests) / sizeof(tests[0]));
}
