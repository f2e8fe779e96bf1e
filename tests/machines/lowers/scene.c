// SPDX-License-Identifier: GPL-2.0-only
/* scene.c - endpoints, watches, and frames that are sent until the right ones see them. */
#include "scene.h"

#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/text.h"
#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"

#define WATCHES	 8
#define LINE_LEN 256

static struct {
	struct capture capture;
	const char *name[WATCHES];
	int watches;
	uint32_t token;
} scene;

static void needs(const char *kind)
{
	static struct run r;

	if (!run(&r, NULL, "ip link add name probe type %s", kind)) {
		run_ok(NULL, "ip link del probe");
		return;
	}
	if (!strstr(r.err, "Unknown device type"))
		return; /* it wants more words, so it is there */
	printf("this kernel has no devices of kind %s\n", kind);
	exit(77);
}

void scene_watch(const char *name, struct spot at)
{
	ck_assert_int_lt(scene.watches, WATCHES);
	scene.name[scene.watches] = name;
	capture_watch(&scene.capture, at.ns, at.device, ETH_P_ALL, scene.watches++);
}

void scene_add(int tool, const char *lower, int box, const char *mode)
{
	static const char *const names[BOXES] = { "A", "B", "C" };
	static const uint8_t *const macs[BOXES] = { mac_a, mac_b, mac_c };
	char device[16];

	snprintf(device, sizeof(device), "mv%d", box);
	run_ok(HOST, "%s link add link %s name %s address %s netns %s up type macvlan mode %s",
	       tool_path(tool), lower, device, mac_text(macs[box]), fx.box[box].name, mode);
	if (tool == TOOL_MACBPF)
		fixture_mark();
	scene_watch(names[box], AT(&fx.box[box], device));
}

void scene_clear(int tool, unsigned int boxes)
{
	for (int i = 0; i < BOXES; i++)
		if (boxes & 1 << i)
			run_ok(tool == TOOL_KERNEL ? &fx.box[i] : HOST, "%s link del mv%d",
			       tool_path(tool), i);
	capture_close(&scene.capture);
	scene.watches = 0;
}

static const struct sighting *sighting_of(int watch, uint32_t token, int *count)
{
	const struct sighting *found = NULL;

	*count = 0;
	for (size_t i = 0; i < scene.capture.count; i++) {
		const struct sighting *s = &scene.capture.seen[i];

		if (s->watch != watch || s->token != token || s->pkt_type == PACKET_OUTGOING)
			continue;
		found = s;
		++*count;
	}
	return found;
}

static void describe(char line[LINE_LEN], int watch, uint32_t token, size_t bare)
{
	int count, inside;
	const struct sighting *s = sighting_of(watch, token, &count);

	if (!s)
		return;
	inside = (int)(s->len - bare) / 4 - !!s->tpid;
	mb_text_append(line, LINE_LEN, "%s%s", *line ? " " : "", scene.name[watch]);
	if (s->tpid)
		mb_text_append(line, LINE_LEN, "/%d", s->tci & 0xfff);
	while (inside-- > 0)
		mb_text_append(line, LINE_LEN, "+");
	if (s->pkt_type == PACKET_OTHERHOST)
		mb_text_append(line, LINE_LEN, "?");
	if (count > 1)
		mb_text_append(line, LINE_LEN, "x%d", count);
}

static const char *seen_of(const struct frame *frame)
{
	static char line[LINE_LEN];
	size_t bare = frame->len ? frame->len : ETH_ZLEN;

	*line = '\0';
	capture_drain(&scene.capture);
	for (int i = 0; i < scene.watches; i++)
		describe(line, i, frame->token, bare);
	return line;
}

struct attempt {
	struct frame frame;
	const char *seen;
	int fd;
};

static bool is_seen(void *arg)
{
	struct attempt *a = arg;

	return !strcmp(seen_of(&a->frame), a->seen);
}

/* macvlan hands out group frames from the wire some time later. */
#define LATER_MS 5

static bool try_once(void *arg)
{
	struct attempt *a = arg;

	a->frame.token = ++scene.token;
	frame_send(a->fd, &a->frame);
	fence_wait();
	return wait_until(is_seen, a, LATER_MS);
}

void scene_expect(struct spot from, struct frame frame, const char *seen)
{
	struct attempt a = { frame, seen, frame_socket(from.ns, from.device) };
	uint32_t first;

	wait_until(try_once, &a, 2 * WAIT_MS);
	first = a.frame.token;
	wait_until(try_once, &a, 2 * WAIT_MS);
	close(a.fd);
	a.frame.token = first;
	ck_assert_msg(is_seen(&a), "from %s to %s, %d tags: seen by \"%s\" instead of \"%s\"",
		      from.device, mac_text(frame.dst), frame.tags, seen_of(&a.frame), seen);
}

void scene_ping(const struct netns *ns, const char *address)
{
	static struct run r;

	ck_assert_msg(!run(&r, ns, "ping -q -c 1 -W 20 %s", address), "ping %s from %s: %s",
		      address, ns->name, r.out);
}

void scene_enslave(const struct netns *ns, const char *device, const char *master)
{
	run_ok(ns, "ip link set %s down", device);
	run_ok(ns, "ip link set %s master %s", device, master);
	run_ok(ns, "ip link set %s up", device);
}

void scene_expect_part(int tool, const char *whole)
{
	static struct run r;
	char way_out[64];

	snprintf(way_out, sizeof(way_out), "give %s itself", whole);
	ck_assert_int_eq(run(&r, HOST, "%s link add link low name mv0 type macvlan mode bridge",
			     tool_path(tool)),
			 2);
	if (tool == TOOL_MACBPF)
		ck_assert_ptr_nonnull(strstr(r.err, way_out));
}

void scene_make_pair(int tool, const char *lower)
{
	scene_add(tool, lower, 0, "bridge");
	scene_add(tool, lower, 1, "bridge");
	scene_watch("net", NET);
}

void scene_expect_all_paths(void)
{
	scene_expect(A, FRAME(mac_wire, mac_a), "net");
	scene_expect(B, FRAME(mac_wire, mac_b), "net");
	scene_expect(NET, FRAME(mac_a, mac_wire), "A");
	scene_expect(NET, FRAME(mac_b, mac_wire), "B");
	scene_expect(NET, FRAME(mac_all, mac_wire), "A B");
	scene_expect(A, FRAME(mac_b, mac_a), "B");
	scene_expect(A, FRAME(mac_all, mac_a), "B net");
}

static bool has_mtu(void *arg)
{
	(void)arg;
	return device_says(&fx.box[0], "mv0", "mtu 1400");
}

pid_t scene_start_agent(const char *lower)
{
	pid_t agent = run_start(HOST, "%s agent", macbpf_path());

	run_ok(HOST, "ip link set %s mtu 1400", lower);
	ck_assert(wait_until(has_mtu, NULL, WAIT_MS));
	return agent;
}

void scene_stop_agent(pid_t agent)
{
	int status;

	ck_assert_int_eq(kill(agent, SIGTERM), 0);
	ck_assert_int_eq(waitpid(agent, &status, 0), agent);
	ck_assert_int_eq(status, 0);
}

static void (*add_these)(TCase *tc);

static void close_scene(void)
{
	capture_close(&scene.capture);
	memset(&scene, 0, sizeof(scene));
}

static void add_all(TCase *tc)
{
	tcase_add_checked_fixture(tc, NULL, close_scene);
	add_these(tc);
}

int scene_suite(const char *name, const char *kind, void (*add_tests)(TCase *tc))
{
	netns_sandbox(name);
	needs(kind);
	add_these = add_tests;
	return run_suite(name, add_all);
}
