// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_over_mtu.c - no frame that is larger than the lower's MTU leaves by the lower.
 *
 * guards: bpf/mtu.h bpf/account.h libmacbpf/port/explain_segment.c
 */
#include <net/ethernet.h>
#include <net/if.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/hook.h"
#include "tests/harness/queue.h"
#include "tests/harness/run.h"
#include "fixture.h"

#define MTU	1500
#define WIRE	0
#define SIBLING 1

/* Where the MTU is 1500. Frames have their length without the tags. */
static const struct {
	size_t len;
	enum frame_body body;
	uint16_t gso_size;
	uint8_t tags;
	bool fits;
} frames[] = {
	{ 1514, FRAME_PLAIN, 0, 0, true },    { 1515, FRAME_PLAIN, 0, 0, false },
	{ 8014, FRAME_PLAIN, 0, 0, false },   { 1514, FRAME_PLAIN, 0, 1, true },
	{ 1515, FRAME_PLAIN, 0, 1, false },   { 1510, FRAME_PLAIN, 0, 2, true },
	{ 1511, FRAME_PLAIN, 0, 2, false },   { 1514, FRAME_TCP, 0, 0, true },
	{ 1515, FRAME_TCP, 0, 0, false },     { 6000, FRAME_TCP, 1460, 0, true },
	{ 6000, FRAME_TCP, 1461, 0, false },  { 6000, FRAME_TCP6, 1440, 0, true },
	{ 6000, FRAME_TCP6, 1441, 0, false },
};
#define FRAMES (sizeof(frames) / sizeof(frames[0]))

/* Who sends: where the endpoint's frames come from. */
static struct {
	bool is_tap;
	int from;
} sender;

static const struct {
	uint32_t mode, type, hook;
} senders[] = {
	{ MACBPF_MODE_BRIDGE, MACBPF_TYPE_MACVLAN, MACBPF_HOOK_AUTO },
	{ MACBPF_MODE_PRIVATE, MACBPF_TYPE_MACVLAN, MACBPF_HOOK_AUTO },
	{ MACBPF_MODE_BRIDGE, MACBPF_TYPE_MACVLAN, MACBPF_HOOK_CLSACT },
	{ MACBPF_MODE_BRIDGE, MACBPF_TYPE_MACVTAP, MACBPF_HOOK_AUTO },
	{ MACBPF_MODE_VEPA, MACBPF_TYPE_MACVTAP, MACBPF_HOOK_CLSACT },
};
#define SENDERS (int)(sizeof(senders) / sizeof(senders[0]))

/* Its device may be set to any MTU by who has it. */
static void make_sender(int which)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_TYPE | MACBPF_LINK_HOOK,
		MACVLAN(HAS_MODE(senders[which].mode)),
		.type = senders[which].type,
		.hook = senders[which].hook,
		.address = mac_a,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};

	sender.is_tap = opts.type == MACBPF_TYPE_MACVTAP;
	opts.netns = sender.is_tap ? NULL : fx.box[0].name;
	run_ok(&fx.far, "ip link set wire mtu 9000");
	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	fixture_mark();
	if (!sender.is_tap)
		run_ok(&fx.box[0], "ip link set mv0 mtu 9000");
	sender.from = sender.is_tap ? queue_open(&fx.host, "mv0", false, 0)
				    : frame_socket(&fx.box[0], "mv0");
	ck_assert_int_ge(sender.from, 0);
}

static void send_frame(struct frame frame, const uint8_t *to)
{
	int err;

	memcpy(frame.src, mac_a, 6);
	memcpy(frame.dst, to, 6);
	err = sender.is_tap ? frame_write(sender.from, &frame) : frame_send(sender.from, &frame);
	ck_assert_int_eq(err, 0);
	fence_wait();
}

/* Whether the frame of this number has arrived there, and there alone of what has this number. */
static bool leaves(struct frame frame)
{
	struct capture capture = { 0 };
	static uint32_t token;
	bool seen;

	frame.token = ++token;
	capture_watch(&capture, &fx.far, "wire", ETH_P_ALL, WIRE);
	send_frame(frame, mac_wire);
	capture_drain(&capture);
	seen = capture_count(&capture, WIRE, token) == 1;
	capture_close(&capture);
	return seen;
}

