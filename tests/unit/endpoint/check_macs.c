// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_macs.c - what an operation makes of a list of MACs.
 *
 * guards: libmacbpf/endpoint/macs.c
 */
#include <string.h>

#include "libmacbpf/endpoint/macs.h"
#include "tests/unit/rig.h"

#define ADD   MACBPF_MACADDR_ADD
#define DEL   MACBPF_MACADDR_DEL
#define FLUSH MACBPF_MACADDR_FLUSH
#define SET   MACBPF_MACADDR_SET

/* Lists as words: a letter is a MAC. */
static const struct {
	const char *what, *old;
	uint32_t op;
	const char *args, *want;
} cases[] = {
	{ "add to nothing", "", ADD, "a", "a" },
	{ "add behind what is there", "ab", ADD, "c", "abc" },
	{ "add several", "a", ADD, "bc", "abc" },
	{ "add one that is there", "ab", ADD, "a", "ab" },
	{ "add one twice", "a", ADD, "bb", "ab" },
	{ "add nothing", "ab", ADD, "", "ab" },
	{ "delete the first", "abc", DEL, "a", "bc" },
	{ "delete one in the middle", "abc", DEL, "b", "ac" },
	{ "delete several, in any order", "abcd", DEL, "db", "ac" },
	{ "delete one that isn't there", "ab", DEL, "c", "ab" },
	{ "delete one twice", "ab", DEL, "aa", "b" },
	{ "delete from nothing", "", DEL, "a", "" },
	{ "delete all", "ab", DEL, "ab", "" },
	{ "flush", "abc", FLUSH, "", "" },
	{ "flush ignores what is given", "abc", FLUSH, "d", "" },
	{ "flush nothing", "", FLUSH, "", "" },
	{ "set replaces all", "ab", SET, "cd", "cd" },
	{ "set keeps what is in both, in the order given", "ab", SET, "cb", "cb" },
	{ "set one twice", "", SET, "aa", "a" },
	{ "set nothing is flush", "ab", SET, "", "" },
};

static size_t macs_of(const char *word, uint8_t macs[][6])
{
	size_t count = strlen(word);

	for (size_t i = 0; i < count; i++)
		memcpy(macs[i], (uint8_t[6]){ 2, 0, 0, 0, 0, (uint8_t)word[i] }, 6);
	return count;
}

START_TEST(apply)
{
	uint8_t old[8][6], args[8][6];
	struct mb_macs had = { old, macs_of(cases[_i].old, old) }, got;
	size_t count = macs_of(cases[_i].args, args);
	char word[16] = "";

	ck_assert_int_eq(mb_macs_apply(&had, cases[_i].op, (const uint8_t(*)[6])args, count, &got),
			 0);
	for (size_t i = 0; i < got.count; i++)
		word[i] = (char)got.mac[i][5];
	ck_assert_msg(!strcmp(word, cases[_i].want), "%s: \"%s\" became \"%s\", not \"%s\"",
		      cases[_i].what, cases[_i].old, word, cases[_i].want);
	ck_assert_uint_eq(had.count, strlen(cases[_i].old));
	mb_macs_free(&got);
	ck_assert(!got.mac && !got.count);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, apply, 0, ARRAY_SIZE(cases));
}

int main(void)
{
	return rig_main("macs", fill);
}
