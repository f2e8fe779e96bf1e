// SPDX-License-Identifier: GPL-2.0-only
/* box.c - hosts on one lower: made, watched, sent to. */
#include "box.h"

#include <arpa/inet.h>
#include <err.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/closer.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"

/* 32 IPv4 groups have one MAC: the first two do. The last of each protocol are for all of a link.
 */
static const char *const groups[GROUPS] = {
	"239.1.2.3",	   "224.129.2.3", "239.1.2.4",	"224.0.1.1",	"232.1.1.1",
	"239.255.255.250", "225.7.7.7",	  "224.0.0.18", "224.0.0.251",	"ff05::1:3",
	"ff0e::1234",	   "ff02::1:2",	  "ff02::2",	"ff3e::8000:1", "ff02::1:ff00:77",
	"ff02::fb",	   "ff02::1",
};

static const char *const modes[BOXES] = {
	"bridge", "bridge", "bridge", "bridge", "vepa", "private"
};

const char *group_text(unsigned int group)
{
	return groups[group];
}

bool group_is_v6(unsigned int group)
{
	return strchr(groups[group], ':');
}

void group_mac(unsigned int group, uint8_t mac[6])
{
	bool v6 = group_is_v6(group);
	uint8_t addr[16];

	inet_pton(v6 ? AF_INET6 : AF_INET, groups[group], addr);
	memcpy(mac, v6 ? "\x33\x33" : "\x01\x00\x5e", v6 ? 2 : 3);
	memcpy(mac + (v6 ? 2 : 3), addr + (v6 ? 12 : 1), v6 ? 4 : 3);
	if (!v6)
		mac[3] &= 0x7f;
}

/* ---------------------------------------------------------------- making */

void box_sysctl(const struct box *box, const char *path, unsigned int value)
{
	char full[128];
	FILE *file;

	snprintf(full, sizeof(full), "/proc/sys/net/%s", path);
	netns_enter(&box->ns);
	file = fopen(full, "w");
	netns_leave();
	if (!file || fprintf(file, "%u", value) < 0 || fclose(file))
		err(1, "%s in %s", full, box->ns.name);
}

static int open_joiner(const struct box *box, int family)
{
	int fd;

	netns_enter(&box->ns);
	fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	netns_leave();
	if (fd < 0)
		err(1, "socket in %s", box->ns.name);
	return fd;
}

static void watch(struct boxes *b, unsigned int n)
{
	struct box *box = &b->box[n];

	box->any4 = open_joiner(box, AF_INET);
	box->source4 = open_joiner(box, AF_INET);
	box->any6 = open_joiner(box, AF_INET6);
	capture_watch(&b->capture, &box->ns, "e", ETH_P_ALL, (uint16_t)n);
	box->sender = frame_socket(&box->ns, "e");
}

static void unwatch(struct boxes *b, unsigned int n)
{
	struct box *box = &b->box[n];

	close(box->any4);
	close(box->source4);
	close(box->any6);
	capture_unwatch(&b->capture, (uint16_t)n);
	close_later(box->sender);
}

void box_reopen(struct boxes *b, unsigned int n)
{
	unwatch(b, n);
	watch(b, n);
}

static void make_netns(const struct boxes *b, struct netns *ns, const char *name, unsigned int n)
{
	char full[32];

	snprintf(full, sizeof(full), "%s-%s%u", strcmp(b->tool, "ip") ? "b" : "v", name, n);
	netns_make(ns, full);
}

static void make_box(struct boxes *b, unsigned int n)
{
	struct box *box = &b->box[n];

	box->mode = modes[n];
	make_netns(b, &box->ns, "box", n);
	box_sysctl(box, "ipv6/conf/all/disable_ipv6", 0);
	box_sysctl(box, "ipv6/conf/default/disable_ipv6", 0);
	box_sysctl(box, "ipv6/conf/default/accept_dad", 0);
	box_sysctl(box, "ipv6/conf/default/router_solicitations", 0);
	run_ok(&b->lower,
	       "%s link add link low name e address 02:00:00:00:01:%02x netns %s up type macvlan "
	       "mode %s",
	       b->tool, n + 1, box->ns.name, box->mode);
	run_ok(&box->ns, "ip address add 10.9.0.%u/24 dev e", n + 1);
	watch(b, n);
}

