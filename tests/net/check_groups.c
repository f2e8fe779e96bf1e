// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_groups.c - real stacks listen to groups, with mcast-snooping, and get their frames.
 *
 * guards: libmacbpf/endpoint/ libmacbpf/port/ bpf/report.h
 */
#include <bpf/bpf.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/copies.h"
#include "tests/harness/hook.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "loaded.h"
#include "snoop.h"
#include "suite.h"

#define MDNS "224.0.0.251"

static bool comes_to_mv0(void *arg)
{
	(void)arg;
	return comes(&fx.box[0], "mv0");
}

static bool stays_away_from_mv0(void *arg)
{
	return !comes_to_mv0(arg);
}

START_TEST(joined_before)
{
	int fd;

	make_two();
	fd = join(&fx.box[0], "mv0");
	snoop(true);
	ck_assert(comes(&fx.box[0], "mv0"));
	ck_assert(!comes(&fx.box[1], "mv1"));
	snoop(false);
	ck_assert(comes(&fx.box[1], "mv1"));
	close(fd);
}
END_TEST

START_TEST(joins_and_leaves)
{
	int fd;

	make_two();
	snoop(true);
	ck_assert(!comes(&fx.box[0], "mv0"));
	fd = join(&fx.box[0], "mv0");
	ck_assert(wait_until(comes_to_mv0, NULL, WAIT_MS));
	ck_assert(!comes(&fx.box[1], "mv1"));
	close(fd);
	ck_assert(wait_until(stays_away_from_mv0, NULL, WAIT_MS));
	ck_assert_uint_gt(frames_counted("mcast-report"), 0);
}
END_TEST

/* The map of half a megabyte that mb_groups leads to. */
static bool has_sets(void)
{
	uint32_t first = 0, id = 0;
	int fd;

	loaded_mark(&fx.host);
	fd = loaded_map("mb_groups");
	ck_assert_int_ge(fd, 0);
	bpf_map_lookup_elem(fd, &first, &id);
	close(fd);
	return id;
}

START_TEST(off_has_no_table)
{
	make_two();
	ck_assert(!has_sets());
	snoop(true);
	ck_assert(has_sets());
	snoop(false);
	ck_assert(!has_sets());
}
END_TEST

/* Joined or not, and also if it was said before. */
START_TEST(mcast_flood)
{
	make_two();
	snoop(true);
	flood("on");
	ck_assert(comes(&fx.box[0], "mv0"));
	ck_assert(!comes(&fx.box[1], "mv1"));
	flood("off");
	ck_assert(!comes(&fx.box[0], "mv0"));
	snoop(false);
	flood("on");
	snoop(true);
	ck_assert(comes(&fx.box[0], "mv0"));
	ck_assert(!comes(&fx.box[1], "mv1"));
}
END_TEST

static unsigned int ms_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned int)((now.tv_sec - start->tv_sec) * 1000 +
			      (now.tv_nsec - start->tv_nsec) / 1000000);
}

/*
 * A difference to macvlan: what comes before the report is out is missed. From the first that
 * comes on, all do.
 */
START_TEST(a_report_takes_a_moment)
{
	struct timespec start;
	int fd;

	make_two();
	snoop(true);
	clock_gettime(CLOCK_MONOTONIC, &start);
	fd = join(&fx.box[0], "mv0");
	ck_assert(wait_until(comes_to_mv0, NULL, WAIT_MS));
	printf("groups: the first frame after %u ms\n", ms_since(&start));
	for (int i = 0; i < 20; i++)
		ck_assert(comes(&fx.box[0], "mv0"));
	close(fd);
}
END_TEST

/* mDNS, and all else that stays on a link, is not filtered: nobody waits for a report. */
START_TEST(mdns_at_once)
{
	static const uint8_t mdns4[6] = { 1, 0, 0x5e, 0, 0, 251 },
			     mdns6[6] = { 0x33, 0x33, 0, 0, 0, 0xfb };
	int fd;

	make_two();
	snoop(true);
	fd = join_group(&fx.box[0], "mv0", MDNS);
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mdns4, AT(&fx.box[0], "mv0")));
	ck_assert(arrives_once(AT(&fx.box[1], "mv1"), mac_b, mdns4, AT(&fx.box[0], "mv0")));
	ck_assert(arrives_once(AT(&fx.far, "wire"), mac_wire, mdns6, AT(&fx.box[0], "mv0")));
	close(fd);
}
END_TEST

/* As somebody else's tools do. */
static void lose_program_of(const char *name)
{
	const char *hostdev = info_of(name)->hostdev;
	uint32_t ids[16], count = 16;
	unsigned int ifindex;

	netns_enter(&fx.host);
	ifindex = if_nametoindex(hostdev);
	if (bpf_prog_query((int)ifindex, HOOK_TCX_INGRESS, 0, NULL, ids, &count))
		count = 0;
	for (uint32_t i = 0; i < count; i++) {
		int fd = bpf_prog_get_fd_by_id(ids[i]);

		bpf_prog_detach2(fd, (int)ifindex, HOOK_TCX_INGRESS);
		close(fd);
	}
	netns_leave();
	if (!count)
		run_ok(&fx.host, "tc filter del dev %s ingress pref 1", hostdev);
}

