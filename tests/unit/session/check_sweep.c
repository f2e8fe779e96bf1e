// SPDX-License-Identifier: GPL-2.0-only
/* check_sweep.c - what the next writing command finds, removes, and leaves alone. */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rig.h"

#define MODE(m) .has = MACBPF_LINK_MODE, .mode = MACBPF_MODE_##m
#define UP	.dev_flags = IFF_UP, .dev_flags_mask = IFF_UP

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };

static struct fake_dev *dev(const char *name)
{
	struct fake_dev *found = NULL;

	for (int netns = 0; !found && netns < FAKE_NETNS_COUNT; netns++)
		found = fake_dev_named((enum fake_netns)netns, name);
	ck_assert_msg(found, "there is no device %s", name);
	return found;
}

static void ip_link_del(const char *name)
{
	fake_dev_del(dev(name));
}

static void ip_link_move(const char *name, enum fake_netns netns)
{
	dev(name)->netns = netns;
	dev(name)->dev.flags &= ~(uint32_t)IFF_UP;
}

static void nothing(void)
{
}

static void bridges(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), UP, .address = MAC(1) });
}

static void sources(void)
{
	bridges();
	rig_add("mv2", (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
						  .mode = MACBPF_MODE_SOURCE,
						  .macaddr = list,
						  .macaddr_count = 2,
						  .macaddr_op = MACBPF_MACADDR_SET });
}

static void one(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
}

static void passthru(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU), UP });
	rig_set("mv0", (struct macbpf_link_opts){ .address = MAC(9) });
}

static void same_mac(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(1) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(1) });
}

#define TAP(m)                                                                                     \
	.has = MACBPF_LINK_MODE | MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP,                   \
	.mode = MACBPF_MODE_##m

static void tap(void)
{
	bridges();
	rig_add("tap0", (struct macbpf_link_opts){ TAP(BRIDGE), UP, .address = MAC(5) });
}

static void passthru_tap(void)
{
	rig_add("tap0", (struct macbpf_link_opts){ TAP(PASSTHRU), UP });
	rig_set("tap0", (struct macbpf_link_opts){ .address = MAC(9) });
}

/* ---------------------------------------------------------------- deleted with ip */

/* What is left of it is what macbpf's own delete would have left. */
static const struct {
	const char *what;
	void (*before)(void);
	const char *name;
} deletions[] = {
	{ "one of two", bridges, "mv0" },
	{ "the last", one, "mv0" },
	{ "the last, passthru with another MAC", passthru, "mv0" },
	{ "the owner of a MAC that another waits for", same_mac, "mv0" },
	{ "the only one with a source list", sources, "mv2" },
	{ "one beside a source list", sources, "mv1" },
	{ "a tap", tap, "tap0" },
	{ "a passthru tap with another MAC", passthru_tap, "tap0" },
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
	ip_link_del(deletions[_i].name);
	rig_settle();
	rig_expect_same(want, fake_text(), deletions[_i].what);
}
END_TEST

/* ---------------------------------------------------------------- a killed command */

static int add_one(void)
{
	return rig_try_add("eth0", "mv9",
			   (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | MACBPF_LINK_MACADDR,
						      .mode = MACBPF_MODE_SOURCE,
						      .macaddr = list,
						      .macaddr_count = 2,
						      .macaddr_op = MACBPF_MACADDR_SET,
						      UP });
}

static int add_passthru(void)
{
	return rig_try_add("eth0", "mv9", (struct macbpf_link_opts){ MODE(PASSTHRU), UP });
}

static int add_same_mac(void)
{
	return rig_try_add("eth0", "mv9",
			   (struct macbpf_link_opts){ MODE(BRIDGE), UP, .address = MAC(1) });
}

static int add_tap(void)
{
	return rig_try_add(
		"eth0", "mv9",
		(struct macbpf_link_opts){ TAP(BRIDGE), UP, .address = MAC(6), .alias = "x" });
}

static int del_tap(void)
{
	return macbpf_link__del(rig_mb, NULL, "tap0");
}

static int del_one(void)
{
	return macbpf_link__del(rig_mb, NULL, "mv0");
}

