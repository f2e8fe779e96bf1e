// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_follow.c - what ip(8) did to devices is followed by the next writing command.
 *
 * guards: libmacbpf/session/follow.c libmacbpf/endpoint/allmulti.c
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scene.h"

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
	scene_bridges();
	ck_assert_uint_eq(member(MAC(1)).flags, 0);
	rig_ip_move("mv1", FAKE_BOX2);
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).flags, MB_DEST_PEER);
	rig_ip_move("mv1", FAKE_HOME);
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).flags, 0);
}
END_TEST

START_TEST(addresses_are_followed)
{
	rig_open();
	scene_bridges();
	ck_assert_uint_eq(rig_info("mv1")->owns_address, 1);
	memcpy(rig_dev("mv1")->dev.address, MAC(2), 6);
	ck_assert_uint_eq(rig_info("mv1")->owns_address, 0);
	rig_settle();
	ck_assert_uint_eq(rig_info("mv1")->owns_address, 1);
	ck_assert_uint_eq(member(MAC(1)).hostdev, 0);
	ck_assert_uint_eq(member(MAC(2)).hostdev, rig_dev("mb1")->dev.ifindex);
}
END_TEST

static bool wants_all(uint32_t slot)
{
	struct mb_maps maps = fake_port_maps("eth0");
	bool wants = rig_record(&maps, slot).status & MB_EP_WANTS_ALL;

	mb_maps_close(&maps);
	return wants;
}

/* As far as its netns can be opened: else who was promiscuous once would have all for ever. */
START_TEST(groups_that_were_added_are_followed)
{
	struct fake_dev *device;

	rig_open();
	scene_bridges();
	device = rig_dev("mv0");
	device->added = true;
	rig_settle();
	ck_assert_msg(!wants_all(0), "nobody looks without mcast-snooping");
	ck_assert_int_eq(rig_try_snoop(true), 0);
	ck_assert(wants_all(0) && !wants_all(1));
	device->added = false;
	rig_settle();
	ck_assert(!wants_all(0));
	device->added = true;
	rig_settle();
	ck_assert(wants_all(0));
	fake.hidden[device->netns] = true;
	rig_settle();
	ck_assert(!wants_all(0));
	fake.hidden[device->netns] = false;
	rig_settle();
	ck_assert(wants_all(0));
	ck_assert_int_eq(rig_try_snoop(false), 0);
	rig_settle();
	ck_assert(!wants_all(0));
}
END_TEST

/* One of several behind it may leave what another listens to. */
START_TEST(who_learns_has_all_groups)
{
	rig_open();
	scene_bridges();
	ck_assert_int_eq(rig_try_snoop(true), 0);
	rig_set("mv1", (struct macbpf_link_opts){
			       MACVLAN(.has = MACBPF_MACVLAN_LEARNING, .learning = 1) });
	ck_assert(!wants_all(0) && wants_all(1));
	rig_settle();
	ck_assert(wants_all(1));
	rig_set("mv1", (struct macbpf_link_opts){ MACVLAN(.has = MACBPF_MACVLAN_LEARNING) });
	rig_settle();
	ck_assert(!wants_all(1));
}
END_TEST

/* Else who is root in a container would get what is for the host. */
START_TEST(address_of_who_is_beside_is_not_followed)
{
	struct fake_dev *lower;

	rig_open();
	scene_bridges();
	lower = rig_dev("eth0");
	memcpy(lower->filter[lower->filters++], MAC(2), 6);
	memcpy(rig_dev("mv1")->dev.address, MAC(2), 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).hostdev, rig_dev("mb1")->dev.ifindex);
	ck_assert_uint_eq(member(MAC(2)).hostdev, 0);
	ck_assert_uint_eq(rig_info("mv1")->owns_address, 0);
	lower->filters--;
	rig_settle();
	ck_assert_uint_eq(member(MAC(2)).hostdev, rig_dev("mb1")->dev.ifindex);
	memcpy(rig_dev("mv1")->dev.address, lower->dev.address, 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(2)).hostdev, rig_dev("mb1")->dev.ifindex);
}
END_TEST

/* Else a guard would hold its container to nothing. */
START_TEST(address_of_a_guarded_endpoint_is_not_followed)
{
	rig_open();
	scene_bridges();
	rig_set("mv1", (struct macbpf_link_opts){
			       GUARDING(.has = MACBPF_GUARD_FLAGS, .flags = MACBPF_GUARD_MAC) });
	memcpy(rig_dev("mv1")->dev.address, MAC(2), 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).hostdev, rig_dev("mb1")->dev.ifindex);
	ck_assert_uint_eq(member(MAC(2)).hostdev, 0);
	rig_set("mv1", (struct macbpf_link_opts){ .address = MAC(2) });
	ck_assert_uint_eq(member(MAC(1)).hostdev, 0);
	ck_assert_uint_eq(member(MAC(2)).hostdev, rig_dev("mb1")->dev.ifindex);
}
END_TEST

