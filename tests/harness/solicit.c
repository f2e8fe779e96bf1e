// SPDX-License-Identifier: GPL-2.0-only
/* solicit.c - build ARP and neighbour discovery messages. */
#include "solicit.h"

#include <stdbool.h>
#include <string.h>

static void put_ipv4(uint8_t *to, uint16_t address)
{
	uint8_t ip[4] = { 10, 6, (uint8_t)(address >> 8), (uint8_t)address };

	if (address)
		memcpy(to, ip, 4);
}

static void put_ipv6(uint8_t *to, uint16_t address)
{
	if (!address)
		return;
	to[0] = 0xfe;
	to[1] = 0x80;
	to[14] = (uint8_t)(address >> 8);
	to[15] = (uint8_t)address;
}

/* Where it goes unless that is given. */
static void put_header(uint8_t *frame, const struct solicit *s, const uint8_t group[6])
{
	static const uint8_t none[6];

	memset(frame, 0, SOLICIT_LEN);
	memcpy(frame, memcmp(s->dst, none, 6) ? s->dst : group, 6);
	memcpy(frame + 6, s->src, 6);
}

void solicit_arp(uint8_t frame[SOLICIT_LEN], const struct solicit *s)
{
	static const uint8_t all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t head[9] = { 8, 6, 0, 1, 8, 0, 6, 4, 0 };

	put_header(frame, s, all);
	memcpy(frame + 12, head, sizeof(head));
	frame[21] = s->kind == SOLICIT_REPLY ? 2 : 1;
	memcpy(frame + 22, s->mac, 6);
	put_ipv4(frame + 28, s->sender);
	put_ipv4(frame + 38, s->target);
}

/* ff02::1, or the solicited-node group of fe80::x:y. */
static void put_group(uint8_t to[16], const struct solicit *s)
{
	static const uint8_t node[13] = { 0xff, 2, [11] = 1, [12] = 0xff };
	static const uint8_t all[16] = { 0xff, 2, [15] = 1 };

	if (s->kind == SOLICIT_REPLY) {
		memcpy(to, all, 16);
		return;
	}
	memcpy(to, node, sizeof(node));
	to[14] = (uint8_t)(s->target >> 8);
	to[15] = (uint8_t)s->target;
}

void solicit_nd(uint8_t frame[SOLICIT_LEN], const struct solicit *s)
{
	bool reply = s->kind == SOLICIT_REPLY;
	uint8_t to[16] = { 0 }, group[6] = { 0x33, 0x33 };

	put_group(to, s);
	memcpy(group + 2, to + 12, 4);
	put_header(frame, s, group);
	memcpy(frame + 12, (uint8_t[]){ 0x86, 0xdd, 0x60, 0, 0, 0, 0, 32, 58, 255 }, 10);
	put_ipv6(frame + 22, s->sender);
	memcpy(frame + 38, to, 16);
	frame[54] = reply ? 136 : 135;
	frame[58] = reply ? 0x20 : 0;
	put_ipv6(frame + 62, reply ? s->sender : s->target);
	frame[78] = reply ? 2 : 1;
	frame[79] = 1;
	memcpy(frame + 80, s->mac, 6);
	/* Who has no address yet tells no MAC. */
	if (!s->sender) {
		frame[19] = 24;
		memset(frame + 78, 0, 8);
	}
}

void solicit_arp_key(uint8_t key[16], uint16_t address)
{
	memset(key, 0, 16);
	key[10] = key[11] = 0xff;
	put_ipv4(key + 12, address);
}

void solicit_nd_key(uint8_t key[16], uint16_t address)
{
	memset(key, 0, 16);
	put_ipv6(key, address);
}