static const struct {
	const char *what;
	void (*before)(void);
	int (*run)(void);
} deaths[] = {
	{ "an add, the first", nothing, add_one },
	{ "an add of a passthru endpoint", nothing, add_passthru },
	{ "an add beside another", one, add_one },
	{ "an add beside a source list", sources, add_one },
	{ "an add that takes a MAC from one that is down", same_mac, add_same_mac },
	{ "an add of a tap, the first", nothing, add_tap },
	{ "an add of a tap beside another", tap, add_tap },
	{ "a delete of a tap", tap, del_tap },
	{ "a delete of a passthru tap", passthru_tap, del_tap },
	{ "a delete of one of several", sources, del_one },
	{ "a delete of the last", one, del_one },
	{ "a delete of a passthru endpoint", passthru, del_one },
};

/* No call after the n-th does anything: not even undo. A new process then sweeps. */
static char *die_at(size_t i, int n)
{
	const char *where;

	rig_open();
	deaths[i].before();
	fake_fault = (struct fake_fault){ .at = n, .error = -EIO, .dead = true };
	deaths[i].run();
	where = fake_fault.where;
	fake_fault = (struct fake_fault){ .where = where };
	rig_settle();
	fake_fault.where = where;
	return fake_text();
}

/*
 * `die(i, n)` dies at the n-th call of the kernel, or not at all if n is 0, and tells what there is
 * after a repair: wherever that is, what was there before or what was to be.
 */
static void expect_all_or_nothing(char *(*die)(size_t i, int n), size_t i, const char *name)
{
	char *before = die(i, 1), *after = die(i, 0), *text, what[128];
	int n = 1;

	do {
		text = die(i, n);
		snprintf(what, sizeof(what), "%s, killed at call %d (%s)", name, n,
			 fake_fault.where ?: "none");
		if (strcmp(text, after) != 0)
			rig_expect_same(strdup(before), text, what);
		else
			free(text);
		n++;
	} while (fake_fault.where);
	ck_assert_int_gt(n, 10);
	free(before);
	free(after);
}

START_TEST(killed_anywhere)
{
	expect_all_or_nothing(die_at, (size_t)_i, deaths[_i].what);
}
END_TEST

/* Adds one that is up, and dies at the n-th call; the call's name, NULL: there is none. */
static const char *die_in_add_at(int n)
{
	const char *where;

	rig_open();
	fake_fault = (struct fake_fault){ .at = n, .error = -EIO, .dead = true };
	rig_try_add("eth0", "mv0", (struct macbpf_link_opts){ MODE(BRIDGE), UP });
	where = fake_fault.where;
	fake_fault = (struct fake_fault){ 0 };
	return where;
}

/* The last look at a device is the wait for its carrier: who finds an endpoint need not wait. */
START_TEST(it_is_nobodys_before_it_carries)
{
	struct macbpf_links *links;
	const char *where;
	int last = 0;

	for (int n = 1; (where = die_in_add_at(n)); n++)
		if (!strcmp(where, "mb_rtnl_get"))
			last = n;
	die_in_add_at(last);
	ck_assert_int_eq(macbpf_links__get(rig_mb, NULL, &links), 0);
	ck_assert_ptr_null(macbpf_links__next(links, NULL));
	macbpf_links__free(links);
}
END_TEST

/* Any command that writes, one that changes no endpoint. */
static void any_command(void)
{
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
}

static void set_free_address(void)
{
	rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ .address = MAC(9) });
}

static void set_address_of_one_that_is_down(void)
{
	rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ UP, .address = MAC(1) });
}

static void follow_address(void)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 1, 9 };

	memcpy(fake_dev_named(FAKE_HOME, "mv0")->dev.address, mac, 6);
	macbpf_link__del(rig_mb, NULL, "nobody");
}

static void (*const rekeyings[])(void) = {
	set_free_address,
	set_address_of_one_that_is_down,
	follow_address,
};

static char *rekey_and_die_at(size_t i, int n)
{
	const char *where;

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(1) });
	fake_fault = (struct fake_fault){ .at = n, .error = -EIO, .dead = true };
	rekeyings[i]();
	where = fake_fault.where;
	fake_fault = (struct fake_fault){ .where = where };
	any_command();
	fake_fault.where = where;
	return fake_text();
}

