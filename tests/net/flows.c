// SPDX-License-Identifier: GPL-2.0-only
/* flows.c - numbered frames between the wire and three endpoints: none lost, doubled or late. */
#include "flows.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/capture.h"
#include "tests/harness/frame.h"
#include "tests/harness/wait.h"
#include "fixture.h"

#define FRAMES_MAX  200000 /* of one flow */
#define FRAMES_FAST 100000 /* what is slow to end has fewer in a second from then on */
#define PACE_US	    2000
#define TRIES	    3

enum { WIRE, A, B, C, PLACES };

#define TO(place) (1u << (place))

/* C is private: bridge endpoints and it don't hear each other. */
static const struct flow {
	int from;
	const uint8_t *dst;
	unsigned int to;
} flows[] = {
	{ WIRE, mac_a, TO(A) },		  { A, mac_b, TO(B) },
	{ B, mac_wire, TO(WIRE) },	  { WIRE, mac_all, TO(A) | TO(B) | TO(C) },
	{ A, mac_all, TO(WIRE) | TO(B) }, { C, mac_wire, TO(WIRE) },
};

_Static_assert(sizeof(flows) / sizeof(flows[0]) == FLOWS, "the header says another number");

static const uint8_t *const macs[PLACES] = { mac_wire, mac_a, mac_b, mac_c };
static struct capture capture;
static int sockets[PLACES];
static uint32_t sent;
static uint64_t lost_before;
static uint8_t seen[PLACES][FLOWS][FRAMES_MAX];

void flows_make_endpoints(void)
{
	add_link("low", "mva", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mvb", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	add_link("low", "mvc", MACBPF_MODE_PRIVATE, mac_c, &fx.box[2]);
	fixture_mark();
}

void flows_open(void)
{
	const struct spot at[PLACES] = { AT(&fx.far, "wire"), AT(&fx.box[0], "mva"),
					 AT(&fx.box[1], "mvb"), AT(&fx.box[2], "mvc") };

	sent = 0;
	lost_before = backlog_lost();
	memset(seen, 0, sizeof(seen));
	for (int i = 0; i < PLACES; i++) {
		capture_watch(&capture, at[i].ns, at[i].device, FRAME_TYPE, (uint16_t)i);
		sockets[i] = frame_socket(at[i].ns, at[i].device);
	}
}

void flows_send(void)
{
	for (uint32_t i = 0; i < FLOWS; i++) {
		struct frame frame = { .token = i << 24 | sent };

		memcpy(frame.dst, flows[i].dst, 6);
		memcpy(frame.src, macs[flows[i].from], 6);
		ck_assert_int_eq(backlog_send(sockets[flows[i].from], &frame), 0);
	}
	sent++;
	ck_assert_uint_lt(sent, FRAMES_MAX);
	if (sent > FRAMES_FAST)
		usleep(PACE_US);
	capture_drain(&capture);
}

void flows_close(void)
{
	capture_close(&capture);
}

int flows_send_until_end(pid_t pid)
{
	int status;

	while (!waitpid(pid, &status, WNOHANG))
		flows_send();
	return status;
}

static size_t wanted(void)
{
	size_t count = 0;

	for (size_t i = 0; i < FLOWS; i++)
		count += (size_t)__builtin_popcount(flows[i].to) * sent;
	return count;
}

static bool all_are_there(void *arg)
{
	(void)arg;
	capture_drain(&capture);
	return capture.count >= wanted();
}

/* In the order of their coming at each place. */
static void expect_once(void)
{
	uint32_t next[PLACES][FLOWS] = { 0 };

	wait_until(all_are_there, NULL, WAIT_MS);
	for (size_t i = 0; i < capture.count; i++) {
		uint32_t flow = capture.seen[i].token >> 24, n = capture.seen[i].token & 0xffffff;
		uint16_t place = capture.seen[i].watch;

		ck_assert_msg(flow < FLOWS && n < sent, "a frame of nobody's at %u", place);
		ck_assert_msg(flows[flow].to & TO(place), "flow %u got to place %u", flow, place);
		ck_assert_msg(!seen[place][flow][n]++, "frame %u of flow %u is doubled at %u", n,
			      flow, place);
		ck_assert_msg(n >= next[place][flow], "frame %u of flow %u is late at %u", n, flow,
			      place);
		next[place][flow] = n + 1;
	}
}

/* False if it isn't to be told whether it was us who lost a frame. */
static bool have_all_come(int try)
{
	unsigned long long others;
	size_t lost;

	expect_once();
	lost = wanted() - capture.count;
	if (!lost)
		return true;
	others = backlog_lost() - lost_before;
	ck_assert_msg(others && try < TRIES, "try %d: of %zu frames %zu are lost, in backlogs %llu",
		      try, wanted(), lost, others);
	printf("try %d: %zu frames lost, in backlogs %llu\n", try, lost, others);
	return false;
}

uint32_t flows_during(void (*deeds)(void))
{
	bool done = false;

	for (int try = 1; !done; try++) {
		flows_open();
		deeds();
		done = have_all_come(try);
		flows_close();
	}
	return sent;
}
