// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_persistent.c - who gets the address that udev would give.
 *
 * guards: libmacbpf/endpoint/address.c
 */
#include "tests/unit/rig.h"

static const uint8_t of_1[] = { 2, 0xde, 0xf0, 0, 0, '1' };
static const uint8_t asked[] = { 2, 0, 0, 0, 0, 0x77 };

static bool has_it(const char *name, struct macbpf_link_opts opts)
{
	ck_assert_msg(!rig_try_add("eth0", name, opts), "%s", macbpf__error(rig_mb));
	return !memcmp(rig_info(name)->address, of_1, sizeof(of_1));
}

static void open_with_udev(void)
{
	rig_open();
	fake.has_udev = true;
}

START_TEST(a_device_beside_the_lower)
{
	open_with_udev();
	ck_assert(has_it("mv1", (struct macbpf_link_opts){ .netns = NULL }));
	rig_close();
}
END_TEST

START_TEST(not_a_device_elsewhere)
{
	open_with_udev();
	ck_assert(!has_it("mv1", (struct macbpf_link_opts){ .netns = "box1" }));
	rig_close();
}
END_TEST

START_TEST(not_who_asks_for_another)
{
	open_with_udev();
	ck_assert(!has_it("mv1", (struct macbpf_link_opts){ .address = asked }));
	rig_close();
}
END_TEST

START_TEST(not_the_second)
{
	open_with_udev();
	rig_add("mv0", (struct macbpf_link_opts){ .address = of_1 });
	ck_assert(!has_it("mv1", (struct macbpf_link_opts){ .netns = NULL }));
	rig_close();
}
END_TEST

START_TEST(not_where_there_is_no_udev)
{
	rig_open();
	ck_assert(!has_it("mv1", (struct macbpf_link_opts){ .netns = NULL }));
	rig_close();
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, a_device_beside_the_lower);
	tcase_add_test(tc, not_a_device_elsewhere);
	tcase_add_test(tc, not_who_asks_for_another);
	tcase_add_test(tc, not_the_second);
	tcase_add_test(tc, not_where_there_is_no_udev);
}

int main(void)
{
	return rig_main("persistent", fill);
}
