// SPDX-License-Identifier: GPL-2.0-only
/* trace_describe.c - what is in a frame, in the words of a line */
#include <arpa/inet.h>
#include <string.h>

#include "common/text.h"
#include "trace.h"

#define ETHERNET 12 /* bytes of both addresses */

/* What is left of a frame. */
struct rest {
	const uint8_t *at;
	size_t size;
	char *text;
};

static uint16_t half(const uint8_t *at)
{
	return (uint16_t)(at[0] << 8 | at[1]);
}

static void skip(struct rest *r, size_t bytes)
{
	r->at += bytes;
	r->size -= bytes;
}

static void add_ip(struct rest *r, int family, const uint8_t *ip)
{
	char text[INET6_ADDRSTRLEN];

	mb_text_append(r->text, FRAME_TEXT, "%s", inet_ntop(family, ip, text, sizeof(text)));
}

static void tell_arp(struct rest *r)
{
	bool is_ipv4 = r->size >= 28 && half(r->at) == 1 && half(r->at + 2) == 0x0800;
	bool asks = is_ipv4 && half(r->at + 6) == 1;

	mb_text_append(r->text, FRAME_TEXT, "ARP");
	if (!is_ipv4)
		return;
	mb_text_append(r->text, FRAME_TEXT, asks ? " who has " : " it is ");
	add_ip(r, AF_INET, r->at + (asks ? 24 : 14));
	if (!asks)
		return;
	mb_text_append(r->text, FRAME_TEXT, " tell ");
	add_ip(r, AF_INET, r->at + 14);
}

static const char *protocol_name(uint8_t protocol)
{
	switch (protocol) {
	case 1:
		return "ICMP";
	case 2:
		return "IGMP";
	case 6:
		return "TCP";
	case 17:
		return "UDP";
	case 58:
		return "ICMPv6";
	default:
		return NULL;
	}
}

static void add_port(struct rest *r, size_t header, size_t at, bool has)
{
	if (has && r->size >= header + 4)
		mb_text_append(r->text, FRAME_TEXT, ":%u", half(r->at + header + at));
}

/* `header` bytes long, with two addresses of `size` from `at` on. */
static void tell_ip(struct rest *r, int family, uint8_t protocol, size_t at, size_t header,
		    bool whole)
{
	const char *name = protocol_name(protocol);
	size_t size = family == AF_INET ? 4 : 16;
	bool ports = whole && (protocol == 6 || protocol == 17);

	if (name)
		mb_text_append(r->text, FRAME_TEXT, "%s ", name);
	else
		mb_text_append(r->text, FRAME_TEXT, "%s %u ", family == AF_INET ? "IP" : "IPv6",
			       protocol);
	add_ip(r, family, r->at + at);
	add_port(r, header, 0, ports);
	mb_text_append(r->text, FRAME_TEXT, " > ");
	add_ip(r, family, r->at + at + size);
	add_port(r, header, 2, ports);
	if ((protocol == 1 || protocol == 58) && whole && r->size > header)
		mb_text_append(r->text, FRAME_TEXT, " type %u", r->at[header]);
}

/* Behind the first fragment there are no ports. */
static void tell_ipv4(struct rest *r)
{
	if (r->size < 20)
		mb_text_append(r->text, FRAME_TEXT, "IP");
	else
		tell_ip(r, AF_INET, r->at[9], 12, (size_t)(r->at[0] & 15) * 4,
			!(half(r->at + 6) & 0x1fff));
}

static void tell_ipv6(struct rest *r)
{
	if (r->size < 40)
		mb_text_append(r->text, FRAME_TEXT, "IPv6");
	else
		tell_ip(r, AF_INET6, r->at[6], 8, 40, true);
}

static void tell_type(struct rest *r, uint16_t type)
{
	if (type == 0x0806)
		tell_arp(r);
	else if (type == 0x0800)
		tell_ipv4(r);
	else if (type == 0x86dd)
		tell_ipv6(r);
	else
		mb_text_append(r->text, FRAME_TEXT, "type 0x%04x", type);
}

void trace_describe(char text[FRAME_TEXT], const uint8_t *bytes, size_t size)
{
	struct rest r = { bytes, size, text };
	uint16_t type;

	*text = '\0';
	if (size < ETHERNET + 2) {
		mb_text_append(text, FRAME_TEXT, "no whole header");
		return;
	}
	skip(&r, ETHERNET);
	while ((type = half(r.at)) == 0x8100 || type == 0x88a8) {
		if (r.size < 6)
			break;
		mb_text_append(text, FRAME_TEXT, "vlan %u ", half(r.at + 2) & 4095);
		skip(&r, 4);
	}
	skip(&r, 2);
	tell_type(&r, type);
}
