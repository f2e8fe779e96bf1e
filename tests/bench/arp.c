// SPDX-License-Identifier: GPL-2.0-only
/* arp.c - the question who has the address of one of many endpoints. */
#include <arpa/inet.h>
#include <err.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/if_ether.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "../harness/closer.h"
#include "../harness/run.h"
#include "bulk.h"
#include "crowd.h"
#include "crowd_kinds.h"

#define OWNER 2 /* endpoint who is asked for */

static uint32_t ip_of(unsigned int endpoint)
{
	return htonl(0x0a000001 + endpoint);
}

static void make_arp(uint8_t *frame, uint16_t operation, unsigned int from, unsigned int to)
{
	struct ether_arp arp = {
		.ea_hdr = { htons(ARPHRD_ETHER), htons(ETHERTYPE_IP), ETH_ALEN, 4,
			    htons(operation) },
	};
	uint32_t ip = ip_of(from);

	bulk_mac(arp.arp_sha, from);
	memcpy(arp.arp_spa, &ip, sizeof(ip));
	ip = ip_of(to);
	memcpy(arp.arp_tpa, &ip, sizeof(ip));
	if (operation == ARPOP_REPLY)
		bulk_mac(arp.arp_tha, to);
	memcpy(frame + ETH_HLEN, &arp, sizeof(arp));
}

/* The owner asks for e0, and answers it: now all who listen know its address. */
static void introduce_owner(const struct crowd *c)
{
	uint8_t frame[FRAME_BYTES] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	char name[IFNAMSIZ];
	int fd;

	snprintf(name, sizeof(name), "e%u", OWNER);
	fd = crowd_sender(&c->peer->spot[SPOT_B], name);
	bulk_mac(frame + ETH_ALEN, OWNER);
	frame[12] = ETHERTYPE_ARP >> 8;
	frame[13] = ETHERTYPE_ARP & 0xff;
	make_arp(frame, ARPOP_REQUEST, OWNER, 0);
	if (send(fd, frame, sizeof(frame), 0) != sizeof(frame))
		err(1, "bench: %s: send", name);
	bulk_mac(frame, 0);
	make_arp(frame, ARPOP_REPLY, OWNER, 0);
	if (send(fd, frame, sizeof(frame), 0) != sizeof(frame))
		err(1, "bench: %s: send", name);
	close_later(fd);
}

static void *arp_open(struct peer *peer, const struct row *row)
{
	struct crowd *c = crowd_open(peer, row, ETHERTYPE_ARP);

	if (!c)
		return NULL;
	introduce_owner(c);
	make_arp(c->frame, ARPOP_REQUEST, 0, OWNER);
	crowd_try(c, AUDIENCE_ONE, OWNER);
	return c;
}

const struct kind kind_arp = { arp_open, group_measure, group_close };

/* ---------------------------------------------------------------- arp-directed on */

static void *directed_open(struct peer *peer, const struct row *row)
{
	crowd_grow(peer, row->size);
	if (peer->id == PEER_MACBPF)
		run_ok(&peer->host, "%s port set link low arp-directed on", macbpf_path());
	return arp_open(peer, row);
}

static struct account directed_close(void *state)
{
	const struct peer *peer = ((struct crowd *)state)->peer;

	if (peer->id == PEER_MACBPF)
		run_ok(&peer->host, "%s port set link low arp-directed off", macbpf_path());
	return crowd_close(state);
}

const struct kind kind_arp_directed = { directed_open, group_measure, directed_close };
