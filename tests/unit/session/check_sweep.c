// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_sweep.c - what the next writing command finds, removes, and leaves alone.
 *
 * guards: libmacbpf/session/sweep.c libmacbpf/world/load.c
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/scene.h"

/* What is left of it is what macbpf's own delete would have left. */
static const struct {
	const char *what;
	void (*before)(void);
	const char *name;
} deletions[] = {
	{ "one of two", scene_bridges, "mv0" },
	{ "the last", scene_one, "mv0" },
	{ "the last, passthru with another MAC", scene_passthru_with_mac, "mv0" },
	{ "the owner of a MAC that another waits for", scene_same_mac, "mv0" },
	{ "the only one with a source list", scene_beside_sources, "mv2" },
	{ "one beside a source list", scene_beside_sources, "mv1" },
	{ "a tap", scene_beside_tap, "tap0" },
	{ "a passthru tap with another MAC", scene_passthru_tap_with_mac, "tap0" },
};

START_TEST(deleted_by_hand)
{
	char *want;

	rig_open();
	deletions[_i].before();
	rig_del(deletions[_i].name);
	rig_settle();
	want = fake_text();
	rig_open();
	deletions[_i].before();
	rig_ip_del(deletions[_i].name);
	rig_settle();
	rig_expect_same(want, fake_text(), deletions[_i].what);
}
END_TEST

START_TEST(lower_deleted)
{
	rig_open();
	scene_beside_sources();
	rig_add("tap0", (struct macbpf_link_opts){ TAP_MODE(BRIDGE) });
	rig_ip_del("eth0");
	rig_settle();
	for (size_t i = 0; i < FAKE_DEVS; i++)
		ck_assert_msg(!fake.dev[i].dev.ifindex || !strcmp(fake.dev[i].dev.name, "lo"),
			      "%s is left", fake.dev[i].dev.name);
}
END_TEST

START_TEST(lower_moved)
{
	rig_open();
	scene_beside_sources();
	rig_ip_move("eth0", FAKE_BOX2);
	rig_dev("eth0")->progs = 0;
	rig_settle();
	for (size_t i = 0; i < FAKE_DEVS; i++)
		ck_assert_msg(!fake.dev[i].peer, "%s is left", fake.dev[i].dev.name);
}
END_TEST

START_TEST(lower_gets_back_what_it_had)
{
	char *want;

	rig_open();
	want = fake_text();
	scene_beside_sources();
	rig_ip_del("mv0");
	rig_ip_del("mv1");
	rig_ip_del("mv2");
	rig_settle();
	rig_expect_same(want, fake_text(), "all endpoints deleted with ip");
}
END_TEST

START_TEST(lower_keeps_what_was_the_administrators)
{
	char *want;

	rig_open();
	rig_dev("eth0")->dev.flags |= IFF_ALLMULTI | IFF_PROMISC;
	want = fake_text();
	scene_passthru_with_mac();
	rig_ip_del("mv0");
	rig_settle();
	rig_expect_same(want, fake_text(), "a passthru endpoint deleted with ip");
}
END_TEST

static const struct {
	const char *what, *name;
	uint32_t flags;
	bool lower_gone;
} strangers[] = {
	{ "another's name", "dummy0", IFF_NOARP, false },
	{ "the name of another hostdev", "mb7", IFF_NOARP, false },
	{ "the same name, but ARP", "mb0", 0, false },
	{ "another's name, and the lower is gone", "dummy0", IFF_NOARP, true },
	{ "the name of another hostdev, and the lower is gone", "mb7", IFF_NOARP, true },
	{ "the same name, but ARP, and the lower is gone", "mb0", 0, true },
};

/* An ifindex is used again: the endpoint is gone, and what has its ifindex now is a stranger. */
START_TEST(reused_ifindex)
{
	struct fake_dev *stranger;
	struct mb_maps maps;
	uint32_t ifindex;

	rig_open();
	scene_bridges();
	maps = fake_port_maps("eth0");
	ifindex = rig_dev("mb0")->dev.ifindex;
	rig_ip_del("mv0");
	stranger = fake_dev_add(FAKE_HOME, strangers[_i].name, ifindex);
	stranger->dev.flags |= strangers[_i].flags;
	if (strangers[_i].lower_gone)
		rig_ip_del("eth0");
	rig_settle();
	ck_assert_msg(fake_dev_at(FAKE_HOME, ifindex) == stranger, "%s: it was deleted",
		      strangers[_i].what);
	ck_assert_msg(!stranger->progs, "%s: it runs a program", strangers[_i].what);
	ck_assert_msg(rig_record(&maps, 0).state == MB_EP_FREE, "%s: the record is left",
		      strangers[_i].what);
	mb_maps_close(&maps);
}
END_TEST