/* A tap's own address is not the guest's: who sets it means the host's side. */
START_TEST(address_of_a_tap_is_not_followed)
{
	rig_open();
	scene_beside_tap();
	memcpy(rig_dev("tap0")->dev.address, MAC(6), 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(5)).hostdev, rig_dev("tap0")->dev.ifindex);
	ck_assert_uint_eq(member(MAC(6)).hostdev, 0);
	rig_set("tap0", (struct macbpf_link_opts){ .address = MAC(7) });
	ck_assert_uint_eq(member(MAC(7)).hostdev, rig_dev("tap0")->dev.ifindex);
	ck_assert_msg(!memcmp(rig_dev("tap0")->dev.address, MAC(7), 6), "tap0 has another MAC");
}
END_TEST

/* Whatever name and alias its user gives it, it has the hostdev's name besides. */
START_TEST(a_renamed_tap_is_no_stranger)
{
	rig_open();
	scene_beside_tap();
	snprintf(rig_dev("tap0")->dev.name, sizeof(rig_dev("tap0")->dev.name), "vm");
	snprintf(rig_dev("vm")->dev.alias, sizeof(rig_dev("vm")->dev.alias), "mine");
	rig_settle();
	ck_assert_uint_eq(member(MAC(5)).hostdev, rig_dev("vm")->dev.ifindex);
	rig_del("mb2");
	ck_assert_uint_eq(member(MAC(5)).hostdev, 0);
}
END_TEST

START_TEST(passthru_tap_follows_its_lower)
{
	rig_open();
	rig_add("tap0", (struct macbpf_link_opts){ TAP_MODE(PASSTHRU), UP });
	memcpy(rig_dev("eth0")->dev.address, MAC(3), 6);
	rig_settle();
	ck_assert_uint_eq(member(MAC(3)).hostdev, rig_dev("tap0")->dev.ifindex);
	ck_assert_msg(!memcmp(rig_dev("tap0")->dev.address, MAC(3), 6), "tap0 has another MAC");
}
END_TEST

START_TEST(passthru_follows_its_lower)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU), UP });
	memcpy(rig_dev("eth0")->dev.address, MAC(3), 6);
	rig_settle();
	ck_assert_msg(!memcmp(rig_dev("mv0")->dev.address, MAC(3), 6), "mv0 has another MAC");
	rig_del("mv0");
	ck_assert_msg(!memcmp(rig_dev("eth0")->dev.address, MAC(3), 6), "eth0 has another MAC");
}
END_TEST

START_TEST(a_smaller_mtu_is_followed)
{
	rig_open();
	scene_bridges();
	rig_dev("eth0")->dev.mtu = 1280;
	rig_settle();
	ck_assert_uint_eq(rig_dev("mv0")->dev.mtu, 1280);
	ck_assert_uint_eq(rig_dev("mv1")->dev.mtu, 1280);
	rig_dev("eth0")->dev.mtu = 1500;
	rig_settle();
	ck_assert_uint_eq(rig_dev("mv0")->dev.mtu, 1280);
}
END_TEST

/* What a network manager does to all devices. */
START_TEST(a_hostdev_is_put_right)
{
	struct mb_dev *hostdev;

	rig_open();
	scene_bridges();
	hostdev = &rig_dev("mb1")->dev;
	hostdev->flags &= ~(uint32_t)IFF_UP;
	hostdev->mtu = 1500;
	ck_assert_uint_eq(rig_info("mv1")->hostdev_down, 1);
	rig_settle();
	ck_assert_uint_eq(rig_info("mv1")->hostdev_down, 0);
	ck_assert_uint_eq(hostdev->mtu, ETH_MAX_MTU);
}
END_TEST

START_TEST(protodown_stays)
{
	struct mb_dev *hostdev;

	rig_open();
	scene_bridges();
	hostdev = &rig_dev("mb1")->dev;
	rig_set("mv1", (struct macbpf_link_opts){ PROTODOWN(1) });
	ck_assert_uint_eq(hostdev->flags & IFF_UP, 0);
	hostdev->flags |= IFF_UP;
	rig_settle();
	ck_assert_uint_eq(hostdev->flags & IFF_UP, 0);
	ck_assert_uint_eq(rig_info("mv1")->protodown, 1);
	ck_assert_uint_eq(rig_info("mv1")->hostdev_down, 0);
	rig_set("mv1", (struct macbpf_link_opts){ PROTODOWN(0) });
	ck_assert_uint_eq(hostdev->flags & IFF_UP, IFF_UP);
	ck_assert_uint_eq(rig_info("mv1")->protodown, 0);
}
END_TEST

