// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_termination.c - what a lower and the private endpoint on it receive from the wire.
 *
 * guards: libmacbpf/ bpf/
 */
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "tests/net/suite.h"

#define BOX	(&fx.box[0])
#define UNICAST "02:00:00:00:77:77"
#define GROUP	"01:00:5e:01:02:03"
#define GROUP6	"33:33:00:01:02:03"
#define PTP	"01:1b:19:00:00:00"
#define PTP_P2P "01:80:c2:00:00:0e"
#define ALL	"ff:ff:ff:ff:ff:ff"
#define LOWER	"02:00:00:00:00:01"
#define OWN	"02:00:00:00:01:01"

/*
 * What is seen is the packet type at three places: a tap on the lower, the host's stack, the
 * endpoint. H: HOST, O: OTHERHOST, M: MULTICAST, B: BROADCAST, -: nothing.
 */
struct row {
	const char *dst;
	/* What is done to the devices before: the end of an ip command. */
	const char *on_lower, *on_endpoint;
	const char *seen;
};

/* With the device, and what does and undoes it: add and on, or del and off. */
#define SET(flag)   "link set %1$s " flag " %3$s"
#define JOIN(group) "maddress %2$s " group " dev %1$s"

static const struct row rows[] = {
	/* The lower takes what is for itself, and all that an endpoint does not. */
	{ LOWER, NULL, NULL, "HH-" },
	{ OWN, NULL, NULL, "O-H" },
	{ UNICAST, NULL, NULL, "OO-" },
	{ ALL, NULL, NULL, "BBB" },
	/* Promiscuous, neither gets more of unicast. */
	{ UNICAST, SET("promisc"), NULL, "OO-" },
	{ OWN, SET("promisc"), NULL, "O-H" },
	{ LOWER, NULL, SET("promisc"), "HH-" },
	{ UNICAST, NULL, SET("promisc"), "OO-" },
	{ UNICAST, SET("allmulticast"), SET("allmulticast"), "OO-" },
	/* Groups that the endpoint has asked for, one by one or all. */
	{ GROUP, NULL, JOIN(GROUP), "MMM" },
	{ GROUP, JOIN(GROUP), JOIN(GROUP), "MMM" },
	{ GROUP6, NULL, JOIN(GROUP6), "MMM" },
	{ GROUP, NULL, SET("allmulticast"), "MMM" },
	{ GROUP, NULL, SET("promisc"), "MMM" },
	{ GROUP6, NULL, SET("allmulticast"), "MMM" },
	{ PTP, NULL, JOIN(PTP), "MMM" },
	{ PTP, NULL, SET("allmulticast"), "MMM" },
	{ PTP_P2P, NULL, JOIN(PTP_P2P), "MMM" },
	{ PTP_P2P, JOIN(PTP_P2P), SET("promisc"), "MMM" },
};

enum place { LOW_TAP, STACK, ENDPOINT };

struct scene {
	struct capture capture;
	uint32_t token;
	int wire;
};

static void parse_mac(const char *text, uint8_t mac[6])
{
	ck_assert_int_eq(sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1], &mac[2],
				&mac[3], &mac[4], &mac[5]),
			 6);
}

static void scene_open(struct scene *s)
{
	memset(s, 0, sizeof(*s));
	s->wire = frame_socket(&fx.far, "wire");
	capture_watch(&s->capture, &fx.host, "low", ETH_P_ALL, LOW_TAP);
	capture_watch(&s->capture, &fx.host, "low", FRAME_TYPE, STACK);
	capture_watch(&s->capture, BOX, "mv0", ETH_P_ALL, ENDPOINT);
}

static void scene_close(struct scene *s)
{
	capture_close(&s->capture);
	close(s->wire);
}

static void send_from_wire(struct scene *s, const uint8_t *dst)
{
	struct frame frame = { .token = ++s->token };

	memcpy(frame.dst, dst, 6);
	memcpy(frame.src, mac_wire, 6);
	ck_assert_int_eq(backlog_send(s->wire, &frame), 0);
}

static bool endpoint_has_last(void *arg)
{
	struct scene *s = arg;

	capture_drain(&s->capture);
	return capture_count(&s->capture, ENDPOINT, s->token) > 0;
}

/* Group frames wait in a queue in the kernel's driver; none overtakes the broadcast. */
static void settle(struct scene *s)
{
	send_from_wire(s, mac_all);
	ck_assert_msg(wait_until(endpoint_has_last, s, WAIT_MS), "no broadcast arrives");
	fence_wait();
	capture_drain(&s->capture);
}