/* A record half made names its hostdev, mb<N>, which somebody else may have by now. */
START_TEST(reused_name)
{
	struct mb_endpoint_rec rec = { .state = MB_EP_BUILDING, .id = 40, .mode = MB_MODE_BRIDGE };
	struct mb_port_rec port;
	struct fake_dev *stranger;
	struct mb_maps maps;

	rig_open();
	scene_one();
	maps = fake_port_maps("eth0");
	fake.locked = true;
	ck_assert_int_eq(mb_abi_write_endpoint(&maps, 1, &rec), 0);
	ck_assert_int_eq(mb_abi_read_port(&maps, &port), 0);
	port.slots = 2;
	ck_assert_int_eq(mb_abi_write_slots(&maps, &port), 0);
	fake.locked = false;
	stranger = fake_dev_add(FAKE_HOME, "mb40", 0);
	rig_settle();
	ck_assert_ptr_eq(fake_dev_named(FAKE_HOME, "mb40"), stranger);
	ck_assert_msg(rig_record(&maps, 1).state == MB_EP_FREE, "the record is left");
	mb_maps_close(&maps);
}
END_TEST

/* A hostdev is left of it. */
START_TEST(another_versions_port)
{
	char *want;

	rig_open();
	scene_two();
	rig_change_version();
	rig_ip_del("mv0");
	want = fake_text();
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	rig_expect_same(want, fake_text(), "a port of another version");
}
END_TEST

/* Nothing is left of it but the port: what was done to the lower is told where all versions look.
 */
START_TEST(another_versions_port_without_endpoints)
{
	const struct fake_dev *lower;

	rig_open();
	scene_passthru_with_mac();
	rig_change_version();
	rig_ip_del("mv0");
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	lower = rig_dev("eth0");
	ck_assert_uint_eq(lower->progs, 0);
	ck_assert_uint_eq(lower->dev.flags & (IFF_ALLMULTI | IFF_PROMISC), 0);
	ck_assert_uint_eq(lower->dev.address[5], 0xfe);
	rig_add("mv1", (struct macbpf_link_opts){ 0 });
}
END_TEST

/* What its hostdev ran was taken off, so that it leads nowhere: its alias still names the lower. */
START_TEST(another_versions_hostdev_without_program)
{
	rig_open();
	scene_one();
	rig_change_version();
	rig_dev("mb0")->progs = 0;
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	ck_assert_uint_eq(rig_dev("eth0")->progs, 1);
	rig_ip_del("mv0");
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	ck_assert_uint_eq(rig_dev("eth0")->progs, 0);
}
END_TEST

static const struct mb_endpoint_rec wild[] = {
	{ .state = 7, .mode = MB_MODE_BRIDGE, .name = "mv0" },
	{ .state = MB_EP_LIVE, .name = "mv0" },
	{ .state = MB_EP_LIVE, .mode = MB_MODE_BRIDGE | MB_MODE_VEPA, .name = "mv0" },
	{ .state = MB_EP_LIVE, .mode = MB_MODE_BRIDGE, .kind = 99, .name = "mv0" },
	{ .state = MB_EP_LIVE, .mode = MB_MODE_BRIDGE, .name = "sixteen letters!" },
};

/* Nothing is done to a port whose records mean nothing. */
START_TEST(wild_record)
{
	struct mb_maps maps;
	char *want;

	rig_open();
	scene_one();
	maps = fake_port_maps("eth0");
	fake.locked = true;
	ck_assert_int_eq(mb_abi_write_endpoint(&maps, 0, &wild[_i]), 0);
	fake.locked = false;
	mb_maps_close(&maps);
	want = fake_text();
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "mv0"), -ENODEV);
	rig_expect_same(want, fake_text(), "a record that means nothing");
}
END_TEST

/* It comes with a lower that was moved here. Nothing of it is used, or changed for the others. */
START_TEST(another_netns_port)
{
	struct mb_endpoint_rec before, after;
	struct mb_port_rec port;
	struct mb_maps maps;

	rig_open();
	scene_one();
	maps = fake_port_maps("eth0");
	fake.locked = true;
	ck_assert_int_eq(mb_abi_read_port(&maps, &port), 0);
	port.netns++;
	ck_assert_int_eq(mb_abi_write_port(&maps, &port), 0);
	fake.locked = false;
	before = rig_record(&maps, 0);
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_set", .error = -EIO };
	rig_expect(rig_try_add("eth0", "mv1", (struct macbpf_link_opts){ 0 }), -EBUSY,
		   "another network namespace", "a port that can't be removed");
	fake_fault = (struct fake_fault){ 0 };
	rig_add("mv1", (struct macbpf_link_opts){ 0 });
	after = rig_record(&maps, 0);
	ck_assert_mem_eq(&before, &after, sizeof(before));
	ck_assert_ptr_nonnull(fake_dev_named(FAKE_HOME, "mb0"));
	mb_maps_close(&maps);
}
END_TEST

