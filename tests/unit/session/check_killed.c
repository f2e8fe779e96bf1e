// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_killed.c - whatever a killed command left, the next one repairs.
 *
 * guards: libmacbpf/session/sweep.c libmacbpf/session/write.c
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scene.h"

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };

static int add_one(void)
{
	return rig_try_add("eth0", "mv9", (struct macbpf_link_opts){ SOURCES(list, SET), UP });
}

static int add_passthru(void)
{
	return rig_try_add("eth0", "mv9", (struct macbpf_link_opts){ MODE(PASSTHRU), UP });
}

static int add_same_mac(void)
{
	return rig_try_add("eth0", "mv9",
			   (struct macbpf_link_opts){ MODE(BRIDGE), UP, .address = MAC(0xd) });
}

static int add_tap(void)
{
	return rig_try_add(
		"eth0", "mv9",
		(struct macbpf_link_opts){ TAP_MODE(BRIDGE), UP, .address = MAC(6), .alias = "x" });
}

static int set_limit(void)
{
	return rig_try_set(
		NULL, "mv0",
		(struct macbpf_link_opts){ MACVLAN(.has = MACBPF_MACVLAN_MACADDR_LIMIT) });
}

static int let_learn(void)
{
	return rig_try_set(NULL, "mv0",
			   (struct macbpf_link_opts){
				   MACVLAN(.has = MACBPF_MACVLAN_LEARNING, .learning = 1) });
}

static void learns(void)
{
	scene_two();
	let_learn();
}

static int let_learn_no_more(void)
{
	return rig_try_set(NULL, "mv0",
			   (struct macbpf_link_opts){ MACVLAN(.has = MACBPF_MACVLAN_LEARNING) });
}

static const uint8_t addrs[][16] = { { [10] = 0xff, 0xff, 10, 9, 0, 1 }, { 0xfd, [15] = 1 } };

#define GUARDED                                                                                    \
	GUARDING(.has = MACBPF_GUARD_FLAGS | MACBPF_GUARD_ISOLATED, .isolated = 1,                 \
		 .flags = MACBPF_GUARD_MAC | MACBPF_GUARD_IP, .addr = addrs, .addr_count = 2)

static int add_guarded(void)
{
	return rig_try_add("eth0", "mv9", (struct macbpf_link_opts){ MODE(BRIDGE), GUARDED, UP });
}

static void guarded(void)
{
	scene_one();
	rig_set("mv0", (struct macbpf_link_opts){ MODE(BRIDGE), GUARDED });
}

#define RATED(value) RATING(.has = MACBPF_RATE_IN, .in = (value))

static int add_rated(void)
{
	return rig_try_add("eth0", "mv9",
			   (struct macbpf_link_opts){ MODE(BRIDGE), RATED(1000000), UP });
}

static void rated(void)
{
	scene_three_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ RATED(1000000) });
}

static int set_rate(void)
{
	return rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ RATED(2000000) });
}

static int set_rate_off(void)
{
	return rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ RATED(0) });
}

#define RATED_OUT(value) RATING(.has = MACBPF_RATE_OUT, .out = (value))

static int add_rated_out(void)
{
	return rig_try_add("eth0", "mv9",
			   (struct macbpf_link_opts){ MODE(BRIDGE), RATED_OUT(1000000), UP });
}

static void rated_out(void)
{
	scene_three_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ RATED_OUT(1000000) });
}

static int set_rate_out(void)
{
	return rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ RATED_OUT(2000000) });
}

static int set_rate_out_off(void)
{
	return rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ RATED_OUT(0) });
}

#define GROUP_RATED(value) RATING(.has = MACBPF_RATE_GROUP, .group = (value))

static int add_group_rated(void)
{
	return rig_try_add("eth0", "mv9",
			   (struct macbpf_link_opts){ MODE(BRIDGE), GROUP_RATED(100), UP });
}

static void group_rated(void)
{
	scene_three_bridges();
	rig_set("mv0", (struct macbpf_link_opts){ GROUP_RATED(100) });
}

static int set_group_rate(void)
{
	return rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ GROUP_RATED(7) });
}

static int set_group_rate_off(void)
{
	return rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ GROUP_RATED(0) });
}

