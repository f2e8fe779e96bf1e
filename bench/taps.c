// SPDX-License-Identifier: GPL-2.0-only
/* taps.c - endpoints of type macvtap: frames that a virtual machine would send and receive. */
#include <err.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "crowd.h"
#include "floor.h"
#include "peers.h"

#define PROTOCOL 0x88b5 /* local experiments: no stack answers it */
#define HDR	 sizeof(struct virtio_net_hdr)
#define PATIENCE 100000 /* empty looks before a frame counts as lost */
#define INDEX	 7001	/* of the kernel's, whose files are /dev/tap<ifindex> for all namespaces */

/* From one of the taps, or the wire, to another. */
struct line {
	const struct row *row;
	int from, to;
	struct count wire;
	size_t skip; /* of the buffer, if the sender takes no virtio header */
	uint8_t buffer[HDR + FRAME_BYTES];
	struct account account;
};

static void tap_mac(uint8_t mac[ETH_ALEN], enum spot spot)
{
	memcpy(mac, (uint8_t[]){ 2, 0, 0, 2, 0, spot == SPOT_WIRE ? 9 : spot + 1 }, ETH_ALEN);
}

static void make_tap(const struct peer *peer, enum spot spot)
{
	bool ours = peer_is_ours(peer);
	char index[32] = "";

	if (!ours)
		snprintf(index, sizeof(index), "index %d", INDEX + spot);
	run_ok(&peer->host,
	       "%s link add link low name tap%d %s address 02:00:00:02:00:%02x up "
	       "type macvtap mode bridge",
	       ours ? macbpf_path() : "ip", spot, index, spot + 1);
}

static void taps_make(struct peer *peer, enum peer_id id)
{
	card_make(peer, id);
	make_tap(peer, SPOT_A);
	make_tap(peer, SPOT_B);
	if (id == PEER_FLOOR)
		floor_lay_taps(peer);
}

/* As QEMU does: ours is a TAP device, the kernel's a file of its own. */
static int open_tap(const struct peer *peer, enum spot spot)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR };
	char path[32] = "/dev/net/tun";
	int fd, header = HDR;

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "tap%d", spot);
	if (peer->id == PEER_MACVLAN)
		snprintf(path, sizeof(path), "/dev/tap%d", INDEX + spot);
	netns_enter(&peer->host);
	fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &ifr) || ioctl(fd, TUNSETVNETHDRSZ, &header))
		err(1, "bench: %s: open a tap", peer->name);
	netns_leave();
	return fd;
}

static bool arrived(const struct line *l, unsigned long before)
{
	uint8_t buffer[HDR + FRAME_BYTES];
	bool here = false;

	for (int i = 0; !here && i < PATIENCE; i++)
		here = l->to < 0 ? l->wire.seen[COUNT_ALL] > before
				 : read(l->to, buffer, sizeof(buffer)) == sizeof(buffer) &&
					   !memcmp(buffer + HDR, l->buffer + HDR, FRAME_BYTES);
	return here;
}

static bool one_frame(const struct line *l)
{
	size_t len = sizeof(l->buffer) - l->skip;
	unsigned long before = l->wire.seen[COUNT_ALL];

	return write(l->from, l->buffer + l->skip, len) == (ssize_t)len && arrived(l, before);
}

/* A tap carries frames a moment after somebody opened it: the first that arrives is the proof. */
static void wait_ready(const struct line *l)
{
	double end = now() + READY_SECONDS;
	bool ready;

	do
		ready = one_frame(l);
	while (!ready && now() < end);
	if (!ready)
		errx(1, "bench: %s: nothing arrives", l->row->name);
}

static void *line_open(struct peer *peer, const struct row *row)
{
	const uint32_t mark = COUNT_MARK;
	struct line *l = calloc(1, sizeof(*l));

	if (!l)
		err(1, "bench");
	*l = (struct line){ .row = row, .from = -1, .to = -1 };
	count_open(&l->wire, &peer->spot[SPOT_WIRE], PROTOCOL);
	if (row->from == SPOT_WIRE)
		l->from = crowd_sender(&peer->spot[SPOT_WIRE], "wire");
	else
		l->from = open_tap(peer, row->from);
	l->skip = row->from == SPOT_WIRE ? HDR : 0;
	if (row->to != SPOT_WIRE)
		l->to = open_tap(peer, row->to);
	tap_mac(l->buffer + HDR, row->to);
	tap_mac(l->buffer + HDR + ETH_ALEN, row->from);
	l->buffer[HDR + 12] = PROTOCOL >> 8;
	l->buffer[HDR + 13] = PROTOCOL & 0xff;
	memcpy(l->buffer + HDR + COUNT_MARK_AT, &mark, sizeof(mark));
	wait_ready(l);
	return l;
}

static void line_measure(void *state, double cost[PARTS])
{
	struct line *l = state;
	double start = now();

	for (unsigned int i = 0; i < l->row->batch; i++)
		l->account.lost += !one_frame(l);
	cost[0] = now() - start;
	l->account.sent += l->row->batch;
}

static struct account line_close(void *state)
{
	struct line *l = state;
	struct account account = l->account;

	close(l->from);
	if (l->to >= 0)
		close(l->to);
	count_close(&l->wire);
	free(l);
	return account;
}

static const struct kind line = { line_open, line_measure, line_close };

static const struct row rows[] = {
	{ "tap->tap", &line, SPOT_A, SPOT_B, 0, 64, { { 1.20, 0 } } },
	{ "tap->wire", &line, SPOT_A, SPOT_WIRE, 0, 64, { { 0.98, 0 } } },
	{ "wire->tap", &line, SPOT_WIRE, SPOT_A, 0, 64, { { 0.93, 0 } } },
};

const struct section taps = {
	.title = "Taps, against the kernel's macvtap",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 4, 75, 500 },
	.floor = true,
	.exact = true,
	.make = taps_make,
};
