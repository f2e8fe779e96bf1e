// SPDX-License-Identifier: GPL-2.0-only
/* flows.c - one operation of each kind of traffic, by one thread that owns both ends. */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define PORT	  9000
#define UDP_BYTES 18	       /* the shortest Ethernet frame */
#define BULK	  (128 * 1024) /* bytes of one bulk operation */
#define PATIENCE  100000       /* empty reads before a frame counts as lost */

struct pair {
	int from, to; /* UDP, or a connected TCP connection */
	int listener;
	struct sockaddr_in there;
	const struct netns *netns; /* of `from`, for those that connect anew */
};

static int socket_in(const struct netns *ns, int type)
{
	int fd;

	netns_enter(ns);
	fd = socket(AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	netns_leave();
	if (fd < 0)
		err(1, "bench: socket");
	return fd;
}

static int listening_in(const struct netns *ns, int type)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int fd = socket_in(ns, type), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)))
		err(1, "bench: bind");
	if (type == SOCK_STREAM && listen(fd, 16))
		err(1, "bench: listen");
	return fd;
}

static struct pair *new_pair(const struct peer *peer, enum peer_id id, const struct flow *flow)
{
	struct pair *p = calloc(1, sizeof(*p));

	if (!p)
		err(1, "bench");
	*p = (struct pair){ -1,
			    -1,
			    -1,
			    { .sin_family = AF_INET, .sin_port = htons(PORT) },
			    &peer->spot[flow->from] };
	p->there.sin_addr.s_addr = peer_address(id, flow->from, flow->to);
	return p;
}

static void close_pair(void *state)
{
	struct pair *p = state;

	if (p->from >= 0)
		close(p->from);
	if (p->to >= 0)
		close(p->to);
	if (p->listener >= 0)
		close(p->listener);
	free(p);
}

/* Reads `want` bytes, however many there are at a time. */
static bool read_all(int fd, size_t want)
{
	static char buffer[BULK];
	int patience = PATIENCE;
	ssize_t got;

	while (want && patience) {
		got = recv(fd, buffer, want < sizeof(buffer) ? want : sizeof(buffer), 0);
		if (got > 0)
			want -= (size_t)got;
		else
			patience--;
	}
	return !want;
}

/* ---------------------------------------------------------------- UDP */

static void *udp_open(const struct peer *peer, enum peer_id id, const struct flow *flow)
{
	struct pair *p = new_pair(peer, id, flow);

	p->to = listening_in(&peer->spot[flow->to], SOCK_DGRAM);
	p->from = socket_in(p->netns, SOCK_DGRAM);
	if (connect(p->from, (struct sockaddr *)&p->there, sizeof(p->there)))
		err(1, "bench: %s: connect", peer->name);
	return p;
}

static bool udp_run(void *state)
{
	static const char bytes[UDP_BYTES];
	struct pair *p = state;

	return send(p->from, bytes, sizeof(bytes), 0) == sizeof(bytes) &&
	       read_all(p->to, sizeof(bytes));
}

/* ---------------------------------------------------------------- TCP */

static int accept_soon(int listener)
{
	int fd = -1;

	for (int i = 0; fd < 0 && i < PATIENCE; i++)
		fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	return fd;
}

static void no_delay(int fd)
{
	int one = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

static bool tcp_connect(struct pair *p)
{
	p->from = socket_in(p->netns, SOCK_STREAM);
	if (connect(p->from, (struct sockaddr *)&p->there, sizeof(p->there)) &&
	    errno != EINPROGRESS)
		return false;
	p->to = accept_soon(p->listener);
	if (p->to < 0)
		return false;
	no_delay(p->from);
	no_delay(p->to);
	return true;
}

static void *tcp_listen(const struct peer *peer, enum peer_id id, const struct flow *flow)
{
	struct pair *p = new_pair(peer, id, flow);

	p->listener = listening_in(&peer->spot[flow->to], SOCK_STREAM);
	return p;
}

static void *tcp_open(const struct peer *peer, enum peer_id id, const struct flow *flow)
{
	struct pair *p = tcp_listen(peer, id, flow);

	if (!tcp_connect(p))
		errx(1, "bench: %s: no TCP connection", peer->name);
	return p;
}

static bool byte_over(int from, int to)
{
	return send(from, "", 1, 0) == 1 && read_all(to, 1);
}

static bool tcp_round_trip(void *state)
{
	struct pair *p = state;

	return byte_over(p->from, p->to) && byte_over(p->to, p->from);
}

static bool tcp_bulk(void *state)
{
	static const char bytes[BULK];
	struct pair *p = state;
	size_t sent = 0;

	while (sent < BULK) {
		ssize_t n = send(p->from, bytes, BULK - sent, 0);

		if (n <= 0 || !read_all(p->to, (size_t)n))
			return false;
		sent += (size_t)n;
	}
	return true;
}

/* connect, one byte each way, close; the port waits for nobody */
static bool tcp_once(void *state)
{
	struct linger now = { 1, 0 };
	struct pair *p = state;
	bool ok = tcp_connect(p) && tcp_round_trip(p);

	setsockopt(p->from, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(p->from);
	if (p->to >= 0)
		close(p->to);
	p->from = p->to = -1;
	return ok;
}

#define UDP  udp_open, udp_run, close_pair, 64
#define RR   tcp_open, tcp_round_trip, close_pair, 32
#define BLK  tcp_open, tcp_bulk, close_pair, 4
#define ONCE tcp_listen, tcp_once, close_pair, 8

const struct flow flows[] = {
	{ "udp A->B", SPOT_A, SPOT_B, UDP, 0.97, 1.30 },
	{ "udp A->wire", SPOT_A, SPOT_WIRE, UDP, 0.93, 1.20 },
	{ "udp wire->A", SPOT_WIRE, SPOT_A, UDP, 1.00, 1.31 },
	{ "tcp round trip A<->B", SPOT_A, SPOT_B, RR, 0.98, 1.25 },
	{ "tcp round trip A<->wire", SPOT_A, SPOT_WIRE, RR, 0.965, 1.20 },
	{ "tcp bulk A->B", SPOT_A, SPOT_B, BLK, 0.98, 1.15 },
	{ "tcp bulk A->wire", SPOT_A, SPOT_WIRE, BLK, 0.98, 1.15 },
	{ "tcp bulk wire->A", SPOT_WIRE, SPOT_A, BLK, 0.98, 1.15 },
	{ "tcp connect A->B", SPOT_A, SPOT_B, ONCE, 0.98, 0 },
	{ "tcp connect A->wire", SPOT_A, SPOT_WIRE, ONCE, 0.98, 0 },
};

const size_t flow_count = sizeof(flows) / sizeof(flows[0]);
