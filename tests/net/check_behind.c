// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_behind.c - addresses behind one endpoint: a macvlan on its device, and others that add
 * some.
 *
 * guards: libmacbpf/endpoint/behind.c libmacbpf/endpoint/secondary.c libmacbpf/kernel/rtnl_fdb.c
 */
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "suite.h"

#define WIRE AT(&fx.far, "wire")
#define A    AT(&fx.box[0], "mv0")
#define B    AT(&fx.box[1], "mv1")
#define V    AT(&fx.box[0], "v0")

static const uint8_t mac_v[6] = { 0, 0, 0x5e, 0, 1, 0x33 }; /* of VRRP */

static void make_two(int tool)
{
	for (int i = 0; i < 2; i++)
		run_ok(&fx.host,
		       "%s link add link low name mv%d address %s netns nt-box%d up "
		       "type macvlan mode bridge",
		       tool_path(tool), i, mac_text(i ? mac_b : mac_a), i + 1);
	ck_assert(arrives(WIRE, mac_wire, mac_all, A));
	ck_assert(arrives(WIRE, mac_wire, mac_all, B));
}

static void put_on_mv0(const char *type)
{
	run_ok(&fx.box[0], "ip link add link mv0 name v0 address %s type %s mode bridge",
	       mac_text(mac_v), type);
	run_ok(&fx.box[0], "ip link set v0 up");
}

/* As `macbpf fdb show` has it; "" if it leads nowhere. */
static const char *entry_of(const uint8_t mac[6])
{
	static struct run r;
	static char line[256];
	const char *found;

	run(&r, &fx.host, "%s fdb show", macbpf_path());
	found = strstr(r.out, mac_text(mac));
	snprintf(line, sizeof(line), "%.*s", found ? (int)strcspn(found, "\n") : 0, found ?: "");
	return line;
}

static bool nic_has(const uint8_t mac[6])
{
	static struct run r;

	run(&r, &fx.host, "bridge fdb show dev low self");
	return strstr(r.out, mac_text(mac)) != NULL;
}

/* keepalived's use_vmac does it; and a virtual machine in a container, with a macvtap. */
static void nested_device_is_reached(int tool, const char *type)
{
	make_two(tool);
	put_on_mv0(type);
	next_command(tool);
	ck_assert(arrives(WIRE, mac_wire, mac_v, V));
	ck_assert(arrives(B, mac_b, mac_v, V));
	ck_assert(arrives(V, mac_v, mac_wire, WIRE));
	ck_assert(arrives(V, mac_v, mac_b, B));
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	ck_assert(nic_has(mac_v));
	run_ok(&fx.box[0], "ip link del v0");
	next_command(tool);
	ck_assert(!nic_has(mac_v));
	ck_assert(arrives(B, mac_b, mac_v, WIRE));
}

START_TEST(macvlan_on_a_device_is_reached)
{
	nested_device_is_reached(_i, "macvlan");
}
END_TEST

START_TEST(macvtap_on_a_device_is_reached)
{
	nested_device_is_reached(_i, "macvtap");
}
END_TEST

/* Until then it sends, and hears group frames. */
START_TEST(the_command_that_names_it_is_enough)
{
	make_two(TOOL_MACBPF);
	put_on_mv0("macvlan");
	ck_assert(!arrives_once(WIRE, mac_wire, mac_v, V));
	ck_assert(arrives(WIRE, mac_wire, mac_all, V));
	run_ok(&fx.host, "%s link set dev mv0", macbpf_path());
	ck_assert(arrives_once(WIRE, mac_wire, mac_v, V));
	ck_assert_msg(strstr(entry_of(mac_v), " dev mv0 "), "%s", entry_of(mac_v));
	ck_assert_msg(strstr(entry_of(mac_v), " secondary"), "%s", entry_of(mac_v));
	ck_assert_uint_eq(info_of("mv0")->secondary_count, 1);
}
END_TEST

START_TEST(what_a_user_adds_counts)
{
	make_two(TOOL_MACBPF);
	run_ok(&fx.box[0], "bridge fdb add %s dev mv0 self", mac_text(mac_v));
	next_command(TOOL_MACBPF);
	ck_assert(arrives_once(WIRE, mac_wire, mac_v, A));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_c, A));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(!nic_has(mac_v));
	ck_assert_str_eq(entry_of(mac_v), "");
}
END_TEST

