// SPDX-License-Identifier: GPL-2.0-only
/* check_bugs.c - macvlan's bugs: docs/parity.md says what we do instead, and what we can't. */
#include <stdlib.h>
#include <string.h>

#include "../harness/run.h"
#include "fixture.h"

#define WIRE AT(&fx.far, "wire")
#define HOST AT(&fx.host, "low")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")

/* A counter of sysfs, which shows the devices of the netns in which it is mounted. */
static long counter(const struct netns *ns, const char *device, const char *name)
{
	static struct run r;

	run(&r, ns, "ip netns exec %s cat /sys/class/net/%s/statistics/%s", ns->name, device, name);
	ck_assert_msg(!r.status, "%s", r.err);
	return atol(r.out);
}

START_TEST(nodst_swallows_while_down)
{
	const uint8_t list[1][MACBPF_MAC_LEN] = { { 0x02, 0, 0, 0, 0, 0x02 } };
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_MODE | MACBPF_LINK_FLAGS | MACBPF_LINK_MACADDR,
		.mode = MACBPF_MODE_SOURCE,
		.flags = MACBPF_FLAG_NODST,
		.macaddr_op = MACBPF_MACADDR_ADD,
		.macaddr = list,
		.macaddr_count = 1,
	};

	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, B));
	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_b, B));
	ck_assert_msg(arrives_once(WIRE, mac_c, mac_b, B), "only what listed sources send");
}
END_TEST

START_TEST(passthru_that_is_down_takes_the_frames)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_MODE,
		.mode = MACBPF_MODE_PASSTHRU,
	};
	const char *hostdev;
	long before;

	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts));
	hostdev = info_of("mv0")->hostdev;
	before = counter(&fx.host, hostdev, "tx_dropped");
	ck_assert(!arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "mv0")));
	ck_assert_int_gt(counter(&fx.host, hostdev, "tx_dropped"), before);
}
END_TEST

START_TEST(bytes_of_a_broadcast_are_counted_once)
{
	long before;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	before = counter(&fx.box[1], "mv1", "rx_bytes");
	ck_assert(arrives_once(A, mac_a, mac_all, B));
	ck_assert_int_eq(counter(&fx.box[1], "mv1", "rx_bytes") - before, 60);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, nodst_swallows_while_down);
	tcase_add_test(tc, passthru_that_is_down_takes_the_frames);
	tcase_add_test(tc, bytes_of_a_broadcast_are_counted_once);
}

int main(void)
{
	return run_suite("net: bugs", add_tests);
}
