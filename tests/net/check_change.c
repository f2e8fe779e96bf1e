// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_change.c - settings changed while frames flow, and what the lower gets back.
 *
 * guards: libmacbpf/api/link_set.c bpf/
 */
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "fixture.h"

#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

static void add_two(uint32_t mode)
{
	add_link("low", "mv0", mode, mac_a, &fx.box[0]);
	add_link("low", "mv1", mode, mac_b, &fx.box[1]);
	ck_assert(arrives(WIRE, mac_wire, mac_b, B));
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
}

static void set_mode(const char *name, uint32_t mode)
{
	MACBPF_OPTS(macbpf_link_opts, opts, MACVLAN(HAS_MODE(mode)));

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
	fixture_mark();
}

static bool lower_has(const char *words)
{
	static struct run r;

	run(&r, &fx.host, "ip -d link show dev low");
	return strstr(r.out, words) != NULL;
}

START_TEST(mode_counts_for_the_next_frame)
{
	add_two(MACBPF_MODE_BRIDGE);
	ck_assert(arrives_once(A, mac_a, mac_b, B));
	ck_assert(!arrives_once(A, mac_a, mac_b, WIRE));
	set_mode("mv0", MACBPF_MODE_PRIVATE);
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(arrives_once(A, mac_a, mac_b, WIRE));
	set_mode("mv0", MACBPF_MODE_BRIDGE);
	ck_assert(arrives_once(A, mac_a, mac_b, B));
	set_mode("mv1", MACBPF_MODE_VEPA);
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(arrives_once(A, mac_a, mac_all, WIRE));
	ck_assert(!arrives_once(A, mac_a, mac_all, B));
}
END_TEST

START_TEST(source_mode_comes_and_goes)
{
	uint8_t list[1][MACBPF_MAC_LEN];

	memcpy(list[0], mac_c, 6);
	add_two(MACBPF_MODE_BRIDGE);
	set_mode("mv1", MACBPF_MODE_SOURCE);
	ck_assert(!arrives_once(WIRE, mac_wire, mac_b, B));
	expect_ok(macbpf_source__change(fx.mb, NULL, "mv1", MACBPF_MACADDR_ADD, list, 1));
	ck_assert(arrives_once(WIRE, mac_c, mac_low, B));
	ck_assert_int_eq(info_of("mv1")->macaddr_count, 1);
	expect_ok(macbpf_source__change(fx.mb, NULL, "mv1", MACBPF_MACADDR_FLUSH, NULL, 0));
	ck_assert(!arrives_once(WIRE, mac_c, mac_low, B));
	set_mode("mv1", MACBPF_MODE_BRIDGE);
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, B));
}
END_TEST

START_TEST(address_changes_under_way)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac_c };

	add_two(MACBPF_MODE_BRIDGE);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv1", &opts));
	ck_assert_mem_eq(info_of("mv1")->address, mac_c, 6);
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, B));
	ck_assert(arrives_once(A, mac_a, mac_c, B));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_b, B));
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
}
END_TEST

START_TEST(mtu_reaches_the_device)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .has = MACBPF_LINK_MTU, .mtu = 1400 };

	add_two(MACBPF_MODE_BRIDGE);
	ck_assert_int_eq(info_of("mv0")->mtu, 1500);
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	ck_assert_int_eq(info_of("mv0")->mtu, 1400);
	opts.mtu = 1501;
	ck_assert_int_lt(macbpf_link__set(fx.mb, NULL, "mv0", &opts), 0);
	ck_assert_ptr_nonnull(strstr(macbpf__error(fx.mb), "low"));
	ck_assert_int_eq(info_of("mv0")->mtu, 1400);
}
END_TEST