/* The tables, the record, the filter and the device agree on the old address, or on the new one. */
START_TEST(rekeying_killed_anywhere)
{
	expect_all_or_nothing(rekey_and_die_at, (size_t)_i, "a new address");
}
END_TEST

/* ---------------------------------------------------------------- the lower */

START_TEST(lower_deleted)
{
	rig_open();
	sources();
	rig_add("tap0", (struct macbpf_link_opts){ TAP(BRIDGE) });
	ip_link_del("eth0");
	rig_settle();
	for (size_t i = 0; i < FAKE_DEVS; i++)
		ck_assert_msg(!fake.dev[i].dev.ifindex || !strcmp(fake.dev[i].dev.name, "lo"),
			      "%s is left", fake.dev[i].dev.name);
}
END_TEST

START_TEST(lower_moved)
{
	rig_open();
	sources();
	ip_link_move("eth0", FAKE_BOX2);
	dev("eth0")->progs = 0;
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
	sources();
	ip_link_del("mv0");
	ip_link_del("mv1");
	ip_link_del("mv2");
	rig_settle();
	rig_expect_same(want, fake_text(), "all endpoints deleted with ip");
}
END_TEST

START_TEST(lower_keeps_what_was_the_administrators)
{
	char *want;

	rig_open();
	dev("eth0")->dev.flags |= IFF_ALLMULTI | IFF_PROMISC;
	want = fake_text();
	passthru();
	ip_link_del("mv0");
	rig_settle();
	rig_expect_same(want, fake_text(), "a passthru endpoint deleted with ip");
}
END_TEST

/* ---------------------------------------------------------------- what isn't ours */

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
	struct mb_endpoint_rec rec;
	struct fake_dev *stranger;
	struct mb_maps maps;
	uint32_t ifindex;

	rig_open();
	bridges();
	maps = fake_port_maps("eth0");
	ifindex = dev("mb0")->dev.ifindex;
	ip_link_del("mv0");
	stranger = fake_dev_add(FAKE_HOME, strangers[_i].name, ifindex);
	stranger->dev.flags |= strangers[_i].flags;
	if (strangers[_i].lower_gone)
		ip_link_del("eth0");
	rig_settle();
	ck_assert_msg(fake_dev_at(FAKE_HOME, ifindex) == stranger, "%s: it was deleted",
		      strangers[_i].what);
	ck_assert_msg(!stranger->progs, "%s: it runs a program", strangers[_i].what);
	ck_assert_int_eq(mb_endpoint_rec_read(&maps, 0, &rec), 0);
	ck_assert_msg(rec.state == MB_EP_FREE, "%s: the record is left", strangers[_i].what);
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
	one();
	maps = fake_port_maps("eth0");
	fake.locked = true;
	ck_assert_int_eq(mb_endpoint_rec_write(&maps, 1, &rec), 0);
	ck_assert_int_eq(mb_port_rec_read(&maps, &port), 0);
	port.slots = 2;
	ck_assert_int_eq(mb_port_rec_write(&maps, &port), 0);
	fake.locked = false;
	stranger = fake_dev_add(FAKE_HOME, "mb40", 0);
	rig_settle();
	ck_assert_ptr_eq(fake_dev_named(FAKE_HOME, "mb40"), stranger);
	ck_assert_int_eq(mb_endpoint_rec_read(&maps, 1, &rec), 0);
	ck_assert_msg(rec.state == MB_EP_FREE, "the record is left");
	mb_maps_close(&maps);
}
END_TEST

