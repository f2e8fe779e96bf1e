// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_malformed.c - bad frames of every length through macvlan and through macbpf.
 *
 * A bare header with whatever ethertype, and what ends inside a VLAN tag, by packet sockets; what
 * is shorter than a header, which these pad or refuse, also through a tap. Nobody may get what
 * macvlan wouldn't give him, and the programs must go on afterwards.
 *
 * guards: bpf/
 */
#include <err.h>
#include <errno.h>
#include <linux/virtio_net.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/fence.h"
#include "tests/harness/netns.h"
#include "compare.h"
#include "masks.h"
#include "play.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HEADER	     14
#define LONGEST	     64

static const struct topology mixed = {
	"malformed, mixed",
	{ { "b1", "bridge" },
	  { "b2", "bridge", .local = true },
	  { "p1", "private" },
	  { "v1", "vepa" },
	  { "s1", "source", .lists = { "LISTED" } } },
};

static const struct topology alone = { "malformed, passthru", { { "t1", "passthru" } } };

static const struct topology on_tap = {
	"malformed, from a tap",
	{ { "b1", "bridge", .local = true }, { "p1", "private", .local = true } },
};

static const char *const destinations[] = {
	"LOW", "WIRE", "UNKNOWN", "#0", "BROADCAST", "STP", "#1"
};

/* Lengths where there should be a type, the borders, tags, and what is beyond all. */
static const struct {
	const char *name;
	uint16_t type;
} types[] = {
	{ "type 0", 0 },
	{ "length 1", 1 },
	{ "length 1500", 0x05dc },
	{ "below all types", 0x05ff },
	{ "the first type", 0x0600 },
	{ "IPv4", 0x0800 },
	{ "tag", 0x8100 },
	{ "outer tag", 0x88a8 },
	{ "PAUSE", 0x8808 },
	{ "IPv6", 0x86dd },
	{ "the last type", 0xffff },
};

static struct shape shapes[LONGEST + 1][COUNT(types)];

static void make_shapes(void)
{
	for (size_t len = 0; len <= LONGEST; len++)
		for (size_t i = 0; i < COUNT(types); i++)
			shapes[len][i] = (struct shape){
				.name = types[i].name,
				.frame = { .body = FRAME_BARE, .type = types[i].type, .len = len },
			};
}

/* ---------------------------------------------------------------- by packet sockets */

static void send_from(struct play *p, enum place sender, size_t len)
{
	struct probe probe = { .sender = sender, .src = { "a stranger", { 0 } } };

	for (size_t d = 0; d < COUNT(destinations); d++)
		for (size_t i = 0; i < COUNT(types); i++) {
			probe.dst = address_of(play_topology(p), destinations[d]);
			probe.shape = &shapes[len][i];
			play_frame(p, &probe);
		}
}

/* A packet socket's refusal of what is no frame is the kernel's and the same for all. */
static size_t send_stub(struct play *p, enum place sender, size_t len)
{
	uint8_t data[sizeof(struct virtio_net_hdr) + HEADER] = { 0 };
	size_t size = sizeof(struct virtio_net_hdr) + len;
	ssize_t want = send(p->macvlan.sender[sender], data, size, 0);
	ssize_t got = send(p->macbpf.sender[sender], data, size, 0);

	if (want == got)
		return 0;
	printf("malformed: %s: %zu bytes from %s: macvlan's device says %zd, macbpf's %zd\n",
	       play_topology(p)->name, len, place_name(play_topology(p), sender), want, got);
	return 1;
}

static size_t send_all(struct play *p)
{
	size_t differing = 0;

	for (enum place at = 0; at < AT_ENDPOINT + endpoint_count(play_topology(p)); at++) {
		if (at == AT_HOST)
			continue;
		for (size_t len = 0; len < HEADER; len++)
			differing += send_stub(p, at, len);
		for (size_t len = HEADER; len <= LONGEST; len++)
			send_from(p, at, len);
	}
	return differing;
}

static size_t try_topology(const struct topology *t, const char *macbpf, size_t *sent)
{
	static struct play play;
	size_t differing;

	play_open(&play, t, macbpf, false);
	differing = send_all(&play);
	differing += play_compare(&play).differing;
	*sent += play.count;
	play_close(&play);
	return differing;
}

/* ---------------------------------------------------------------- by a tap */

struct taps {
	struct tap macvlan, macbpf;
	struct probe probes[(LONGEST + 1) * COUNT(types) * COUNT(destinations)];
	size_t count;
};

static size_t write_both(struct taps *taps, const struct probe *probe)
{
	struct frame frame = probe->shape->frame;
	uint8_t bytes[LONGEST + HEADER];
	int want, got;

	memcpy(frame.dst, probe->dst.mac, sizeof(frame.dst));
	frame.token = taps->count;
	taps->probes[taps->count++] = *probe;
	frame_bytes(&frame, bytes);
	want = tap_write(&taps->macvlan, bytes, frame.len);
	got = tap_write(&taps->macbpf, bytes, frame.len);
	if (taps->count % 32 == 0) {
		tap_settle(&taps->macvlan);
		tap_settle(&taps->macbpf);
	}
	if (want == got && (want == 0 || frame.len < HEADER))
		return 0;
	printf("malformed: %zu bytes by a tap: %s, %s\n", frame.len, strerror(want), strerror(got));
	return 1;
}

static size_t write_all(struct taps *taps)
{
	struct probe probe = { .topology = &on_tap,
			       .sender = AT_WIRE,
			       .src = { "a stranger", { 0 } } };
	size_t differing = 0;

	for (size_t len = 0; len <= LONGEST; len++)
		for (size_t i = 0; i < COUNT(types); i++)
			for (size_t d = 0; d < COUNT(destinations); d++) {
				probe.dst = address_of(&on_tap, destinations[d]);
				probe.shape = &shapes[len][i];
				differing += write_both(taps, &probe);
			}
	return differing;
}

static size_t try_taps(const char *macbpf, size_t *sent)
{
	static struct taps taps;
	size_t differing;

	tap_make(&taps.macvlan, &on_tap, "ip", "nt-k-tap");
	tap_make(&taps.macbpf, &on_tap, macbpf, "nt-m-tap");
	differing = write_all(&taps);
	tap_settle(&taps.macvlan);
	tap_settle(&taps.macbpf);
	differing +=
		compare(&taps.macvlan.capture, &taps.macbpf.capture, taps.probes, taps.count, false)
			.differing;
	*sent += taps.count;
	tap_drop(&taps.macvlan);
	tap_drop(&taps.macbpf);
	return differing;
}

int main(void)
{
	const char *macbpf = getenv("MACBPF");
	size_t differing, sent = 0;

	if (!macbpf)
		errx(2, "malformed: MACBPF is to name the macbpf program");
	netns_sandbox("malformed");
	play_needs_macvlan("malformed");
	make_shapes();
	fence_open();
	differing = try_topology(&mixed, macbpf, &sent);
	differing += try_topology(&alone, macbpf, &sent);
	differing += try_taps(macbpf, &sent);
	fence_close();
	printf("malformed: %zu frames, %zu differences; masks:", sent, differing);
	masks_print();
	return differing || !sent;
}
