/* SPDX-License-Identifier: GPL-2.0-only */
/* guarded.h - frames of a guarded endpoint, and what the rules say of them. */
#ifndef UNIT_GUARDED_H
#define UNIT_GUARDED_H

#include <arpa/inet.h>
#include <check.h>
#include <string.h>

#include "tests/harness/load.h"
#include "bpf/rules.h"

static const uint8_t own[6] = { 2, 0, 0, 0, 0, 1 }, other[6] = { 2, 0, 0, 0, 0, 2 };

#define OWN4	 "10.9.0.1"
#define OTHER4	 "10.9.0.2"
#define OWN6	 "fd00::1"
#define OTHER6	 "fd00::2"
#define LOCAL	 "fe80::ff:fe00:1" /* what is made of its MAC */
#define NEIGHBOR "fe80::ff:fe00:2"
#define ALL	 (MB_GUARD_MAC | MB_GUARD_IP)
#define ETHER	 ETH_HLEN

static struct mb_guard guard;
static uint8_t frame[256];
static uint32_t len;
static uint16_t tag; /* in the metadata */

static const char *word(uint32_t reason)
{
	static const char *const words[256] = {
#define WORD(name, word, text) [MB_R_##name] = word,
		MB_REASONS(WORD)
#undef WORD
			[MB_R_NONE] = "nothing",
	};

	return words[reason] ? words[reason] : "?";
}

static inline void list(const char *text)
{
	__be32 addr[4] = { 0 };

	if (inet_pton(AF_INET6, text, addr) == 1)
		guard.addr[guard.count++] = mb_rules_addr(addr);
	else if (inet_pton(AF_INET, text, addr) == 1)
		guard.addr[guard.count++] = mb_rules_addr4(addr[0]);
}

static inline uint32_t judge(void)
{
	struct __sk_buff skb = { .len = len, .vlan_present = tag != 0, .vlan_tci = tag };
	struct mb_frame head;
	__be16 type;

	memcpy(head.dst, frame, 6);
	memcpy(head.src, frame + 6, 6);
	memcpy(&type, frame + 12, 2);
	load_frame = frame;
	return mb_rules_judge(&skb, &guard, &head, type, !memcmp(head.src, own, 6));
}

static inline void expect(uint32_t flags, uint32_t want, const char *what)
{
	uint32_t got;

	guard.flags = flags;
	got = judge();
	ck_assert_msg(got == want, "%s: %s, not %s", what, word(got), word(want));
}

/* Refused for `reason`, and let through with `allow`. */
static inline void expect_allowed(uint32_t reason, uint32_t allow, const char *what)
{
	expect(ALL, reason, what);
	expect(ALL | allow, MB_R_NONE, what);
}

static inline void put(const void *bytes, uint32_t count)
{
	memcpy(frame + len, bytes, count);
	len += count;
}

static inline void put8(uint8_t value)
{
	put(&value, 1);
}

static inline void put16(uint16_t value)
{
	put(&(uint16_t){ htons(value) }, 2);
}

static inline void put_ip(int family, const char *text)
{
	uint8_t addr[16];

	ck_assert_int_eq(inet_pton(family, text, addr), 1);
	put(addr, family == AF_INET ? 4 : 16);
}

static inline void put_zeros(uint32_t count)
{
	memset(frame + len, 0, count);
	len += count;
}

static inline void ether(const uint8_t *src, uint16_t type)
{
	len = 0;
	put("\xff\xff\xff\xff\xff\xff", 6);
	put(src, 6);
	put16(type);
}

static inline void arp(uint16_t op, const uint8_t *mac, const char *sender, const char *target)
{
	ether(own, ETH_P_ARP);
	put16(1);
	put16(ETH_P_IP);
	put("\x06\x04", 2);
	put16(op);
	put(mac, 6);
	put_ip(AF_INET, sender);
	put_zeros(6);
	put_ip(AF_INET, target);
}

/* With 8 bytes behind it: two numbers, and zero. */
static inline void ipv4(const char *src, uint8_t proto, uint16_t frag, uint16_t first,
			uint16_t second)
{
	ether(own, ETH_P_IP);
	put16(0x4500);
	put16(28);
	put16(0);
	put16(frag);
	put8(64);
	put8(proto);
	put16(0);
	put_ip(AF_INET, src);
	put_ip(AF_INET, "10.9.0.9");
	put16(first);
	put16(second);
	put_zeros(4);
}

static inline void ipv6(const char *src, uint8_t next, uint16_t size)
{
	ether(own, ETH_P_IPV6);
	put16(0x6000);
	put16(0);
	put16(size);
	put8(next);
	put8(255);
	put_ip(AF_INET6, src);
	put_ip(AF_INET6, "ff02::1");
}

static inline void udp6(const char *src, uint16_t sport, uint16_t dport)
{
	ipv6(src, 17, 8);
	put16(sport);
	put16(dport);
	put_zeros(4);
}

static inline void icmp6(uint8_t type, uint32_t size)
{
	put8(type);
	put_zeros(size - 1);
}

static inline void option(uint8_t type, const uint8_t *mac)
{
	put8(type);
	put8(1);
	put(mac, 6);
}

/* A solicitation or advertisement, with one option or none. */
static inline void nd(const char *src, uint8_t type, const char *target, uint8_t kind,
		      const uint8_t *mac)
{
	ipv6(src, 58, kind ? 32 : 24);
	icmp6(type, 8);
	put_ip(AF_INET6, target);
	if (kind)
		option(kind, mac);
}

#endif /* UNIT_GUARDED_H */
