// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_rules6.c - what a guarded endpoint may send over IPv6, a rule a test.
 *
 * guards: bpf/rules_ipv6.h bpf/rules_nd.h
 */
#include "tests/harness/runner.h"
#include "guarded.h"

START_TEST(ipv6_addresses)
{
	udp6(OWN6, 1, 2);
	expect(ALL, MB_R_NONE, "its own");
	udp6(LOCAL, 1, 2);
	expect(ALL, MB_R_NONE, "the one of its MAC");
	udp6(NEIGHBOR, 1, 2);
	expect(ALL, MB_R_GUARD_IP, "a link-local one of another's");
	udp6(OTHER6, 1, 2);
	expect(ALL, MB_R_GUARD_IP, "another's");
	expect(MB_GUARD_MAC, MB_R_NONE, "another's, without a list");
	udp6("::", 1, 2);
	expect(ALL, MB_R_GUARD_IP, "of nobody");
	udp6("::ffff:" OWN4, 1, 2);
	expect(ALL, MB_R_NONE, "its own, mapped");
	len = ETHER + 39;
	expect(ALL, MB_R_GUARD_IP, "cut off");
}
END_TEST

START_TEST(neighbors_tell_the_truth)
{
	nd(LOCAL, 135, OTHER6, 1, own);
	expect(ALL, MB_R_NONE, "asks for another");
	nd(LOCAL, 135, OTHER6, 1, other);
	expect(ALL, MB_R_GUARD_ND, "with another's MAC");
	expect(MB_GUARD_MAC, MB_R_GUARD_ND, "with another's MAC, without a list");
	nd(LOCAL, 136, OWN6, 2, own);
	expect(ALL, MB_R_NONE, "tells of itself");
	nd(LOCAL, 136, OTHER6, 2, own);
	expect(ALL, MB_R_GUARD_ND, "tells of another");
	expect(MB_GUARD_MAC, MB_R_NONE, "tells of another, without a list");
	nd(LOCAL, 136, OWN6, 2, other);
	expect(ALL, MB_R_GUARD_ND, "tells another's MAC");
	nd("::", 135, OWN6, 14, own);
	expect(ALL, MB_R_NONE, "looks for a duplicate");
	nd("::", 135, OTHER6, 0, NULL);
	expect(ALL, MB_R_GUARD_ND, "looks for a duplicate of another's");
	nd("::", 136, OWN6, 0, NULL);
	expect(ALL, MB_R_GUARD_IP, "advertised by nobody");
	ipv6(LOCAL, 58, 8);
	icmp6(141, 8);
	expect(ALL, MB_R_GUARD_ND, "inverse");
}
END_TEST

/* The lie is in any of them. */
START_TEST(every_option)
{
	for (int lie = 0; lie < 4; lie++) {
		nd(LOCAL, 136, OWN6, 0, NULL);
		for (int i = 0; i < 4; i++)
			option(i == lie ? 2 : 14, i == lie ? other : own);
		frame[ETHER + 5] = 24 + 32;
		expect(ALL, MB_R_GUARD_ND, "a lie");
	}
	nd(LOCAL, 136, OWN6, 0, NULL);
	frame[ETHER + 5] = 24 + 8 * (MB_RULES_OPTIONS + 1);
	for (int i = 0; i <= MB_RULES_OPTIONS; i++)
		option(14, own);
	expect(ALL, MB_R_GUARD_ND, "too many");
	nd(LOCAL, 136, OWN6, 2, own);
	frame[len - 7] = 0;
	expect(ALL, MB_R_GUARD_ND, "without a length");
	frame[len - 7] = 2;
	expect(ALL, MB_R_GUARD_ND, "longer than the packet");
}
END_TEST

/* An extension header: what is next, and how many bytes it has. */
static void ext(uint8_t next, uint32_t size)
{
	put8(next);
	put8((uint8_t)(size / 8 - 1));
	put_zeros(size - 2);
}

START_TEST(extension_headers)
{
	static const uint8_t kinds[] = { 0, 43, 60 };

	for (size_t i = 0; i < sizeof(kinds); i++) {
		ipv6(LOCAL, kinds[i], 8 + 16);
		ext(58, 8);
		icmp6(134, 16);
		expect(ALL, MB_R_GUARD_RA, "behind a header");
	}
	for (int count = 1; count <= MB_RULES_EXTENSIONS + 1; count++) {
		ipv6(LOCAL, 60, (uint16_t)(8 * count + 16));
		for (int i = 1; i <= count; i++)
			ext(i == count ? 58 : 60, 8);
		icmp6(134, 16);
		expect(ALL, count > MB_RULES_EXTENSIONS ? MB_R_GUARD_HIDDEN : MB_R_GUARD_RA,
		       "behind many");
	}
	ipv6(LOCAL, 60, 8);
	ext(58, 8);
	icmp6(1, 16);
	expect(ALL, MB_R_GUARD_HIDDEN, "a message behind the packet's end");
	ipv6(LOCAL, 60, 16);
	ext(58, 64);
	expect(ALL, MB_R_GUARD_HIDDEN, "a header longer than the packet");
}
END_TEST

static void fragment(uint8_t next, uint16_t offset, bool more)
{
	put8(next);
	put8(0);
	put16((uint16_t)(offset << 3 | more));
	put_zeros(4);
}

START_TEST(fragments)
{
	ipv6(LOCAL, 44, 8 + 24);
	fragment(58, 0, true);
	icmp6(136, 24);
	expect(ALL, MB_R_GUARD_HIDDEN, "neighbour discovery");
	ipv6(LOCAL, 44, 8 + 16);
	fragment(58, 0, true);
	icmp6(134, 16);
	expect(ALL, MB_R_GUARD_RA, "router advertisement");
	ipv6(LOCAL, 44, 8 + 8);
	fragment(60, 0, true);
	ext(58, 8);
	icmp6(1, 16);
	expect(ALL, MB_R_GUARD_HIDDEN, "whose message is in the next");
	ipv6(LOCAL, 44, 8 + 8);
	fragment(58, 2, false);
	put_zeros(8);
	expect(ALL, MB_R_NONE, "a later one");
	ipv6(LOCAL, 44, 8 + 8 + 8);
	fragment(44, 0, true);
	fragment(17, 0, false);
	put_zeros(8);
	expect(ALL, MB_R_GUARD_HIDDEN, "in fragments");
	ipv4(OWN4, 17, 0x2000, 67, 68);
	expect(ALL, MB_R_GUARD_DHCP, "the first");
	frame[ETHER + 3] = 24;
	expect(ALL, MB_R_GUARD_HIDDEN, "with half a header");
	ipv4(OWN4, 17, 1, 67, 68);
	expect(ALL, MB_R_NONE, "a later one");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rules6");
	TCase *tc = tcase_create("rules6");

	list(OWN4);
	list(OWN6);
	tcase_add_test(tc, ipv6_addresses);
	tcase_add_test(tc, neighbors_tell_the_truth);
	tcase_add_test(tc, every_option);
	tcase_add_test(tc, extension_headers);
	tcase_add_test(tc, fragments);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