/* Whether a frame of this length comes from the device to the wire. */
static bool full_frame_leaves(size_t len)
{
	struct frame frame = { .token = len, .len = len };
	struct capture capture = { 0 };
	int fd = frame_socket(&fx.box[0], "mv0");
	bool seen;

	capture_watch(&capture, &fx.far, "wire", ETH_P_ALL, 0);
	memcpy(frame.src, mac_a, 6);
	memcpy(frame.dst, mac_wire, 6);
	ck_assert_int_eq(backlog_send(fd, &frame), 0);
	fence_wait();
	capture_drain(&capture);
	seen = capture_count(&capture, 0, len) == 1;
	capture_close(&capture);
	close(fd);
	return seen;
}

START_TEST(mtu_can_be_raised)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .has = MACBPF_LINK_MTU, .mtu = 1400 };

	run_ok(&fx.host, "ip link set low mtu 1400");
	add_two(MACBPF_MODE_BRIDGE);
	ck_assert(full_frame_leaves(1414));
	run_ok(&fx.host, "ip link set low mtu 1500");
	opts.mtu = 1500;
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	ck_assert(full_frame_leaves(1514));
}
END_TEST

START_TEST(lower_gets_its_flags_back)
{
	ck_assert(lower_has("promiscuity 0 "));
	add_two(MACBPF_MODE_BRIDGE);
	ck_assert(lower_has("ALLMULTI"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(lower_has("ALLMULTI"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv1"));
	ck_assert(!lower_has("ALLMULTI"));
	ck_assert(lower_has("promiscuity 0 "));
}
END_TEST

START_TEST(lower_keeps_flags_that_were_not_ours)
{
	run_ok(&fx.host, "ip link set low allmulticast on promisc on");
	add_link("low", "mv0", MACBPF_MODE_PASSTHRU, NULL, &fx.box[0]);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(lower_has("ALLMULTI"));
	ck_assert(lower_has("PROMISC"));
}
END_TEST

START_TEST(passthru_takes_the_lower_over_and_gives_it_back)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = mac_c };

	add_link("low", "mv0", MACBPF_MODE_PASSTHRU, NULL, &fx.box[0]);
	ck_assert(lower_has("PROMISC"));
	ck_assert_mem_eq(info_of("mv0")->address, mac_low, 6);
	ck_assert(arrives(WIRE, mac_wire, mac_low, A));
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	ck_assert(lower_has("link/ether 02:00:00:00:01:03"));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(lower_has("link/ether 02:00:00:00:00:01"));
	ck_assert(!lower_has("PROMISC"));
}
END_TEST

START_TEST(nopromisc_leaves_the_lower_alone)
{
	MACBPF_OPTS(macbpf_macvlan_opts, macvlan, .has = MACBPF_MACVLAN_MODE | MACBPF_MACVLAN_FLAGS,
		    .mode = MACBPF_MODE_PASSTHRU, .flags = MACBPF_FLAG_NOPROMISC);
	MACBPF_OPTS(macbpf_link_opts, made, .netns = "nt-box1", .macvlan = &macvlan);
	MACBPF_OPTS(macbpf_link_opts, opts, .macvlan = &macvlan);

	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &made, NULL));
	fixture_mark();
	ck_assert(!lower_has("PROMISC"));
	macvlan.has = MACBPF_MACVLAN_FLAGS;
	macvlan.flags = 0;
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	ck_assert(lower_has("PROMISC"));
	macvlan.flags = MACBPF_FLAG_NOPROMISC;
	expect_ok(macbpf_link__set(fx.mb, NULL, "mv0", &opts));
	ck_assert(!lower_has("PROMISC"));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, mode_counts_for_the_next_frame);
	tcase_add_test(tc, source_mode_comes_and_goes);
	tcase_add_test(tc, address_changes_under_way);
	tcase_add_test(tc, mtu_reaches_the_device);
	tcase_add_test(tc, mtu_can_be_raised);
	tcase_add_test(tc, lower_gets_its_flags_back);
	tcase_add_test(tc, lower_keeps_flags_that_were_not_ours);
	tcase_add_test(tc, passthru_takes_the_lower_over_and_gives_it_back);
	tcase_add_test(tc, nopromisc_leaves_the_lower_alone);
}

int main(void)
{
	return run_suite("net: change", add_tests);
}
