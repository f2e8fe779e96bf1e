// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_company.c - macbpf beside others: ports, a bridge, other people's programs, itself.
 *
 * guards: libmacbpf/datapath/attach.c libmacbpf/port/first.c bpf/
 */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/harness/hook.h"
#include "tests/harness/run.h"
#include "fixture.h"
#include "hooks.h"
#include "suite.h"

#define WIRE  AT(&fx.far, "wire")
#define WIRE2 AT(&fx.far, "wire2")
#define A     AT(&fx.box[0], "mv0")
#define B     AT(&fx.box[1], "mv1")

START_TEST(ports_of_one_netns_do_not_mix)
{
	struct macbpf_ports *ports;
	const struct macbpf_port *port;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low2", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	ck_assert(arrives(WIRE2, mac_wire, mac_b, B));
	ck_assert(arrives(A, mac_a, mac_b, WIRE));
	ck_assert(!arrives_once(A, mac_a, mac_b, B));
	ck_assert(!arrives_once(A, mac_a, mac_all, B));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_all, B));
	expect_ok(macbpf_ports__get(fx.mb, NULL, &ports));
	port = macbpf_ports__next(ports, NULL);
	ck_assert_ptr_nonnull(port);
	port = macbpf_ports__next(ports, port);
	ck_assert_ptr_nonnull(port);
	ck_assert_ptr_null(macbpf_ports__next(ports, port));
	macbpf_ports__free(ports);
}
END_TEST

START_TEST(endpoints_of_two_ports_may_share_an_address)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low2", "mv1", MACBPF_MODE_BRIDGE, mac_a, &fx.box[1]);
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	ck_assert(arrives(WIRE2, mac_wire, mac_a, B));
}
END_TEST

START_TEST(lower_may_be_a_bridge_port)
{
	run_ok(&fx.host, "ip link add br0 type bridge");
	run_ok(&fx.host, "ip link set br0 up");
	run_ok(&fx.host, "ip link set low master br0");
	run_ok(&fx.host, "ip link set low2 master br0");
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	ck_assert(arrives(WIRE, mac_wire, mac_c, WIRE2));
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, WIRE2));
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, A));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, WIRE2));
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, WIRE2));
}
END_TEST

#define GO_ON	(-1) /* TCX_NEXT, TC_ACT_UNSPEC */
#define END_ROW 0    /* TC_ACT_OK: no program behind sees the frame, the stack does */

/* A program that counts its runs in element 0 of a map, and says this of each frame. */
static int load_counter(int map, int verdict)
{
	struct bpf_insn code[] = {
		{ BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_X, 2, 10, 0, 0 },
		{ BPF_ALU64 | BPF_ADD | BPF_K, 2, 0, 0, -4 },
		{ BPF_LD | BPF_DW | BPF_IMM, 1, BPF_PSEUDO_MAP_FD, 0, map },
		{ 0 },
		{ BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_K, 1, 0, 0, 1 },
		{ BPF_STX | BPF_ATOMIC | BPF_DW, 0, 1, 0, BPF_ADD },
		{ BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, verdict },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	int fd = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "nt_counter", "GPL", code,
			       sizeof(code) / sizeof(code[0]), NULL);

	ck_assert_int_ge(fd, 0);
	return fd;
}

/* Attaches a counter, by one of the harness's hook_attach*(); returns its map. */
static int count_at(const char *device, int verdict, int (*attach)(int prog, unsigned int ifindex))
{
	int map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "nt_count", 4, 8, 1, NULL);
	int prog = load_counter(map, verdict);

	netns_enter(&fx.host);
	ck_assert_int_eq(attach(prog, if_nametoindex(device)), 0);
	netns_leave();
	close(prog);
	return map;
}

/* Behind what is on the hook. */
static int count_frames_of(const char *device, int verdict)
{
	return count_at(device, verdict, hook_attach);
}

static uint64_t counted(int map)
{
	uint64_t value = 0;
	uint32_t key = 0;

	ck_assert_int_eq(bpf_map_lookup_elem(map, &key, &value), 0);
	return value;
}

/* It reached containers before they were ours: with the first, the way out is told. */
START_TEST(a_shim_of_the_kernel_is_told)
{
	static struct run r;

	run_ok(&fx.host, "ip link add link low name shim type macvlan mode bridge");
	for (int i = 0; i < 2; i++) {
		run(&r, &fx.host, "%s link add link low name mv%d type macvlan mode bridge",
		    macbpf_path(), i);
		ck_assert_int_eq(r.status, 0);
		ck_assert_msg(!strstr(r.err, "'macbpf port set low host-access on'") == !!i, "%s",
			      r.err);
	}
}
END_TEST

