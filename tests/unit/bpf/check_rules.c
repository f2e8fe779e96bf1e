// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_rules.c - what a guarded endpoint may send, a rule a test.
 *
 * guards: bpf/rules.h bpf/rules_look.h bpf/rules_ipv4.h
 */
#include "tests/harness/runner.h"
#include "guarded.h"

START_TEST(macs)
{
	ipv4(OWN4, 6, 0, 1, 2);
	expect(ALL, MB_R_NONE, "its own");
	memcpy(frame + 6, other, 6);
	expect(ALL, MB_R_GUARD_MAC, "another's");
	expect(MB_GUARD_MAC, MB_R_GUARD_MAC, "another's, without a list");
}
END_TEST

START_TEST(ipv4_addresses)
{
	ipv4(OWN4, 6, 0, 1, 2);
	expect(ALL, MB_R_NONE, "its own");
	ipv4(OTHER4, 6, 0, 1, 2);
	expect(ALL, MB_R_GUARD_IP, "another's");
	expect(MB_GUARD_MAC, MB_R_NONE, "another's, without a list");
	ipv4(OTHER4, 6, 1, 1, 2);
	expect(ALL, MB_R_GUARD_IP, "a later fragment of another's");
	ipv4(OWN4, 6, 0, 1, 2);
	frame[ETHER] = 0x55;
	expect(ALL, MB_R_GUARD_IP, "version 5");
	frame[ETHER] = 0x44;
	expect(ALL, MB_R_GUARD_IP, "a header too short");
	len = ETHER + 19;
	expect(ALL, MB_R_GUARD_IP, "cut off");
}
END_TEST

START_TEST(from_nobody)
{
	ipv4("0.0.0.0", 17, 0, 68, 67);
	expect(ALL, MB_R_NONE, "a DHCP client");
	ipv4("0.0.0.0", 17, 0x2000, 68, 67);
	expect(ALL, MB_R_GUARD_IP, "in fragments");
	ipv4("0.0.0.0", 17, 0, 68, 53);
	expect(ALL, MB_R_GUARD_IP, "something else");
	ipv4("0.0.0.0", 2, 0, 0x2200, 0);
	expect(ALL, MB_R_NONE, "a report of groups");
	ipv4("0.0.0.0", 2, 0, 0x1100, 0);
	expect(ALL, MB_R_GUARD_QUERY, "a query");
	ipv4("0.0.0.0", 6, 0, 1, 2);
	expect(ALL, MB_R_GUARD_IP, "TCP");
}
END_TEST

START_TEST(arp_tells_the_truth)
{
	arp(1, own, OWN4, "10.9.0.9");
	expect(ALL, MB_R_NONE, "a request");
	arp(2, own, OWN4, "10.9.0.9");
	expect(ALL, MB_R_NONE, "a reply");
	arp(2, other, OWN4, "10.9.0.9");
	expect(ALL, MB_R_GUARD_ARP, "of another MAC");
	expect(MB_GUARD_MAC, MB_R_GUARD_ARP, "of another MAC, without a list");
	arp(1, own, OTHER4, "10.9.0.9");
	expect(ALL, MB_R_GUARD_ARP, "of another address");
	expect(MB_GUARD_MAC, MB_R_NONE, "of another address, without a list");
	arp(1, own, "0.0.0.0", OWN4);
	expect(ALL, MB_R_NONE, "a probe");
	arp(1, own, "0.0.0.0", OTHER4);
	expect(ALL, MB_R_GUARD_ARP, "a probe for another's");
	arp(2, own, "0.0.0.0", OWN4);
	expect(ALL, MB_R_GUARD_ARP, "a reply of nobody");
	arp(3, own, OWN4, OWN4);
	expect(ALL, MB_R_GUARD_ARP, "reverse ARP");
	arp(1, own, OWN4, OWN4);
	len--;
	expect(ALL, MB_R_GUARD_ARP, "cut off");
}
END_TEST

