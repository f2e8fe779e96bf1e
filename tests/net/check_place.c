// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_place.c - a path to a netns that says "mine" means that of the thread which calls.
 *
 * guards: libmacbpf/api/link_add.c libmacbpf/api/link_set.c libmacbpf/api/link_replace.c
 */
#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "suite.h"

#define MINE "/proc/thread-self/ns/net"

static const struct macbpf_link_opts mine = { .sz = sizeof(mine), .netns = MINE };

/* Of a thread in the first box, as the lowers' netns is another. */
static int add(const char *name)
{
	return macbpf_link__add(fx.mb, "low", name, &mine, NULL);
}

static int set(const char *name)
{
	return macbpf_link__set(fx.mb, NULL, name, &mine);
}

static int replace(const char *name)
{
	return macbpf_link__replace(fx.mb, "low", name, &mine);
}

static void call_from_box(int (*call)(const char *name), const char *name)
{
	int err;

	netns_enter(&fx.box[0]);
	err = call(name);
	netns_leave();
	expect_ok(err);
	fixture_mark();
	ck_assert(device_exists(&fx.box[0], name));
	ck_assert(!device_exists(&fx.host, name));
}

START_TEST(of_what_is_added)
{
	call_from_box(add, "mv0");
}
END_TEST

START_TEST(of_what_is_changed)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	call_from_box(set, "mv0");
}
END_TEST

START_TEST(of_what_is_replaced)
{
	call_from_box(replace, "mv0");
	call_from_box(replace, "mv0");
	ck_assert_int_eq(count_links(), 1);
}
END_TEST

/* What can't be opened is known before anything is asked. */
START_TEST(that_is_not_there)
{
	const struct macbpf_link_opts none = { .sz = sizeof(none), .netns = "nowhere" };
	int (*const calls[])(struct macbpf *, const char *, const char *,
			     const struct macbpf_link_opts *) = { macbpf_link__set,
								  macbpf_link__replace };

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		ck_assert_int_eq(calls[i](fx.mb, "low", "mv0", &none), -ENOENT);
		ck_assert_ptr_nonnull(strstr(macbpf__error(fx.mb), "\"nowhere\" does not exist"));
	}
	ck_assert_int_eq(macbpf_link__add(fx.mb, "low", "mv0", &none, NULL), -ENOENT);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, of_what_is_added);
	tcase_add_test(tc, of_what_is_changed);
	tcase_add_test(tc, of_what_is_replaced);
	tcase_add_test(tc, that_is_not_there);
}

int main(void)
{
	return run_suite("net: place", add_tests);
}
