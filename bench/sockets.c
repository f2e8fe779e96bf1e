// SPDX-License-Identifier: GPL-2.0-only
/* sockets.c - open, connect and close sockets in the spots of a peer. */
#include "sockets.h"

#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peers.h"

#define PORT	 9000
#define PATIENCE 100000 /* empty reads before a frame counts as lost */

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

static struct pair *new_pair(const struct peer *peer, const struct row *row)
{
	struct pair *p = calloc(1, sizeof(*p));

	if (!p)
		err(1, "bench");
	*p = (struct pair){
		.from = -1,
		.to = -1,
		.listener = -1,
		.there = { .sin_family = AF_INET, .sin_port = htons(PORT) },
		.netns = peer_netns(peer, row->from),
		.row = row,
	};
	p->there.sin_addr.s_addr = peer_address(peer->id, row->from, row->to);
	return p;
}

struct account pair_close(struct pair *p)
{
	struct account account = p->account;

	if (p->from >= 0)
		close(p->from);
	if (p->to >= 0)
		close(p->to);
	if (p->listener >= 0)
		close(p->listener);
	free(p);
	return account;
}

bool read_all(int fd, size_t want)
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

/* A new device carries frames a moment after it was made: the first that arrives is the proof. */
static void wait_ready(const struct pair *p)
{
	static const char bytes[UDP_BYTES];
	double end = now() + READY_SECONDS;
	bool ready;

	do
		ready = send(p->from, bytes, sizeof(bytes), 0) == sizeof(bytes) &&
			read_all(p->to, sizeof(bytes));
	while (!ready && now() < end);
	if (!ready)
		errx(1, "bench: %s: nothing arrives", p->row->name);
}

struct pair *pair_udp(const struct peer *peer, const struct row *row)
{
	struct pair *p = new_pair(peer, row);

	p->to = listening_in(peer_netns(peer, row->to), SOCK_DGRAM);
	p->from = socket_in(p->netns, SOCK_DGRAM);
	if (connect(p->from, (struct sockaddr *)&p->there, sizeof(p->there)))
		err(1, "bench: %s: connect", peer->name);
	wait_ready(p);
	return p;
}

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

bool pair_connect(struct pair *p)
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

void pair_disconnect(struct pair *p)
{
	struct linger at_once = { 1, 0 };

	setsockopt(p->from, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(p->from);
	if (p->to >= 0)
		close(p->to);
	p->from = p->to = -1;
}

struct pair *pair_listen(const struct peer *peer, const struct row *row)
{
	struct pair *p = new_pair(peer, row);

	p->listener = listening_in(peer_netns(peer, row->to), SOCK_STREAM);
	return p;
}

struct pair *pair_tcp(const struct peer *peer, const struct row *row)
{
	struct pair *p = pair_listen(peer, row);

	if (!pair_connect(p))
		errx(1, "bench: %s: no TCP connection", peer->name);
	return p;
}
