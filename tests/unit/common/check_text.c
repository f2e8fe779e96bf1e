// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_text.c - texts of a fixed size: what fits is whole, what doesn't is seen to be cut.
 *
 * guards: common/text.c
 */
#include <string.h>

#include "common/text.h"
#include "tests/unit/rig.h"

#define GUARD 0x5a

static struct {
	char text[8];
	unsigned char guard;
} room;

static void empty(void)
{
	memset(&room, GUARD, sizeof(room));
	*room.text = '\0';
}

static void append(const char *what)
{
	mb_text_append(room.text, sizeof(room.text), "%s", what);
	ck_assert_ptr_nonnull(memchr(room.text, '\0', sizeof(room.text)));
	ck_assert_uint_eq(room.guard, GUARD);
}

START_TEST(what_is_appended_stands_behind_what_was_there)
{
	append("ab");
	append("");
	append("cd");
	mb_text_append(room.text, sizeof(room.text), "-%d", 12);
	ck_assert_str_eq(room.text, "abcd-12");
}
END_TEST

START_TEST(what_just_fits_is_whole)
{
	append("abcd");
	append("efg");
	ck_assert_str_eq(room.text, "abcdefg");
	append("");
	ck_assert_str_eq(room.text, "abcdefg");
}
END_TEST

START_TEST(what_is_too_long_is_seen_to_be_cut)
{
	append("abcd");
	append("efgh");
	ck_assert_str_eq(room.text, "abcd...");
	append("i");
	ck_assert_str_eq(room.text, "abcd...");
}
END_TEST

START_TEST(in_a_tiny_room_is_what_fits)
{
	mb_text_append(room.text, 3, "%s", "abcd");
	ck_assert_str_eq(room.text, "ab");
	*room.text = '\0';
	mb_text_append(room.text, 4, "%s", "abcd");
	ck_assert_str_eq(room.text, "...");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_checked_fixture(tc, empty, NULL);
	tcase_add_test(tc, what_is_appended_stands_behind_what_was_there);
	tcase_add_test(tc, what_just_fits_is_whole);
	tcase_add_test(tc, what_is_too_long_is_seen_to_be_cut);
	tcase_add_test(tc, in_a_tiny_room_is_what_fits);
}

int main(void)
{
	return rig_main("text", add_tests);
}
