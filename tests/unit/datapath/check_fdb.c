// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_fdb.c - the array in front of the FDB never says anything that the FDB doesn't.
 *
 * guards: libmacbpf/datapath/fdb.c bpf/abi/
 */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "libmacbpf/datapath/datapath.h"
#include "libmacbpf/datapath/maps.h"
#include "tests/unit/rig.h"

static uint16_t *halves(uint16_t half[3], const uint8_t mac[6])
{
	memcpy(half, mac, 6);
	return half;
}

static __u64 product_of(const uint8_t mac[6])
{
	uint16_t half[3];

	return mb_front_product(mb_mac_number(halves(half, mac)));
}

START_TEST(slot_and_tag_are_the_mac)
{
	static const uint8_t a[6] = { 2, 0, 0, 0, 0, 1 };
	uint8_t b[6];

	/* One bit of difference, wherever it is, is seen in the slot or in the tag. */
	for (int bit = 0; bit < 48; bit++) {
		memcpy(b, a, sizeof(b));
		b[bit / 8] ^= 1 << bit % 8;
		ck_assert_msg(mb_front_slot(product_of(a)) != mb_front_slot(product_of(b)) ||
				      mb_front_tag(product_of(a)) != mb_front_tag(product_of(b)),
			      "bit %d of a MAC is lost", bit);
		ck_assert_uint_lt(mb_front_slot(product_of(b)), MB_FRONT_SLOTS);
	}
}
END_TEST

START_TEST(entry_says_what_was_put_in)
{
	static const uint8_t mac[6] = { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const uint16_t modes[] = { MB_MODE_PRIVATE, MB_MODE_VEPA, MB_MODE_BRIDGE,
					  MB_MODE_PASSTHRU, MB_MODE_SOURCE };
	struct mb_dest put = { MB_FRONT_HOSTDEV, modes[_i], _i % 2 ? MB_DEST_PEER : 0 }, got;
	__u64 entry = mb_front_entry(product_of(mac), put);

	ck_assert(mb_front_has(entry, product_of(mac)));
	ck_assert(mb_front_has(entry | MB_FRONT_CROWDED, product_of(mac)));
	ck_assert(!mb_front_has(0, product_of(mac)));
	got = mb_front_dest(entry | MB_FRONT_CROWDED);
	ck_assert_mem_eq(&got, &put, sizeof(put));
}
END_TEST

/* ---------------------------------------------------------------- kept true by maps.c */

/* What the datapath finds: fdb.h:mb_fdb_find(), over the maps of eth0's port. */
static uint32_t hostdev_of(const struct mb_maps *maps, const uint8_t mac[6])
{
	uint32_t slot = mb_front_slot(product_of(mac));
	struct mb_dest dest;
	__u64 entry;

	ck_assert_int_eq(bpf_map_lookup_elem(maps->fd[MB_MAP_FRONT], &slot, &entry), 0);
	if (mb_front_has(entry, product_of(mac)))
		return mb_front_dest(entry).hostdev;
	if (!(entry & MB_FRONT_CROWDED))
		return 0;
	return mb_fdb_get(maps, mac, &dest) ? 0 : dest.hostdev;
}

/* Three MACs of one slot. */
static void find_crowd(uint8_t crowd[3][6])
{
	uint8_t mac[6] = { 2 };
	int found = 0;

	for (uint32_t n = 0; found < 3; n++) {
		memcpy(mac + 2, &n, sizeof(n));
		if (mb_front_slot(product_of(mac)) == 7)
			memcpy(crowd[found++], mac, 6);
	}
}

static struct mb_maps open_maps(void)
{
	struct mb_config config = { .lower = 1 };
	struct mb_maps maps = MB_MAPS_NONE;

	rig_open();
	fake.locked = true;
	ck_assert_int_ge(mb_datapath_load(&config, &maps), 0);
	return maps;
}

static void set(const struct mb_maps *maps, const uint8_t mac[6], uint32_t hostdev)
{
	struct mb_dest dest = { hostdev, MB_MODE_BRIDGE, 0 };

	ck_assert_int_eq(mb_fdb_set(maps, mac, &dest), 0);
}

START_TEST(those_of_one_slot_are_all_found)
{
	struct mb_maps maps = open_maps();
	uint8_t mac[3][6];

	find_crowd(mac);
	set(&maps, mac[0], 10);
	ck_assert_uint_eq(hostdev_of(&maps, mac[1]), 0);
	set(&maps, mac[1], 11);
	ck_assert_uint_eq(hostdev_of(&maps, mac[0]), 10);
	ck_assert_uint_eq(hostdev_of(&maps, mac[1]), 11);
	ck_assert_uint_eq(hostdev_of(&maps, mac[2]), 0);
	ck_assert_int_eq(mb_fdb_del(&maps, mac[0]), 0);
	ck_assert_uint_eq(hostdev_of(&maps, mac[0]), 0);
	ck_assert_uint_eq(hostdev_of(&maps, mac[1]), 11);
	set(&maps, mac[2], 12);
	ck_assert_uint_eq(hostdev_of(&maps, mac[1]), 11);
	ck_assert_uint_eq(hostdev_of(&maps, mac[2]), 12);
	ck_assert_int_eq(mb_fdb_del(&maps, mac[1]), 0);
	ck_assert_uint_eq(hostdev_of(&maps, mac[1]), 0);
	ck_assert_uint_eq(hostdev_of(&maps, mac[2]), 12);
}
END_TEST

START_TEST(large_ifindex_is_found)
{
	struct mb_maps maps = open_maps();
	uint8_t mac[3][6];

	find_crowd(mac);
	set(&maps, mac[0], 10);
	set(&maps, mac[0], MB_FRONT_HOSTDEV + 5);
	ck_assert_uint_eq(hostdev_of(&maps, mac[0]), MB_FRONT_HOSTDEV + 5);
	set(&maps, mac[0], 10);
	ck_assert_uint_eq(hostdev_of(&maps, mac[0]), 10);
}
END_TEST

/* Whichever call fails, front and FDB agree, on the old or on the new. */
START_TEST(failed_half_way_it_is_as_before)
{
	struct mb_dest dest = { 11, MB_MODE_BRIDGE, 0 }, back;
	struct mb_maps maps = open_maps();
	uint8_t mac[3][6];
	int err = -1;

	find_crowd(mac);
	set(&maps, mac[0], 10);
	for (int n = 1; err; n++) {
		fake_fault = (struct fake_fault){ .at = n, .error = -EIO };
		err = _i ? mb_fdb_del(&maps, mac[0]) : mb_fdb_set(&maps, mac[0], &dest);
		fake_fault = (struct fake_fault){ 0 };
		if (!err)
			break;
		ck_assert_msg(hostdev_of(&maps, mac[0]) == 10, "call %d failed", n);
		ck_assert_int_eq(mb_fdb_get(&maps, mac[0], &back), 0);
		ck_assert_msg(back.hostdev == 10, "the FDB, when call %d failed", n);
	}
	ck_assert_uint_eq(hostdev_of(&maps, mac[0]), _i ? 0 : 11);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, slot_and_tag_are_the_mac);
	tcase_add_loop_test(tc, entry_says_what_was_put_in, 0, 5);
	tcase_add_test(tc, those_of_one_slot_are_all_found);
	tcase_add_test(tc, large_ifindex_is_found);
	tcase_add_loop_test(tc, failed_half_way_it_is_as_before, 0, 2);
}

int main(void)
{
	return rig_main("front", fill);
}
