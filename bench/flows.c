// SPDX-License-Identifier: GPL-2.0-only
/* flows.c - one operation of each kind of traffic, by one thread that owns both ends. */
#include <err.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "tests/harness/run.h"
#include "peers.h"
#include "sockets.h"

/* How long one batch takes, for a way of doing one operation. */
static void time_batch(struct pair *p, bool (*one)(struct pair *p), double cost[PARTS])
{
	double start = now();

	for (unsigned int i = 0; i < p->row->batch; i++)
		p->account.lost += !one(p);
	cost[0] = now() - start;
	p->account.sent += p->row->batch;
}

static struct account flow_close(void *state)
{
	return pair_close(state);
}

/* ---------------------------------------------------------------- UDP */

static void *udp_open(struct peer *peer, const struct row *row)
{
	return pair_udp(peer, row);
}

static bool udp_run(struct pair *p)
{
	static const char bytes[UDP_BYTES];

	return send(p->from, bytes, sizeof(bytes), 0) == sizeof(bytes) &&
	       read_all(p->to, sizeof(bytes));
}

static void udp_measure(void *state, double cost[PARTS])
{
	time_batch(state, udp_run, cost);
}

static const struct kind udp = { udp_open, udp_measure, flow_close };

/* The same where host and endpoints reach each other; others pay nothing for what they don't have.
 */
static void set_host_access(const struct peer *peer, const char *to)
{
	if (peer->id == PEER_MACBPF || peer->id == PEER_CLSACT)
		run_ok(&peer->host, "%s port set link low host-access %s", macbpf_path(), to);
}

struct hosted {
	const struct peer *peer;
	struct pair *pair;
};

static void *hosted_open(struct peer *peer, const struct row *row)
{
	struct hosted *h = calloc(1, sizeof(*h));

	if (!h)
		err(1, "out of memory");
	set_host_access(peer, "on");
	*h = (struct hosted){ peer, pair_udp(peer, row) };
	return h;
}

static void hosted_measure(void *state, double cost[PARTS])
{
	udp_measure(((struct hosted *)state)->pair, cost);
}

static struct account hosted_close(void *state)
{
	struct hosted *h = state;
	struct account account = pair_close(h->pair);

	set_host_access(h->peer, "off");
	free(h);
	return account;
}

static const struct kind hosted = { hosted_open, hosted_measure, hosted_close };

/* ---------------------------------------------------------------- TCP */

static void *tcp_open(struct peer *peer, const struct row *row)
{
	return pair_tcp(peer, row);
}

static bool byte_over(int from, int to)
{
	return send(from, "", 1, 0) == 1 && read_all(to, 1);
}

static bool round_trip_run(struct pair *p)
{
	return byte_over(p->from, p->to) && byte_over(p->to, p->from);
}

static void round_trip_measure(void *state, double cost[PARTS])
{
	time_batch(state, round_trip_run, cost);
}

static const struct kind round_trip = { tcp_open, round_trip_measure, flow_close };

static bool bulk_run(struct pair *p)
{
	static const char bytes[BULK];
	size_t sent = 0;

	while (sent < BULK) {
		ssize_t n = send(p->from, bytes, BULK - sent, 0);

		if (n <= 0 || !read_all(p->to, (size_t)n))
			return false;
		sent += (size_t)n;
	}
	return true;
}

/* On a new connection each time, which got going before: one that is slow would be so for ever. */
static void bulk_measure(void *state, double cost[PARTS])
{
	struct pair *p = state;

	pair_disconnect(p);
	if (!pair_connect(p) || !bulk_run(p) || !bulk_run(p))
		p->account.lost++;
	time_batch(p, bulk_run, cost);
}

static const struct kind bulk = { tcp_open, bulk_measure, flow_close };

static void *once_open(struct peer *peer, const struct row *row)
{
	return pair_listen(peer, row);
}

static bool once_run(struct pair *p)
{
	bool ok = pair_connect(p) && round_trip_run(p);

	pair_disconnect(p);
	return ok;
}

static void once_measure(void *state, double cost[PARTS])
{
	time_batch(state, once_run, cost);
}

static const struct kind once = { once_open, once_measure, flow_close };

/* ---------------------------------------------------------------- rows */

#define A_B	  SPOT_A, SPOT_B, 0
#define A_WIRE	  SPOT_A, SPOT_WIRE, 0
#define WIRE_A	  SPOT_WIRE, SPOT_A, 0
#define HOST_WIRE SPOT_HOST, SPOT_WIRE, 0
#define WIRE_HOST SPOT_WIRE, SPOT_HOST, 0

static const struct row rows[] = {
	{ "UDP 18 bytes, A->B", &udp, A_B, 64, { { 0.97, 1.30 } } },
	{ "UDP 18 bytes, A->wire", &udp, A_WIRE, 64, { { 0.93, 1.20 } } },
	{ "UDP 18 bytes, wire->A", &udp, WIRE_A, 64, { { 1.00, 1.31 } } },
	{ "TCP byte there and back, A<->B", &round_trip, A_B, 32, { { 0.98, 1.25 } } },
	{ "TCP byte there and back, A<->wire", &round_trip, A_WIRE, 32, { { 0.965, 1.20 } } },
	{ "TCP 128 KB, A->B", &bulk, A_B, 4, { { 0.98, 1.15 } } },
	{ "TCP 128 KB, A->wire", &bulk, A_WIRE, 4, { { 0.98, 1.15 } } },
	{ "TCP 128 KB, wire->A", &bulk, WIRE_A, 4, { { 0.98, 1.15 } } },
	{ "TCP connect, byte, close, A->B", &once, A_B, 8, { { 0.98, 0 } } },
	{ "TCP connect, byte, close, A->wire", &once, A_WIRE, 8, { { 0.98, 0 } } },
	{ "UDP 18 bytes, host->wire", &udp, HOST_WIRE, 64 },
	{ "UDP 18 bytes, wire->host", &udp, WIRE_HOST, 64 },
	{ "UDP, A->B, host-access on", &hosted, A_B, 64 },
	{ "UDP, A->wire, host-access on", &hosted, A_WIRE, 64 },
	{ "UDP, wire->A, host-access on", &hosted, WIRE_A, 64 },
	{ "UDP, host->wire, host-access on", &hosted, HOST_WIRE, 64 },
	{ "UDP, wire->host, host-access on", &hosted, WIRE_HOST, 64 },
};

const struct section flows = {
	.title = "One frame, one thread that owns both ends",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 4, 60, 400 },
	.bridge = true,
	.bare = true,
	.veth = true,
	.floor = true,
	.clsact = true,
	.exact = true,
	.make = peer_make,
};