static int adopt(void)
{
	return rig_try_add("eth0", "vnet0", (struct macbpf_link_opts){ ADOPT });
}

static int let_go(void)
{
	return macbpf_link__del(rig_mb, NULL, "vnet0");
}

static int del_tap(void)
{
	return macbpf_link__del(rig_mb, NULL, "tap0");
}

static int del_one(void)
{
	return macbpf_link__del(rig_mb, NULL, "mv0");
}

static const struct {
	const char *what;
	void (*before)(void);
	int (*run)(void);
} deaths[] = {
	{ "an add, the first", NULL, add_one },
	{ "an add of a passthru endpoint", NULL, add_passthru },
	{ "an add beside another", scene_one, add_one },
	{ "an add beside a source list", scene_beside_sources, add_one },
	{ "an add that takes a MAC from one that is down", scene_same_mac, add_same_mac },
	{ "an add of a tap, the first", NULL, add_tap },
	{ "an add of a tap beside another", scene_beside_tap, add_tap },
	{ "an add that is guarded, the first", NULL, add_guarded },
	{ "an add that is guarded, beside another", scene_one, add_guarded },
	{ "a delete of one that is guarded", guarded, del_one },
	{ "an add with a rate, the first", NULL, add_rated },
	{ "an add with a rate, beside another", scene_one, add_rated },
	{ "a rate", scene_three_bridges, set_rate },
	{ "another rate", rated, set_rate },
	{ "a rate off", rated, set_rate_off },
	{ "a delete of one with a rate", rated, del_one },
	{ "an add with a rate out, the first", NULL, add_rated_out },
	{ "an add with a rate out, beside another", scene_one, add_rated_out },
	{ "a rate out", scene_three_bridges, set_rate_out },
	{ "another rate out", rated_out, set_rate_out },
	{ "a rate out off", rated_out, set_rate_out_off },
	{ "a delete of one with a rate out", rated_out, del_one },
	{ "an add with a group rate, beside another", scene_one, add_group_rated },
	{ "a group rate", scene_three_bridges, set_group_rate },
	{ "another group rate", group_rated, set_group_rate },
	{ "a group rate off", group_rated, set_group_rate_off },
	{ "a delete of one with a group rate", group_rated, del_one },
	{ "the adoption of a tap, the first", scene_foreign_tap, adopt },
	{ "the adoption of a tap beside another", scene_foreign_beside, adopt },
	{ "a delete of an adopted tap", scene_adopted_beside, let_go },
	{ "a delete of an adopted tap, the last", scene_adopted, let_go },
	{ "a delete of a tap", scene_beside_tap, del_tap },
	{ "a delete of a passthru tap", scene_passthru_tap_with_mac, del_tap },
	{ "a delete of one of several", scene_beside_sources, del_one },
	{ "a delete of one with addresses behind it", scene_behind, del_one },
	{ "a change of how many addresses are behind it", scene_behind, set_limit },
	{ "a change that lets one learn", scene_two, let_learn },
	{ "a change that lets it learn no more", learns, let_learn_no_more },
	{ "a delete of one that learns", learns, del_one },
	{ "a delete of the last", scene_one, del_one },
	{ "a delete of a passthru endpoint", scene_passthru_with_mac, del_one },
};

/* No call after the n-th does anything: not even undo. A new process then sweeps. */
static char *die_at(size_t i, int n)
{
	const char *where;

	rig_open();
	if (deaths[i].before)
		deaths[i].before();
	fake_fault = (struct fake_fault){ .at = n, .error = -EIO, .dead = true };
	deaths[i].run();
	where = fake_fault.where;
	fake_fault = (struct fake_fault){ .where = where };
	rig_settle();
	fake_fault.where = where;
	return fake_text();
}

/*
 * `die(i, n)` dies at the n-th call of the kernel, or not at all if n is 0, and tells what there is
 * after a repair: wherever that is, what was there before or what was to be.
 */
