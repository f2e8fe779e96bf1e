// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_agent.c - with an agent running, what is done without macbpf counts at once, as with
 * macvlan; and one that has nothing to do does nothing.
 *
 * guards: libmacbpf/api/agent.c libmacbpf/session/news.c libmacbpf/session/watched.c
 */
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "suite.h"

#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

#define IDLE_MS 300 /* some fifty times what an agent waits for more */

#define LATE_MS 1200 /* the kernel tells of a carrier up to a second late */

static struct macbpf *mb;
static struct macbpf_agent *agent;
static int passes;

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* False if nothing was to be heard for so long. */
static bool serve(struct macbpf_agent *a, int ms)
{
	struct pollfd in = { .fd = macbpf_agent__fd(a), .events = POLLIN };
	int got;

	if (poll(&in, 1, ms) != 1)
		return false;
	got = macbpf_agent__dispatch(a);
	ck_assert_int_ge(got, 0);
	passes += got;
	return true;
}

/* Until nothing has woken it for so long: it hears what it has caused itself, too. */
static void rest_for(int ms)
{
	uint64_t deadline = now_ms() + WAIT_MS;

	while (serve(agent, ms))
		ck_assert_msg(now_ms() < deadline, "an agent doesn't come to rest");
}

static void rest(void)
{
	rest_for(IDLE_MS);
}

/* What was just done is followed by a pass that nobody has asked for. */
static void expect_followed(void)
{
	int before = passes;

	rest();
	ck_assert_int_gt(passes, before);
}

static void start(void)
{
	MACBPF_OPTS(macbpf_open_opts, opts, .netns = fx.host.name);

	ck_assert_int_eq(macbpf__open(&mb, &opts), 0);
	ck_assert_int_eq(macbpf_agent__open(mb, &agent), 0);
	passes = 0;
	rest();
	ck_assert_int_ge(passes, 1);
}

static void stop(void)
{
	macbpf_agent__close(agent);
	macbpf__close(mb);
}

static void add_two(void)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	start();
}

START_TEST(address_set_with_ip)
{
	add_two();
	run_ok(&fx.box[0], "ip link set mv0 address 02:00:00:00:01:03");
	expect_followed();
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, A));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, A));
	stop();
}
END_TEST

/* What is made later is known, too. */
START_TEST(of_one_that_was_made_later)
{
	add_two();
	add_link("low", "mv2", MACBPF_MODE_BRIDGE, mac_c, &fx.box[2]);
	expect_followed();
	/* Before Linux 6.2 only what is down can have another name. */
	run_ok(&fx.box[2], "ip link set mv2 down");
	run_ok(&fx.box[2], "ip link set mv2 name eth7 up");
	run_ok(&fx.box[2], "ip link set eth7 address 02:00:00:00:01:44");
	expect_followed();
	ck_assert(arrives_once(WIRE, mac_wire, (const uint8_t[]){ 2, 0, 0, 0, 1, 0x44 },
			       AT(&fx.box[2], "eth7")));
	stop();
}
END_TEST

START_TEST(mtu_of_the_lower)
{
	add_two();
	run_ok(&fx.host, "ip link set low mtu 1400");
	expect_followed();
	ck_assert(device_says(&fx.box[0], "mv0", "mtu 1400"));
	ck_assert(device_says(&fx.box[1], "mv1", "mtu 1400"));
	stop();
}
END_TEST

START_TEST(address_of_the_lower_passthru)
{
	add_link("low", "mv0", MACBPF_MODE_PASSTHRU, NULL, &fx.box[0]);
	start();
	run_ok(&fx.host, "ip link set low address 02:00:00:00:01:03");
	expect_followed();
	ck_assert(device_says(&fx.box[0], "mv0", "link/ether 02:00:00:00:01:03"));
	run_ok(&fx.box[0], "ip link set mv0 address 02:00:00:00:01:09");
	expect_followed();
	ck_assert(device_says(&fx.box[0], "mv0", "link/ether 02:00:00:00:01:03"));
	stop();
}
END_TEST

