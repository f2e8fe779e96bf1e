// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_claims.c - who may claim an address by asking or answering, and who asks is not believed at
 * once.
 *
 * guards: bpf/neigh.h
 */

#include "bpf/policy.h"
#include "directed.h"

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

int main(void)
{
	const TTest *const tests[] = {
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
	};

	return directed_main("check_claims", tests, sizeof(tests) / sizeof(tests[0]));
}
