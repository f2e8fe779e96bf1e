// SPDX-License-Identifier: GPL-2.0-only
/* crowd.c - grow a card's endpoints, send to them, and check what every one of them got. */
#include "crowd.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/closer.h"
#include "tests/harness/wait.h"
#include "bulk.h"
#include "crowd_kinds.h"
#include "peers.h"

#define PATIENCE 0.1 /* seconds without a frame, after which none comes */
#define TRIES	 50  /* until frames reach new devices */

bool crowd_grow(struct peer *peer, unsigned int size)
{
	struct bulk b;

	if (peer->id == PEER_BRIDGE && size > BULK_BRIDGE_MOST)
		return false;
	if (!peer->size) {
		bulk_add_one(peer, 0);
		bulk_tell(peer, 0, 0);
		peer->size = 1;
	}
	if (peer->size >= size)
		return true;
	bulk_open(&b, peer, peer->size, size - 1, 0);
	bulk_add(&b);
	bulk_close(&b);
	bulk_tell(peer, peer->size, size - 1);
	peer->size = size;
	return true;
}

static void find_devices(struct crowd *c)
{
	char name[IFNAMSIZ];

	netns_enter(&c->peer->spot[SPOT_B]);
	for (unsigned int n = 0; n < c->peer->size; n++) {
		snprintf(name, sizeof(name), "e%u", n);
		c->ifindex[n] = (int)if_nametoindex(name);
		if (!c->ifindex[n] || c->ifindex[n] >= COUNT_SLOTS)
			errx(1, "bench: %s: no place to count for %s", c->peer->name, name);
	}
	netns_leave();
}

int crowd_sender(const struct netns *ns, const char *device)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	int fd;

	netns_enter(ns);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	to.sll_ifindex = (int)if_nametoindex(device);
	netns_leave();
	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof(to)))
		err(1, "bench: send on %s in netns %s", device, ns->name);
	return fd;
}

struct tally crowd_tally(const struct crowd *c)
{
	return (struct tally){ c->box.seen[COUNT_ALL], c->wire.seen[COUNT_ALL] };
}

/* What the kernel put off, to a thread of its own, gets the CPU meanwhile. */
bool crowd_wait(const struct crowd *c, struct tally before, unsigned long frames)
{
	uint64_t box = before.box + frames * c->copies;
	uint64_t wire = before.wire + frames * c->wire_copies, last = 0;
	double deadline = 0;

	while (c->box.seen[COUNT_ALL] < box || c->wire.seen[COUNT_ALL] < wire) {
		if (c->box.seen[COUNT_ALL] != last || !deadline) {
			last = c->box.seen[COUNT_ALL];
			deadline = now() + PATIENCE;
		}
		if (now() > deadline)
			return false;
		sched_yield();
	}
	return true;
}

void crowd_send(struct crowd *c)
{
	/* ENOBUFS: one of the copies didn't fit in a backlog. It will be missed. */
	if (send(c->fd, c->frame, sizeof(c->frame), 0) != sizeof(c->frame) && errno != ENOBUFS)
		err(1, "bench: %s: send", c->peer->name);
	c->frames++;
}

/* For more than there can be. */
void crowd_wait_quiet(const struct crowd *c)
{
	struct crowd more = { .peer = c->peer, .box = c->box, .wire = c->wire, .copies = 1 };
	struct tally before = crowd_tally(c);

	crowd_wait(&more, before, ~0u);
}

static void address_all(struct crowd *c)
{
	c->copies = c->peer->size - (c->row->from != SPOT_WIRE);
	c->wire_copies = c->row->from != SPOT_WIRE;
}

/* Late copies of the first tries are not to be counted with what follows. */
static void begin_to_count(struct crowd *c, int tries)
{
	if (tries > 1)
		crowd_wait_quiet(c);
	count_reset(&c->box);
	count_reset(&c->wire);
	c->frames = 0;
}

static bool one_arrives(struct crowd *c)
{
	struct tally before = crowd_tally(c);

	crowd_send(c);
	return crowd_wait(c, before, 1);
}

