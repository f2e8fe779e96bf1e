// SPDX-License-Identifier: GPL-2.0-only
/* stream.c - as much as a path takes: a process that sends all it can, and a clock where it
 * arrives. */
#include "stream.h"

#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PORT	 5001
#define PATIENT	 20    /* seconds without a byte */
#define PIECE	 65536 /* of TCP */
#define PACKET	 1458  /* of UDP: 1500 bytes with all headers */
#define TOGETHER 40    /* of these, where time is short */
#define WARM	 1.0
#define LONGEST	 (1 << 18)

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct sockaddr_in address_of(const char *text)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(PORT) };

	if (inet_pton(AF_INET, text, &at.sin_addr) != 1)
		errx(1, "%s is no address", text);
	return at;
}

static int socket_in(const struct netns *ns, bool udp)
{
	int fd;

	netns_enter(ns);
	fd = socket(AF_INET, udp ? SOCK_DGRAM : SOCK_STREAM, 0);
	netns_leave();
	if (fd < 0)
		err(1, "make a socket");
	return fd;
}

static int listen_in(const struct stream *s)
{
	const struct timeval patient = { .tv_sec = PATIENT };
	struct sockaddr_in at = address_of(s->address);
	int fd = socket_in(s->to, s->udp), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patient, sizeof(patient));
	if (bind(fd, (struct sockaddr *)&at, sizeof(at)) || (!s->udp && listen(fd, 1)))
		err(1, "listen at %s", s->address);
	return fd;
}

/* So that a call is no limit: it is cut by who needs it in packets. */
static size_t packets_of(const struct stream *s, int fd)
{
	int size = PACKET;

	if (!s->udp)
		return PIECE;
	if (!s->together || setsockopt(fd, IPPROTO_UDP, UDP_SEGMENT, &size, sizeof(size)))
		return PACKET;
	return PACKET * TOGETHER;
}

/* Until it is killed: what a full queue refuses is offered again. */
static void send_all(const struct stream *s)
{
	static const char data[PIECE];
	struct sockaddr_in to = address_of(s->address);
	int fd = socket_in(s->from, s->udp);
	size_t size;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)))
		err(1, "connect to %s", s->address);
	size = packets_of(s, fd);
	for (;;)
		if (send(fd, data, size, 0) < 0 && !s->udp)
			_exit(1);
}

static double receive(int fd, double seconds)
{
	static char data[LONGEST];
	double begin = now() + WARM, first = 0, last = 0;
	uint64_t bytes = 0;
	ssize_t got;

	while (last - first < seconds || !first) {
		got = recv(fd, data, sizeof(data), 0);
		if (got <= 0)
			err(1, "nothing arrives any more");
		last = now();
		if (last < begin)
			continue;
		if (first)
			bytes += (uint64_t)got;
		else
			first = last; /* from the end of this one */
	}
	return (double)bytes * 8 / (last - first);
}

double stream_rate(const struct stream *stream)
{
	int fd = listen_in(stream), in = fd;
	pid_t pid = fork();
	double rate;

	if (pid < 0)
		err(1, "fork");
	if (!pid)
		send_all(stream);
	if (!stream->udp)
		in = accept(fd, NULL, NULL);
	if (in < 0)
		err(1, "accept");
	rate = receive(in, stream->seconds);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	if (in != fd)
		close(in);
	close(fd);
	return rate;
}
