// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_behind.c - addresses that a device receives for besides its own: who may have which.
 *
 * guards: libmacbpf/endpoint/behind.c libmacbpf/endpoint/secondary.c
 */
#include <errno.h>
#include <string.h>

#include "tests/unit/scene.h"

#define LIMIT(n) MACVLAN(.has = MACBPF_MACVLAN_MACADDR_LIMIT, .macaddr_limit = (n))

static struct mb_dest dest(const uint8_t mac[6])
{
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_dest found = { 0 };

	mb_fdb_get(&maps, mac, &found);
	mb_maps_close(&maps);
	return found;
}

static bool leads_to(const uint8_t mac[6], const char *hostdev)
{
	struct mb_dest found = dest(mac);

	return found.hostdev == rig_dev(hostdev)->dev.ifindex && found.flags & MB_DEST_SECONDARY;
}

static size_t place(const char *name, const uint8_t mac[6])
{
	const struct fake_dev *dev = rig_dev(name);
	size_t i = 0;

	while (i < dev->filters && memcmp(dev->filter[i], mac, 6))
		i++;
	return i;
}

static bool receives(const char *name, const uint8_t mac[6])
{
	return place(name, mac) < rig_dev(name)->filters;
}

/* What ip(8) and keepalived do: dev_uc_add(), of a device that doesn't filter. */
static void put_behind(const char *name, const uint8_t mac[6])
{
	struct fake_dev *dev = rig_dev(name);

	memcpy(dev->filter[dev->filters++], mac, 6);
	dev->dev.promiscuity = 1;
}

static void take_away(const char *name, const uint8_t mac[6])
{
	struct fake_dev *dev = rig_dev(name);
	size_t i = place(name, mac);

	ck_assert_uint_lt(i, dev->filters);
	memmove(dev->filter[i], dev->filter[i + 1], (--dev->filters - i) * 6);
	dev->dev.promiscuity = !!dev->filters;
}

static void open_two(void)
{
	rig_open();
	scene_three_bridges();
	rig_set("mv2", (struct macbpf_link_opts){ UP });
}

START_TEST(what_it_receives_for_leads_to_it)
{
	open_two();
	put_behind("mv0", MAC(1));
	rig_settle();
	ck_assert_msg(leads_to(MAC(1), "mb0"), "the table lacks it");
	ck_assert_uint_eq(dest(MAC(1)).flags & MB_DEST_PEER, MB_DEST_PEER);
	ck_assert_msg(receives("eth0", MAC(1)), "the NIC lacks it");
	ck_assert_uint_eq(rig_info("mv0")->secondary_count, 1);
}
END_TEST

START_TEST(what_it_receives_for_no_more_is_nobodys)
{
	open_two();
	put_behind("mv0", MAC(1));
	put_behind("mv0", MAC(2));
	rig_settle();
	take_away("mv0", MAC(1));
	rig_settle();
	ck_assert_uint_eq(dest(MAC(1)).hostdev, 0);
	ck_assert_msg(!receives("eth0", MAC(1)), "the NIC has it still");
	ck_assert_msg(leads_to(MAC(2), "mb0"), "the other is gone, too");
	take_away("mv0", MAC(2));
	rig_settle();
	ck_assert_msg(!receives("eth0", MAC(2)), "the NIC has it still");
	ck_assert_uint_eq(rig_info("mv0")->secondary_count, 0);
}
END_TEST

/* A sibling's, the lower's, what is on the lower by somebody else, another's behind it, none. */
START_TEST(what_is_anothers_stays_anothers)
{
	static const uint8_t none[6];
	uint8_t sibling[6];

	open_two();
	memcpy(sibling, rig_dev("mv1")->dev.address, 6);
	put_behind("eth0", MAC(3));
	put_behind("mv1", MAC(4));
	rig_settle();
	put_behind("mv0", sibling);
	put_behind("mv0", rig_dev("eth0")->dev.address);
	put_behind("mv0", MAC(3));
	put_behind("mv0", MAC(4));
	put_behind("mv0", none);
	rig_settle();
	ck_assert_uint_eq(rig_info("mv0")->secondary_count, 0);
	ck_assert_uint_eq(dest(sibling).hostdev, rig_dev("mb1")->dev.ifindex);
	ck_assert_msg(leads_to(MAC(4), "mb1"), "taken from mv1");
	ck_assert_uint_eq(dest(MAC(3)).hostdev, 0);
	ck_assert_msg(receives("eth0", MAC(3)), "the administrator's entry is gone");
}
END_TEST

