// SPDX-License-Identifier: GPL-2.0-only
/* group.c - IGMP and MLD messages of those of world.h, and frames for groups. */
#include "group.h"

#include <linux/if_ether.h>
#include <string.h>

static void put(struct message *m, const void *bytes, size_t len)
{
	memcpy(m->data + m->len, bytes, len);
	m->len += len;
}

#define PUT(m, ...)                                                                                \
	put(m, (const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }))

struct message group_begin(enum who from, const uint8_t dst[6], uint16_t type)
{
	struct message m = { .len = 0 };
	uint8_t src[6];

	world_mac(from == WIRE ? EXT : from, src);
	put(&m, dst, 6);
	put(&m, src, 6);
	PUT(&m, type >> 8, type & 0xff);
	return m;
}

/* 224.0.0.22 on both layers, with a router alert. */
static struct message igmp(enum who from)
{
	static const uint8_t routers[] = { 1, 0, 0x5e, 0, 0, 22 };
	struct message m = group_begin(from, routers, ETH_P_IP);

	PUT(&m, 0x46, 0xc0, 0, 40, 0, 0, 0x40, 0, 1, 2, 0, 0, 10, 0, 0, 1, 224, 0, 0, 22, 0x94, 4,
	    0, 0);
	return m;
}

static struct message mld(enum who from)
{
	static const uint8_t routers[] = { 0x33, 0x33, 0, 0, 0, 22 };
	const uint8_t address[16] = { 0xfe, 0x80, [15] = 1 };
	struct message m = group_begin(from, routers, ETH_P_IPV6);

	PUT(&m, 0x60, 0, 0, 0, 0, 36, 0, 1);
	put(&m, address, 16);
	PUT(&m, 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 22);
	PUT(&m, 58, 0, 5, 2, 0, 0, 1, 0);
	return m;
}

/* 239.N.1.1, whose MAC differs for each N below 128; N, N + 128, ... are the 32 that have one. */
static void put_ipv4(struct message *m, unsigned int n)
{
	unsigned int same = n / 128;

	PUT(m, 239 - same % 16, (n & 127) | (same / 16 ? 0x80 : 0), 1, 1);
}

static void put_ipv6(struct message *m, unsigned int n)
{
	PUT(m, 0xff, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, n & 127, 1, 1);
}

bool group_is_v6(enum version v)
{
	return v >= MLD1;
}

static void put_group(struct message *m, enum version v, unsigned int n)
{
	if (group_is_v6(v))
		put_ipv6(m, n);
	else
		put_ipv4(m, n);
}

/* With one record. */
struct message group_record(enum who from, enum version v, enum record type, unsigned int n,
			    unsigned int sources)
{
	struct message m = group_is_v6(v) ? mld(from) : igmp(from);

	PUT(&m, group_is_v6(v) ? 143 : 0x22, 0, 0, 0, 0, 0, 0, 1, type, 0, 0, sources);
	put_group(&m, v, n);
	for (unsigned int i = 0; i < sources; i++)
		put_group(&m, v, 1);
	return m;
}

struct message group_report(enum who from, enum version v, bool joins, unsigned int n)
{
	static const uint8_t old[] = { [IGMP1] = 0x12, [IGMP2] = 0x16, [MLD1] = 131 };
	struct message m;

	if (v == IGMP3 || v == MLD2)
		return group_record(from, v, joins ? TO_EX : TO_IN, n, 0);
	m = group_is_v6(v) ? mld(from) : igmp(from);
	PUT(&m, joins ? old[v] : group_is_v6(v) ? 132 : 0x17, 0, 0, 0);
	if (group_is_v6(v))
		PUT(&m, 0, 0, 0, 0);
	put_group(&m, v, n);
	return m;
}

struct message group_query(enum who from, enum version v)
{
	struct message m = group_is_v6(v) ? mld(from) : igmp(from);

	PUT(&m, group_is_v6(v) ? 130 : 0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	return m;
}

/* To a group of that version's family. */
struct message group_data(enum who from, enum version v, unsigned int n)
{
	const uint8_t ipv4[] = { 1, 0, 0x5e, n & 127, 1, 1 };
	const uint8_t ipv6[] = { 0x33, 0x33, 1, n & 127, 1, 1 };
	struct message m = group_begin(from, group_is_v6(v) ? ipv6 : ipv4, 0x88b5);

	m.len = 60;
	return m;
}
