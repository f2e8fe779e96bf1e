// SPDX-License-Identifier: GPL-2.0-only
/*
 * world.c - the devices that programs under test see.
 *
 * All devices are in one netns, as endpoints in the lower's own netns are: so one process can be at
 * all of them.
 */
#include "world.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "bpf/abi/abi.h"
#include "tests/harness/fence.h"
#include "tests/harness/netns.h"
#include "tests/harness/run.h"

static struct netns ns;

static const uint32_t modes[HOST + 1] = {
	[B1] = MB_MODE_BRIDGE,	  [B2] = MB_MODE_BRIDGE,  [V1] = MB_MODE_VEPA,
	[V2] = MB_MODE_VEPA,	  [P1] = MB_MODE_PRIVATE, [P2] = MB_MODE_PRIVATE,
	[S1] = MB_MODE_SOURCE,	  [S2] = MB_MODE_SOURCE,  [S3] = MB_MODE_SOURCE,
	[DOWN1] = MB_MODE_BRIDGE,
};
static uint32_t hostdevs[HOST + 1];
static int sockets[HOST + 1];

static void make_pair(const char *near, const char *far)
{
	run_ok(&ns, "ip link add %s type veth peer name %s", near, far);
	run_ok(&ns, "ip link set %s up", near);
	run_ok(&ns, "ip link set %s up", far);
}

static void watch(enum who who, const char *near, const char *far)
{
	struct sockaddr_ll on = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };
	int one = 1;

	hostdevs[who] = if_nametoindex(near);
	on.sll_ifindex = if_nametoindex(far);
	sockets[who] = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (sockets[who] < 0 || bind(sockets[who], (struct sockaddr *)&on, sizeof(on)))
		err(1, "watch %s", far);
	if (setsockopt(sockets[who], SOL_PACKET, PACKET_AUXDATA, &one, sizeof(one)) ||
	    setsockopt(sockets[who], SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one)))
		err(1, "set up socket on %s", far);
}

void world_open(const char *suite)
{
	netns_sandbox(suite);
	fence_open();
	netns_make(&ns, "dp-prog");
	make_pair("low", "wire");
	for (int who = B1; who < WIRE; who++) {
		char near[16], far[16];

		snprintf(near, sizeof(near), "mb%d", who);
		snprintf(far, sizeof(far), "d%d", who);
		make_pair(near, far);
	}
	run_ok(&ns, "ip link set d%d down", DOWN1);
	netns_enter(&ns);
	watch(WIRE, "low", "wire");
	watch(HOST, "low", "low");
	for (int who = B1; who < WIRE; who++) {
		char near[16], far[16];

		snprintf(near, sizeof(near), "mb%d", who);
		snprintf(far, sizeof(far), "d%d", who);
		watch(who, near, far);
	}
}

const char *world_name(enum who who)
{
	static const char *const names[] = {
		[B1] = "b1", [B2] = "b2",	[V1] = "v1",	     [V2] = "v2",
		[P1] = "p1", [P2] = "p2",	[S1] = "s1",	     [S2] = "s2",
		[S3] = "s3", [DOWN1] = "down1", [WIRE] = "the wire", [HOST] = "the host",
	};

	return names[who];
}

uint32_t world_mode(enum who who)
{
	return modes[who];
}

uint32_t world_hostdev(enum who who)
{
	return hostdevs[who];
}

void world_mac(enum who who, uint8_t mac[6])
{
	static const uint8_t bcast[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const uint8_t mcast[] = { 0x01, 0x00, 0x5e, 0x01, 0x02, 0x03 };
	const uint8_t unicast[] = { 0x02, 0x6d, 0x62, 0, 0, who };

	memcpy(mac, who == BCAST ? bcast : who == MCAST ? mcast : unicast, 6);
}

void world_settle(void)
{
	fence_wait();
}

static uint16_t tag_of(struct msghdr *msg)
{
	struct cmsghdr *m = CMSG_FIRSTHDR(msg);
	struct tpacket_auxdata aux;

	if (!m || m->cmsg_level != SOL_PACKET || m->cmsg_type != PACKET_AUXDATA)
		errx(1, "no auxdata");
	memcpy(&aux, CMSG_DATA(m), sizeof(aux));
	return aux.tp_status & TP_STATUS_VLAN_VALID ? aux.tp_vlan_tci : 0;
}

bool world_receive(enum who who, struct received *out)
{
	char control[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
	struct iovec part = { out->data, sizeof(out->data) };
	struct msghdr msg = { NULL, 0, &part, 1, control, sizeof(control), 0 };
	ssize_t n = recvmsg(sockets[who], &msg, 0);

	if (n < 0 && errno != EAGAIN && errno != ENETDOWN)
		err(1, "receive");
	if (n < 0)
		return false;
	out->len = n;
	out->tci = tag_of(&msg);
	return true;
}

void world_forget(void)
{
	struct received any;

	for (int who = B1; who <= HOST; who++)
		while (world_receive(who, &any))
			;
}

void world_send(enum who who, const void *data, size_t len)
{
	if (send(sockets[who], data, len, 0) != (ssize_t)len)
		err(1, "send from %s", world_name(who));
}