START_TEST(there_is_a_limit)
{
	open_two();
	rig_set("mv0", (struct macbpf_link_opts){ LIMIT(2) });
	for (uint8_t i = 1; i <= 4; i++)
		put_behind("mv0", MAC(i));
	rig_settle();
	ck_assert_uint_eq(rig_info("mv0")->secondary_count, 2);
	ck_assert_msg(leads_to(MAC(1), "mb0") && leads_to(MAC(2), "mb0"), "the first don't count");
	take_away("mv0", MAC(1));
	rig_settle();
	ck_assert_msg(leads_to(MAC(3), "mb0") && !leads_to(MAC(4), "mb0"), "none has its place");
	rig_set("mv0", (struct macbpf_link_opts){ LIMIT(0) });
	ck_assert_uint_eq(rig_info("mv0")->secondary_count, 0);
	ck_assert_msg(!receives("eth0", MAC(2)), "the NIC has it still");
	rig_set("mv0", (struct macbpf_link_opts){ LIMIT(256) });
	ck_assert_uint_eq(rig_info("mv0")->secondary_count, 3);
}
END_TEST

START_TEST(they_go_with_the_endpoint)
{
	open_two();
	put_behind("mv0", MAC(1));
	rig_settle();
	rig_del("mv0");
	ck_assert_uint_eq(dest(MAC(1)).hostdev, 0);
	ck_assert_msg(!receives("eth0", MAC(1)), "the NIC has it still");
}
END_TEST

START_TEST(they_follow_mode_and_place)
{
	open_two();
	put_behind("mv0", MAC(1));
	rig_settle();
	rig_set("mv0", (struct macbpf_link_opts){ MODE(PRIVATE) });
	ck_assert_uint_eq(dest(MAC(1)).mode, MB_MODE_PRIVATE);
	rig_ip_move("mv0", FAKE_HOME);
	rig_settle();
	ck_assert_uint_eq(dest(MAC(1)).flags & MB_DEST_PEER, 0);
	ck_assert_msg(leads_to(MAC(1), "mb0"), "lost on the way");
}
END_TEST

/* Frames for it come as before, though no command knows that it is the device's own now. */
START_TEST(as_own_address_it_is_owned_at_once)
{
	open_two();
	put_behind("mv0", MAC(1));
	rig_settle();
	memcpy(rig_dev("mv0")->dev.address, MAC(1), 6);
	ck_assert_uint_eq(rig_info("mv0")->owns_address, 1);
	memcpy(rig_dev("mv2")->dev.address, MAC(1), 6);
	ck_assert_uint_eq(rig_info("mv2")->owns_address, 0);
}
END_TEST

START_TEST(one_in_use_is_refused_to_a_new_endpoint)
{
	struct macbpf_link_opts wants = { MODE(BRIDGE), UP, .address = MAC(1) };

	open_two();
	put_behind("mv2", MAC(1));
	rig_settle();
	rig_expect(rig_try_add("eth0", "mv9", wants), -EADDRINUSE, "behind endpoint mv2", "add");
	ck_assert_msg(leads_to(MAC(1), "mb2"), "taken from mv2");
	wants.dev_flags = 0;
	rig_add("mv9", wants);
	ck_assert_uint_eq(rig_info("mv9")->owns_address, 0);
	take_away("mv2", MAC(1));
	rig_settle();
	ck_assert_uint_eq(rig_info("mv9")->owns_address, 1);
	rig_del("mv9");
	ck_assert_msg(!receives("eth0", MAC(1)), "the NIC has it still");
}
END_TEST

/* The device's own becomes one that it had besides, and the other way round. */
START_TEST(own_address_and_another_change_places)
{
	uint8_t own[6];

	open_two();
	memcpy(own, rig_dev("mv0")->dev.address, 6);
	put_behind("mv0", MAC(1));
	rig_settle();
	memcpy(rig_dev("mv0")->dev.address, MAC(1), 6);
	put_behind("mv0", own);
	rig_settle();
	ck_assert_uint_eq(dest(MAC(1)).flags & MB_DEST_SECONDARY, 0);
	ck_assert_uint_eq(dest(MAC(1)).hostdev, rig_dev("mb0")->dev.ifindex);
	ck_assert_msg(leads_to(own, "mb0"), "the old address leads nowhere");
	rig_del("mv0");
	ck_assert_msg(!receives("eth0", MAC(1)) && !receives("eth0", own), "the NIC has it still");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, what_it_receives_for_leads_to_it);
	tcase_add_test(tc, what_it_receives_for_no_more_is_nobodys);
	tcase_add_test(tc, what_is_anothers_stays_anothers);
	tcase_add_test(tc, there_is_a_limit);
	tcase_add_test(tc, they_go_with_the_endpoint);
	tcase_add_test(tc, they_follow_mode_and_place);
	tcase_add_test(tc, as_own_address_it_is_owned_at_once);
	tcase_add_test(tc, one_in_use_is_refused_to_a_new_endpoint);
	tcase_add_test(tc, own_address_and_another_change_places);
}

int main(void)
{
	return rig_main("behind", fill);
}
