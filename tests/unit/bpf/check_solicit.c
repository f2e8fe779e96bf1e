// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_solicit.c - what the datapath takes an ARP or neighbour discovery message to say.
 *
 * guards: bpf/solicit.h
 */
#include <check.h>
#include <string.h>

#include "tests/harness/runner.h"
#include "tests/harness/solicit.h"
#include "bpf/solicit.h"

#define SENDER 0x1234
#define TARGET 0x5678

enum family { ARP, ND };

static const struct solicit request = {
	.kind = SOLICIT_REQUEST,
	.src = { 2, 0, 0, 0, 0, 9 },
	.mac = { 2, 0, 0, 0, 0, 9 },
	.sender = SENDER,
	.target = TARGET,
};

static void build(uint8_t frame[SOLICIT_LEN], enum family family, const struct solicit *s)
{
	if (family == ARP)
		solicit_arp(frame, s);
	else
		solicit_nd(frame, s);
}

static struct mb_solicit read_frame(const uint8_t frame[SOLICIT_LEN], enum family family)
{
	struct mb_solicit said = { 0 };
	struct mb_frame head;
	struct mb_arp arp;
	struct mb_nd nd;

	memcpy(head.dst, frame, 6);
	memcpy(head.src, frame + 6, 6);
	memcpy(&arp, frame + ETH_HLEN, sizeof(arp));
	memcpy(&nd, frame + ETH_HLEN, sizeof(nd));
	if (family == ARP)
		mb_arp_read(&said, &arp, &head);
	else
		mb_nd_read(&said, &nd, &head);
	return said;
}

static struct mb_solicit read_message(enum family family, const struct solicit *s)
{
	uint8_t frame[SOLICIT_LEN];

	build(frame, family, s);
	return read_frame(frame, family);
}

static bool key_is(const struct mb_neigh_key *key, enum family family, uint16_t address)
{
	uint8_t want[16];

	if (family == ARP)
		solicit_arp_key(want, address);
	else
		solicit_nd_key(want, address);
	return !memcmp(key, want, sizeof(want));
}

/* _i: enum family */
START_TEST(requests_claim_and_ask)
{
	struct mb_solicit said = read_message(_i, &request);

	ck_assert_msg(said.claims && said.asks && !said.weak, "a request does both");
	ck_assert_msg(key_is(&said.claimed, _i, SENDER), "the sender's address is claimed");
	ck_assert_msg(key_is(&said.asked, _i, TARGET), "the target's is asked for");
	ck_assert_mem_eq(said.mac, request.mac, 6);
}
END_TEST

START_TEST(replies_claim)
{
	struct solicit reply = request;
	struct mb_solicit said;

	reply.kind = SOLICIT_REPLY;
	said = read_message(_i, &reply);
	ck_assert_msg(said.claims && !said.asks && !said.weak, "a reply asks for nothing");
	ck_assert_msg(key_is(&said.claimed, _i, SENDER), "the sender's address is claimed");
	ck_assert_mem_eq(said.mac, request.mac, 6);
}
END_TEST

START_TEST(probes_say_nothing)
{
	struct solicit probe = request;
	struct mb_solicit said;

	probe.sender = 0;
	said = read_message(_i, &probe);
	ck_assert_msg(!said.claims && !said.asks,
		      "who looks for a duplicate is to be heard by all");
}
END_TEST

START_TEST(announcements_are_for_all)
{
	struct solicit announcement = request;
	struct mb_solicit said;

	announcement.target = announcement.sender;
	said = read_message(_i, &announcement);
	ck_assert_msg(said.claims && !said.asks, "to ask for oneself is to tell all");
}
END_TEST

START_TEST(asked_of_one)
{
	struct solicit unicast = request;
	struct mb_solicit said;

	unicast.dst[0] = 2;
	said = read_message(_i, &unicast);
	ck_assert_msg(said.claims && !said.asks, "only a question to all is directed");
}
END_TEST

