// SPDX-License-Identifier: GPL-2.0-only
/*
 * stream.c - sends bytes from one netns to another, compares them all, and says what carried them.
 *
 *   stream KIND BYTES SEGMENT FROM ADDRESS TO ADDRESS DEVICE
 *
 * KIND is tcp; udp, datagrams of SEGMENT bytes; df, the same that must not be fragmented; gso, many
 * datagrams handed to the kernel at once; gro, the same and received at once. What arrives on
 * DEVICE of the receiver is told as `frames N biggest N partial N read N`: how many frames, the
 * length of the biggest, how many had their checksum still to be filled in, and the most bytes that
 * the receiver got at once.
 */
#include "place.h"

#include <err.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PORT	   5000
#define BURST	   60000 /* what one system call takes with UDP_SEGMENT */
#define BURST_SEGS 60
#define READ_MAX   65536

struct side {
	struct netns ns;
	union address at;
	socklen_t len;
	int fd;
};

static struct side from, to;
static const char *kind;
static uint8_t *bytes;
static size_t total, segment, sent, received;

static struct {
	int fd;
	size_t frames, biggest, partial, read;
} watch;

static bool is(const char *word)
{
	return !strcmp(kind, word);
}

static void watch_open(const char *device)
{
	struct sockaddr_ll on = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };

	watch.fd = place_socket(&to.ns, AF_PACKET, SOCK_RAW, 0);
	netns_enter(&to.ns);
	on.sll_ifindex = if_nametoindex(device);
	netns_leave();
	option_set(watch.fd, SOL_PACKET, PACKET_VNET_HDR, 1);
	option_set(watch.fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
	option_set(watch.fd, SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20);
	if (!on.sll_ifindex || bind(watch.fd, (struct sockaddr *)&on, sizeof(on)))
		err(1, "watch %s in netns %s", device, to.ns.name);
}

/* Not ARP, neighbour discovery, reports of groups. */
static bool carries_bytes(const uint8_t *frame)
{
	const struct ether_header *eth = (const struct ether_header *)frame;
	const uint8_t *ip = frame + ETH_HLEN;

	if (eth->ether_type == htons(ETH_P_IP))
		return ip[9] == IPPROTO_TCP || ip[9] == IPPROTO_UDP;
	return eth->ether_type == htons(ETH_P_IPV6) &&
	       (ip[6] == IPPROTO_TCP || ip[6] == IPPROTO_UDP || ip[6] == IPPROTO_FRAGMENT);
}

static void watch_drain(void)
{
	struct virtio_net_hdr h;
	uint8_t head[64] = { 0 };
	struct iovec part[2] = { { &h, sizeof(h) }, { head, sizeof(head) } };
	struct msghdr msg = { .msg_iov = part, .msg_iovlen = 2 };
	ssize_t n;

	while ((n = recvmsg(watch.fd, &msg, MSG_TRUNC)) > (ssize_t)sizeof(h)) {
		size_t len = n - sizeof(h);

		if (!carries_bytes(head))
			continue;
		watch.frames++;
		watch.partial += !!(h.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM);
		watch.biggest = len > watch.biggest ? len : watch.biggest;
	}
}

static void wait_for(int fd, short events)
{
	struct pollfd p = { fd, events, 0 };

	if (poll(&p, 1, PATIENCE_MS) == 1)
		return;
	watch_drain();
	errx(1, "stuck after %zu bytes sent, %zu received of %zu; %zu frames were seen", sent,
	     received, total, watch.frames);
}

static void compare(const uint8_t *data, size_t len)
{
	if (received + len > total)
		errx(1, "%zu bytes more than were sent", received + len - total);
	if (memcmp(data, bytes + received, len))
		errx(1, "other bytes than were sent, after %zu", received);
	watch.read = len > watch.read ? len : watch.read;
	received += len;
}