/* The same of a frame that is only explained. */
static bool is_said_to_leave(struct frame frame)
{
	static uint8_t bytes[8192];
	MACBPF_OPTS(macbpf_explanation_opts, opts, .lower = "low", .endpoint = "mv0",
		    .origin = MACBPF_ORIGIN_ENDPOINT, .frame = bytes, .gso_size = frame.gso_size);
	struct macbpf_explanation_info info = { .sz = sizeof(info) };
	struct macbpf_explanation *explanation;

	memcpy(frame.src, mac_a, 6);
	memcpy(frame.dst, mac_wire, 6);
	opts.bytes = frame_bytes(&frame, bytes);
	expect_ok(macbpf_explanation__get(fx.mb, &opts, &explanation));
	macbpf_explanation__info(explanation, &info);
	macbpf_explanation__free(explanation);
	return info.act == MACBPF_ACT_WIRE;
}

START_TEST(both_sides_of_each_bound)
{
	uint64_t refused = 0;

	make_sender(_i);
	for (size_t i = 0; i < FRAMES; i++) {
		struct frame frame = {
			.len = frames[i].len,
			.body = frames[i].body,
			.gso_size = frames[i].gso_size,
			.tags = frames[i].tags,
			.vid = { 5, 6 },
		};

		ck_assert_msg(leaves(frame) == frames[i].fits,
			      "frame %zu: %zu bytes, %d tags, parts of %d: %s", i, frame.len,
			      frame.tags, frame.gso_size,
			      frames[i].fits ? "should leave" : "left by the lower");
		ck_assert_msg(is_said_to_leave(frame) == frames[i].fits,
			      "frame %zu is explained otherwise", i);
		refused += !frames[i].fits;
	}
	ck_assert_uint_eq(frames_counted("over-mtu"), refused);
	close(sender.from);
}
END_TEST

/* What the lower has now counts, not what it had when a command was run. */
START_TEST(as_large_as_the_lower_takes_now)
{
	static const int mtus[] = { 1280, 9000, 576, 1500 };

	make_sender(_i);
	for (size_t i = 0; i < sizeof(mtus) / sizeof(mtus[0]); i++) {
		size_t largest = (size_t)mtus[i] + ETH_HLEN;

		run_ok(&fx.host, "ip link set low mtu %d", mtus[i]);
		if (mtus[i] < 9000)
			ck_assert(!leaves((struct frame){ .len = largest + 1 }));
		ck_assert(leaves((struct frame){ .len = largest }));
	}
	close(sender.from);
}
END_TEST

/* Among endpoints it is theirs that counts. */
START_TEST(siblings_are_not_the_wire)
{
	struct frame frame = { .len = 8014, .token = 77 };
	struct capture capture = { 0 };

	make_sender(0);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	run_ok(&fx.box[1], "ip link set mv1 mtu 9000");
	run_ok(&fx.box[0], "ip link set mv0 mtu 9000"); /* the command has made it small again */
	capture_watch(&capture, &fx.far, "wire", ETH_P_ALL, WIRE);
	capture_watch(&capture, &fx.box[1], "mv1", ETH_P_ALL, SIBLING);
	send_frame(frame, mac_b);
	capture_drain(&capture);
	ck_assert_uint_eq(capture_count(&capture, SIBLING, 77), 1);
	frame.token = 78;
	send_frame(frame, mac_all);
	capture_drain(&capture);
	ck_assert_uint_eq(capture_count(&capture, SIBLING, 78), 1);
	ck_assert_uint_eq(capture_count(&capture, WIRE, 77), 0);
	ck_assert_uint_eq(capture_count(&capture, WIRE, 78), 0);
	ck_assert_uint_eq(frames_counted("over-mtu"), 1);
	capture_close(&capture);
	close(sender.from);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, both_sides_of_each_bound, 0, SENDERS);
	tcase_add_loop_test(tc, as_large_as_the_lower_takes_now, 0, SENDERS);
	tcase_add_test(tc, siblings_are_not_the_wire);
}

int main(void)
{
	return run_suite("net: over-mtu", add_tests);
}
