// SPDX-License-Identifier: GPL-2.0-only
/* refusal.c - plays what must be refused, and looks that nothing is changed. */
#include "tests/unit/refusal.h"

static const struct refusal *cases;
static int count;

/* mv0 is up and mv1 down; "eth" is taken in box1. */
void refusal_two(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), UP, .address = MAC(1) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(VEPA), .address = MAC(2) });
	fake_dev_add(FAKE_BOX1, "eth", 0);
}

static int run(size_t i)
{
	switch (cases[i].op) {
	case ADD:
		return rig_try_add(cases[i].lower, cases[i].name, cases[i].opts);
	case SET:
		return rig_try_set(cases[i].lower, cases[i].name, cases[i].opts);
	default:
		return macbpf_link__del(rig_mb, cases[i].lower, cases[i].name);
	}
}

START_TEST(refused)
{
	char *before;

	rig_open();
	if (cases[_i].before)
		cases[_i].before();
	before = fake_text();
	rig_expect(run((size_t)_i), cases[_i].want, cases[_i].word, cases[_i].what);
	rig_expect_same(before, fake_text(), cases[_i].what);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, refused, 0, count);
}

int refusal_main(const char *name, const struct refusal *list, int list_count)
{
	cases = list;
	count = list_count;
	return rig_main(name, fill);
}
