// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_names.c - words for modes, flags, hooks and endpoints, and what is a name.
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
	tcase_add_loop_test(tc, what_is_a_name, 0, ARRAY_SIZE(names));
}

int main(void)
{
	return rig_main("names", fill);
}
