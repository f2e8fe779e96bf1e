// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_nameless.c - NULL for a name that is needed is refused with a sentence.
 *
 * guards: libmacbpf/api/ libmacbpf/base/names.c libmacbpf/base/opts.c
 */
#include <errno.h>

#include "tests/unit/scene.h"

static int add_on_nothing(void)
{
	return rig_try_add(NULL, "mv9", (struct macbpf_link_opts){ 0 });
}

static int add_nothing(void)
{
	return rig_try_add("eth0", NULL, (struct macbpf_link_opts){ 0 });
}

static int replace_on_nothing(void)
{
	return macbpf_link__replace(rig_mb, NULL, "mv0", NULL);
}

static int replace_nothing(void)
{
	return macbpf_link__replace(rig_mb, "eth0", NULL, NULL);
}

static int set_nothing(void)
{
	return rig_try_set(NULL, NULL, (struct macbpf_link_opts){ 0 });
}

static int del_nothing(void)
{
	return macbpf_link__del(rig_mb, NULL, NULL);
}

static int change_sources_of_nothing(void)
{
	return macbpf_source__change(rig_mb, NULL, NULL, MACBPF_MACADDR_FLUSH, NULL, 0);
}

static int open_nothing(void)
{
	int fd;

	return macbpf_tap__open(rig_mb, NULL, NULL, NULL, &fd, 1);
}

static int set_no_port(void)
{
	return macbpf_port__set(rig_mb, NULL, NULL);
}

static int upgrade_no_port(void)
{
	return macbpf_port__upgrade(rig_mb, NULL, NULL, NULL);
}

static int look_for_upgrade_of_no_port(void)
{
	const struct macbpf_upgrade_opts opts = { .sz = sizeof(opts), .dry_run = 1 };

	return macbpf_port__upgrade(rig_mb, NULL, &opts, NULL);
}

static int del_of_nobody(void)
{
	return macbpf_owner__del(rig_mb, NULL);
}

static int trace_nothing(void)
{
	struct macbpf_trace *trace;

	return macbpf_trace__open(rig_mb, NULL, &trace);
}

static int explain_nothing(void)
{
	struct macbpf_explanation *explanation;

	return macbpf_explanation__get(rig_mb, NULL, &explanation);
}

static const struct {
	const char *what;
	int (*call)(void);
	const char *word; /* in the sentence */
} nameless[] = {
	{ "add on no lower", add_on_nothing, "a lower is needed" },
	{ "add without a name", add_nothing, "not a device name" },
	{ "replace on no lower", replace_on_nothing, "a lower is needed" },
	{ "replace without a name", replace_nothing, "not a device name" },
	{ "set", set_nothing, "the name of an endpoint is needed" },
	{ "delete", del_nothing, "the name of an endpoint is needed" },
	{ "change sources", change_sources_of_nothing, "the name of an endpoint is needed" },
	{ "open", open_nothing, "the name of an endpoint is needed" },
	{ "set a port", set_no_port, "a lower is needed" },
	{ "upgrade a port", upgrade_no_port, "a lower is needed" },
	{ "look for an upgrade", look_for_upgrade_of_no_port, "a lower is needed" },
	{ "delete an owner's", del_of_nobody, "an owner is needed" },
	{ "trace", trace_nothing, "lower" },
	{ "explain", explain_nothing, "lower" },
};

START_TEST(a_name)
{
	char *before;

	rig_open();
	scene_one();
	before = fake_text();
	rig_expect(nameless[_i].call(), -EINVAL, nameless[_i].word, nameless[_i].what);
	rig_expect_same(before, fake_text(), nameless[_i].what);
}
END_TEST

START_TEST(a_word)
{
	int (*const parse[])(const char *, uint32_t *) = {
		macbpf_type__parse, macbpf_mode__parse, macbpf_flag__parse,
		macbpf_hook__parse, macbpf_kind__parse, macbpf_guard_allow__parse,
	};
	uint32_t value = 77;

	errno = 0;
	ck_assert_int_eq(parse[_i](NULL, &value), -EINVAL);
	ck_assert_int_eq(errno, EINVAL);
	ck_assert_uint_eq(value, 77);
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, a_name, 0, ARRAY_SIZE(nameless));
	tcase_add_loop_test(tc, a_word, 0, 6);
}

int main(void)
{
	return rig_main("nameless", fill);
}
