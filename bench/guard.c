// SPDX-License-Identifier: GPL-2.0-only
/* guard.c - frames of guarded endpoints among many that are guarded, beside the same without. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "crowd.h"
#include "peers.h"
#include "sockets.h"

struct guarded {
	struct peer *peer;
	struct pair *pair;
};

/* The others' addresses, four each, fill the tables. */
static void write_others(int file, const struct peer *peer, bool ip)
{
	for (unsigned int n = 0; n < peer->size; n++) {
		dprintf(file, "link set dev e%u guard mac", n);
		for (int i = 0; ip && i < 4; i++)
			dprintf(file, "%s10.%d.%u.%u", i ? "," : " ip ", i + 1, n >> 8, n & 0xff);
		dprintf(file, "\n");
	}
}

/* Who is guarded otherwise, or not yet. */
static void set_guards(const struct peer *peer, bool ip)
{
	int file = memfd_create("bench", 0);

	if (file < 0)
		err(1, "bench: file of commands");
	dprintf(file, "link set dev eth-a guard mac%s\n",
		ip ? " ip 192.0.2.1,192.0.2.101,192.0.2.102,fd00::1" : "");
	dprintf(file, "link set dev eth-b guard mac%s\n",
		ip ? " ip 192.0.2.2,192.0.2.103,192.0.2.104,fd00::2" : "");
	write_others(file, peer, ip);
	run_ok(&peer->host, "%s -batch /proc/self/fd/%d", macbpf_path(), file);
	close(file);
}

static void *guard_open(struct peer *peer, const struct row *row, bool ip)
{
	struct guarded *g = calloc(1, sizeof(*g));

	if (!g)
		err(1, "out of memory");
	crowd_grow(peer, row->size - 2); /* beside A and B */
	if (peer->id == PEER_MACBPF)
		set_guards(peer, ip);
	*g = (struct guarded){ peer, pair_udp(peer, row) };
	return g;
}

static void *mac_open(struct peer *peer, const struct row *row)
{
	return guard_open(peer, row, false);
}

static void *ip_open(struct peer *peer, const struct row *row)
{
	return guard_open(peer, row, true);
}

static void guard_measure(void *state, double cost[PARTS])
{
	static const char bytes[UDP_BYTES];
	struct pair *p = ((struct guarded *)state)->pair;
	double start = now();

	for (unsigned int i = 0; i < p->row->batch; i++)
		p->account.lost += send(p->from, bytes, sizeof(bytes), 0) != sizeof(bytes) ||
				   !read_all(p->to, sizeof(bytes));
	cost[0] = now() - start;
	p->account.sent += p->row->batch;
}

static struct account guard_close(void *state)
{
	struct guarded *g = state;
	struct account account = pair_close(g->pair);

	free(g);
	return account;
}

static const struct kind mac = { mac_open, guard_measure, guard_close };
static const struct kind ip = { ip_open, guard_measure, guard_close };

#define A_B    SPOT_A, SPOT_B
#define A_WIRE SPOT_A, SPOT_WIRE

static const struct row rows[] = {
	{ "guard mac, A->B, of 60", &mac, A_B, 60, 64, { { .open = 0.98 } } },
	{ "guard mac, A->wire, of 60", &mac, A_WIRE, 60, 64, { { .open = 0.98 } } },
	{ "guard mac ip, A->B, of 60", &ip, A_B, 60, 64, { { .open = 0.98 } } },
	{ "guard mac ip, A->wire, of 60", &ip, A_WIRE, 60, 64, { { .open = 0.98 } } },
	{ "guard mac, A->B, of 1000", &mac, A_B, 1000, 64, { { .open = 0.98 } } },
	{ "guard mac, A->wire, of 1000", &mac, A_WIRE, 1000, 64, { { .open = 0.98 } } },
	{ "guard mac ip, A->B, of 1000", &ip, A_B, 1000, 64, { { .open = 0.98 } } },
	{ "guard mac ip, A->wire, of 1000", &ip, A_WIRE, 1000, 64, { { .open = 0.98 } } },
};

const struct section guard = {
	.title = "Guarded endpoints, of which each has four addresses: UDP, 18 bytes",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 2, 40, 100 },
	.open = true,
	.most = { 60, 60, 1000 },
	.make = peer_make,
};
