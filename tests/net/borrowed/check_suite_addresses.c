// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_suite_addresses.c - an endpoint's MAC in the unicast filter of its lower, and out of it.
 *
 * guards: libmacbpf/ bpf/
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "tests/net/suite.h"

#define HOST (&fx.host)

static bool filter_has(const char *lower, const uint8_t *mac)
{
	static struct run r;

	run(&r, HOST, "bridge fdb show dev %s", lower);
	return strstr(r.out, mac_text(mac)) != NULL;
}

/* `box` NULL: beside the lower. */
static void add(int tool, const char *lower, const char *name, const uint8_t *mac,
		const struct netns *box)
{
	run_ok(HOST, "%s link add link %s name %s address %s netns %s type macvlan mode bridge",
	       tool_path(tool), lower, name, mac_text(mac), box ? box->name : HOST->name);
	fixture_mark();
}

static void add_up(int tool, const char *lower, const char *name, const uint8_t *mac,
		   const struct netns *box)
{
	add(tool, lower, name, mac, box);
	run_ok(box ? box : HOST, "ip link set %s up", name);
}

/* Asks the tool in the netns where it knows the endpoint. */
static void del(int tool, const char *name, const struct netns *box)
{
	run_ok(tool == TOOL_KERNEL && box ? box : HOST, "%s link del %s", tool_path(tool), name);
}

static void expect_clean(const char *lower)
{
	ck_assert(!filter_has(lower, mac_a));
	ck_assert(!filter_has(lower, mac_b));
	ck_assert(!filter_has(lower, mac_c));
	ck_assert(device_says(HOST, lower, "promiscuity 0 "));
}

START_TEST(it_comes_and_goes_with_the_endpoint)
{
	expect_clean("low");
	add_up(_i, "low", "mv0", mac_a, NULL);
	ck_assert(filter_has("low", mac_a));
	add_up(_i, "low", "mv1", mac_b, &fx.box[1]);
	ck_assert(filter_has("low", mac_b));
	del(_i, "mv0", NULL);
	ck_assert(!filter_has("low", mac_a));
	ck_assert(filter_has("low", mac_b));
	del(_i, "mv1", &fx.box[1]);
	expect_clean("low");
}
END_TEST

START_TEST(it_goes_if_ip_deletes_the_device)
{
	add_up(_i, "low", "mv0", mac_a, &fx.box[0]);
	add_up(_i, "low", "mv1", mac_b, NULL);
	run_ok(&fx.box[0], "ip link del mv0");
	run_ok(HOST, "ip link del mv1");
	next_command(_i);
	expect_clean("low");
	expect_devices(2);
}
END_TEST

struct wish {
	int tool;
	const uint8_t *mac;
};

static bool filter_lost(void *arg)
{
	const struct wish *w = arg;

	next_command(w->tool);
	return !filter_has("low", w->mac);
}

START_TEST(it_goes_with_the_netns_of_the_device)
{
	struct wish gone = { _i, mac_a };

	add_up(_i, "low", "mv0", mac_a, &fx.box[0]);
	ck_assert(filter_has("low", mac_a));
	netns_drop(&fx.box[0]);
	ck_assert(wait_until(filter_lost, &gone, 4 * WAIT_MS));
	expect_clean("low");
}
END_TEST

/* macvlan: the one that is up has it. macbpf: it stays as long as one of the two. */
START_TEST(two_endpoints_share_one_address)
{
	add_up(_i, "low", "mv0", mac_a, &fx.box[0]);
	add(_i, "low", "mv1", mac_a, &fx.box[1]);
	ck_assert(filter_has("low", mac_a));
	del(_i, "mv0", &fx.box[0]);
	run_ok(&fx.box[1], "ip link set mv1 up");
	ck_assert(filter_has("low", mac_a));
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, AT(&fx.box[1], "mv1")));
	del(_i, "mv1", &fx.box[1]);
	expect_clean("low");
}
END_TEST

START_TEST(the_younger_of_two_may_go_first)
{
	add_up(_i, "low", "mv0", mac_a, &fx.box[0]);
	add(_i, "low", "mv1", mac_a, &fx.box[1]);
	del(_i, "mv1", &fx.box[1]);
	ck_assert(filter_has("low", mac_a));
	run_ok(&fx.box[0], "ip link del mv0");
	next_command(_i);
	expect_clean("low");
}
END_TEST

START_TEST(it_follows_a_change_of_the_address)
{
	add_up(_i, "low", "mv0", mac_a, NULL);
	run_ok(HOST, "%s link set mv0 address %s", tool_path(_i), mac_text(mac_b));
	ck_assert(!filter_has("low", mac_a));
	ck_assert(filter_has("low", mac_b));
	run_ok(HOST, "ip link set mv0 address %s", mac_text(mac_c));
	next_command(_i);
	ck_assert(!filter_has("low", mac_b));
	ck_assert(filter_has("low", mac_c));
	del(_i, "mv0", NULL);
	expect_clean("low");
}
END_TEST

