// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_groups_device.c - with mcast-snooping, what a device wants that no report tells.
 *
 * guards: libmacbpf/endpoint/allmulti.c libmacbpf/world/added.c libmacbpf/kernel/mcast.c
 */
#include <linux/if_packet.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "snoop.h"
#include "suite.h"

static bool is_listed(const char *words)
{
	struct run r;

	ck_assert_int_eq(run(&r, &fx.host, "%s mdb show", macbpf_path()), 0);
	return strstr(r.out, words);
}

/* tcpdump, a bridge in the container, a multicast router; said by nobody, seen by a command. */
START_TEST(device_that_wants_all)
{
	static const char *const flags[] = { "promisc", "allmulticast" };

	make_two();
	snoop(true);
	for (size_t i = 0; i < 2; i++) {
		run_ok(&fx.box[0], "ip link set mv0 %s on", flags[i]);
		expect_ok(macbpf__settle(fx.mb));
		ck_assert(comes(&fx.box[0], "mv0"));
		ck_assert(!comes(&fx.box[1], "mv1"));
		run_ok(&fx.box[0], "ip link set mv0 %s off", flags[i]);
		expect_ok(macbpf__settle(fx.mb));
		ck_assert(!comes(&fx.box[0], "mv0"));
	}
	snoop(false);
	run_ok(&fx.box[0], "ip link set mv0 promisc on");
	snoop(true);
	ck_assert(comes(&fx.box[0], "mv0"));
	run_ok(&fx.host, "%s link set mv1 allmulticast on", macbpf_path());
	ck_assert(comes(&fx.box[1], "mv1"));
}
END_TEST

/* The device's filter has it, and no protocol tells: macvlan sees it at once, a command when it
 * looks. */
START_TEST(what_no_protocol_tells)
{
	make_two();
	snoop(true);
	run_ok(&fx.box[0], "ip maddress add 01:00:5e:01:02:03 dev mv0");
	ck_assert(!comes(&fx.box[0], "mv0"));
	expect_ok(macbpf__settle(fx.mb));
	ck_assert(comes(&fx.box[0], "mv0"));
	ck_assert(!comes(&fx.box[1], "mv1"));
	ck_assert(is_listed("link low grp all device\n"));
	flood("on");
	ck_assert(is_listed("link low grp all always\n"));
	flood("off");
	ck_assert(comes(&fx.box[0], "mv0"));
	run_ok(&fx.box[0], "ip maddress del 01:00:5e:01:02:03 dev mv0");
	expect_ok(macbpf__settle(fx.mb));
	ck_assert(!comes(&fx.box[0], "mv0"));
	ck_assert(!is_listed("grp all"));
}
END_TEST

/* A difference to macvlan: its list shows what a packet socket wants as if a stack had joined it.
 */
START_TEST(what_a_packet_socket_joins)
{
	struct packet_mreq group = { .mr_type = PACKET_MR_MULTICAST, .mr_alen = 6 };
	int fd;

	make_two();
	snoop(true);
	netns_enter(&fx.box[0]);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	group.mr_ifindex = (int)if_nametoindex("mv0");
	netns_leave();
	memcpy(group.mr_address, mac_group, 6);
	ck_assert(!setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &group, sizeof(group)));
	expect_ok(macbpf__settle(fx.mb));
	ck_assert(!comes(&fx.box[0], "mv0"));
	flood("on");
	ck_assert(comes(&fx.box[0], "mv0"));
	close(fd);
}
END_TEST

START_TEST(added_by_hand_before)
{
	make_two();
	run_ok(&fx.box[0], "ip maddress add 01:00:5e:01:02:03 dev mv0");
	snoop(true);
	ck_assert(comes(&fx.box[0], "mv0"));
	ck_assert(!comes(&fx.box[1], "mv1"));
	expect_ok(macbpf__settle(fx.mb));
	ck_assert(comes(&fx.box[0], "mv0"));
}
END_TEST

/* What a stack joins is in the same list of the kernel's; it reports, and gets no more for it. */
START_TEST(joined_is_not_added)
{
	int fd;

	make_two();
	snoop(true);
	fd = join_group(&fx.box[1], "mv1", "239.7.7.7");
	expect_ok(macbpf__settle(fx.mb));
	ck_assert(!is_listed("grp all"));
	ck_assert(!comes(&fx.box[1], "mv1"));
	close(fd);
}
END_TEST

/* The same of the kernel's driver, whose device is asked at each frame; a worker hands them out. */
START_TEST(as_macvlan_when_a_command_has_looked)
{
	struct run r;

	if (run(&r, &fx.host, "ip link add link low name mv0 address %s netns %s type macvlan",
		mac_text(mac_a), fx.box[0].name))
		return;
	run_ok(&fx.box[0], "ip link set mv0 up");
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, AT(&fx.box[0], "mv0")));
	ck_assert(!comes(&fx.box[0], "mv0"));
	run_ok(&fx.box[0], "ip maddress add 01:00:5e:01:02:03 dev mv0");
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_group, AT(&fx.box[0], "mv0")));
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, device_that_wants_all);
	tcase_add_test(tc, what_no_protocol_tells);
	tcase_add_test(tc, what_a_packet_socket_joins);
	tcase_add_test(tc, added_by_hand_before);
	tcase_add_test(tc, joined_is_not_added);
	tcase_add_test(tc, as_macvlan_when_a_command_has_looked);
}

int main(void)
{
	return run_suite("net: groups device", add_tests);
}
