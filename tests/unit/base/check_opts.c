// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_opts.c - structs between callers and a library of other ages.
 *
 * guards: libmacbpf/base/opts.c
 */
#include <errno.h>
#include <string.h>

#include "libmacbpf/base/context.h"
#include "tests/unit/rig.h"

/* What this library knows; an older caller lacks `new`, a newer one has `newer`. */
struct now {
	size_t sz;
	uint64_t old, new;
};

struct later {
	size_t sz;
	uint64_t old, new, newer;
};

#define DEFAULTS ((struct now){ sizeof(struct now), 10, 20 })

static const struct {
	const char *what;
	struct later theirs;
	int want;
	struct now ours; /* afterwards */
} copies[] = {
	{ "of the same age", { sizeof(struct now), 1, 2, 99 }, 0, { sizeof(struct now), 1, 2 } },
	{ "an older one leaves the default of what it lacks",
	  { offsetof(struct now, new), 1, 2, 3 },
	  0,
	  { sizeof(struct now), 1, 20 } },
	{ "one that knows nothing but sz leaves all defaults",
	  { sizeof(size_t), 1, 2, 3 },
	  0,
	  DEFAULTS },
	{ "a newer one that doesn't use what is new",
	  { sizeof(struct later), 1, 2, 0 },
	  0,
	  { sizeof(struct now), 1, 2 } },
	{ "a newer one that does is refused", { sizeof(struct later), 1, 2, 3 }, -E2BIG, DEFAULTS },
	{ "sz 0 is refused", { 0, 1, 2, 3 }, -EINVAL, DEFAULTS },
	{ "sz smaller than itself is refused", { sizeof(size_t) - 1, 1, 2, 3 }, -EINVAL, DEFAULTS },
};

START_TEST(options)
{
	struct now ours = DEFAULTS;

	ck_assert_msg(mb_opts_copy(&ours, sizeof(ours), &copies[_i].theirs) == copies[_i].want,
		      "%s", copies[_i].what);
	ck_assert_msg(!memcmp(&ours, &copies[_i].ours, sizeof(ours)),
		      "%s: sz %zu, old %lu, new %lu", copies[_i].what, ours.sz,
		      (unsigned long)ours.old, (unsigned long)ours.new);
}
END_TEST

START_TEST(no_options)
{
	struct now ours = DEFAULTS, want = DEFAULTS;

	ck_assert_int_eq(mb_opts_copy(&ours, sizeof(ours), NULL), 0);
	ck_assert_mem_eq(&ours, &want, sizeof(ours));
}
END_TEST

static const struct {
	const char *what;
	size_t sz;
	int want;
	struct later theirs; /* afterwards, of { sz, 7, 7, 7 } before */
} infos[] = {
	{ "of the same age", sizeof(struct now), 0, { sizeof(struct now), 1, 2, 7 } },
	{ "an older caller gets what it has room for",
	  offsetof(struct now, new),
	  0,
	  { offsetof(struct now, new), 1, 7, 7 } },
	{ "a newer caller gets zero for what we don't know",
	  sizeof(struct later),
	  0,
	  { sizeof(struct later), 1, 2, 0 } },
	{ "sz alone is refused", sizeof(size_t), -EINVAL, { sizeof(size_t), 7, 7, 7 } },
	{ "sz 0 is refused", 0, -EINVAL, { 0, 7, 7, 7 } },
};

START_TEST(information)
{
	const struct now ours = { sizeof(struct now), 1, 2 };
	struct later theirs = { infos[_i].sz, 7, 7, 7 };

	errno = 0;
	ck_assert_msg(mb_opts_give(&theirs, &ours, sizeof(ours)) == infos[_i].want, "%s",
		      infos[_i].what);
	ck_assert_msg(errno == -infos[_i].want, "%s: errno", infos[_i].what);
	ck_assert_msg(!memcmp(&theirs, &infos[_i].theirs, sizeof(theirs)), "%s: %lu %lu %lu",
		      infos[_i].what, (unsigned long)theirs.old, (unsigned long)theirs.new,
		      (unsigned long)theirs.newer);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, options, 0, ARRAY_SIZE(copies));
	tcase_add_test(tc, no_options);
	tcase_add_loop_test(tc, information, 0, ARRAY_SIZE(infos));
}

int main(void)
{
	return rig_main("opts", fill);
}
