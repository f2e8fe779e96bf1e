// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_groups.c - real stacks listen to groups, with mcast-snooping, and get their frames.
 *
 * guards: libmacbpf/endpoint/ libmacbpf/port/ bpf/report.h
 */
#include <arpa/inet.h>
#include <err.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "suite.h"

#define GROUP "239.1.2.3"

static const uint8_t mac_group[6] = { 1, 0, 0x5e, 1, 2, 3 };

static void snoop(bool on)
{
	run_ok(&fx.host, "%s port set low mcast-snooping %s", macbpf_path(), on ? "on" : "off");
}

static int join(const struct netns *box, const char *device)
{
	struct ip_mreqn group = { 0 };
	int fd;

	netns_enter(box);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	inet_pton(AF_INET, GROUP, &group.imr_multiaddr);
	group.imr_ifindex = (int)if_nametoindex(device);
	if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group)))
		err(1, "join %s on %s", GROUP, device);
	netns_leave();
	return fd;
}

static void make_two(void)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	run_ok(&fx.box[0], "ip address add 10.7.0.1/24 dev mv0");
	run_ok(&fx.box[1], "ip address add 10.7.0.2/24 dev mv1");
}

static bool comes(const struct netns *box, const char *device)
{
	return arrives_once(AT(&fx.far, "wire"), mac_wire, mac_group, AT(box, device));
}

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

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, joined_before);
	tcase_add_test(tc, joins_and_leaves);
	tcase_add_test(tc, made_later);
}

int main(void)
{
	return run_suite("net: groups", add_tests);
}