START_TEST(of_two_namesakes_the_one_that_is_up)
{
	MACBPF_OPTS(macbpf_link_opts, opts, .address = mac_a, .netns = "nt-box2");

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	expect_ok(macbpf_link__add(fx.mb, "low", "mv1", &opts, NULL));
	start();
	run_ok(&fx.box[0], "ip link set mv0 down");
	run_ok(&fx.box[1], "ip link set mv1 up");
	ck_assert(arrives(WIRE, mac_wire, mac_all, B));
	expect_followed();
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, B));
	stop();
}
END_TEST

START_TEST(moved_beside_the_lower)
{
	add_two();
	run_ok(&fx.box[0], "ip link set mv0 netns nt-host");
	run_ok(&fx.host, "ip link set mv0 up");
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.host, "mv0")));
	expect_followed();
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.host, "mv0")));
	stop();
}
END_TEST

START_TEST(deleted)
{
	add_two();
	run_ok(&fx.box[0], "ip link del mv0");
	expect_followed();
	ck_assert_int_eq(count_links(), 1);
	run_ok(&fx.box[1], "ip link del mv1");
	expect_followed();
	ck_assert_msg(!device_says(&fx.host, "low", "ALLMULTI"), "its lower is as it was");
	stop();
}
END_TEST

START_TEST(lower_deleted)
{
	add_two();
	run_ok(&fx.host, "ip link del low");
	expect_followed();
	ck_assert(!device_exists(&fx.box[0], "mv0"));
	ck_assert(!device_exists(&fx.box[1], "mv1"));
	stop();
}
END_TEST

/* As a network manager does that takes all devices for its own. */
START_TEST(hostdev_set_down)
{
	add_two();
	run_ok(&fx.host, "ip link set mb0 down mtu 1500");
	expect_followed();
	ck_assert(device_says(&fx.host, "mb0", "mtu 65535"));
	ck_assert(device_says(&fx.host, "mb0", "UP"));
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	stop();
}
END_TEST

/* The kernel tells of a clsact that goes, and of no program at TCX. */
START_TEST(hostdev_that_lost_its_clsact)
{
	MACBPF_OPTS(macbpf_link_opts, opts, .has = MACBPF_LINK_HOOK | MACBPF_LINK_KIND,
		    .hook = MACBPF_HOOK_CLSACT, .kind = MACBPF_KIND_VETH, .address = mac_a,
		    .netns = "nt-box1", .dev_flags = IFF_UP, .dev_flags_mask = IFF_UP);

	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	start();
	run_ok(&fx.host, "tc qdisc del dev mb0 ingress");
	expect_followed();
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	stop();
}
END_TEST

/* What holds an endpoint to a rate is made of devices that somebody may take for his. */
START_TEST(queue_of_a_rate)
{
	static const char *const deeds[] = { "ip link del mb0-o", "ip link set mb0-b down",
					     "tc qdisc del dev mb0-o root" };
	MACBPF_OPTS(macbpf_rate_opts, rate, .has = MACBPF_RATE_OUT, .out = 100000000);
	MACBPF_OPTS(macbpf_link_opts, opts, .rate = &rate);
	static struct run r;

	add_two();
	expect_ok(macbpf_link__set(fx.mb, "low", "mv0", &opts));
	expect_followed();
	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		run_ok(&fx.host, "%s", deeds[i]);
		expect_followed();
		run(&r, &fx.host, "tc qdisc show dev mb0-o root");
		ck_assert_msg(strstr(r.out, "tbf 6d62: "), "%s: %s", deeds[i], r.out);
		ck_assert_msg(arrives(A, mac_a, mac_wire, WIRE), "%s", deeds[i]);
	}
	stop();
}
END_TEST

