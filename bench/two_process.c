// SPDX-License-Identifier: GPL-2.0-only
/* two_process.c - a sender on one CPU and a receiver on the other, as fast as they can. */
#include <err.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peers.h"
#include "sockets.h"

#define SLICE	0.05	   /* seconds of sending */
#define GRACE	10.0	   /* seconds for the rest to arrive, on a machine with much else to do */
#define BUFFER	(64 << 20) /* holds what a flood of one slice can send, so that nothing is lost */
#define LOOK_MS 20

/* What the two tell each other. */
struct shared {
	atomic_ulong sent, received; /* datagrams, or bytes */
	atomic_bool done;	     /* `sent` is final */
	double last;		     /* when all had arrived, or the receiver gave up */
};

struct stream {
	struct pair *pair;
	struct shared *shared;
	bool datagrams;
};

/* Takes what there is; false: nothing. */
static bool take(const struct stream *s)
{
	static char buffer[BULK];
	ssize_t got = recv(s->pair->to, buffer, sizeof(buffer), 0);

	if (got > 0)
		atomic_fetch_add(&s->shared->received, s->datagrams ? 1 : (unsigned long)got);
	return got > 0;
}

static bool all_here(const struct shared *shared)
{
	return atomic_load(&shared->done) &&
	       atomic_load(&shared->received) >= atomic_load(&shared->sent);
}

/* Never sleeps: waking it would cost the sender more than the frame, and differently each time. */
static void receive(const struct stream *s)
{
	double deadline = now() + SLICE + GRACE;

	pin_to(1);
	while (!all_here(s->shared) && now() < deadline)
		take(s);
	s->shared->last = now();
	_exit(0);
}

static void send_until(const struct stream *s, double end)
{
	static const char bytes[BULK];
	struct pollfd pfd = { s->pair->from, POLLOUT, 0 };
	size_t len = s->datagrams ? UDP_BYTES : BULK;
	unsigned long sent = 0;

	while (now() < end) {
		ssize_t n = send(s->pair->from, bytes, len, 0);

		if (n > 0)
			sent += s->datagrams ? 1 : (unsigned long)n;
		else
			poll(&pfd, 1, LOOK_MS);
	}
	atomic_store(&s->shared->sent, sent);
	atomic_store(&s->shared->done, true);
}

/* A connection that is slow would be so for ever. */
static void reconnect(struct pair *p)
{
	pair_disconnect(p);
	if (!pair_connect(p))
		errx(1, "bench: %s: no TCP connection", p->row->name);
}

static void stream_measure(void *state, double cost[PARTS])
{
	struct stream *s = state;
	double start;
	pid_t child;

	if (!s->datagrams)
		reconnect(s->pair);
	*s->shared = (struct shared){ 0 };
	child = fork();
	if (child < 0)
		err(1, "bench: fork");
	if (!child)
		receive(s);
	start = now();
	send_until(s, start + SLICE);
	if (waitpid(child, NULL, 0) != child)
		err(1, "bench: wait for the receiver");
	cost[0] = (s->shared->last - start) / (double)s->shared->received;
	s->pair->account.sent += s->shared->sent;
	s->pair->account.lost += s->shared->sent - s->shared->received;
}

static struct stream *new_stream(struct pair *pair, bool datagrams)
{
	struct stream *s = calloc(1, sizeof(*s));
	int size = BUFFER;

	if (!s)
		err(1, "bench");
	*s = (struct stream){ .pair = pair, .datagrams = datagrams };
	s->shared = mmap(NULL, sizeof(*s->shared), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s->shared == MAP_FAILED)
		err(1, "bench");
	if (datagrams && setsockopt(pair->to, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		err(1, "bench: receive buffer");
	return s;
}

static bool two_cpus(void)
{
	bool two = pin_to(1);

	pin_to(0);
	return two;
}

static void *flood_open(struct peer *peer, const struct row *row)
{
	return two_cpus() ? new_stream(pair_udp(peer, row), true) : NULL;
}

static void *stream_open(struct peer *peer, const struct row *row)
{
	return two_cpus() ? new_stream(pair_tcp(peer, row), false) : NULL;
}

static struct account stream_close(void *state)
{
	struct stream *s = state;
	struct account account = pair_close(s->pair);

	munmap(s->shared, sizeof(*s->shared));
	free(s);
	return account;
}

static const struct kind flood = { flood_open, stream_measure, stream_close };
static const struct kind stream = { stream_open, stream_measure, stream_close };

static const struct row rows[] = {
	{ "UDP flood, A->B", &flood, SPOT_A, SPOT_B },
	{ "UDP flood, A->wire", &flood, SPOT_A, SPOT_WIRE },
	{ "UDP flood, wire->A", &flood, SPOT_WIRE, SPOT_A },
	{ "TCP stream, A->B", &stream, SPOT_A, SPOT_B, 0, 0, { { 0.98, 1.15 } } },
	{ "TCP stream, A->wire", &stream, SPOT_A, SPOT_WIRE, 0, 0, { { 0.98, 1.15 } } },
	{ "TCP stream, wire->A", &stream, SPOT_WIRE, SPOT_A, 0, 0, { { 0.98, 1.15 } } },
};

const struct section two_process = {
	.title = "Two processes, sender and receiver each on a CPU of its own",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 1, 3, 16 },
	.bridge = true,
	.bare = true,
	.veth = true,
	.make = peer_make,
};
