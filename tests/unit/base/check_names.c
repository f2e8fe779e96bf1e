// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_names.c - words for modes, flags, hooks and endpoints, MACs as text, what is a name and a
 * MAC.
 *
 * guards: libmacbpf/base/names.c
 */
#include <errno.h>
#include <string.h>

#include "libmacbpf/base/names.h"
#include "tests/unit/rig.h"

static const struct {
	const char *word;
	uint32_t value;
	const char *(*name)(uint32_t value);
	int (*parse)(const char *word, uint32_t *value);
} words[] = {
	{ "private", 1, macbpf_mode__name, macbpf_mode__parse },
	{ "vepa", 2, macbpf_mode__name, macbpf_mode__parse },
	{ "bridge", 4, macbpf_mode__name, macbpf_mode__parse },
	{ "passthru", 8, macbpf_mode__name, macbpf_mode__parse },
	{ "source", 16, macbpf_mode__name, macbpf_mode__parse },
	{ "nopromisc", 1, macbpf_flag__name, macbpf_flag__parse },
	{ "nodst", 2, macbpf_flag__name, macbpf_flag__parse },
	{ "auto", 0, macbpf_hook__name, macbpf_hook__parse },
	{ "tcx", 1, macbpf_hook__name, macbpf_hook__parse },
	{ "clsact", 2, macbpf_hook__name, macbpf_hook__parse },
	{ "netkit", 3, macbpf_hook__name, macbpf_hook__parse },
	{ "auto", 0, macbpf_kind__name, macbpf_kind__parse },
	{ "veth", 1, macbpf_kind__name, macbpf_kind__parse },
	{ "netkit", 2, macbpf_kind__name, macbpf_kind__parse },
	{ "tap", 3, macbpf_kind__name, macbpf_kind__parse },
	{ "macvlan", 0, macbpf_type__name, macbpf_type__parse },
	{ "macvtap", 1, macbpf_type__name, macbpf_type__parse },
};

START_TEST(word_both_ways)
{
	uint32_t value = 0;

	ck_assert_str_eq(words[_i].name(words[_i].value), words[_i].word);
	ck_assert_int_eq(words[_i].parse(words[_i].word, &value), 0);
	ck_assert_uint_eq(value, words[_i].value);
}
END_TEST

/* Whole words only, and sets of modes have no word. */
START_TEST(no_word)
{
	static const char *const none[] = { "",	      "b",	 "brid", "bridges",
					    "Bridge", "bridge ", "4",	 "nopromi" };
	static const uint32_t values[] = { 0, 3, 5, 31, 32, UINT32_MAX };
	uint32_t value = 77;

	for (size_t i = 0; i < ARRAY_SIZE(none); i++) {
		errno = 0;
		ck_assert_msg(macbpf_mode__parse(none[i], &value) == -EINVAL && errno == EINVAL,
			      "\"%s\" is a mode", none[i]);
		ck_assert_msg(macbpf_flag__parse(none[i], &value) == -EINVAL, "\"%s\" is a flag",
			      none[i]);
	}
	ck_assert_uint_eq(value, 77);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		ck_assert_msg(!macbpf_mode__name(values[i]), "mode %u has a word", values[i]);
	ck_assert_ptr_null(macbpf_flag__name(0));
	ck_assert_ptr_null(macbpf_flag__name(3));
	ck_assert_ptr_null(macbpf_hook__name(4));
	ck_assert_int_eq(macbpf_hook__parse("tc", &value), -EINVAL);
	ck_assert_ptr_null(macbpf_kind__name(4));
	ck_assert_int_eq(macbpf_kind__parse("net", &value), -EINVAL);
}
END_TEST

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

static const struct {
	const char *what, *name;
	bool valid;
} names[] = {
	{ "one character", "a", true },
	{ "fifteen characters", "abcdefghijklmno", true },
	{ "sixteen characters", "abcdefghijklmnop", false },
	{ "dots inside", "eth0.100", true },
	{ "three dots", "...", true },
	{ "bytes beyond ASCII", "m\xc3\xbcll", true },
	{ "none", "", false },
	{ "the directory", ".", false },
	{ "the directory above", "..", false },
	{ "a slash", "a/b", false },
	{ "a colon", "a:1", false },
	{ "a pattern", "mv%d", false },
	{ "a blank", "a b", false },
	{ "a tab", "a\tb", false },
	{ "a line break", "a\n", false },
};

START_TEST(what_is_a_name)
{
	ck_assert_msg(mb_name_valid(names[_i].name) == names[_i].valid, "%s", names[_i].what);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, word_both_ways, 0, ARRAY_SIZE(words));
	tcase_add_test(tc, no_word);
	tcase_add_test(tc, mac_as_text);
	tcase_add_loop_test(tc, what_is_a_mac, 0, ARRAY_SIZE(macs));
	tcase_add_loop_test(tc, what_is_a_name, 0, ARRAY_SIZE(names));
}

int main(void)
{
	return rig_main("names", fill);
}
