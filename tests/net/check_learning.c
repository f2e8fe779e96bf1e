// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_learning.c - a bridge in a container: hosts behind it are learnt, if the operator lets
 * them.
 *
 * guards: bpf/stations.h libmacbpf/endpoint/learning.c libmacbpf/endpoint/promisc.c
 */
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "suite.h"

#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")
#define VM   AT(&fx.box[2], "e0") /* behind the bridge in A's container */

static const uint8_t mac_vm[6] = { 2, 0, 0, 0, 7, 1 };

static void make(const char *words)
{
	for (int i = 0; i < 2; i++)
		run_ok(&fx.host,
		       "%s link add link low name mv%d address %s netns nt-box%d up "
		       "type macvlan mode bridge %s",
		       macbpf_path(), i, mac_text(i ? mac_b : mac_a), i + 1, i ? "" : words);
	run_ok(&fx.box[0], "ip link add br0 type bridge mcast_snooping 0");
	run_ok(&fx.box[0], "ip link add v0 type veth peer name e0 address %s netns nt-box3",
	       mac_text(mac_vm));
	run_ok(&fx.box[0], "ip link set mv0 master br0");
	run_ok(&fx.box[0], "ip link set v0 up master br0");
	run_ok(&fx.box[0], "ip link set br0 up");
	run_ok(&fx.box[2], "ip link set e0 up");
	ck_assert(arrives(WIRE, mac_wire, mac_all, VM));
	ck_assert(arrives(WIRE, mac_wire, mac_all, B));
}

static bool fdb_says(const char *words)
{
	static struct run r;
	char line[96];

	snprintf(line, sizeof(line), "%s dev mv0 hostdev mb0 link low mode bridge%s",
		 mac_text(mac_vm), words);
	run(&r, &fx.host, "%s fdb show", macbpf_path());
	return strstr(r.out, line) != NULL;
}

START_TEST(who_has_sent_is_reached)
{
	make("learning on");
	ck_assert(arrives(VM, mac_vm, mac_wire, WIRE));
	ck_assert(arrives_once(WIRE, mac_wire, mac_vm, VM));
	ck_assert(arrives_once(B, mac_b, mac_vm, VM));
	ck_assert(arrives_once(VM, mac_vm, mac_b, B));
	ck_assert(!arrives_once(B, mac_b, mac_vm, WIRE));
	ck_assert(fdb_says(" learnt"));
	ck_assert_uint_eq(info_of("mv0")->learnt_count, 1);
}
END_TEST

/* A veth is promiscuous once for the addresses of its filter, which it hasn't. */
START_TEST(off_is_the_default)
{
	make("");
	ck_assert(arrives(VM, mac_vm, mac_wire, WIRE));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_vm, VM));
	ck_assert(!fdb_says(""));
	ck_assert(device_says(&fx.host, "low", "promiscuity 1 "));
}
END_TEST

START_TEST(on_and_off)
{
	make("");
	run_ok(&fx.host, "%s link set mv0 type macvlan learning on", macbpf_path());
	ck_assert(device_says(&fx.host, "low", "promiscuity 2 "));
	ck_assert(arrives(VM, mac_vm, mac_wire, WIRE));
	ck_assert(arrives_once(WIRE, mac_wire, mac_vm, VM));
	run_ok(&fx.host, "%s link set mv0 type macvlan learning off", macbpf_path());
	ck_assert(device_says(&fx.host, "low", "promiscuity 1 "));
	ck_assert(!fdb_says(""));
	ck_assert(arrives(VM, mac_vm, mac_wire, WIRE));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_vm, VM));
	run_ok(&fx.host, "%s link set mv0 type macvlan learning on", macbpf_path());
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(device_says(&fx.host, "low", "promiscuity 1 "));
}
END_TEST

/* It goes on over commands, and changes of mode. */
START_TEST(commands_keep_what_was_learnt)
{
	make("learning on");
	ck_assert(arrives(VM, mac_vm, mac_wire, WIRE));
	next_command(TOOL_MACBPF);
	ck_assert(arrives_once(WIRE, mac_wire, mac_vm, VM));
	run_ok(&fx.host, "%s link set mv0 type macvlan mode private", macbpf_path());
	ck_assert(arrives_once(WIRE, mac_wire, mac_vm, VM));
	ck_assert(!arrives_once(B, mac_b, mac_vm, VM));
}
END_TEST

/* From a sibling's, the lower's, and many that it invents. */
START_TEST(who_lies_takes_nothing)
{
	uint8_t mac[6] = { 2, 0, 0, 0, 9, 0 };

	make("macaddr-limit 4 learning on");
	ck_assert(arrives(VM, mac_b, mac_wire, WIRE));
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, B));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_b, VM));
	ck_assert(arrives(VM, mac_low, mac_wire, WIRE));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_low, VM));
	ck_assert_uint_ge(frames_counted("not-learnt"), 2);
	for (int i = 0; i < 20; i++) {
		mac[5] = (uint8_t)i;
		ck_assert(arrives(VM, mac, mac_wire, WIRE));
	}
	ck_assert_uint_eq(info_of("mv0")->learnt_count, 4);
	ck_assert_uint_ge(frames_counted("not-learnt"), 18);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, who_has_sent_is_reached);
	tcase_add_test(tc, off_is_the_default);
	tcase_add_test(tc, on_and_off);
	tcase_add_test(tc, commands_keep_what_was_learnt);
	tcase_add_test(tc, who_lies_takes_nothing);
}

int main(void)
{
	return run_suite("learning", add_tests);
}