START_TEST(other_programs_on_the_lower_go_on)
{
	int before = count_frames_of("low", GO_ON), behind;
	uint64_t first, second;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	behind = count_frames_of("low", GO_ON);
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
	first = counted(before);
	second = counted(behind);
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(before), first + 1);
	ck_assert_uint_eq(counted(behind), second + 1);
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(before), first + 2);
	ck_assert_uint_eq(counted(behind), second + 2);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(before), first + 3);
	ck_assert_uint_eq(counted(behind), second + 3);
	close(before);
	close(behind);
}
END_TEST

/* As on a machine where Cilium is on the card before any container starts. */
START_TEST(one_that_ends_the_row_was_there_first)
{
	int theirs = count_frames_of("low", END_ROW);
	uint64_t before;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	before = counted(theirs);
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	ck_assert_uint_eq(counted(theirs), before);
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(theirs), before + 1);
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, A));
	ck_assert_uint_eq(counted(theirs), before + 2);
	close(theirs);
}
END_TEST

/* What is listed as standing before macbpf's program on low. */
static uint32_t count_ahead(const char *name)
{
	struct macbpf_ahead_info info = { .sz = sizeof(info) };
	const struct macbpf_ahead *ahead = NULL;
	struct macbpf_ports *ports;
	uint32_t count = 0;

	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	while ((ahead = macbpf_ahead__next(macbpf_ports__next(ports, NULL), ahead))) {
		macbpf_ahead__info(ahead, &info);
		ck_assert_str_eq(info.name, name);
		ck_assert_uint_ne(info.prog_id, 0);
		count++;
	}
	macbpf_ports__free(ports);
	return count;
}

/* As when Cilium restarts, or another agent that wants to be first. Who else is there stays. */
START_TEST(one_that_came_before_is_passed_by_the_next_command)
{
	uint64_t before;
	int theirs;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	ck_assert_uint_eq(count_ahead(""), 0);
	theirs = count_at("low", END_ROW, hook_attach_before);
	ck_assert_uint_eq(count_ahead("nt_counter"), 1);
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, A));
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_uint_eq(count_ahead(""), 0);
	before = counted(theirs);
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, A));
	ck_assert_uint_eq(counted(theirs), before);
	ck_assert(arrives_once(WIRE, mac_wire, mac_low, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(theirs), before + 1);
	ck_assert(arrives_once(WIRE, mac_wire, mac_all, A));
	ck_assert_uint_eq(counted(theirs), before + 2);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	ck_assert(arrives_once(WIRE, mac_wire, mac_a, AT(&fx.host, "low")));
	ck_assert_uint_eq(counted(theirs), before + 3);
	close(theirs);
}
END_TEST

/* TCX comes before all of clsact. */
START_TEST(one_that_cannot_be_passed_is_told)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts), .hook = MACBPF_HOOK_CLSACT };
	struct netns *host = &fx.host;
	int theirs;

	if (!hook_has_tcx())
		return;
	macbpf__close(fx.mb);
	netns_enter(host);
	expect_ok(macbpf__open(&fx.mb, &opts));
	netns_leave();
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	theirs = count_frames_of("low", END_ROW);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_uint_eq(count_ahead("nt_counter"), 1);
	ck_assert(!arrives_once(WIRE, mac_wire, mac_a, A));
	close(theirs);
}
END_TEST

/* What endpoints send leaves by the lower like what the host sends: all at its egress see it. */
START_TEST(programs_at_the_lowers_egress_see_what_endpoints_send)
{
	int theirs = count_at("low", END_ROW, hook_attach_egress);
	uint64_t before;

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	before = counted(theirs);
	ck_assert(arrives_once(A, mac_a, mac_wire, WIRE));
	ck_assert_uint_eq(counted(theirs), before + 1);
	close(theirs);
}
END_TEST

/* There a firewall of the host's may stand: it sees what the container sends, and stays. */
START_TEST(one_before_ours_on_a_hostdev_stays_there)
{
	uint64_t before;
	int theirs;

	add_at("mv0", MACBPF_HOOK_AUTO, mac_a, &fx.box[0]);
	if (info_of("mv0")->kind != MACBPF_KIND_VETH)
		return;
	theirs = count_at("mb0", GO_ON, hook_attach_before);
	expect_ok(macbpf__settle(fx.mb));
	ck_assert_uint_eq(info_of("mv0")->ahead, 1);
	ck_assert_str_eq(info_of("mv0")->ahead_name, "nt_counter");
	ck_assert(arrives(A, mac_a, mac_wire, WIRE));
	before = counted(theirs);
	ck_assert(arrives_once(A, mac_a, mac_wire, WIRE));
	ck_assert_uint_eq(counted(theirs), before + 1);
	close(theirs);
}
END_TEST

