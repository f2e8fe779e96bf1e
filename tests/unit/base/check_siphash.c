// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_siphash.c - SipHash-2-4 gives what its authors' vectors say.
 *
 * guards: libmacbpf/base/siphash.c
 */
#include "libmacbpf/base/siphash.h"
#include "tests/unit/rig.h"

/* Of the first bytes of 0, 1, 2..., under the key of the bytes 0 to 15. */
static const struct {
	size_t size;
	uint64_t want;
} vectors[] = {
	{ 0, 0x726fdb47dd0e0e31 }, { 1, 0x74f839c593dc67fd },  { 7, 0xab0200f58b01d137 },
	{ 8, 0x93f5f5799a932462 }, { 15, 0xa129ca6149be45e5 },
};

START_TEST(vectors_of_its_authors)
{
	uint8_t bytes[16];

	for (uint8_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = i;
	ck_assert_uint_eq(mb_siphash(bytes, bytes, vectors[_i].size), vectors[_i].want);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, vectors_of_its_authors, 0, sizeof(vectors) / sizeof(vectors[0]));
}

int main(void)
{
	return rig_main("siphash", fill);
}