/* The kernel forgets them when the device moves. */
START_TEST(it_counts_wherever_the_device_is)
{
	add_link("low", "mv0", MACBPF_MODE_PRIVATE, mac_a, NULL);
	run_ok(&fx.host, "bridge fdb add %s dev mv0 self", mac_text(mac_v));
	next_command(TOOL_MACBPF);
	ck_assert(arrives_once(WIRE, mac_wire, mac_v, AT(&fx.host, "mv0")));
	run_ok(&fx.host, "%s link set mv0 netns nt-box1 up", macbpf_path());
	next_command(TOOL_MACBPF);
	ck_assert_str_eq(entry_of(mac_v), "");
	run_ok(&fx.box[0], "bridge fdb add %s dev mv0 self", mac_text(mac_v));
	next_command(TOOL_MACBPF);
	ck_assert(arrives(WIRE, mac_wire, mac_v, A));
}
END_TEST

/* By both the sibling and what the lower is besides, a macvlan of the kernel's there included. */
START_TEST(nobody_takes_what_is_anothers)
{
	make_two(TOOL_MACBPF);
	run_ok(&fx.host, "ip link add link low name shim address %s type macvlan mode bridge",
	       mac_text(mac_c));
	run_ok(&fx.host, "ip link set shim netns nt-box3");
	run_ok(&fx.box[2], "ip link set shim up");
	run_ok(&fx.box[0], "bridge fdb add %s dev mv0 self", mac_text(mac_b));
	run_ok(&fx.box[0], "bridge fdb add %s dev mv0 self", mac_text(mac_low));
	run_ok(&fx.box[0], "bridge fdb add %s dev mv0 self", mac_text(mac_c));
	next_command(TOOL_MACBPF);
	ck_assert_uint_eq(info_of("mv0")->secondary_count, 0);
	ck_assert(arrives_once(WIRE, mac_wire, mac_b, B));
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "low")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, AT(&fx.box[2], "shim")));
}
END_TEST

/* However many its root adds: so many lead to it, and no command reads them all. */
START_TEST(there_is_a_limit)
{
	make_two(TOOL_MACBPF);
	for (int i = 0; i < 40; i++)
		run_ok(&fx.box[0], "bridge fdb add 02:00:00:00:77:%02x dev mv0 self", i);
	next_command(TOOL_MACBPF);
	ck_assert_uint_eq(info_of("mv0")->secondary_count, 16);
	run_ok(&fx.host, "%s link set mv0 type macvlan macaddr-limit 40", macbpf_path());
	ck_assert_uint_eq(info_of("mv0")->secondary_count, 40);
	run_ok(&fx.host, "%s link set mv0 type macvlan macaddr-limit 0", macbpf_path());
	ck_assert_uint_eq(info_of("mv0")->secondary_count, 0);
	ck_assert_uint_eq(info_of("mv0")->macaddr_limit, 0);
}
END_TEST

START_TEST(an_endpoint_on_a_containers_device_is_reached)
{
	make_two(_i);
	run_ok(&fx.box[0],
	       "%s link add link mv0 name x0 address %s netns nt-box3 up type macvlan mode bridge",
	       tool_path(_i), mac_text(mac_c));
	ck_assert(arrives(WIRE, mac_wire, mac_all, AT(&fx.box[2], "x0")));
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, AT(&fx.box[2], "x0")));
	ck_assert(arrives_once(B, mac_b, mac_c, AT(&fx.box[2], "x0")));
	ck_assert(arrives_once(AT(&fx.box[2], "x0"), mac_c, mac_b, B));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, macvlan_on_a_device_is_reached);
	add_for_both(tc, macvtap_on_a_device_is_reached);
	tcase_add_test(tc, the_command_that_names_it_is_enough);
	tcase_add_test(tc, what_a_user_adds_counts);
	tcase_add_test(tc, it_counts_wherever_the_device_is);
	tcase_add_test(tc, nobody_takes_what_is_anothers);
	tcase_add_test(tc, there_is_a_limit);
	add_for_both(tc, an_endpoint_on_a_containers_device_is_reached);
}

int main(void)
{
	return run_suite("behind", add_tests);
}