/* One byte of a request that makes it unusual. */
static const struct {
	const char *what;
	enum family family;
	uint8_t at, value;
	bool claims; /* still */
} changes[] = {
	{ "not of Ethernet", ARP, 15, 6, false },
	{ "not about IPv4", ARP, 16, 9, false },
	{ "hardware length", ARP, 18, 8, false },
	{ "address length", ARP, 19, 16, false },
	{ "RARP", ARP, 21, 3, false },
	{ "InARP", ARP, 21, 8, false },
	{ "operation 0x0101", ARP, 20, 1, false },
	{ "sender in 0.0.0.0/8", ARP, 28, 0, false },
	{ "sender in 127.0.0.0/8", ARP, 28, 127, false },
	{ "sender is a group", ARP, 28, 224, false },
	{ "sender is 255.0.0.0/8", ARP, 28, 255, false },
	{ "target in 0.0.0.0/8", ARP, 38, 0, true },
	{ "target in 127.0.0.0/8", ARP, 38, 127, true },
	{ "target is a group", ARP, 38, 239, true },
	{ "to another group than all", ARP, 5, 0xfe, true },

	{ "version 4", ND, 14, 0x40, false },
	{ "no room for the option", ND, 19, 24, false },
	{ "hop-by-hop options", ND, 20, 0, false },
	{ "a fragment", ND, 20, 44, false },
	{ "hop limit 254", ND, 21, 254, false },
	{ "code 1", ND, 55, 1, false },
	{ "router solicitation", ND, 54, 133, false },
	{ "target is a group", ND, 62, 0xff, false },
	{ "a nonce comes first", ND, 78, 14, false },
	{ "MAC of the target in a solicitation", ND, 78, 2, false },
	{ "option of 16 bytes", ND, 79, 2, false },
	{ "option of 0 bytes", ND, 79, 0, false },
	{ "sender is a group", ND, 22, 0xff, false },
	{ "to another host's group", ND, 53, 0x79, true },
	{ "to all nodes", ND, 50, 0, true },
	{ "IPv6 and Ethernet groups differ", ND, 5, 0x79, true },
	{ "Ethernet group of another scheme", ND, 0, 0x01, true },
};

START_TEST(unusual_requests_ask_nothing)
{
	uint8_t frame[SOLICIT_LEN];
	struct mb_solicit said;

	build(frame, changes[_i].family, &request);
	frame[changes[_i].at] = changes[_i].value;
	said = read_frame(frame, changes[_i].family);
	ck_assert_msg(!said.asks, "%s: asks", changes[_i].what);
	ck_assert_msg(said.claims == changes[_i].claims, "%s: %s", changes[_i].what,
		      said.claims ? "claims" : "claims nothing");
}
END_TEST

/* ::, ::1 and IPv4 within IPv6 would be other hosts' keys. */
START_TEST(low_ipv6_addresses)
{
	uint8_t frame[SOLICIT_LEN];
	struct mb_solicit said;

	build(frame, ND, &request);
	memset(frame + 22, 0, 2);
	said = read_frame(frame, ND);
	ck_assert_msg(!said.claims && !said.asks, "a sender in ::/64");
	build(frame, ND, &request);
	memset(frame + 62, 0, 2);
	said = read_frame(frame, ND);
	ck_assert_msg(!said.claims && !said.asks, "a target in ::/64");
}
END_TEST

START_TEST(proxies_are_weak)
{
	struct solicit reply = request;
	uint8_t frame[SOLICIT_LEN];
	struct mb_solicit said;

	reply.kind = SOLICIT_REPLY;
	build(frame, ND, &reply);
	frame[58] = 0x40;
	said = read_frame(frame, ND);
	ck_assert_msg(said.claims && said.weak, "who doesn't override may speak for another");
	frame[78] = 1;
	said = read_frame(frame, ND);
	ck_assert_msg(!said.claims, "an advertisement tells the target's MAC");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("solicit");
	TCase *tc = tcase_create("solicit");

	tcase_add_loop_test(tc, requests_claim_and_ask, ARP, ND + 1);
	tcase_add_loop_test(tc, replies_claim, ARP, ND + 1);
	tcase_add_loop_test(tc, probes_say_nothing, ARP, ND + 1);
	tcase_add_loop_test(tc, announcements_are_for_all, ARP, ND + 1);
	tcase_add_loop_test(tc, asked_of_one, ARP, ND + 1);
	tcase_add_loop_test(tc, unusual_requests_ask_nothing, 0,
			    sizeof(changes) / sizeof(changes[0]));
	tcase_add_test(tc, low_ipv6_addresses);
	tcase_add_test(tc, proxies_are_weak);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
