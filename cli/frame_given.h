/* SPDX-License-Identifier: GPL-2.0-only */
/* frame_given.h - a frame that a command line describes: in words, in hex, or as a packet */
#ifndef CLI_FRAME_H
#define CLI_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_ROOM 65549 /* bytes: MACBPF_FRAME_MAX */

struct frame {
	uint8_t data[FRAME_ROOM];
	size_t bytes;
	uint32_t length; /* of all of it; 0: bytes */
};

/* What is not given is as the fields say that are. */
struct frame_words {
	uint8_t dst[6], src[6];
	uint8_t ip[4], asked[4]; /* of the sender, and whom ARP asks for */
	bool arp, typed;	 /* asked, type are given */
	uint16_t type;
	uint32_t vlan;	 /* 0: none */
	uint32_t length; /* 0: 60 */
};

/* A frame of these words: ARP, of another type with zeros behind it, or UDP over IPv4. */
void frame_build(struct frame *frame, const struct frame_words *words);

/* Each returns 0, or EXIT_USAGE after it printed one line. */
int frame_parse_hex(struct frame *frame, const char *hex);
/* The packet with this number, from 1 on, of a file of libpcap's; "-": stdin. */
int frame_read_capture(struct frame *frame, const char *file, uint32_t number);

#endif /* CLI_FRAME_H */
