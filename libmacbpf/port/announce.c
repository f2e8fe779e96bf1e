// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * announce.c - telling the switches behind a lower where its endpoints are.
 *
 * By a RARP request, as hypervisors do when a machine has moved: it needs no IP address, and so no
 * look into containers, and nobody answers it.
 */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <string.h>

#include "common/own.h"
#include "kernel/packet.h"
#include "port/announce.h"

struct rarp {
	uint8_t dst[6], src[6], type[2];
	/* Ethernet, IPv4, of these lengths; "reverse request"; who is asked for is who asks. */
	uint8_t header[8];
	uint8_t sender[6], sender_ip[4], target[6], target_ip[4];
	uint8_t padding[ETH_ZLEN - 42];
};
_Static_assert(sizeof(struct rarp) == ETH_ZLEN, "a frame of the least size");

static void fill(struct rarp *frame, const uint8_t mac[6])
{
	*frame = (struct rarp){
		.type = { 0x80, 0x35 },
		.header = { 0, 1, 8, 0, 6, 4, 0, 3 },
	};
	memset(frame->dst, 0xff, 6);
	memcpy(frame->src, mac, 6);
	memcpy(frame->sender, mac, 6);
	memcpy(frame->target, mac, 6);
}

static bool is_told(const struct mb_endpoint *ep, const struct mb_endpoint *only)
{
	return ep->rec.state == MB_EP_LIVE && ep->rec.status & MB_EP_OWNS_MAC &&
	       (!only || ep == only);
}

static int send_all(int fd, const struct mb_port *port, const struct mb_endpoint *only)
{
	struct rarp frame;
	int err = 0;

	for (size_t i = 0; !err && i < port->count; i++) {
		if (!is_told(&port->ep[i], only))
			continue;
		fill(&frame, port->ep[i].rec.mac);
		err = mb_packet_send(fd, port->lower_ifindex, &frame, sizeof(frame));
	}
	return err;
}

int mb_announce_port(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *only)
{
	mb_auto_close int fd = -1;
	int err;

	if (!port->lower || !(port->lower->flags & IFF_LOWER_UP))
		return mb_fail(mb, -ENETDOWN,
			       "nobody would hear of the endpoints of %s: it is down, or has no "
			       "carrier",
			       mb_world_port_name(port));
	fd = mb_packet_open();
	err = fd < 0 ? fd : send_all(fd, port, only);
	return err ? mb_fail(mb, err, "can't announce the endpoints of %s: %s",
			     mb_world_port_name(port), strerror(-err))
		   : 0;
}
