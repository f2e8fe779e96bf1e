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

#include "tests/harness/run.h"
#include "bulk.h"
#include "crowd.h"
#include "crowd_kinds.h"

#define OWNER	 2 /* endpoint who is asked for */
#define STRANGER 4 /* requests after which everybody knows everybody */

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

/* What the owner says: to all who e0 is, or to e0 who it is itself. */
static void owner_says(const struct crowd *c, uint16_t operation)
{
	uint8_t frame[FRAME_BYTES] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	if (operation == ARPOP_REPLY)
		bulk_mac(frame, 0);
	bulk_mac(frame + ETH_ALEN, OWNER);
	frame[12] = ETHERTYPE_ARP >> 8;
	frame[13] = ETHERTYPE_ARP & 0xff;
	make_arp(frame, operation, OWNER, 0);
	if (send(c->other_fd, frame, sizeof(frame), 0) != sizeof(frame))
		err(1, "bench: %s: the owner can't answer", c->peer->name);
}

static void *arp_open(struct peer *peer, const struct row *row)
{
	struct crowd *c = crowd_open(peer, row, ETHERTYPE_ARP);
	char owner[IFNAMSIZ];

	if (!c)
		return NULL;
	crowd_ready(c);
	snprintf(owner, sizeof(owner), "e%u", OWNER);
	c->other_fd = crowd_sender(&peer->spot[SPOT_B], owner);
	owner_says(c, ARPOP_REQUEST);
	make_arp(c->frame, ARPOP_REQUEST, 0, OWNER);
	crowd_for_all(c);
	return c;
}

/* An owner that never answers is soon asked with all the others: it answers, outside of the time.
 */
static void arp_measure(void *state, double cost[PARTS])
{
	owner_says(state, ARPOP_REPLY);
	group_measure(state, cost);
}

const struct kind kind_arp = { arp_open, arp_measure, group_close };

/* ---------------------------------------------------------------- arp-directed on */

/* The first requests of a stranger, and for one, go to all. */
static void get_known(struct crowd *c)
{
	for (int i = 0; i < STRANGER; i++) {
		crowd_send(c);
		owner_says(c, ARPOP_REPLY);
	}
	crowd_wait_quiet(c);
	crowd_for_one(c, OWNER);
}

static void *directed_open(struct peer *peer, const struct row *row)
{
	bool ours = peer->id == PEER_MACBPF;
	struct crowd *c;

	if (!crowd_grow(peer, row->size))
		return NULL;
	if (ours)
		run_ok(&peer->host, "%s port set link low arp-directed on", macbpf_path());
	c = arp_open(peer, row);
	if (ours)
		get_known(c);
	return c;
}

static struct account directed_close(void *state)
{
	const struct peer *peer = ((struct crowd *)state)->peer;

	if (peer->id == PEER_MACBPF)
		run_ok(&peer->host, "%s port set link low arp-directed off", macbpf_path());
	return crowd_close(state);
}

const struct kind kind_arp_directed = { directed_open, arp_measure, directed_close };
