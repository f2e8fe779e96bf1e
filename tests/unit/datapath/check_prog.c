// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_prog.c - what calls itself ours is believed only if all its maps have our shapes.
 *
 * guards: libmacbpf/datapath/prog.c libmacbpf/datapath/contract.c libmacbpf/world/load.c
 */
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/rig.h"

static char told[512];

static void remember(void *arg, enum macbpf_log_level level, const char *message)
{
	(void)arg;
	if (level == MACBPF_LOG_WARN)
		snprintf(told, sizeof(told), "%s", message);
}

/* A port on eth0, and one on eth1 that is to live on whatever eth0's is taken for. */
static void two_ports(void)
{
	rig_open();
	macbpf__set_log(rig_mb, remember, NULL);
	*told = '\0';
	fake_dev_add(FAKE_HOME, "eth1", 0);
	rig_add("mv0", (struct macbpf_link_opts){ MODE(BRIDGE) });
	rig_add("mv1", (struct macbpf_link_opts){ MODE(BRIDGE), .netns = "box1" });
	ck_assert_int_eq(rig_try_add("eth1", "mv2", (struct macbpf_link_opts){ 0 }), 0);
}

static struct fake_map *map_of(const char *lower, enum mb_map map)
{
	return fake_dev_named(FAKE_HOME, lower)->prog[0]->map[map];
}

static size_t count_links(void)
{
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;
	size_t count = 0;

	ck_assert_msg(!macbpf_links__get(rig_mb, NULL, &links), "%s", macbpf__error(rig_mb));
	while ((link = macbpf_links__next(links, link)))
		count++;
	macbpf_links__free(links);
	return count;
}

static size_t count_ports(void)
{
	const struct macbpf_port *port = NULL;
	struct macbpf_ports *ports;
	size_t count = 0;

	ck_assert_msg(!macbpf_ports__get(rig_mb, NULL, &ports), "%s", macbpf__error(rig_mb));
	while ((port = macbpf_ports__next(ports, port)))
		count++;
	macbpf_ports__free(ports);
	return count;
}

static void expect_nothing_open(void)
{
	char *text = fake_text();

	ck_assert(strstr(text, "0 programs, 0 maps") != NULL);
	free(text);
}

/* eth0's is nobody's port; what others have is listed and changed, and nothing of it is deleted. */
static void expect_left_alone(const char *what)
{
	ck_assert_msg(count_links() == 1 && count_ports() == 1, "%s: it was believed", what);
	ck_assert_msg(strstr(told, "not macbpf's") != NULL, "%s: told \"%s\"", what, told);
	ck_assert_int_eq(rig_try_add("eth1", "mv3", (struct macbpf_link_opts){ 0 }), 0);
	rig_dev("mv0");
	rig_dev("mv1");
	ck_assert_uint_eq(fake_dev_named(FAKE_HOME, "eth0")->progs, 1);
	expect_nothing_open();
}

struct odd {
	const char *what;
	struct mb_shape shape; /* what is not 0 is added to it */
};

static const struct odd odds[] = {
	{ "another type", { .type = BPF_MAP_TYPE_LRU_HASH - BPF_MAP_TYPE_ARRAY } },
	{ "one per CPU", { .type = BPF_MAP_TYPE_PERCPU_ARRAY - BPF_MAP_TYPE_ARRAY } },
	{ "larger keys", { .key = 508 } },
	{ "larger values", { .value = 4096 } },
	{ "other flags", { .flags = BPF_F_RDONLY_PROG } },
	{ "more entries", { .entries = 1 } },
};

static struct mb_shape sum(struct mb_shape a, struct mb_shape b)
{
	return (struct mb_shape){ a.type + b.type, a.key + b.key, a.value + b.value,
				  a.entries + b.entries, a.flags + b.flags };
}

/* Each map is of each other shape once. */
START_TEST(each_map_of_each_other_shape)
{
	for (int map = 0; map < MB_MAP_COUNT; map++) {
		struct mb_shape *shape;

		two_ports();
		shape = &map_of("eth0", (enum mb_map)map)->shape;
		if (odds[_i].shape.entries && !shape->entries)
			continue; /* these may be any number */
		*shape = sum(*shape, odds[_i].shape);
		expect_left_alone(odds[_i].what);
	}
}
END_TEST

/* The same, with a number that nobody knows: then only mb_port is read, whatever its size. */
START_TEST(of_a_contract_that_is_unknown)
{
	for (int map = 0; map < MB_MAP_COUNT; map++) {
		two_ports();
		rig_change_version();
		map_of("eth0", MB_MAP_PORT)->shape.value = 1124;
		if (map != MB_MAP_PORT)
			map_of("eth0", (enum mb_map)map)->shape = (struct mb_shape){ 0 };
		ck_assert_uint_eq(count_ports(), 2);
		rig_expect(rig_try_add("eth0", "mv4", (struct macbpf_link_opts){ 0 }), -EPROTO,
			   "another version", "a port of another contract");
		expect_nothing_open();
	}
}
END_TEST

/* Whoever made it knew nothing of this table; in mb_port is the number, without which it is no
 * port. */
START_TEST(without_one_it_is_anothers)
{
	for (int map = MB_MAP_PORT + 1; map < MB_MAP_COUNT; map++) {
		two_ports();
		for (struct fake_prog *prog = fake.progs; prog; prog = prog->next)
			if (prog->config.lower == rig_dev("eth0")->dev.ifindex)
				prog->map[map] = NULL;
		ck_assert_uint_eq(count_ports(), 2);
		ck_assert_int_eq(macbpf__incomplete(rig_mb), 1);
		rig_expect(rig_try_add("eth0", "mv4", (struct macbpf_link_opts){ 0 }), -EPROTO,
			   "another version", mb_map_names[map]);
		ck_assert_int_eq(rig_try_add("eth1", "mv3", (struct macbpf_link_opts){ 0 }), 0);
		rig_ip_del("mv0");
		rig_ip_del("mv1");
		rig_add("mv5", (struct macbpf_link_opts){ 0 });
		expect_nothing_open();
	}
}
END_TEST

/* Beside what is left alone there is room for a port. */
START_TEST(a_lower_with_anothers_takes_ours)
{
	two_ports();
	map_of("eth0", MB_MAP_FDB)->shape.key = 512;
	rig_add("mv4", (struct macbpf_link_opts){ 0 });
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_loop_test(tc, each_map_of_each_other_shape, 0, (int)ARRAY_SIZE(odds));
	tcase_add_test(tc, of_a_contract_that_is_unknown);
	tcase_add_test(tc, without_one_it_is_anothers);
	tcase_add_test(tc, a_lower_with_anothers_takes_ours);
}

int main(void)
{
	return rig_main("prog", fill);
}