START_TEST(macvlan_on_a_device)
{
	add_two();
	run_ok(&fx.box[0], "ip link add link mv0 name v0 address 02:00:00:00:01:03 type macvlan");
	run_ok(&fx.box[0], "ip link set v0 up");
	expect_followed();
	ck_assert(arrives(WIRE, mac_wire, mac_c, AT(&fx.box[0], "v0")));
	stop();
}
END_TEST

static bool has_carrier(void *arg)
{
	serve(agent, 10);
	return device_says(&fx.box[0], "mv0", "LOWER_UP") == !!arg;
}

START_TEST(carrier)
{
	MACBPF_OPTS(macbpf_port_opts, opts, .has = MACBPF_PORT_CARRIER, .carrier_follow = 1);

	add_two();
	expect_ok(macbpf_port__set(fx.mb, "low", &opts));
	run_ok(&fx.far, "ip link set wire down");
	ck_assert(wait_until(has_carrier, NULL, WAIT_MS));
	run_ok(&fx.far, "ip link set wire up");
	ck_assert(wait_until(has_carrier, &fx, WAIT_MS));
	stop();
}
END_TEST

/* Of what doesn't matter nobody is kept busy, and nothing wakes an agent that has nothing to do. */
START_TEST(what_is_none_of_its_business)
{
	int before;

	add_two();
	rest_for(LATE_MS);
	before = passes;
	run_ok(&fx.host, "ip link add other type veth peer name peer netns nt-box3");
	run_ok(&fx.host, "ip link set other up mtu 1400");
	run_ok(&fx.host, "ip link del other");
	rest_for(LATE_MS);
	ck_assert_int_eq(passes, before);
	stop();
}
END_TEST

static void make_changes(int count)
{
	FILE *file = fopen("/tmp/changes", "we");

	ck_assert_ptr_nonnull(file);
	for (int i = 0; i < count; i++)
		fprintf(file, "link set mv0 address 02:00:00:00:02:%02x\n", i & 0xff);
	fprintf(file, "link set mv0 address 02:00:00:00:01:03\n");
	fclose(file);
	run_ok(&fx.box[0], "ip -batch /tmp/changes");
	remove("/tmp/changes");
}

/* Thousands of events are a few passes: here they have all come, or been lost, before it looks. */
START_TEST(many_events)
{
	int before;

	add_two();
	before = passes;
	make_changes(8000);
	expect_followed();
	ck_assert_int_le(passes, before + 5);
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, A));
	stop();
}
END_TEST

START_TEST(two_of_them)
{
	struct macbpf_agent *other;
	int before;

	add_two();
	ck_assert_int_eq(macbpf_agent__open(mb, &other), 0);
	before = passes;
	run_ok(&fx.box[0], "ip link set mv0 address 02:00:00:00:01:03");
	while (serve(agent, IDLE_MS) + serve(other, IDLE_MS))
		ck_assert_int_lt(passes, before + 8);
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, A));
	macbpf_agent__close(other);
	stop();
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, address_set_with_ip);
	tcase_add_test(tc, of_one_that_was_made_later);
	tcase_add_test(tc, mtu_of_the_lower);
	tcase_add_test(tc, address_of_the_lower_passthru);
	tcase_add_test(tc, of_two_namesakes_the_one_that_is_up);
	tcase_add_test(tc, moved_beside_the_lower);
	tcase_add_test(tc, deleted);
	tcase_add_test(tc, lower_deleted);
	tcase_add_test(tc, hostdev_set_down);
	tcase_add_test(tc, hostdev_that_lost_its_clsact);
	tcase_add_test(tc, queue_of_a_rate);
	tcase_add_test(tc, macvlan_on_a_device);
	tcase_add_test(tc, carrier);
	tcase_add_test(tc, what_is_none_of_its_business);
	tcase_add_test(tc, many_events);
	tcase_add_test(tc, two_of_them);
}

int main(void)
{
	return run_suite("net: agent", add_tests);
}
