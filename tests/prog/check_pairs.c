// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_pairs.c - features of a port beside each other: each alone, every pair and all at once do
 * to the same frames what each is for, and nothing else.
 *
 * guards: bpf/macbpf.bpf.c bpf/care.h bpf/host.h bpf/guard.h
 */
#include <linux/if_ether.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>

#include "bpf/policy.h"
#include "tests/harness/runner.h"
#include "tests/harness/solicit.h"
#include "group.h"
#include "port.h"

#define LEARNING (MB_F_LEARNT | MB_F_LEARNS)
#define STATION	 LISTED_S1 /* an address of nobody's until B1 sends from it */
#define ADDRESS	 7	   /* in ARP, of B2 */
#define ASKER	 8	   /* of the wire's */

static const struct {
	const char *name;
	uint32_t bits;
} features[] = {
	{ "host access", MB_F_HOST },  { "guard", MB_F_GUARD },	 { "groups", MB_F_GROUPS },
	{ "directed", MB_F_DIRECTED }, { "learning", LEARNING }, { "VLAN devices", MB_F_VLANS },
};
#define FEATURES (sizeof(features) / sizeof(features[0]))
#define ALL_OF	 (MB_F_HOST | MB_F_GUARD | MB_F_GROUPS | MB_F_DIRECTED | LEARNING | MB_F_VLANS)

static struct rig rig;
static char with[64];

static bool on(uint32_t bits)
{
	return rig.features & bits;
}

/* What commands write for them. */
static void fill_tables(void)
{
	static const enum who senders[] = { B1, B2 };
	struct mb_learner learner = { .slot = B1, .limit = 2 };
	struct mb_guard guard = { .flags = MB_GUARD_MAC };
	uint32_t hostdev = world_hostdev(B1);

	if (on(MB_F_HOST))
		rig_add_host(&rig);
	bpf_map_update_elem(rig_map_fd(&rig, "mb_learners"), &hostdev, &learner, 0);
	for (size_t i = 0; i < 2; i++) {
		struct mb_group_list list = { .slot = senders[i] };

		hostdev = world_hostdev(senders[i]);
		bpf_map_update_elem(rig_map_fd(&rig, "mb_guards"), &hostdev, &guard, 0);
		bpf_map_update_elem(rig_map_fd(&rig, "mb_group_lists"), &hostdev, &list, 0);
	}
}

static void open_with(const char *names, uint32_t bits)
{
	snprintf(with, sizeof(with), "%s", names);
	rig_open(&rig, MB_F_BRIDGE | MB_F_TRACE | bits);
	fill_tables();
}

/* What becomes of the frame itself, and who gets copies. */
static void expect_tagged(const char *what, enum who from, struct message m, uint16_t tci,
			  enum mb_act act, uint32_t copies)
{
	struct received got;
	struct outcome out;
	uint32_t set = 0;

	world_forget();
	ck_assert_int_eq(rig_run(&rig, from, m.data, m.len, tci, &out), 0);
	world_settle();
	for (int who = B1; who <= HOST; who++)
		while (world_receive(who, &got)) {
			ck_assert_msg(!(set & TO(who)), "%s: %s: %s got two", with, what,
				      world_name(who));
			set |= TO(who);
		}
	ck_assert_msg(out.cb[MB_TRACE_ACT] == act, "%s: %s: act %u, not %u (reason %u)", with, what,
		      out.cb[MB_TRACE_ACT], act, out.cb[MB_TRACE_REASON]);
	ck_assert_msg(set == copies, "%s: %s: copies for %#x, not %#x", with, what, set, copies);
}

static void expect(const char *what, enum who from, struct message m, enum mb_act act,
		   uint32_t copies)
{
	expect_tagged(what, from, m, 0, act, copies);
}

/* UDP, as a guard lets it out. */
static struct message datagram(enum who src, enum who dst)
{
	static const uint8_t ip[] = { 0x45, 0, 0,  46, 0, 0, 0,	 0, 64, 17, 0, 0,  10, 9,
				      0,    1, 10, 9,  0, 2, 17, 0, 17, 0,  0, 26, 0,  0 };
	struct message m;
	uint8_t mac[6];

	world_mac(dst, mac);
	m = group_begin(src, mac, ETH_P_IP);
	memcpy(m.data + m.len, ip, sizeof(ip));
	m.len = 60;
	return m;
}

static struct message arp(enum who src, enum who dst, enum solicit_kind kind, uint16_t sender)
{
	struct solicit s = { .kind = kind, .sender = sender, .target = ADDRESS };
	struct message m = { .len = SOLICIT_LEN };

	world_mac(src, s.src);
	world_mac(src, s.mac);
	if (dst != BCAST)
		world_mac(dst, s.dst);
	solicit_arp(m.data, &s);
	return m;
}

/* ---------------------------------------------------------------- the frames */

/* Of what goes to all bridge endpoints the host has a copy, if it may. */
static uint32_t and_host(uint32_t copies)
{
	return copies | (on(MB_F_HOST) ? TO(HOST) : 0);
}

