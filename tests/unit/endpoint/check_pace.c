// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_pace.c - what is let go at once is a frame of the lower at least, whatever its MTU is by
 * now.
 *
 * guards: libmacbpf/endpoint/pace.c libmacbpf/endpoint/queue.c
 */
#include <stdio.h>

#include "tests/unit/scene.h"

#define SMALL 2000
#define JUMBO (9000 + 18)

#define BOTH(burst)                                                                                \
	RATING(.has = MACBPF_RATE_IN | MACBPF_RATE_OUT, .in = 1000000, .in_burst = (burst),        \
	       .out = 1000000, .out_burst = (burst))

static void expect_bursts(uint32_t burst)
{
	ck_assert_uint_eq(rig_dev("mb0")->tbf.burst, burst);
	ck_assert_uint_eq(rig_dev("mb0-o")->tbf.burst, burst);
	ck_assert_uint_eq(rig_info("mv0")->rate_in_burst, burst);
	ck_assert_uint_eq(rig_info("mv0")->rate_out_burst, burst);
}

static void follow_mtu(uint32_t mtu)
{
	rig_dev("eth0")->dev.mtu = mtu;
	rig_settle();
}

START_TEST(a_small_burst_follows_the_lowers_mtu)
{
	rig_open();
	scene_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ BOTH(SMALL) });
	expect_bursts(SMALL);
	follow_mtu(9000);
	expect_bursts(JUMBO);
	follow_mtu(1500);
	expect_bursts(SMALL);
}
END_TEST

START_TEST(what_is_large_enough_stays)
{
	rig_open();
	scene_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ BOTH(0) });
	expect_bursts(16384);
	follow_mtu(9000);
	expect_bursts(16384);
	follow_mtu(65535);
	expect_bursts(65535 + 18);
}
END_TEST

/* Where macbpf is to choose, it chooses one that fits. */
START_TEST(a_lower_of_huge_frames_has_rates)
{
	rig_open();
	rig_dev("eth0")->dev.mtu = 65535;
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), BOTH(0) });
	expect_bursts(65535 + 18);
}
END_TEST

START_TEST(another_rate_keeps_the_others_burst)
{
	rig_open();
	scene_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ BOTH(SMALL) });
	rig_dev("eth0")->dev.mtu = 9000;
	rig_set("mv0", (struct macbpf_link_opts){ RATING(.has = MACBPF_RATE_OUT, .out = 2000000,
							 .out_burst = JUMBO) });
	expect_bursts(JUMBO);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, a_small_burst_follows_the_lowers_mtu);
	tcase_add_test(tc, what_is_large_enough_stays);
	tcase_add_test(tc, a_lower_of_huge_frames_has_rates);
	tcase_add_test(tc, another_rate_keeps_the_others_burst);
}

int main(void)
{
	return rig_main("pace", fill);
}