START_TEST(roles)
{
	ipv6(LOCAL, 58, 16);
	icmp6(134, 16);
	expect_allowed(MB_R_GUARD_RA, MB_GUARD_ALLOW_RA, "router advertisement");
	ipv6(LOCAL, 58, 40);
	icmp6(137, 40);
	expect_allowed(MB_R_GUARD_RA, MB_GUARD_ALLOW_RA, "redirect");
	ipv6(LOCAL, 58, 24);
	icmp6(130, 24);
	expect_allowed(MB_R_GUARD_QUERY, MB_GUARD_ALLOW_QUERY, "MLD query");
	udp6(LOCAL, 547, 9);
	expect_allowed(MB_R_GUARD_DHCP, MB_GUARD_ALLOW_DHCP, "from a DHCPv6 server");
	udp6(LOCAL, 9, 546);
	expect_allowed(MB_R_GUARD_DHCP, MB_GUARD_ALLOW_DHCP, "to a DHCPv6 client");
	udp6(LOCAL, 546, 547);
	expect(ALL, MB_R_NONE, "to a DHCPv6 server");
	ipv4(OWN4, 17, 0, 67, 9);
	expect_allowed(MB_R_GUARD_DHCP, MB_GUARD_ALLOW_DHCP, "from a DHCP server");
	ipv4(OWN4, 17, 0, 9, 68);
	expect_allowed(MB_R_GUARD_DHCP, MB_GUARD_ALLOW_DHCP, "to a DHCP client");
	ipv4(OWN4, 2, 0, 0x1100, 0);
	expect_allowed(MB_R_GUARD_QUERY, MB_GUARD_ALLOW_QUERY, "IGMP query");
	ipv4(OWN4, 103, 0, 0, 0);
	expect_allowed(MB_R_GUARD_QUERY, MB_GUARD_ALLOW_QUERY, "PIM");
	ipv4(OWN4, 1, 0, 0x0500, 0);
	expect_allowed(MB_R_GUARD_RA, MB_GUARD_ALLOW_RA, "ICMP redirect");
	ipv4(OWN4, 1, 0, 0x0800, 0);
	expect(ALL, MB_R_NONE, "ping");
}
END_TEST

START_TEST(tags_and_others)
{
	ether(own, 0x88cc);
	put_zeros(46);
	expect_allowed(MB_R_GUARD_L2, MB_GUARD_ALLOW_L2, "LLDP");
	ipv4(OWN4, 6, 0, 1, 2);
	tag = 5;
	expect_allowed(MB_R_GUARD_L2, MB_GUARD_ALLOW_VLAN, "a tag beside it");
	tag = 0;
	memmove(frame + 16, frame + 12, len - 12);
	memcpy(frame + 12, "\x81\x00\x00\x05", 4);
	len += 4;
	expect_allowed(MB_R_GUARD_L2, MB_GUARD_ALLOW_VLAN, "a tag in it");
	frame[12 + 4 + 2 + 15] ^= 3;
	expect(ALL | MB_GUARD_ALLOW_VLAN, MB_R_GUARD_IP, "another's behind a tag");
	len = 14;
	expect(ALL | MB_GUARD_ALLOW_VLAN, MB_R_GUARD_L2, "nothing behind a tag");
	ipv4(OTHER4, 6, 0, 1, 2);
	for (uint32_t tags = 1; tags <= 4; tags++) {
		memmove(frame + 16, frame + 12, len - 12);
		memcpy(frame + 12, "\x81\x00\x00\x00", 4);
		len += 4;
		expect(ALL | MB_GUARD_ALLOW_VLAN | MB_GUARD_ALLOW_L2,
		       tags <= 2 ? MB_R_GUARD_IP : MB_R_GUARD_L2, "another's behind many tags");
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rules");
	TCase *tc = tcase_create("rules");

	list(OWN4);
	list(OWN6);
	tcase_add_test(tc, macs);
	tcase_add_test(tc, ipv4_addresses);
	tcase_add_test(tc, from_nobody);
	tcase_add_test(tc, arp_tells_the_truth);
	tcase_add_test(tc, roles);
	tcase_add_test(tc, tags_and_others);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