static void send_unicast(void)
{
	bool learnt = on(LEARNING) && !on(MB_F_GUARD);

	expect("B1 to B2", B1, datagram(B1, B2), MB_ACT_DELIVER, 0);
	expect("B1 to the wire", B1, datagram(B1, EXT), MB_ACT_WIRE, 0);
	expect("a station behind B1 to B2", B1, datagram(STATION, B2),
	       on(MB_F_GUARD) ? MB_ACT_DROP : MB_ACT_DELIVER, 0);
	expect("wire to that station", WIRE, datagram(EXT, STATION),
	       learnt ? MB_ACT_DELIVER : MB_ACT_NEXT, 0);
	expect("B2 to that station", B2, datagram(B2, STATION),
	       learnt ? MB_ACT_DELIVER : MB_ACT_WIRE, 0);
	expect("wire to B1", WIRE, datagram(EXT, B1), MB_ACT_DELIVER, 0);
	expect("wire to the host", WIRE, datagram(EXT, LOW), MB_ACT_NEXT, 0);
	expect("B1 to the host", B1, datagram(B1, LOW), on(MB_F_HOST) ? MB_ACT_HOST : MB_ACT_WIRE,
	       0);
	if (!on(MB_F_HOST))
		return;
	expect("host to B1", HOST, datagram(LOW, B1), MB_ACT_DELIVER, 0);
	expect("host to the wire", HOST, datagram(LOW, EXT), MB_ACT_NEXT, 0);
	expect("host to that station", HOST, datagram(LOW, STATION),
	       learnt ? MB_ACT_DELIVER : MB_ACT_NEXT, 0);
}

static void send_broadcast(void)
{
	expect("wire to all", WIRE, datagram(EXT, BCAST), MB_ACT_NEXT, ALL);
	expect("B1 to all", B1, datagram(B1, BCAST), MB_ACT_WIRE, and_host(TO(B2)));
	if (on(MB_F_HOST))
		expect("host to all", HOST, datagram(LOW, BCAST), MB_ACT_NEXT, BRIDGES);
}

static void send_tagged(void)
{
	bool devices = on(MB_F_VLANS), guard = on(MB_F_GUARD);

	expect_tagged("wire to B1, tagged", WIRE, datagram(EXT, B1), TAG,
		      devices ? MB_ACT_NEXT : MB_ACT_DELIVER, 0);
	expect_tagged("wire to all, tagged", WIRE, datagram(EXT, BCAST), TAG, MB_ACT_NEXT,
		      devices ? 0 : ALL);
	expect_tagged("B1 to B2, tagged", B1, datagram(B1, B2), TAG,
		      guard ? MB_ACT_DROP : MB_ACT_DELIVER, 0);
	expect_tagged("B1 to the host, tagged", B1, datagram(B1, LOW), TAG,
		      guard ? MB_ACT_DROP : MB_ACT_WIRE, 0);
	if (on(MB_F_HOST))
		expect_tagged("host to B1, tagged", HOST, datagram(LOW, B1), TAG, MB_ACT_NEXT, 0);
}

/* The wire asks for B2's address, which both have heard of. Then B1 says with a lie that it has it.
 */
static void send_arp(void)
{
	struct message request = arp(EXT, BCAST, SOLICIT_REQUEST, ASKER);
	struct message answer = arp(B2, EXT, SOLICIT_REPLY, ADDRESS);
	struct message lie = arp(STATION, EXT, SOLICIT_REPLY, ADDRESS);

	expect("B2 answers", B2, answer, MB_ACT_WIRE, 0);
	expect("who asks is heard", WIRE, arp(EXT, LOW, SOLICIT_REPLY, ASKER), MB_ACT_NEXT, 0);
	expect("the first request", WIRE, request, MB_ACT_NEXT, ALL);
	expect("B2 answers again", B2, answer, MB_ACT_WIRE, 0);
	expect("the next request", WIRE, request, MB_ACT_NEXT, on(MB_F_DIRECTED) ? TO(B2) : ALL);
	expect("B2 answers that", B2, answer, MB_ACT_WIRE, 0);
	expect("B1's lie", B1, lie, on(MB_F_GUARD) ? MB_ACT_DROP : MB_ACT_WIRE, 0);
	expect("a request after that", WIRE, request, MB_ACT_NEXT,
	       on(MB_F_DIRECTED) && on(MB_F_GUARD) ? TO(B2) : ALL);
}

/* B2 listens. Then B1 poses as a router. */
static void send_groups(void)
{
	bool guard = on(MB_F_GUARD), groups = on(MB_F_GROUPS);

	expect("B2's report", B2, group_report(B2, IGMP3, true, 3), MB_ACT_WIRE,
	       and_host(groups ? 0 : TO(B1)));
	expect("wire to B2's group", WIRE, group_data(WIRE, IGMP3, 3), MB_ACT_NEXT,
	       groups ? TO(B2) : ALL);
	expect("wire to a group of nobody", WIRE, group_data(WIRE, IGMP3, 4), MB_ACT_NEXT,
	       groups ? 0 : ALL);
	if (on(MB_F_HOST))
		expect("host to B2's group", HOST, group_data(HOST, IGMP3, 3), MB_ACT_NEXT,
		       groups ? TO(B2) : BRIDGES);
	expect("B1's query", B1, group_query(B1, IGMP3), guard ? MB_ACT_DROP : MB_ACT_WIRE,
	       guard ? 0 : and_host(TO(B2)));
	expect("B2's report after that", B2, group_report(B2, IGMP3, true, 4), MB_ACT_WIRE,
	       and_host(groups && guard ? 0 : TO(B1)));
}

static void play(const char *names, uint32_t bits)
{
	open_with(names, bits);
	send_unicast();
	send_broadcast();
	send_tagged();
	send_arp();
	send_groups();
	rig_close(&rig);
}

/* _i: two of the features, the first not after the second */
START_TEST(two)
{
	size_t first = _i / FEATURES, second = _i % FEATURES;
	char names[64];

	if (first > second)
		return;
	snprintf(names, sizeof(names), "%s and %s", features[first].name, features[second].name);
	play(names, features[first].bits | features[second].bits);
}
END_TEST

START_TEST(all_and_none)
{
	play("all", ALL_OF);
	play("none", 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("prog: pairs");
	TCase *tc = tcase_create("pairs");

	world_open("prog: pairs");
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, two, 0, FEATURES * FEATURES);
	tcase_add_test(tc, all_and_none);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
