// SPDX-License-Identifier: GPL-2.0-only
/* group.c - one frame for many: broadcast, multicast, and the question who has an address. */
#include <arpa/inet.h>
#include <err.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/run.h"
#include "crowd.h"
#include "crowd_kinds.h"
#include "kthreads.h"

#define PROTOCOL 0x88b5 /* local experiments: no stack answers it */

/* How long until the last copy of each has arrived. */
static void time_frames(struct crowd *c, double cost[PARTS])
{
	double start = now();

	for (unsigned int i = 0; i < c->row->batch; i++) {
		struct tally before = crowd_tally(c);

		crowd_send(c);
		crowd_wait(c, before, 1);
	}
	cost[0] = now() - start;
}

void group_measure(void *state, double cost[PARTS])
{
	time_frames(state, cost);
}

struct account group_close(void *state)
{
	return crowd_close(state);
}

/* ---------------------------------------------------------------- broadcast */

static void *broadcast_open(struct peer *peer, const struct row *row)
{
	struct crowd *c = crowd_open(peer, row, PROTOCOL);

	if (!c)
		return NULL;
	crowd_ready(c);
	crowd_for_all(c);
	return c;
}

const struct kind kind_broadcast = { broadcast_open, group_measure, group_close };

/*
 * The same by CPU time, whoever spent it: macvlan leaves frames from the wire to a kernel thread,
 * on whatever CPU. What threads of the kernel used is read before and after.
 */
static void cpu_measure(void *state, double cost[PARTS])
{
	struct crowd *c = state;
	struct tally before = crowd_tally(c);
	double threads = kthreads_seconds(), own = thread_seconds();

	for (unsigned int i = 0; i < c->row->batch; i++)
		crowd_send(c);
	own = thread_seconds() - own;
	crowd_wait(c, before, c->row->batch);
	cost[0] = own + kthreads_seconds() - threads;
}

const struct kind kind_broadcast_cpu = { broadcast_open, cpu_measure, group_close };

/* ---------------------------------------------------------------- multicast */

#define GROUP_IP  0xef010203u /* 239.1.2.3 */
#define GROUP_MAC "\x01\x00\x5e\x01\x02\x03"

/* A datagram for the group: who listens for members must find one. */
static void make_datagram(struct crowd *c)
{
	/* version, length, TTL 1, UDP, checksum, from 192.0.2.1; then ports, length, no checksum */
	static const uint8_t headers[] = {
		0x45, 0, 0, 46, 0, 0, 0, 0, 1, 17, 0x06, 0xba, 192, 0,
		2,    1, 0, 0,	0, 0, 9, 9, 9, 9,  0,	 26,   0,   0,
	};
	const uint32_t group = htonl(GROUP_IP);

	memcpy(c->frame, GROUP_MAC, ETH_ALEN);
	memcpy(c->frame + ETH_HLEN, headers, sizeof(headers));
	memcpy(c->frame + ETH_HLEN + 16, &group, sizeof(group));
}

/* Endpoint `one` joins the group, as a program of its container would. */
static int join(const struct crowd *c, unsigned int one)
{
	struct ip_mreqn member = { .imr_multiaddr.s_addr = htonl(GROUP_IP),
				   .imr_ifindex = c->ifindex[one] };
	int fd;

	netns_enter(&c->peer->spot[SPOT_B]);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &member, sizeof(member)))
		err(1, "bench: %s: join a group", c->peer->name);
	netns_leave();
	return fd;
}

void group_set_snooping(const struct peer *peer, const char *to)
{
	if (peer->id == PEER_MACBPF)
		run_ok(&peer->host, "%s port set link low mcast-snooping %s", macbpf_path(), to);
}

/* To switch it on asks who listens: when that is done, the answer is there. */
static void *listen_open(struct peer *peer, const struct row *row, bool snooping)
{
	struct crowd *c = crowd_open(peer, row, ETHERTYPE_IP);

	if (!c)
		return NULL;
	make_datagram(c);
	crowd_ready(c);
	if (row->to == SPOT_B) {
		c->other_fd = join(c, 1);
		crowd_for_one(c, 1);
	}
	if (snooping)
		group_set_snooping(peer, "on");
	crowd_try(c);
	return c;
}

static void *multicast_open(struct peer *peer, const struct row *row)
{
	return listen_open(peer, row, false);
}

static void *snooping_open(struct peer *peer, const struct row *row)
{
	return listen_open(peer, row, true);
}

static struct account snooping_close(void *state)
{
	const struct peer *peer = ((struct crowd *)state)->peer;

	group_set_snooping(peer, "off");
	return group_close(state);
}

const struct kind kind_multicast = { multicast_open, group_measure, group_close };
const struct kind kind_snooping = { snooping_open, group_measure, snooping_close };