/* A device that is up keeps its address, whatever its hostdev is. */
START_TEST(a_hostdev_that_is_down_robs_nobody)
{
	rig_open();
	scene_bridges();
	rig_set("mv1", (struct macbpf_link_opts){ PROTODOWN(1) });
	rig_expect(rig_try_add("eth0", "mv9", (struct macbpf_link_opts){ .address = MAC(1), UP }),
		   -EADDRINUSE, "mv1", "an add");
	rig_add("mv9", (struct macbpf_link_opts){ .address = MAC(1) });
	rig_expect(rig_try_set("eth0", "mv9", (struct macbpf_link_opts){ UP }), -EADDRINUSE, "mv1",
		   "up");
	rig_dev("mv9")->dev.flags |= IFF_UP;
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).hostdev, rig_dev("mb1")->dev.ifindex);
	rig_dev("mv1")->dev.flags &= ~(uint32_t)IFF_UP;
	rig_settle();
	ck_assert_uint_eq(member(MAC(1)).hostdev, rig_dev("mb2")->dev.ifindex);
}
END_TEST

/* The netns of a device ends whose number is, beside the lower, that of somebody's card. */
START_TEST(an_ending_netns_is_nobody_elses)
{
	struct fake_dev *card;

	rig_open();
	card = fake_dev_add(FAKE_HOME, "card", 0);
	card->dev.mtu = 9000;
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .has = MACBPF_LINK_INDEX,
						  .index = card->dev.ifindex, .netns = "box1" });
	rig_dev("mv0")->is_ending = true;
	rig_settle();
	ck_assert_int_eq(card->dev.mtu, 9000);
	ck_assert_int_eq(rig_try_set("eth0", "mb0", (struct macbpf_link_opts){ .address = MAC(7) }),
			 -ENODEV);
	ck_assert_msg(memcmp(card->dev.address, MAC(7), 6), "the card has another MAC");
}
END_TEST

/* An id that was a dead netns' is given to the next, in which anybody may have the number. */
START_TEST(another_netns_of_its_id_is_nobody)
{
	struct fake_dev *card;

	rig_open();
	card = fake_dev_add(FAKE_BOX2, "card", 0);
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), .has = MACBPF_LINK_INDEX,
						  .index = card->dev.ifindex, .netns = "box1" });
	fake.renumbered = true;
	ck_assert_int_eq(rig_try_set("eth0", "mb0", (struct macbpf_link_opts){ .address = MAC(7) }),
			 -ENODEV);
	ck_assert_msg(memcmp(card->dev.address, MAC(7), 6), "the card has another MAC");
}
END_TEST

/* Whatever was taken off a hostdev is there again as it was. */
START_TEST(a_lost_program_is_attached_again)
{
	static const char *const hostdevs[] = { "mb0", "mb1", "tap0" };
	char *before, *after;

	rig_open();
	scene_beside_tap();
	before = fake_text();
	for (size_t i = 0; i < ARRAY_SIZE(hostdevs); i++) {
		rig_dev(hostdevs[i])->progs = 0;
		rig_dev(hostdevs[i])->behind = NULL;
	}
	after = fake_text();
	ck_assert_str_ne(before, after);
	free(after);
	rig_settle();
	rig_expect_same(before, fake_text(), "after the next command");
}
END_TEST

/* Set up with ip(8), while the owner of the MAC is down (macvlan_open()). */
START_TEST(who_is_up_has_the_mac)
{
	rig_open();
	scene_same_mac();
	ck_assert_uint_eq(member(MAC(0xd)).hostdev, rig_dev("mb0")->dev.ifindex);
	rig_dev("mv1")->dev.flags |= IFF_UP;
	rig_settle();
	ck_assert_uint_eq(member(MAC(0xd)).hostdev, rig_dev("mb1")->dev.ifindex);
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
	memcpy(rig_dev("mv7")->dev.address, mac, sizeof(mac));
	rig_del("mv0");
	text = fake_text();
	ck_assert_msg(strstr(text, "fdb 0 02:00:00:00:09:07"), "not followed:\n%s", text);
	free(text);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, one_of_many_in_another_netns_is_followed);
	tcase_add_test(tc, moves_are_followed);
	tcase_add_test(tc, addresses_are_followed);
	tcase_add_test(tc, an_ending_netns_is_nobody_elses);
	tcase_add_test(tc, another_netns_of_its_id_is_nobody);
	tcase_add_test(tc, passthru_follows_its_lower);
	tcase_add_test(tc, groups_that_were_added_are_followed);
	tcase_add_test(tc, who_learns_has_all_groups);
	tcase_add_test(tc, address_of_who_is_beside_is_not_followed);
	tcase_add_test(tc, address_of_a_guarded_endpoint_is_not_followed);
	tcase_add_test(tc, address_of_a_tap_is_not_followed);
	tcase_add_test(tc, a_renamed_tap_is_no_stranger);
	tcase_add_test(tc, passthru_tap_follows_its_lower);
	tcase_add_test(tc, a_smaller_mtu_is_followed);
	tcase_add_test(tc, a_lost_program_is_attached_again);
	tcase_add_test(tc, a_hostdev_is_put_right);
	tcase_add_test(tc, protodown_stays);
	tcase_add_test(tc, a_hostdev_that_is_down_robs_nobody);
	tcase_add_test(tc, who_is_up_has_the_mac);
}

int main(void)
{
	return rig_main("follow", fill);
}
