// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_list_neigh.c - the listing of IP addresses: whose they are, and what a request for them
 * meets.
 *
 * guards: libmacbpf/api/list_neigh.c libmacbpf/datapath/neigh.c
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/rig.h"

#define SECOND 1000000000ull
#define LATER  (1ull << 62)

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

/* "ADDRESS NAME STATE" for each, one a line; the caller frees it. */
static char *listing(const char *lower)
{
	struct macbpf_neigh_info info = { .sz = sizeof(info) };
	const struct macbpf_neigh *neigh = NULL;
	struct macbpf_neighs *neighs;
	char dst[64], *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_int_eq(macbpf_neighs__get(rig_mb, lower, &neighs), 0);
	while ((neigh = macbpf_neighs__next(neighs, neigh))) {
		ck_assert_int_eq(macbpf_neigh__info(neigh, &info), 0);
		inet_ntop((int)info.family, info.dst, dst, sizeof(dst));
		fprintf(out, "%s %s %s\n", dst, *info.name ? info.name : info.lower,
			macbpf_neigh_state__name(info.state));
	}
	macbpf_neighs__free(neighs);
	fclose(out);
	return text;
}

static void expect_listing(const char *want, const char *what)
{
	rig_expect_same(strdup(want), listing(NULL), what);
}

static void add_two(void)
{
	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ .netns = "box1" });
	rig_add("mv1", (struct macbpf_link_opts){ 0 });
	ck_assert_int_eq(rig_try_direct(true), 0);
}

static const struct {
	const char *owner; /* NULL: the wire */
	struct mb_neigh neigh;
	const char *want;
} rows[] = {
	{ "mv0", { .expires = LATER, .check = LATER }, "10.0.0.1 mv0 directed\n" },
	{ "mv1", { .expires = LATER, .check = LATER, .asked = LATER }, "10.0.0.1 mv1 directed\n" },
	{ "mv0", { .expires = LATER, .check = LATER, .asked = 1 }, "10.0.0.1 mv0 mute\n" },
	{ "mv0", { .expires = LATER }, "10.0.0.1 mv0 due\n" },
	{ "mv0", { .expires = LATER, .disputed = LATER }, "10.0.0.1 mv0 disputed\n" },
	{ "mv0", { .check = LATER }, "10.0.0.1 mv0 expired\n" },
	{ NULL, { .expires = LATER }, "10.0.0.1 eth0 wire\n" },
	{ NULL, { .expires = LATER, .disputed = LATER }, "10.0.0.1 eth0 disputed\n" },
	{ NULL, { 0 }, "10.0.0.1 eth0 expired\n" },
};

START_TEST(states)
{
	add_two();
	rig_know(rows[_i].owner, htonl(0x0a000001), rows[_i].neigh);
	expect_listing(rows[_i].want, "the state");
}
END_TEST

START_TEST(sorted_and_of_one_lower)
{
	add_two();
	for (uint32_t host = 3; host; host--)
		rig_know("mv1", htonl(0x0a000000 + host), (struct mb_neigh){ .expires = LATER });
	expect_listing("10.0.0.1 mv1 due\n10.0.0.2 mv1 due\n10.0.0.3 mv1 due\n", "the order");
	rig_expect_same(strdup(""), listing("lo"), "another lower");
}
END_TEST

START_TEST(of_a_deleted_device)
{
	add_two();
	rig_know("mv1", htonl(0x0a000001), (struct mb_neigh){ .expires = LATER });
	fake_dev_del(fake_dev_named(FAKE_HOME, "mv1"));
	expect_listing("", "what nobody has any more");
}
END_TEST

/* Its map is not looked at: rows may be of another shape, or there may be no such map. */
START_TEST(of_another_versions_port)
{
	add_two();
	rig_know(NULL, htonl(0x0a000001), (struct mb_neigh){ .expires = LATER });
	expect_listing("10.0.0.1 eth0 wire\n", "what is known");
	rig_change_version();
	expect_listing("", "what another version knows");
}
END_TEST

START_TEST(all_that_is_known_of_one)
{
	struct macbpf_neigh_info info = { .sz = sizeof(info) };
	struct macbpf_neighs *neighs;

	add_two();
	rig_know("mv0", htonl(0x0a000001),
		 (struct mb_neigh){ .expires = now() + 20 * SECOND, .mac = { 2, 0, 0, 0, 0, 7 } });
	ck_assert_int_eq(macbpf_neighs__get(rig_mb, "eth0", &neighs), 0);
	ck_assert_int_eq(macbpf_neigh__info(macbpf_neighs__next(neighs, NULL), &info), 0);
	ck_assert_str_eq(info.lower, "eth0");
	ck_assert_ptr_nonnull(strstr(info.hostdev, "mb"));
	ck_assert_mem_eq(info.address, ((uint8_t[]){ 2, 0, 0, 0, 0, 7 }), 6);
	ck_assert_uint_le(info.expires_ms, 20000);
	ck_assert_uint_gt(info.expires_ms, 10000);
	macbpf_neighs__free(neighs);
}
END_TEST

START_TEST(no_such_state)
{
	ck_assert_ptr_null(macbpf_neigh_state__name(0));
	ck_assert_ptr_null(macbpf_neigh_state__name(MACBPF_NEIGH_EXPIRED + 1));
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, states, 0, ARRAY_SIZE(rows));
	tcase_add_test(tc, sorted_and_of_one_lower);
	tcase_add_test(tc, of_a_deleted_device);
	tcase_add_test(tc, of_another_versions_port);
	tcase_add_test(tc, all_that_is_known_of_one);
	tcase_add_test(tc, no_such_state);
}

int main(void)
{
	return rig_main("neigh", fill);
}