/* What was reported meanwhile nobody has heard: whoever puts the program back asks. */
START_TEST(asked_again_where_a_program_was_lost)
{
	int fd;

	make_two();
	snoop(true);
	if (info_of("mv0")->kind != MACBPF_KIND_VETH) /* its hostdev has no qdisc to lose */
		return;
	lose_program_of("mv0");
	fd = join(&fx.box[0], "mv0");
	ck_assert(!comes(&fx.box[0], "mv0"));
	expect_ok(macbpf__settle(fx.mb));
	ck_assert(comes(&fx.box[0], "mv0"));
	ck_assert(!comes(&fx.box[1], "mv1"));
	close(fd);
}
END_TEST

/* Who gets the slot of another, or comes with it on, begins with nothing, and is heard. */
START_TEST(made_later)
{
	int fd;

	make_two();
	fd = join(&fx.box[0], "mv0");
	snoop(true);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	close(fd);
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_c, &fx.box[0]);
	ck_assert(!comes(&fx.box[0], "mv0"));
	run_ok(&fx.box[0], "ip address add 10.7.0.1/24 dev mv0");
	fd = join(&fx.box[0], "mv0");
	ck_assert(wait_until(comes_to_mv0, NULL, WAIT_MS));
	close(fd);
}
END_TEST

/* More than are served in one go, and not all: each has one copy, and so has the wire. */
#define CROWD	300
#define LISTENS (CROWD - CROWD / 4)

static bool listens(unsigned int n)
{
	return n % 4 != 1;
}

static unsigned int device[CROWD];
static struct copies in_box, on_wire;

static void make_crowd(void)
{
	char path[] = "/tmp/check_groups.XXXXXX", name[IFNAMSIZ];
	FILE *batch = fdopen(mkstemp(path), "w");

	ck_assert(batch);
	for (unsigned int n = 0; n < CROWD; n++)
		fprintf(batch,
			"link add link low name d%u netns nt-box1 up type macvlan mode bridge\n",
			n);
	fclose(batch);
	run_ok(&fx.host, "%s -b %s", macbpf_path(), path);
	unlink(path);
	fixture_mark();
	for (unsigned int n = 0; n < CROWD; n++) {
		snprintf(name, sizeof(name), "d%u", n);
		if (listens(n))
			join(&fx.box[0], name);
		netns_enter(&fx.box[0]);
		device[n] = if_nametoindex(name);
		netns_leave();
	}
}

/* Their reports may be on the way. */
static bool all_have_one(void *arg)
{
	unsigned int wire = *(unsigned int *)arg;

	copies_send_to(&in_box, &fx.far, wire, mac_wire, mac_group, LISTENS);
	return in_box.total == LISTENS;
}

static void expect_one_each(unsigned int except, const char *from)
{
	for (unsigned int n = 0; n < CROWD; n++)
		ck_assert_msg(in_box.got[device[n]] == (listens(n) && n != except),
			      "from %s: d%u got %u copies", from, n, in_box.got[device[n]]);
}

START_TEST(more_than_one_go)
{
	unsigned int wire, sender = CROWD / 2;
	uint64_t refused;

	make_crowd();
	snoop(true);
	netns_enter(&fx.far);
	wire = if_nametoindex("wire");
	netns_leave();
	copies_open(&in_box, &fx.box[0], COPIES_TYPE);
	ck_assert(wait_until(all_have_one, &wire, 4 * WAIT_MS));
	expect_one_each(CROWD, "the wire");
	refused = frames_counted("copy-refused"); /* of reports, while those were for all */
	copies_open(&on_wire, &fx.far, COPIES_TYPE);
	copies_send_to(&in_box, &fx.box[0], device[sender], mac_a, mac_group, LISTENS - 1);
	expect_one_each(sender, "an endpoint");
	copies_send_to(&in_box, &fx.box[0], device[1], mac_a, mac_group, LISTENS);
	expect_one_each(1, "an endpoint that doesn't listen");
	copies_await(&on_wire, 2);
	ck_assert_uint_eq(on_wire.total, 2);
	ck_assert_uint_eq(frames_counted("copy-refused"), refused);
	copies_close(&on_wire);
	copies_close(&in_box);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, joined_before);
	tcase_add_test(tc, joins_and_leaves);
	tcase_add_test(tc, off_has_no_table);
	tcase_add_test(tc, a_report_takes_a_moment);
	tcase_add_test(tc, mdns_at_once);
	tcase_add_test(tc, asked_again_where_a_program_was_lost);
	tcase_add_test(tc, mcast_flood);
	tcase_add_test(tc, made_later);
	tcase_add_test(tc, more_than_one_go);
}

int main(void)
{
	return run_suite("net: groups", add_tests);
}