START_TEST(endpoint_on_an_endpoint_is_its_sibling)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, NULL);
	add_link("mv0", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	ck_assert_str_eq(info_of("mv1")->lower, "low");
	ck_assert(arrives(WIRE, mac_wire, mac_b, B));
	ck_assert(arrives(AT(&fx.host, "mv0"), mac_a, mac_b, B));
}
END_TEST

START_TEST(hostdev_is_no_lower)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts) };
	char hostdev[16];

	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	snprintf(hostdev, sizeof(hostdev), "%s", info_of("mv0")->hostdev);
	ck_assert_int_eq(macbpf_link__add(fx.mb, hostdev, "mv1", &opts, NULL), -ELOOP);
	expect_devices(3);
}
END_TEST

/* A socket of the host in a group on low; it waits for what it reads. */
static int joined_socket(struct sockaddr_in6 *group)
{
	struct timeval patience = { .tv_sec = 10 };
	struct sockaddr_in6 here = *group;
	struct ipv6_mreq join;
	int fd;

	netns_enter(&fx.host);
	fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	group->sin6_scope_id = if_nametoindex("low");
	netns_leave();
	ck_assert_int_ge(fd, 0);
	inet_pton(AF_INET6, "ff02::6d62", &group->sin6_addr);
	join = (struct ipv6_mreq){ group->sin6_addr, group->sin6_scope_id };
	ck_assert_int_eq(setsockopt(fd, IPPROTO_IPV6, IPV6_JOIN_GROUP, &join, sizeof(join)), 0);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&here, sizeof(here)), 0);
	return fd;
}

/*
 * What the host sends to a group that it is in itself comes back to it on the lower without an
 * Ethernet header. The endpoint's address is what its IPv6 header begins with.
 */
START_TEST(what_the_host_hears_of_itself_is_its_own)
{
	struct sockaddr_in6 group = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	static const uint8_t mac[6] = { 0x60, 0, 0, 0, 0, 16 };
	char payload[8] = "myself!"; /* after a UDP header of 8 */
	int fd;

	run_ok(&fx.host, "sysctl -qw net.ipv6.conf.low.disable_ipv6=0 net.ipv6.auto_flowlabels=0");
	run_ok(&fx.host, "ip addr add fe80::6d62/64 dev low nodad");
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac, &fx.box[0]);
	fd = joined_socket(&group);
	ck_assert_int_eq(
		sendto(fd, payload, sizeof(payload), 0, (struct sockaddr *)&group, sizeof(group)),
		sizeof(payload));
	ck_assert_int_eq(recv(fd, payload, sizeof(payload), 0), sizeof(payload));
	close(fd);
}
END_TEST

/*
 * A host that forwards IPv6 tells on every device to which groups it listens, some time after that
 * is up: on a hostdev it would tell the container, on a tap the guest.
 */
START_TEST(host_has_nothing_to_say_or_hear_on_a_hostdev)
{
	static const uint32_t types[] = { MACBPF_TYPE_MACVLAN, MACBPF_TYPE_MACVTAP };
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_TYPE,
		.type = types[_i],
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};
	static const char *const hostdevs[] = { "mb0", "mv0" };
	static struct run r;

	ipv6_on(&fx.host);
	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	run(&r, &fx.host, "sysctl -n net.ipv6.conf.%s.disable_ipv6", hostdevs[_i]);
	ck_assert_str_eq(r.out, "1\n");
	run(&r, &fx.host, "sysctl -n net.ipv4.conf.%s.rp_filter net.ipv4.conf.%s.arp_ignore",
	    hostdevs[_i], hostdevs[_i]);
	ck_assert_str_eq(r.out, "1\n8\n");
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, host_has_nothing_to_say_or_hear_on_a_hostdev, 0, 2);
	tcase_add_test(tc, ports_of_one_netns_do_not_mix);
	tcase_add_test(tc, endpoints_of_two_ports_may_share_an_address);
	tcase_add_test(tc, lower_may_be_a_bridge_port);
	tcase_add_test(tc, a_shim_of_the_kernel_is_told);
	tcase_add_test(tc, other_programs_on_the_lower_go_on);
	tcase_add_test(tc, one_that_ends_the_row_was_there_first);
	tcase_add_test(tc, one_that_came_before_is_passed_by_the_next_command);
	tcase_add_test(tc, one_that_cannot_be_passed_is_told);
	tcase_add_test(tc, programs_at_the_lowers_egress_see_what_endpoints_send);
	tcase_add_test(tc, one_before_ours_on_a_hostdev_stays_there);
	tcase_add_test(tc, endpoint_on_an_endpoint_is_its_sibling);
	tcase_add_test(tc, hostdev_is_no_lower);
	tcase_add_test(tc, what_the_host_hears_of_itself_is_its_own);
}

int main(void)
{
	return run_suite("net: company", add_tests);
}
