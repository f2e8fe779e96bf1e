// SPDX-License-Identifier: GPL-2.0-only
/* copies.c - send one broadcast, and count its copies on each device of a netns. */
#include "copies.h"

#include <arpa/inet.h>
#include <err.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <net/ethernet.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "fence.h"
#include "wait.h"

#define ROOM (16 << 20) /* bytes, for all copies that wait to be counted */

static int packet_socket(const struct netns *ns)
{
	int fd;

	if (ns)
		netns_enter(ns);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (ns)
		netns_leave();
	if (fd < 0)
		err(1, "copies: socket");
	return fd;
}

void copies_open(struct copies *c, const struct netns *ns, uint16_t type)
{
	struct sockaddr_ll all = { .sll_family = AF_PACKET, .sll_protocol = htons(type) };
	int bytes = ROOM;

	memset(c, 0, sizeof(*c));
	c->fd = packet_socket(ns);
	if (bind(c->fd, (struct sockaddr *)&all, sizeof(all)) ||
	    setsockopt(c->fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)))
		err(1, "copies: receive");
}

void copies_close(struct copies *c)
{
	close(c->fd);
}

static void drain(struct copies *c)
{
	struct sockaddr_ll from;
	socklen_t len = sizeof(from);
	char frame[64];

	while (recvfrom(c->fd, frame, sizeof(frame), 0, (struct sockaddr *)&from, &len) > 0) {
		if (from.sll_pkttype != PACKET_BROADCAST && from.sll_pkttype != PACKET_MULTICAST)
			continue;
		if (from.sll_ifindex >= COPIES_IFINDEX_MAX)
			errx(1, "copies: no device should have ifindex %d", from.sll_ifindex);
		c->got[from.sll_ifindex]++;
		c->total++;
	}
}

struct expectation {
	struct copies *c;
	unsigned int copies;
};

static bool is_met(void *arg)
{
	struct expectation *e = arg;

	drain(e->c);
	return e->c->total >= e->copies;
}

static uint16_t type_of(const struct copies *c)
{
	struct sockaddr_ll all = { 0 };
	socklen_t len = sizeof(all);

	if (getsockname(c->fd, (struct sockaddr *)&all, &len))
		err(1, "copies: name");
	return all.sll_protocol;
}

void copies_await(struct copies *c, unsigned int expected)
{
	struct expectation e = { c, expected };

	wait_until(is_met, &e, 2 * WAIT_MS);
	fence_wait();
	drain(c);
}

void copies_send(struct copies *c, const struct netns *ns, unsigned int ifindex,
		 const uint8_t source[6], unsigned int expected)
{
	static const uint8_t all[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	copies_send_to(c, ns, ifindex, source, all, expected);
}

void copies_send_to(struct copies *c, const struct netns *ns, unsigned int ifindex,
		    const uint8_t source[6], const uint8_t group[6], unsigned int expected)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = (int)ifindex };
	uint8_t frame[60] = { 0 };
	uint16_t type = type_of(c);
	int fd = packet_socket(ns);

	memcpy(frame, group, ETH_ALEN);
	memcpy(frame + ETH_ALEN, source, ETH_ALEN);
	memcpy(frame + 2 * ETH_ALEN, &type, sizeof(type));
	memset(c->got, 0, sizeof(c->got));
	c->total = 0;
	if (sendto(fd, frame, sizeof(frame), 0, (struct sockaddr *)&to, sizeof(to)) !=
	    sizeof(frame))
		err(1, "copies: send");
	close(fd);
	copies_await(c, expected);
}

void copies_put_timed(const struct copies *c, unsigned int ifindex, const uint8_t source[6],
		      uint64_t when)
{
	const struct sock_txtime by = { .clockid = CLOCK_MONOTONIC };
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = (int)ifindex };
	uint8_t frame[60] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	char control[CMSG_SPACE(sizeof(uint64_t))] = { 0 };
	struct iovec part = { frame, sizeof(frame) };
	struct msghdr msg = { &to, sizeof(to), &part, 1, control, sizeof(control), 0 };
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
	uint16_t type = type_of(c);
	int fd = packet_socket(NULL);

	memcpy(frame + ETH_ALEN, source, ETH_ALEN);
	memcpy(frame + 2 * ETH_ALEN, &type, sizeof(type));
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_TXTIME;
	head->cmsg_len = CMSG_LEN(sizeof(when));
	memcpy(CMSG_DATA(head), &when, sizeof(when));
	if (setsockopt(fd, SOL_SOCKET, SO_TXTIME, &by, sizeof(by)) ||
	    sendmsg(fd, &msg, 0) != sizeof(frame))
		err(1, "copies: send with a delivery time");
	close(fd);
}
