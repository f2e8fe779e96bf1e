/* SPDX-License-Identifier: GPL-2.0-only */
/* frame.h - build, send and recognise test frames. */
#ifndef HARNESS_FRAME_H
#define HARNESS_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netns.h"

#define FRAME_TYPE     0x88b5 /* local experiments: no stack answers it */
#define FRAME_MAX      65536
#define FRAME_MIN      22 /* Ethernet header and token */
#define FRAME_BARE_MIN 14 /* Ethernet header alone */

enum frame_body {
	FRAME_PLAIN,	/* Ethernet header, token */
	FRAME_FRAGMENT, /* Ethernet, first fragment of an IPv4 packet, token */
	FRAME_TCP,	/* Ethernet, IPv4, TCP with partial checksum, token */
	FRAME_BARE,	/* Ethernet, filling: the token is in the source address */
	FRAME_TCP6,	/* as FRAME_TCP, with IPv6 */
	FRAME_UDP,	/* the same with UDP */
	FRAME_UDP6,
};

struct frame {
	uint8_t dst[6], src[6];
	uint8_t tags;	   /* VLAN tags */
	uint16_t vid[2];   /* outer first */
	uint16_t type;	   /* FRAME_PLAIN: 0 is FRAME_TYPE; FRAME_BARE: as it is */
	uint16_t gso_size; /* TCP, UDP: 0: no segmentation offload */
	uint16_t flow;	   /* TCP, UDP: added to the port it comes from */
	enum frame_body body;
	uint32_t token; /* what it is recognised by */
	size_t len;	/* in bytes, without the tags; 0: 60 */
};

/* A socket to send frames on a device; -1 never: refusals end the program. */
int frame_socket(const struct netns *ns, const char *device);

/* The frame as it is on a wire; `len` is to be set. Returns its length with the tags. */
size_t frame_bytes(const struct frame *frame, uint8_t *buf);

/*
 * Names the ethertype to the kernel: in Linux 6.1 macvlan does not look for it in a raw frame.
 * 0, or the errno that the kernel gave.
 */
int frame_send(int fd, const struct frame *frame);

#define VNET_LEN 12 /* bytes of the header before each frame of a tap's queue */

/* The same by a queue of a tap. */
int frame_write(int queue, const struct frame *frame);

/* Finds the token of a received frame; false if it isn't one of ours. */
bool frame_token(const uint8_t *data, size_t len, uint32_t *token);

#endif