/* One of two namesakes takes another address: the entry for the other has to stay. */
START_TEST(it_stays_for_the_other_of_two)
{
	add_up(_i, "low", "mv0", mac_a, NULL);
	add(_i, "low", "mv1", mac_a, NULL);
	run_ok(HOST, "%s link set mv1 address %s", tool_path(_i), mac_text(mac_b));
	run_ok(HOST, "ip link set mv1 up");
	ck_assert(filter_has("low", mac_a));
	ck_assert(filter_has("low", mac_b));
	del(_i, "mv0", NULL);
	ck_assert(!filter_has("low", mac_a));
	del(_i, "mv1", NULL);
	expect_clean("low");
}
END_TEST

START_TEST(what_the_administrator_entered_stays)
{
	run_ok(HOST, "bridge fdb add %s dev low self permanent", mac_text(mac_a));
	add_up(_i, "low", "mv0", mac_a, &fx.box[0]);
	add(_i, "low", "mv1", mac_a, &fx.box[1]);
	del(_i, "mv1", &fx.box[1]);
	ck_assert(filter_has("low", mac_a));
	del(_i, "mv0", &fx.box[0]);
	ck_assert(filter_has("low", mac_a));
	add_up(_i, "low", "mv0", mac_a, NULL);
	run_ok(HOST, "%s link set mv0 address %s", tool_path(_i), mac_text(mac_b));
	ck_assert(filter_has("low", mac_a));
	run_ok(HOST, "ip link del mv0");
	next_command(_i);
	ck_assert(filter_has("low", mac_a));
	ck_assert(!filter_has("low", mac_b));
	run_ok(HOST, "bridge fdb del %s dev low self", mac_text(mac_a));
	expect_clean("low");
}
END_TEST

/* From then on the endpoint needs one of its own. */
START_TEST(what_the_administrator_takes_back_is_entered_again)
{
	run_ok(HOST, "bridge fdb add %s dev low self permanent", mac_text(mac_a));
	add_up(_i, "low", "mv0", mac_a, &fx.box[0]);
	run_ok(HOST, "bridge fdb del %s dev low self", mac_text(mac_a));
	next_command(_i);
	ck_assert(filter_has("low", mac_a));
	del(_i, "mv0", &fx.box[0]);
	expect_clean("low");
}
END_TEST

/*
 * A device that has a filter of its own, and hands it down: the kernel's macvlan in passthru. It
 * takes no macvlan itself, so here macbpf is alone.
 */
static void add_filtering_lower(void)
{
	run_ok(HOST, "ip link add link low name nic type macvlan mode passthru nopromisc");
	run_ok(HOST, "ip link set nic up");
}

START_TEST(card_with_a_filter_is_not_made_promiscuous)
{
	add_filtering_lower();
	add_up(TOOL_MACBPF, "nic", "mv0", mac_a, &fx.box[0]);
	ck_assert(filter_has("nic", mac_a));
	ck_assert(filter_has("low", mac_a));
	ck_assert(device_says(HOST, "nic", "promiscuity 0 "));
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_a, AT(&fx.box[0], "mv0")));
	del(TOOL_MACBPF, "mv0", &fx.box[0]);
	ck_assert(!device_says(HOST, "nic", "ALLMULTI"));
	expect_clean("nic");
	expect_clean("low");
}
END_TEST

/* dev_addr_lists of the kernel: the lower goes, what it was made of has to be clean. */
START_TEST(lower_is_deleted_below_its_endpoints)
{
	add_filtering_lower();
	add_up(TOOL_MACBPF, "nic", "mv0", mac_a, &fx.box[0]);
	ck_assert(filter_has("low", mac_a));
	run_ok(HOST, "ip link set nic down");
	run_ok(HOST, "ip link del nic");
	ck_assert(!filter_has("low", mac_a));
	next_command(TOOL_MACBPF);
	expect_clean("low");
	expect_devices(2);
	ck_assert(!device_exists(&fx.box[0], "mv0"));
}
END_TEST

START_TEST(card_that_takes_no_other_address_is_refused)
{
	run_ok(HOST, "ip link add link low name nic type macvlan mode bridge");
	ck_assert_int_eq(macbpf_link__add(fx.mb, "nic", "mv0", NULL, NULL), -EOPNOTSUPP);
	ck_assert_str_ne(macbpf__error(fx.mb), "");
	expect_devices(3);
	ck_assert(device_says(HOST, "nic", "promiscuity 0 "));
	ck_assert(!device_says(HOST, "nic", "ALLMULTI"));
}
END_TEST

static void add_tests(TCase *tc)
{
	add_for_both(tc, it_comes_and_goes_with_the_endpoint);
	add_for_both(tc, it_goes_if_ip_deletes_the_device);
	add_for_both(tc, it_goes_with_the_netns_of_the_device);
	add_for_both(tc, two_endpoints_share_one_address);
	add_for_both(tc, the_younger_of_two_may_go_first);
	add_for_both(tc, it_follows_a_change_of_the_address);
	add_for_both(tc, it_stays_for_the_other_of_two);
	add_for_both(tc, what_the_administrator_entered_stays);
	add_for_both(tc, what_the_administrator_takes_back_is_entered_again);
	tcase_add_test(tc, card_with_a_filter_is_not_made_promiscuous);
	tcase_add_test(tc, lower_is_deleted_below_its_endpoints);
	tcase_add_test(tc, card_that_takes_no_other_address_is_refused);
}

int main(void)
{
	return run_suite("net: addresses", add_tests);
}