void crowd_ready(struct crowd *c)
{
	uint8_t to[ETH_ALEN];
	int tries = 1;

	memcpy(to, c->frame, ETH_ALEN);
	memset(c->frame, 0xff, ETH_ALEN);
	address_all(c);
	while (!one_arrives(c) && tries < TRIES)
		tries++;
	if (tries == TRIES)
		fprintf(stderr, "bench: %s: %s: not all get a broadcast\n", c->peer->name,
			c->row->name);
	memcpy(c->frame, to, ETH_ALEN);
	begin_to_count(c, tries);
}

void crowd_ready_each(struct crowd *c)
{
	int tries = 1;

	c->copies = 1;
	c->wire_copies = 0;
	for (unsigned int n = 1; n < c->row->size; n++) {
		bulk_mac(c->frame, n);
		while (!one_arrives(c) && tries < TRIES)
			tries++;
	}
	begin_to_count(c, tries);
}

struct crowd *crowd_open(struct peer *peer, const struct row *row, uint16_t protocol)
{
	const uint32_t mark = COUNT_MARK;
	bool from_wire = row->from == SPOT_WIRE;
	struct crowd *c;

	/* The floor knows the way to one endpoint at a time. */
	if (peer->id == PEER_FLOOR && row->kind != &kind_random)
		return NULL;
	if (!crowd_grow(peer, row->size))
		return NULL;
	c = calloc(1, sizeof(*c));
	if (!c)
		err(1, "bench");
	c->peer = peer;
	c->row = row;
	c->other_fd = -1;
	find_devices(c);
	count_open(&c->box, &peer->spot[SPOT_B], protocol);
	count_open(&c->wire, &peer->spot[SPOT_WIRE], protocol);
	c->fd = crowd_sender(&peer->spot[from_wire ? SPOT_WIRE : SPOT_B],
			     from_wire ? "wire" : "e0");
	memset(c->frame, 0xff, ETH_ALEN);
	if (from_wire)
		memcpy(c->frame + ETH_ALEN, (uint8_t[]){ 2, 0, 0, 0, 0x0a, 9 }, ETH_ALEN);
	else
		bulk_mac(c->frame + ETH_ALEN, 0);
	c->frame[12] = protocol >> 8;
	c->frame[13] = protocol & 0xff;
	memcpy(c->frame + COUNT_MARK_AT, &mark, sizeof(mark));
	return c;
}

void crowd_for_all(struct crowd *c)
{
	c->audience = AUDIENCE_ALL;
	address_all(c);
}

void crowd_for_one(struct crowd *c, unsigned int one)
{
	address_all(c);
	c->audience = AUDIENCE_ONE;
	c->one = one;
	c->copies = 1;
}

void crowd_try(struct crowd *c)
{
	struct tally before = crowd_tally(c);

	crowd_send(c);
	crowd_wait_quiet(c);
	c->copies = crowd_tally(c).box - before.box;
	c->wire_copies = crowd_tally(c).wire - before.wire;
}

static unsigned long wanted(const struct crowd *c, unsigned int n)
{
	bool sender_itself = n == 0 && c->row->from != SPOT_WIRE;

	if (c->audience == AUDIENCE_ALL && !sender_itself)
		return c->frames;
	if (c->audience == AUDIENCE_ONE && n == c->one)
		return c->frames;
	return c->want[n];
}

static void settle(struct account *account, unsigned long want, unsigned long got)
{
	account->sent += want;
	account->lost += want > got ? want - got : got - want;
}

/* Each endpoint on whom we count must have got each frame, once; so must the wire. */
static struct account account_of(const struct crowd *c)
{
	struct account account = { 0 };

	for (unsigned int n = 0; n < c->peer->size; n++)
		if (wanted(c, n))
			settle(&account, wanted(c, n), c->box.seen[c->ifindex[n]]);
	if (c->audience == AUDIENCE_ALL && c->row->from != SPOT_WIRE)
		settle(&account, c->frames, c->wire.seen[COUNT_ALL]);
	return account;
}

struct account crowd_close(struct crowd *c)
{
	struct account account = account_of(c);

	if (account.lost) {
		crowd_wait_quiet(c); /* it may just be late */
		account = account_of(c);
	}
	close_later(c->fd);
	if (c->other_fd >= 0)
		close(c->other_fd);
	count_close(&c->box);
	count_close(&c->wire);
	free(c);
	return account;
}