START_TEST(another_versions_port)
{
	struct mb_port_rec port;
	struct mb_maps maps;
	char *want;

	rig_open();
	one();
	maps = fake_port_maps("eth0");
	fake.locked = true;
	ck_assert_int_eq(mb_port_rec_read(&maps, &port), 0);
	port.abi++;
	ck_assert_int_eq(mb_port_rec_write(&maps, &port), 0);
	fake.locked = false;
	mb_maps_close(&maps);
	ip_link_del("mv0");
	want = fake_text();
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	rig_expect_same(want, fake_text(), "a port of another version");
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
	one();
	maps = fake_port_maps("eth0");
	fake.locked = true;
	ck_assert_int_eq(mb_endpoint_rec_write(&maps, 0, &wild[_i]), 0);
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
	one();
	maps = fake_port_maps("eth0");
	fake.locked = true;
	ck_assert_int_eq(mb_port_rec_read(&maps, &port), 0);
	port.netns++;
	ck_assert_int_eq(mb_port_rec_write(&maps, &port), 0);
	fake.locked = false;
	ck_assert_int_eq(mb_endpoint_rec_read(&maps, 0, &before), 0);
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_set", .error = -EIO };
	rig_expect(rig_try_add("eth0", "mv1", (struct macbpf_link_opts){ 0 }), -EBUSY,
		   "another network namespace", "a port that can't be removed");
	fake_fault = (struct fake_fault){ 0 };
	rig_add("mv1", (struct macbpf_link_opts){ 0 });
	ck_assert_int_eq(mb_endpoint_rec_read(&maps, 0, &after), 0);
	ck_assert_mem_eq(&before, &after, sizeof(before));
	ck_assert_ptr_nonnull(fake_dev_named(FAKE_HOME, "mb0"));
	mb_maps_close(&maps);
}
END_TEST

/* ---------------------------------------------------------------- followed */

static struct mb_dest member(const uint8_t mac[6])
{
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_dest dest = { 0 };

	mb_fdb_get(&maps, mac, &dest);
	mb_maps_close(&maps);
	return dest;
}

START_TEST(moves_are_followed)
{
	rig_open();
	bridges();
	ck_assert_uint_eq(member(MAC(1)).flags, 0);
	ip_link_move("mv1", FAKE_BOX2);
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).flags, MB_DEST_PEER);
	ip_link_move("mv1", FAKE_HOME);
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).flags, 0);
}
END_TEST

START_TEST(addresses_are_followed)
{
	rig_open();
	bridges();
	memcpy(dev("mv1")->dev.address, MAC(2), 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).hostdev, 0);
	ck_assert_uint_eq(member(MAC(2)).hostdev, dev("mb1")->dev.ifindex);
}
END_TEST

/* A tap's own address is not the guest's: who sets it means the host's side. */
START_TEST(address_of_a_tap_is_not_followed)
{
	rig_open();
	tap();
	memcpy(dev("tap0")->dev.address, MAC(6), 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(5)).hostdev, dev("tap0")->dev.ifindex);
	ck_assert_uint_eq(member(MAC(6)).hostdev, 0);
	rig_set("tap0", (struct macbpf_link_opts){ .address = MAC(7) });
	ck_assert_uint_eq(member(MAC(7)).hostdev, dev("tap0")->dev.ifindex);
	ck_assert_msg(!memcmp(dev("tap0")->dev.address, MAC(7), 6), "tap0 has another MAC");
}
END_TEST

/* Whatever name and alias its user gives it, it has the hostdev's name besides. */
START_TEST(a_renamed_tap_is_no_stranger)
{
	rig_open();
	tap();
	snprintf(dev("tap0")->dev.name, sizeof(dev("tap0")->dev.name), "vm");
	snprintf(dev("vm")->dev.alias, sizeof(dev("vm")->dev.alias), "mine");
	rig_settle();
	ck_assert_uint_eq(member(MAC(5)).hostdev, dev("vm")->dev.ifindex);
	rig_del("mb2");
	ck_assert_uint_eq(member(MAC(5)).hostdev, 0);
}
END_TEST

START_TEST(passthru_tap_follows_its_lower)
{
	rig_open();
	rig_add("tap0", (struct macbpf_link_opts){ TAP(PASSTHRU), UP });
	memcpy(dev("eth0")->dev.address, MAC(3), 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(3)).hostdev, dev("tap0")->dev.ifindex);
	ck_assert_msg(!memcmp(dev("tap0")->dev.address, MAC(3), 6), "tap0 has another MAC");
}
END_TEST

START_TEST(passthru_follows_its_lower)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU), UP });
	memcpy(dev("eth0")->dev.address, MAC(3), 6);
	rig_settle();
	ck_assert_msg(!memcmp(dev("mv0")->dev.address, MAC(3), 6), "mv0 has another MAC");
	rig_del("mv0");
	ck_assert_msg(!memcmp(dev("eth0")->dev.address, MAC(3), 6), "eth0 has another MAC");
}
END_TEST

