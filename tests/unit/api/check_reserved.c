// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_reserved.c - what an option struct keeps for later is refused until it means something.
 *
 * guards: libmacbpf/base/opts.c libmacbpf/endpoint/change.c
 */
#include <errno.h>

#include "tests/unit/refusal.h"

#define SENTENCE "is reserved: it is to be 0"

START_TEST(of_an_endpoint)
{
	const struct macbpf_macvlan_opts macvlan = { .sz = sizeof(macvlan), .reserved = 1 };
	const struct macbpf_guard_opts guard = { .sz = sizeof(guard), .reserved = 1 };
	const struct macbpf_rate_opts rate = { .sz = sizeof(rate), .reserved = 1 };
	const struct macbpf_link_opts opts[] = { { .macvlan = &macvlan },
						 { .guard = &guard },
						 { .rate = &rate } };

	rig_open();
	refusal_two();
	for (size_t i = 0; i < ARRAY_SIZE(opts); i++) {
		rig_expect(rig_try_add("eth0", "mv9", opts[i]), -EINVAL, SENTENCE, "add");
		rig_expect(rig_try_set("eth0", "mv0", opts[i]), -EINVAL, SENTENCE, "set");
	}
}
END_TEST

START_TEST(of_a_question)
{
	static const unsigned char frame[60];
	const struct macbpf_explanation_opts explain = { .sz = sizeof(explain),
							 .lower = "eth0",
							 .frame = frame,
							 .bytes = sizeof(frame),
							 .origin = MACBPF_ORIGIN_WIRE,
							 .reserved = 1 };
	const struct macbpf_upgrade_opts upgrade = { .sz = sizeof(upgrade), .reserved = 1 };
	struct macbpf_trace_opts trace = { .sz = sizeof(trace), .lower = "eth0" };
	struct macbpf_explanation *explanation;
	struct macbpf_trace *tracing;

	rig_open();
	refusal_two();
	rig_expect(macbpf_explanation__get(rig_mb, &explain, &explanation), -EINVAL, SENTENCE,
		   "explain");
	rig_expect(macbpf_port__upgrade(rig_mb, "eth0", &upgrade, NULL), -EINVAL, SENTENCE,
		   "upgrade");
	for (size_t i = 0; i < ARRAY_SIZE(trace.reserved); i++) {
		trace.reserved[i] = 1;
		rig_expect(macbpf_trace__open(rig_mb, &trace, &tracing), -EINVAL, SENTENCE,
			   "trace");
		trace.reserved[i] = 0;
	}
}
END_TEST

/* A switch is 0 or 1: what else it may be one day is kept as well. */
START_TEST(of_a_switch)
{
	const struct macbpf_tap_opts tap = { .sz = sizeof(tap), .nonblock = 2 };
	int fd;

	rig_open();
	refusal_two();
	rig_expect(macbpf_tap__open(rig_mb, NULL, "mv0", &tap, &fd, 1), -EINVAL,
		   "nonblock 2 is neither 0 (off) nor 1 (on)", "tap");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, of_an_endpoint);
	tcase_add_test(tc, of_a_question);
	tcase_add_test(tc, of_a_switch);
}

int main(void)
{
	return rig_main("reserved", fill);
}
