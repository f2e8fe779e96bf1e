/* SPDX-License-Identifier: GPL-2.0-only */
/* capture.h - watch devices, and note which frame was seen where and how. */
#ifndef HARNESS_CAPTURE_H
#define HARNESS_CAPTURE_H

#include <stddef.h>
#include <stdint.h>

#include "netns.h"

#define CAPTURE_SOCKETS 32

/* One frame as one packet socket saw it. */
struct sighting {
	uint32_t token;
	uint16_t watch;		     /* the caller's number for the socket */
	uint8_t pkt_type;	     /* PACKET_HOST ... of linux/if_packet.h */
	uint8_t csum_partial;	     /* the checksum was still to be filled in */
	uint16_t tpid, tci;	     /* the tag that the kernel took off; 0: none */
	uint16_t gso_type, gso_size; /* of struct virtio_net_hdr */
	uint32_t len;		     /* with the Ethernet header and all tags */
	uint32_t hash; /* of all bytes, a tag that was taken off put back in; read from
			* a queue, of the header before them, too */
};

struct capture {
	struct {
		int fd;
		int ifindex; /* 0: a queue of a tap, which is the caller's */
		uint16_t watch;
	} socket[CAPTURE_SOCKETS];
	int sockets;
	struct sighting *seen;
	size_t count, room;
};

/*
 * Watches `device`. Protocol ETH_P_ALL is a tap: all that comes and goes. Another protocol is what
 * the stack gets of it after TC and rx_handler; frames that entered here but were handed to another
 * device of the netns (the kernel shows these too) are left out.
 */
void capture_watch(struct capture *c, const struct netns *ns, const char *device, uint16_t protocol,
		   uint16_t watch);

/*
 * Watches a queue of a tap, which is to be O_NONBLOCK and have a header of VNET_LEN bytes. What is
 * read from it has no packet type, and its tag is in the frame.
 */
void capture_queue(struct capture *c, int queue, uint16_t watch);

/* Notes all that has arrived. */
void capture_drain(struct capture *c);

/* How often `watch` saw `token`. */
size_t capture_count(const struct capture *c, uint16_t watch, uint32_t token);

/* Closes the sockets of `watch`; what they have seen stays noted. */
void capture_unwatch(struct capture *c, uint16_t watch);

void capture_forget(struct capture *c); /* the sightings; sockets stay open */
void capture_close(struct capture *c);

#endif