static const char *const hooks[] = { "tcx", "clsact" };

static void bridges_at(const char *hook)
{
	struct macbpf_link_opts opts = { .has = MACBPF_LINK_HOOK, MODE(BRIDGE) };

	rig_open();
	ck_assert_int_eq(macbpf_hook__parse(hook, &opts.hook), 0);
	rig_add("mv0", opts);
	opts.netns = "box1";
	rig_add("mv1", opts);
}

/* tc qdisc del dev eth0 clsact, bpftool net detach. */
static void lose_lowers_program(void)
{
	rig_dev("eth0")->progs = 0;
	rig_dev("eth0")->clsact = false;
}

START_TEST(a_lower_gets_its_program_back)
{
	char *want;

	bridges_at(hooks[_i]);
	want = fake_text();
	lose_lowers_program();
	rig_settle();
	rig_expect_same(want, fake_text(), hooks[_i]);
}
END_TEST

/* Those of the endpoints as well: what keeps them closed leads to the port. */
START_TEST(all_get_their_programs_back)
{
	char *want;

	bridges_at("tcx");
	want = fake_text();
	lose_lowers_program();
	rig_dev("mb0")->progs = rig_dev("mb1")->progs = 0;
	rig_settle();
	rig_expect_same(want, fake_text(), "all programs");
}
END_TEST

/* Somebody whose version doesn't look there has made another port since. */
START_TEST(a_lower_with_another_port_gets_no_second_program)
{
	struct fake_prog *behind;
	struct fake_dev *hostdev;

	rig_open();
	scene_one();
	lose_lowers_program();
	hostdev = rig_dev("mb0");
	hostdev->progs = 0;
	behind = hostdev->behind;
	fake_open(FAKE_FD_PROG, behind);
	hostdev->behind = NULL;
	rig_add("mv9", (struct macbpf_link_opts){ MODE(BRIDGE) });
	hostdev->behind = behind;
	rig_settle();
	ck_assert_uint_eq(rig_dev("eth0")->progs, 1);
	ck_assert_ptr_eq(rig_dev("mb0"), hostdev);
}
END_TEST

/* It may be the lower, renamed, or a stranger with its number. */
START_TEST(what_has_the_lowers_number_alone_is_left_alone)
{
	bridges_at("tcx");
	lose_lowers_program();
	snprintf(rig_dev("eth0")->dev.name, MB_IFNAME_LEN, "uplink");
	rig_settle();
	ck_assert_uint_eq(rig_dev("uplink")->progs, 0);
	rig_dev("mv0");
	rig_dev("mv1");
	snprintf(rig_dev("uplink")->dev.name, MB_IFNAME_LEN, "eth0");
	rig_settle();
	ck_assert_uint_eq(rig_dev("eth0")->progs, 1);
}
END_TEST

/* Names that anybody may give: they make no hostdev of a lower. */
START_TEST(a_lower_may_be_called_as_hostdevs_are)
{
	struct mb_dev *lower;

	rig_open();
	scene_bridges();
	lower = &rig_dev("eth0")->dev;
	if (_i)
		snprintf(lower->alias, MB_IFALIAS_LEN, "macbpf:uplink");
	else
		snprintf(lower->hostname, MB_IFNAME_LEN, "mb77");
	rig_settle();
	rig_dev("mv0");
	rig_add("mv9", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_dev("mv1");
	rig_del("mv9");
	rig_del("mv1");
	rig_del("mv0");
	ck_assert_uint_eq(rig_dev("eth0")->progs, 0);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, a_lower_gets_its_program_back, 0, ARRAY_SIZE(hooks));
	tcase_add_test(tc, all_get_their_programs_back);
	tcase_add_test(tc, a_lower_with_another_port_gets_no_second_program);
	tcase_add_test(tc, what_has_the_lowers_number_alone_is_left_alone);
	tcase_add_loop_test(tc, a_lower_may_be_called_as_hostdevs_are, 0, 2);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, deleted_by_hand, 0, ARRAY_SIZE(deletions));
	tcase_add_test(tc, lower_deleted);
	tcase_add_test(tc, lower_moved);
	tcase_add_test(tc, lower_gets_back_what_it_had);
	tcase_add_test(tc, lower_keeps_what_was_the_administrators);
	tcase_add_loop_test(tc, reused_ifindex, 0, ARRAY_SIZE(strangers));
	tcase_add_test(tc, reused_name);
	tcase_add_test(tc, another_versions_port);
	tcase_add_test(tc, another_versions_port_without_endpoints);
	tcase_add_test(tc, another_versions_hostdev_without_program);
	tcase_add_loop_test(tc, wild_record, 0, ARRAY_SIZE(wild));
	tcase_add_test(tc, another_netns_port);
}

int main(void)
{
	return rig_main("sweep", fill);
}
