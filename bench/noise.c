// SPDX-License-Identifier: GPL-2.0-only
/* noise.c - what hosts of a network say to all or to a group, a second of it: CPU time. */
#include <net/ethernet.h>
#include <string.h>

#include "crowd.h"
#include "crowd_kinds.h"
#include "kthreads.h"

/* Of a network of a few dozen hosts; whose frames it is, is a matter of addresses alone. */
static const struct {
	const char *what;
	uint8_t mac[ETH_ALEN];
	unsigned int times;
} noise[] = {
	{ "ARP", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 4 },
	{ "DHCP", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 1 },
	{ "NetBIOS", { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 2 },
	{ "mDNS", { 0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb }, 4 },
	{ "mDNS, IPv6", { 0x33, 0x33, 0x00, 0x00, 0x00, 0xfb }, 3 },
	{ "LLMNR", { 0x01, 0x00, 0x5e, 0x00, 0x00, 0xfc }, 2 },
	{ "LLMNR, IPv6", { 0x33, 0x33, 0x00, 0x01, 0x00, 0x03 }, 1 },
	{ "neighbour solicitation", { 0x33, 0x33, 0xff, 0x12, 0x34, 0x56 }, 3 },
};

static void send_second(struct crowd *c)
{
	for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++) {
		memcpy(c->frame, noise[i].mac, ETH_ALEN);
		for (unsigned int n = 0; n < noise[i].times; n++)
			crowd_send(c);
	}
}

static void *noise_open(struct peer *peer, const struct row *row, bool snooping)
{
	struct crowd *c = crowd_open(peer, row, ETHERTYPE_IP);
	struct tally before;

	if (!c)
		return NULL;
	crowd_ready(c);
	if (snooping)
		group_set_snooping(peer, "on");
	before = crowd_tally(c);
	send_second(c);
	crowd_wait_quiet(c);
	c->copies = crowd_tally(c).box - before.box;
	return c;
}

static void *flooding_open(struct peer *peer, const struct row *row)
{
	return noise_open(peer, row, false);
}

static void *filtering_open(struct peer *peer, const struct row *row)
{
	return noise_open(peer, row, true);
}

/* Whoever spends it; the next second begins when this one's copies are there. */
static void noise_measure(void *state, double cost[PARTS])
{
	struct crowd *c = state;
	double threads = kthreads_seconds(), own = 0, start;
	struct tally before;

	for (unsigned int i = 0; i < c->row->batch; i++) {
		before = crowd_tally(c);
		start = thread_seconds();
		send_second(c);
		own += thread_seconds() - start;
		crowd_wait(c, before, 1);
	}
	cost[0] = own + kthreads_seconds() - threads;
}

static struct account filtering_close(void *state)
{
	group_set_snooping(((struct crowd *)state)->peer, "off");
	return crowd_close(state);
}

const struct kind kind_noise = { flooding_open, noise_measure, group_close };
const struct kind kind_noise_snooping = { filtering_open, noise_measure, filtering_close };