void boxes_make(struct boxes *b, const char *tool)
{
	memset(b, 0, sizeof(*b));
	b->tool = tool;
	make_netns(b, &b->lower, "lower", 0);
	make_netns(b, &b->wire, "wire", 0);
	make_netns(b, &b->spare, "spare", 0);
	run_ok(&b->lower, "ip link add low up type veth peer name wire netns %s", b->wire.name);
	run_ok(&b->wire, "ip link set wire up");
	for (unsigned int n = 0; n < BOXES; n++)
		make_box(b, n);
	b->wire_sender = frame_socket(&b->wire, "wire");
	if (strcmp(tool, "ip") != 0)
		run_ok(&b->lower, "%s port set low mcast-snooping on", tool);
}

void boxes_drop(struct boxes *b)
{
	for (unsigned int n = 0; n < BOXES; n++)
		unwatch(b, n);
	capture_close(&b->capture);
	close_later(b->wire_sender);
	for (unsigned int n = 0; n < BOXES; n++)
		netns_drop(&b->box[n].ns);
	netns_drop(&b->spare);
	netns_drop(&b->wire);
	netns_drop(&b->lower);
}

/* ---------------------------------------------------------------- asking */

static uint32_t groups_of(const char *hex)
{
	uint32_t set = 0;
	char text[13];
	uint8_t mac[6];

	for (unsigned int g = 0; g < GROUPS; g++) {
		group_mac(g, mac);
		snprintf(text, sizeof(text), "%02x%02x%02x%02x%02x%02x", mac[0], mac[1], mac[2],
			 mac[3], mac[4], mac[5]);
		set |= (uint32_t)!strcmp(text, hex) << g;
	}
	return set;
}

uint32_t box_filter(const struct boxes *b, unsigned int n)
{
	char device[32], hex[64];
	uint32_t set = 0;
	FILE *file;

	netns_enter(&b->box[n].ns);
	file = fopen("/proc/thread-self/net/dev_mcast", "r");
	netns_leave();
	if (!file)
		err(1, "filters of %s", b->box[n].ns.name);
	while (fscanf(file, "%*s %31s %*s %*s %63s", device, hex) == 2)
		if (!strcmp(device, "e"))
			set |= groups_of(hex);
	fclose(file);
	return set;
}

static void send_one(struct boxes *b, unsigned int from, const uint8_t dst[6])
{
	struct frame frame = { .src = { 2, 0, 0, 0, from == WIRE ? 9 : 1, (uint8_t)(from + 1) },
			       .token = ++b->token };

	memcpy(frame.dst, dst, 6);
	frame_send(from == WIRE ? b->wire_sender : b->box[from].sender, &frame);
}

static void send_broadcast(struct boxes *b)
{
	static const uint8_t broadcast[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	send_one(b, WIRE, broadcast);
}

static bool saw_since(const struct boxes *b, unsigned int n, uint32_t token)
{
	for (size_t i = 0; i < b->capture.count; i++)
		if (b->capture.seen[i].watch == n && b->capture.seen[i].token >= token)
			return true;
	return false;
}

struct arrival {
	struct boxes *b;
	uint32_t token;
};

/* Sent again: a device that has just come up carries nothing for a while. */
static bool has_arrived(void *arg)
{
	const struct arrival *a = arg;

	capture_drain(&a->b->capture);
	for (unsigned int n = 0; n < BOXES; n++)
		if (!saw_since(a->b, n, a->token)) {
			send_broadcast(a->b);
			return false;
		}
	return true;
}

/* macvlan hands out what comes from the wire later, in the order in which it came. */
static void wait_for_all(struct boxes *b)
{
	struct arrival arrival = { b, b->token + 1 };

	send_broadcast(b);
	if (!wait_until(has_arrived, &arrival, 2 * WAIT_MS))
		errx(1, "%s: a broadcast from the wire did not reach all", b->tool);
}

bool boxes_send(struct boxes *b, unsigned int from, uint32_t got[BOXES])
{
	bool once = true;
	uint32_t first;
	uint8_t mac[6];

	memset(got, 0, sizeof(uint32_t) * BOXES);
	capture_forget(&b->capture);
	wait_for_all(b);
	first = b->token + 1;
	for (unsigned int g = 0; g < GROUPS; g++) {
		group_mac(g, mac);
		send_one(b, from, mac);
	}
	wait_for_all(b);
	for (size_t i = 0; i < b->capture.count; i++) {
		const struct sighting *s = &b->capture.seen[i];
		uint32_t bit = 1u << (s->token - first);

		if (s->pkt_type == PACKET_OUTGOING || s->token - first >= GROUPS)
			continue;
		once &= !(got[s->watch] & bit);
		got[s->watch] |= bit;
	}
	return once;
}