static void tcp_open(void)
{
	int server = place_socket(&to.ns, to.at.any.sa_family, SOCK_STREAM, 0);

	option_set(server, SOL_SOCKET, SO_REUSEADDR, 1);
	if (bind(server, &to.at.any, to.len) || listen(server, 1))
		err(1, "listen");
	from.fd = place_socket(&from.ns, from.at.any.sa_family, SOCK_STREAM, 0);
	from.at.v4.sin_port = 0; /* the port of the connection before is not free at once */
	if (bind(from.fd, &from.at.any, from.len))
		err(1, "bind the sender");
	if (connect(from.fd, &to.at.any, to.len) && errno != EINPROGRESS)
		err(1, "connect");
	wait_for(server, POLLIN);
	to.fd = accept4(server, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (to.fd < 0)
		err(1, "accept");
	close(server);
}

static void tcp_step(void)
{
	uint8_t data[READ_MAX];
	size_t rest = total - sent;
	ssize_t n =
		rest ? send(from.fd, bytes + sent, rest > BURST ? BURST : rest, MSG_NOSIGNAL) : 0;

	if (n < 0 && errno != EAGAIN)
		err(1, "send");
	sent += n > 0 ? n : 0;
	wait_for(to.fd, POLLIN);
	n = recv(to.fd, data, sizeof(data), 0);
	if (n <= 0)
		err(1, "receive: the connection broke off");
	compare(data, n);
}

static void udp_forbid_fragments(void)
{
	if (from.at.any.sa_family == AF_INET)
		option_set(from.fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
	else
		option_set(from.fd, IPPROTO_IPV6, IPV6_DONTFRAG, 1);
}

static void udp_open(void)
{
	to.fd = place_socket(&to.ns, to.at.any.sa_family, SOCK_DGRAM, 0);
	from.fd = place_socket(&from.ns, from.at.any.sa_family, SOCK_DGRAM, 0);
	option_set(to.fd, SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20);
	if (bind(to.fd, &to.at.any, to.len) || bind(from.fd, &from.at.any, from.len))
		err(1, "bind");
	if (connect(from.fd, &to.at.any, to.len))
		err(1, "connect");
	if (is("df"))
		udp_forbid_fragments();
	if (is("gso") || is("gro"))
		option_set(from.fd, SOL_UDP, UDP_SEGMENT, segment);
	if (is("gro"))
		option_set(to.fd, SOL_UDP, UDP_GRO, 1);
}

/* The size of the datagrams that were received as one, 0 if it was one. */
static int segments_of(struct msghdr *msg)
{
	int size = 0;

	for (struct cmsghdr *m = CMSG_FIRSTHDR(msg); m; m = CMSG_NXTHDR(msg, m))
		if (m->cmsg_level == SOL_UDP && m->cmsg_type == UDP_GRO)
			memcpy(&size, CMSG_DATA(m), sizeof(size));
	return size;
}

static void udp_receive(void)
{
	static uint8_t data[READ_MAX];
	char control[CMSG_SPACE(sizeof(int))];
	struct iovec part = { data, sizeof(data) };
	struct msghdr msg = { NULL, 0, &part, 1, control, sizeof(control), 0 };
	size_t rest = total - received;
	ssize_t n;

	wait_for(to.fd, POLLIN);
	n = recvmsg(to.fd, &msg, 0);
	if (n <= 0)
		err(1, "receive");
	if ((size_t)n > segment && segments_of(&msg) != (int)segment)
		errx(1, "%zd bytes in one, in parts of %d", n, segments_of(&msg));
	if ((size_t)n < segment && (size_t)n != rest)
		errx(1, "a datagram of %zd bytes", n);
	compare(data, n);
}

/* So much that it fits into every queue on the way, then all is awaited. */
static void udp_step(void)
{
	size_t burst = is("gso") || is("gro") ? segment * BURST_SEGS : segment, len;

	while (burst > BURST)
		burst -= segment;
	len = total - sent < burst ? total - sent : burst;
	if (send(from.fd, bytes + sent, len, 0) != (ssize_t)len)
		err(1, "send %zu bytes", len);
	sent += len;
	while (received < sent)
		udp_receive();
}

static void side_open(struct side *side, const char *netns, const char *address)
{
	place_open(&side->ns, netns);
	side->len = address_read(&side->at, address, PORT);
}

static void stay_on_this_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	if (sched_setaffinity(0, sizeof(set), &set)) /* else datagrams could overtake each other */
		err(1, "stay on one CPU");
}

int main(int argc, char **argv)
{
	if (argc != 9)
		errx(1, "usage: stream KIND BYTES SEGMENT FROM ADDRESS TO ADDRESS DEVICE");
	kind = argv[1];
	total = strtoul(argv[2], NULL, 10);
	segment = strtoul(argv[3], NULL, 10);
	bytes = malloc(total);
	if (!bytes || !segment)
		errx(1, "%zu bytes in segments of %zu", total, segment);
	bytes_fill(bytes, total, total);
	stay_on_this_cpu();
	side_open(&from, argv[4], argv[5]);
	side_open(&to, argv[6], argv[7]);
	watch_open(argv[8]);
	if (is("tcp"))
		tcp_open();
	else
		udp_open();
	while (received < total) {
		if (is("tcp"))
			tcp_step();
		else
			udp_step();
		watch_drain();
	}
	printf("frames %zu biggest %zu partial %zu read %zu\n", watch.frames, watch.biggest,
	       watch.partial, watch.read);
	return 0;
}
