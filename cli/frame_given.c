// SPDX-License-Identifier: GPL-2.0-only
/* frame_given.c - a frame that a command line describes: in words, or in hex */
#include "frame_given.h"

#include <ctype.h>
#include <string.h>

#include "args.h"

#define USUAL_LENGTH 60 /* the smallest on a wire, without its checksum */

static void put(struct frame *frame, const void *data, size_t bytes)
{
	memcpy(frame->data + frame->bytes, data, bytes);
	frame->bytes += bytes;
}

static void put16(struct frame *frame, uint16_t value)
{
	put(frame, (uint8_t[]){ (uint8_t)(value >> 8), (uint8_t)value }, 2);
}

static void put_arp(struct frame *frame, const struct frame_words *w)
{
	static const uint8_t request[8] = { 0, 1, 8, 0, 6, 4, 0, 1 };

	put(frame, request, sizeof(request));
	put(frame, w->src, 6);
	put(frame, w->ip, 4);
	put(frame, (uint8_t[6]){ 0 }, 6);
	put(frame, w->asked, 4);
}

/* From port 9 to port 9 of nobody. */
static void put_udp(struct frame *frame, const struct frame_words *w)
{
	static const uint8_t head[12] = { 0x45, 0, 0, 46, 0, 0, 0x40, 0, 64, 17, 0, 0 };
	static const uint8_t udp[8] = { 0, 9, 0, 9, 0, 26, 0, 0 };

	put(frame, head, sizeof(head));
	put(frame, w->ip, 4);
	put(frame, (uint8_t[4]){ 192, 0, 2, 1 }, 4);
	put(frame, udp, sizeof(udp));
}

void frame_build(struct frame *frame, const struct frame_words *w)
{
	uint32_t tag = w->vlan ? 4 : 0, length = (w->length ?: USUAL_LENGTH) + tag;

	frame->bytes = 0;
	put(frame, w->dst, 6);
	put(frame, w->src, 6);
	if (w->vlan) {
		put16(frame, 0x8100);
		put16(frame, (uint16_t)w->vlan);
	}
	put16(frame, w->typed ? w->type : w->arp ? 0x0806 : 0x0800);
	if (w->arp)
		put_arp(frame, w);
	else if (!w->typed)
		put_udp(frame, w);
	if (frame->bytes > length)
		frame->bytes = length;
	frame->length = length;
}

static int digit(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* Bytes of two digits each, with colons or blanks between them or without. */
int frame_parse_hex(struct frame *frame, const char *hex)
{
	frame->bytes = 0;
	frame->length = 0;
	for (const char *c = hex; *c; c += 2) {
		c += strspn(c, ": \t\n");
		if (!*c)
			break;
		if (digit(c[0]) < 0 || digit(c[1]) < 0)
			return usage_error("argument of \"frame\" must be bytes of two hex digits "
					   "each, which \"%.8s\" doesn't begin with",
					   c);
		if (frame->bytes == sizeof(frame->data))
			return usage_error("argument of \"frame\" has more than %d bytes",
					   FRAME_ROOM);
		frame->data[frame->bytes++] = (uint8_t)(digit(c[0]) << 4 | digit(c[1]));
	}
	if (frame->bytes < 14)
		return usage_error("argument of \"frame\" has %zu bytes: an Ethernet header alone "
				   "has 14",
				   frame->bytes);
	return 0;
}
