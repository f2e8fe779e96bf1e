// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_mac.c - MACs as text, and which a device can have.
 *
 * guards: libmacbpf/base/mac.c
 */
#include "libmacbpf/base/mac.h"
#include "tests/unit/rig.h"

START_TEST(mac_as_text)
{
	static const uint8_t mac[6] = { 0x02, 0, 0xab, 0xcd, 0x0e, 0xff };
	char text[MB_MAC_TEXT];

	ck_assert_str_eq(mb_mac_text(text, mac), "02:00:ab:cd:0e:ff");
}
END_TEST

static const struct {
	const char *what;
	uint8_t mac[6];
	bool valid;
} macs[] = {
	{ "locally administered", { 2, 0, 0, 0, 0, 1 }, true },
	{ "a vendor's", { 0, 0x1b, 0x21, 1, 2, 3 }, true },
	{ "only the last byte is not zero", { 0, 0, 0, 0, 0, 1 }, true },
	{ "zero", { 0 }, false },
	{ "broadcast", { 255, 255, 255, 255, 255, 255 }, false },
	{ "IPv4 multicast", { 1, 0, 0x5e, 0, 0, 1 }, false },
	{ "the group bit alone", { 1, 0, 0, 0, 0, 0 }, false },
};

START_TEST(what_is_a_mac)
{
	ck_assert_msg(mb_mac_valid(macs[_i].mac) == macs[_i].valid, "%s", macs[_i].what);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, mac_as_text);
	tcase_add_loop_test(tc, what_is_a_mac, 0, ARRAY_SIZE(macs));
}

int main(void)
{
	return rig_main("mac", fill);
}