static char type_at(const struct scene *s, enum place place, uint32_t token)
{
	static const char letter[] = { [PACKET_HOST] = 'H',
				       [PACKET_BROADCAST] = 'B',
				       [PACKET_MULTICAST] = 'M',
				       [PACKET_OTHERHOST] = 'O' };

	for (size_t i = 0; i < s->capture.count; i++) {
		const struct sighting *seen = &s->capture.seen[i];

		if (seen->watch == place && seen->token == token)
			return seen->pkt_type < sizeof(letter) ? letter[seen->pkt_type] : '?';
	}
	return '-';
}

static void what_is_seen(struct scene *s, const uint8_t *dst, char seen[4])
{
	uint32_t token = s->token + 1;

	send_from_wire(s, dst);
	settle(s);
	for (int place = LOW_TAP; place <= ENDPOINT; place++)
		seen[place] = type_at(s, place, token);
	seen[ENDPOINT + 1] = '\0';
}

static void configure(const struct netns *ns, const char *device, const char *words, bool on)
{
	char line[128];

	if (!words)
		return;
	snprintf(line, sizeof(line), words, device, on ? "add" : "del", on ? "on" : "off");
	run_ok(ns, "ip %s", line);
}

static void add_endpoint(int tool)
{
	run_ok(&fx.host,
	       "%s link add link low name mv0 address " OWN
	       " netns nt-box1 type macvlan mode private",
	       tool_path(tool));
	run_ok(BOX, "ip link set mv0 up");
	fixture_mark();
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, AT(BOX, "mv0")));
}

static void expect_row(struct scene *s, int tool, const struct row *row)
{
	uint8_t dst[6];
	char seen[4];

	parse_mac(row->dst, dst);
	configure(&fx.host, "low", row->on_lower, true);
	configure(BOX, "mv0", row->on_endpoint, true);
	what_is_seen(s, dst, seen);
	ck_assert_msg(!strcmp(seen, row->seen), "%s: to %s (%s; %s): %s instead of %s",
		      tool_path(tool), row->dst, row->on_lower ?: "", row->on_endpoint ?: "", seen,
		      row->seen);
	configure(BOX, "mv0", row->on_endpoint, false);
	configure(&fx.host, "low", row->on_lower, false);
}

START_TEST(frame_and_place)
{
	struct scene s;

	add_endpoint(_i);
	scene_open(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect_row(&s, _i, &rows[i]);
	scene_close(&s);
}
END_TEST

#define GROUPS 32

/* macvlan has a filter, by a hash: now and then a stranger gets through. macbpf has none. */
START_TEST(groups_that_nobody_joined)
{
	uint8_t group[6] = { 0x01, 0, 0x5e, 0x7f, 0x33 };
	int got = 0;
	struct scene s;
	char seen[4];

	add_endpoint(_i);
	run_ok(BOX, "ip maddress add " GROUP " dev mv0");
	scene_open(&s);
	for (int i = 0; i < GROUPS; i++) {
		group[5] = i;
		what_is_seen(&s, group, seen);
		ck_assert_msg(!strncmp(seen, "MM", 2), "the lower: %s", seen);
		got += seen[ENDPOINT] == 'M';
	}
	scene_close(&s);
	if (_i == TOOL_KERNEL)
		ck_assert_int_lt(got, GROUPS / 4);
	else
		ck_assert_int_eq(got, GROUPS);
}
END_TEST

/* A card with filters must let frames for the endpoint in, so a card without any takes all. */
START_TEST(lower_takes_frames_for_strangers)
{
	ck_assert(device_says(&fx.host, "low", "promiscuity 0 "));
	add_endpoint(_i);
	ck_assert(device_says(&fx.host, "low", "promiscuity 1 "));
	run_ok(_i == TOOL_KERNEL ? BOX : &fx.host, "%s link del mv0", tool_path(_i));
	ck_assert(device_says(&fx.host, "low", "promiscuity 0 "));
	ck_assert(!device_says(&fx.host, "low", "ALLMULTI"));
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, frame_and_place);
	add_for_both(tc, groups_that_nobody_joined);
	add_for_both(tc, lower_takes_frames_for_strangers);
}

int main(void)
{
	return run_suite("net: termination", add_tests);
}