START_TEST(a_smaller_mtu_is_followed)
{
	rig_open();
	bridges();
	dev("eth0")->dev.mtu = 1280;
	rig_settle();
	ck_assert_uint_eq(dev("mv0")->dev.mtu, 1280);
	ck_assert_uint_eq(dev("mv1")->dev.mtu, 1280);
	dev("eth0")->dev.mtu = 1500;
	rig_settle();
	ck_assert_uint_eq(dev("mv0")->dev.mtu, 1280);
}
END_TEST

/* The netns of a device ends whose number is, beside the lower, that of somebody's card. */
START_TEST(an_ending_netns_is_nobody_elses)
{
	struct fake_dev *card;

	rig_open();
	card = fake_dev_add(FAKE_HOME, "card", 0);
	card->dev.mtu = 9000;
	rig_add("mv0", (struct macbpf_link_opts){ .has = MACBPF_LINK_MODE | MACBPF_LINK_INDEX,
						  .mode = MACBPF_MODE_BRIDGE,
						  .index = card->dev.ifindex,
						  .netns = "box1" });
	dev("mv0")->is_ending = true;
	rig_settle();
	ck_assert_int_eq(card->dev.mtu, 9000);
	ck_assert_int_eq(rig_try_set("eth0", "mb0", (struct macbpf_link_opts){ .address = MAC(7) }),
			 -ENODEV);
	ck_assert_msg(memcmp(card->dev.address, MAC(7), 6), "the card has another MAC");
}
END_TEST

/* Set up with ip(8), while the owner of the MAC is down (macvlan_open()). */
START_TEST(who_is_up_has_the_mac)
{
	rig_open();
	same_mac();
	ck_assert_uint_eq(member(MAC(1)).hostdev, dev("mb0")->dev.ifindex);
	dev("mv1")->dev.flags |= IFF_UP;
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).hostdev, dev("mb1")->dev.ifindex);
}
END_TEST

/* They are asked for all at once. */
START_TEST(one_of_many_in_another_netns_is_followed)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 9, 7 };
	char name[8], *text;

	rig_open();
	for (int i = 0; i < 10; i++) {
		snprintf(name, sizeof(name), "mv%d", i);
		rig_add(name, (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
	}
	memcpy(dev("mv7")->dev.address, mac, sizeof(mac));
	rig_del("mv0");
	text = fake_text();
	ck_assert_msg(strstr(text, "fdb 0 02:00:00:00:09:07"), "not followed:\n%s", text);
	free(text);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, one_of_many_in_another_netns_is_followed);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, deleted_by_hand, 0, ARRAY_SIZE(deletions));
	tcase_add_loop_test(tc, killed_anywhere, 0, ARRAY_SIZE(deaths));
	tcase_add_test(tc, it_is_nobodys_before_it_carries);
	tcase_add_loop_test(tc, rekeying_killed_anywhere, 0, ARRAY_SIZE(rekeyings));
	tcase_add_test(tc, lower_deleted);
	tcase_add_test(tc, lower_moved);
	tcase_add_test(tc, lower_gets_back_what_it_had);
	tcase_add_test(tc, lower_keeps_what_was_the_administrators);
	tcase_add_loop_test(tc, reused_ifindex, 0, ARRAY_SIZE(strangers));
	tcase_add_test(tc, reused_name);
	tcase_add_test(tc, another_versions_port);
	tcase_add_loop_test(tc, wild_record, 0, ARRAY_SIZE(wild));
	tcase_add_test(tc, another_netns_port);
	tcase_add_test(tc, moves_are_followed);
	tcase_add_test(tc, addresses_are_followed);
	tcase_add_test(tc, an_ending_netns_is_nobody_elses);
	tcase_add_test(tc, passthru_follows_its_lower);
	tcase_add_test(tc, address_of_a_tap_is_not_followed);
	tcase_add_test(tc, a_renamed_tap_is_no_stranger);
	tcase_add_test(tc, passthru_tap_follows_its_lower);
	tcase_add_test(tc, a_smaller_mtu_is_followed);
	tcase_add_test(tc, who_is_up_has_the_mac);
}

int main(void)
{
	return rig_main("sweep", fill);
}
