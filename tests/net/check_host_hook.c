// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_host_hook.c - host access: the program at the lower's egress, where it is, and that it
 * goes.
 *
 * guards: libmacbpf/port/host.c libmacbpf/datapath/attach.c libmacbpf/datapath/clsact.c
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/hook.h"
#include "tests/harness/run.h"
#include "fixture.h"
#include "hooks.h"

#define LOW  AT(&fx.host, "low")
#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")

static void set_host_access(bool on)
{
	struct macbpf_port_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_PORT_HOST_ACCESS,
					 .host_access = on };

	expect_ok(macbpf_port__set(fx.mb, "low", &opts));
	fixture_mark();
}

static void make_two(void)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
}

static bool reaches(void)
{
	return arrives_once(LOW, mac_low, mac_a, A);
}

/* At either hook, whichever the programs of endpoints are at. */
static uint32_t programs_at_egress(const char *device)
{
	uint32_t ids[8], count = 8;
	unsigned int ifindex;
	int err;

	netns_enter(&fx.host);
	ifindex = if_nametoindex(device);
	err = bpf_prog_query((int)ifindex, HOOK_TCX_EGRESS, 0, NULL, ids, &count);
	netns_leave();
	return err ? 0 : count;
}

static void expect_at_egress(bool there)
{
	uint32_t at_clsact = strstr(tc("filter", "low", "egress"), "direct-action") != NULL;

	ck_assert_uint_eq(programs_at_egress("low") + at_clsact, there);
}

START_TEST(on_and_off)
{
	make_two();
	expect_at_egress(false);
	set_host_access(true);
	expect_at_egress(true);
	ck_assert(reaches());
	set_host_access(true);
	expect_at_egress(true);
	set_host_access(false);
	expect_at_egress(false);
	ck_assert(!reaches());
}
END_TEST

START_TEST(at_clsact)
{
	run_ok(&fx.host, "tc qdisc add dev low clsact");
	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	ck_assert_str_eq(port_hook(), "clsact");
	add_at("mv1", MACBPF_HOOK_CLSACT, mac_b, &fx.box[1]);
	set_host_access(true);
	ck_assert_uint_eq(programs_at_egress("low"), 0);
	expect_at_egress(true);
	ck_assert(arrives_once(LOW, mac_low, mac_a, A));
	ck_assert(arrives_once(A, mac_a, mac_all, LOW));
	set_host_access(false);
	expect_at_egress(false);
	ck_assert(!arrives_once(LOW, mac_low, mac_a, A));
}
END_TEST

/* What asks an ingress qdisc for its egress is given its ingress. */
START_TEST(no_place_at_the_egress)
{
	struct macbpf_port_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_PORT_HOST_ACCESS,
					 .host_access = 1 };

	run_ok(&fx.host, "tc qdisc add dev low ingress");
	add_at("mv0", MACBPF_HOOK_CLSACT, mac_a, &fx.box[0]);
	ck_assert_int_eq(macbpf_port__set(fx.mb, "low", &opts), -EBUSY);
	ck_assert_msg(strstr(macbpf__error(fx.mb), "tc qdisc replace dev low clsact"), "%s",
		      macbpf__error(fx.mb));
	ck_assert(!arrives_once(LOW, mac_low, mac_a, A));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
}
END_TEST

/* Somebody takes the program off the egress. */
START_TEST(lost_program)
{
	uint32_t ids[8], count = 8;
	unsigned int ifindex;
	int fd;

	make_two();
	set_host_access(true);
	netns_enter(&fx.host);
	ifindex = if_nametoindex("low");
	if (bpf_prog_query((int)ifindex, HOOK_TCX_EGRESS, 0, NULL, ids, &count)) {
		netns_leave();
		return;
	}
	ck_assert_uint_eq(count, 1);
	fd = bpf_prog_get_fd_by_id(ids[0]);
	ck_assert_int_eq(hook_detach_egress(fd, ifindex), 0);
	netns_leave();
	close(fd);
	ck_assert(!reaches());
	expect_ok(macbpf__settle(fx.mb));
	fixture_mark();
	expect_at_egress(true);
	ck_assert(reaches());
}
END_TEST

START_TEST(gone_with_the_last)
{
	make_two();
	set_host_access(true);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	expect_at_egress(true);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv1"));
	expect_at_egress(false);
	expect_no_clsact("low");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, on_and_off);
	tcase_add_test(tc, at_clsact);
	tcase_add_test(tc, no_place_at_the_egress);
	tcase_add_test(tc, lost_program);
	tcase_add_test(tc, gone_with_the_last);
}

int main(void)
{
	return run_suite("net: host hook", add_tests);
}