static void expect_all_or_nothing(char *(*die)(size_t i, int n), size_t i, const char *name)
{
	char *before = die(i, 1), *after = die(i, 0), *text, what[128];
	int n = 1;

	do {
		text = die(i, n);
		snprintf(what, sizeof(what), "%s, killed at call %d (%s)", name, n,
			 fake_fault.where ?: "none");
		if (strcmp(text, after) != 0)
			rig_expect_same(strdup(before), text, what);
		else
			free(text);
		n++;
	} while (fake_fault.where);
	ck_assert_int_gt(n, 10);
	free(before);
	free(after);
}

START_TEST(killed_anywhere)
{
	expect_all_or_nothing(die_at, (size_t)_i, deaths[_i].what);
}
END_TEST

/* Adds one that is up, and dies at the n-th call; the call's name, NULL: there is none. */
static const char *die_in_add_at(int n)
{
	const char *where;

	rig_open();
	fake_fault = (struct fake_fault){ .at = n, .error = -EIO, .dead = true };
	rig_try_add("eth0", "mv0", (struct macbpf_link_opts){ MODE(BRIDGE), UP });
	where = fake_fault.where;
	fake_fault = (struct fake_fault){ 0 };
	return where;
}

/* The last look at a device is the wait for its carrier: who finds an endpoint need not wait. */
START_TEST(it_is_nobodys_before_it_carries)
{
	struct macbpf_links *links;
	const char *where;
	int last = 0;

	for (int n = 1; (where = die_in_add_at(n)); n++)
		if (!strcmp(where, "mb_rtnl_get"))
			last = n;
	die_in_add_at(last);
	ck_assert_int_eq(macbpf_links__get(rig_mb, NULL, &links), 0);
	ck_assert_ptr_null(macbpf_links__next(links, NULL));
	macbpf_links__free(links);
}
END_TEST

/* Any command that writes, one that changes no endpoint. */
static void any_command(void)
{
	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
}

static void set_free_address(void)
{
	rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ .address = MAC(9) });
}

static void set_address_of_one_that_is_down(void)
{
	rig_try_set(NULL, "mv0", (struct macbpf_link_opts){ UP, .address = MAC(1) });
}

static void follow_address(void)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 1, 9 };

	memcpy(fake_dev_named(FAKE_HOME, "mv0")->dev.address, mac, 6);
	macbpf_link__del(rig_mb, NULL, "nobody");
}

static void (*const rekeyings[])(void) = {
	set_free_address,
	set_address_of_one_that_is_down,
	follow_address,
};

static char *rekey_and_die_at(size_t i, int n)
{
	const char *where;

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .address = MAC(1) });
	fake_fault = (struct fake_fault){ .at = n, .error = -EIO, .dead = true };
	rekeyings[i]();
	where = fake_fault.where;
	fake_fault = (struct fake_fault){ .where = where };
	any_command();
	fake_fault.where = where;
	return fake_text();
}

/* The tables, the record, the filter and the device agree on the old address, or on the new one. */
START_TEST(rekeying_killed_anywhere)
{
	expect_all_or_nothing(rekey_and_die_at, (size_t)_i, "a new address");
}
END_TEST

static struct fake_map *map_of(enum mb_map kind)
{
	struct fake_map *map = fake.maps;

	while (map && map->kind != kind)
		map = map->next;
	ck_assert(map);
	return map;
}

/* An upgrade had brought the table of counts, and died. */
START_TEST(rows_of_a_new_table_are_made)
{
	struct fake_map *counts;
	struct mb_abi_port *rec;

	rig_open();
	scene_two();
	counts = map_of(MB_MAP_EP_COUNTS);
	counts->count = 0;
	rec = (struct mb_abi_port *)map_of(MB_MAP_RECORD)->entry->value;
	rec->head.flags |= MB_PORT_CHANGING;
	rig_settle();
	ck_assert_uint_eq(counts->count, 2);
	ck_assert_uint_eq(rec->head.flags & MB_PORT_CHANGING, 0);
	rig_close();
}
END_TEST

static void fill(TCase *tc)
{
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, killed_anywhere, 0, ARRAY_SIZE(deaths));
	tcase_add_test(tc, it_is_nobodys_before_it_carries);
	tcase_add_loop_test(tc, rekeying_killed_anywhere, 0, ARRAY_SIZE(rekeyings));
	tcase_add_test(tc, rows_of_a_new_table_are_made);
}

int main(void)
{
	return rig_main("killed", fill);
}
