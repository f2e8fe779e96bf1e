// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_closed.c - a hostdev that has lost its program is closed, and gets it back.
 *
 * guards: libmacbpf/endpoint/closed.c libmacbpf/port/heal.c libmacbpf/world/load.c
 */
#include <bpf/bpf.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/capture.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/hook.h"
#include "tests/harness/queue.h"
#include "tests/harness/run.h"
#include "fixture.h"
#include "hooks.h"
#include "loaded.h"

/* An endpoint, of one type at one hook; `from` is where its container or guest sends. */
static struct {
	bool is_tap, at_tcx;
	char hostdev[IFNAMSIZ];
	int from;
} victim;

#define VICTIMS 4

static void make_victim(int which)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_TYPE | MACBPF_LINK_HOOK,
		MODE(BRIDGE),
		.address = mac_a,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};

	victim.is_tap = which % 2;
	victim.at_tcx = which / 2;
	if (victim.at_tcx && !hook_has_tcx())
		victim.at_tcx = false;
	opts.type = victim.is_tap ? MACBPF_TYPE_MACVTAP : MACBPF_TYPE_MACVLAN;
	opts.hook = victim.at_tcx ? MACBPF_HOOK_TCX : MACBPF_HOOK_CLSACT;
	opts.netns = victim.is_tap ? NULL : fx.box[0].name;
	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	fixture_mark();
	snprintf(victim.hostdev, sizeof(victim.hostdev), "%s",
		 victim.is_tap ? "mv0" : info_of("mv0")->hostdev);
	victim.from = victim.is_tap ? queue_open(&fx.host, "mv0", false, 0)
				    : frame_socket(&fx.box[0], "mv0");
	ck_assert_int_ge(victim.from, 0);
}

static void send_from_victim(const struct frame *frame)
{
	int err = victim.is_tap ? frame_write(victim.from, frame) : frame_send(victim.from, frame);

	ck_assert_int_eq(err, 0);
	fence_wait();
}

/* Whether a frame of the victim is seen there: by who asks for its protocol, or by a tap of all. */
static bool gets_to(const struct netns *ns, const char *device, uint16_t protocol)
{
	static uint32_t token;
	struct frame frame = { .token = ++token };
	struct capture capture = { 0 };
	bool seen;

	memcpy(frame.src, mac_a, 6);
	memcpy(frame.dst, mac_all, 6);
	capture_watch(&capture, ns, device, protocol, 0);
	send_from_victim(&frame);
	capture_drain(&capture);
	seen = capture_count(&capture, 0, token) > 0;
	capture_close(&capture);
	return seen;
}

static bool gets_out(void)
{
	return gets_to(&fx.far, "wire", ETH_P_ALL);
}

static bool gets_into_the_host(void)
{
	return gets_to(&fx.host, victim.hostdev, FRAME_TYPE);
}

/* Whether a datagram of the victim gets to who listens in the host, which has that address. */
static bool datagram_gets_into_the_host(void)
{
	struct frame frame = { .body = FRAME_UDP, .token = 1 };
	char bytes[2048];
	bool got;
	int fd;

	netns_enter(&fx.host);
	fd = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	memcpy(frame.src, mac_a, 6);
	memcpy(frame.dst, info_of("mv0")->hostdev_address, 6);
	send_from_victim(&frame);
	got = recv(fd, bytes, sizeof(bytes), 0) > 0;
	close(fd);
	return got;
}

/* As `bpftool net detach` does. */
static void detach_all_of_tcx(const char *device)
{
	uint32_t ids[16], count = 16;
	unsigned int ifindex;
	int fd;

	netns_enter(&fx.host);
	ifindex = if_nametoindex(device);
	ck_assert_int_eq(bpf_prog_query((int)ifindex, HOOK_TCX_INGRESS, 0, NULL, ids, &count), 0);
	ck_assert_uint_gt(count, 0);
	for (uint32_t i = 0; i < count; i++) {
		fd = bpf_prog_get_fd_by_id(ids[i]);
		ck_assert_int_eq(bpf_prog_detach2(fd, (int)ifindex, HOOK_TCX_INGRESS), 0);
		close(fd);
	}
	netns_leave();
}

static void lose_program_of(const char *device)
{
	if (victim.at_tcx)
		detach_all_of_tcx(device);
	else
		run_ok(&fx.host, "tc filter del dev %s ingress pref 1", device);
}

static void lose_program(void)
{
	lose_program_of(victim.hostdev);
}

static void lose_qdisc(void)
{
	run_ok(&fx.host, "tc qdisc del dev %s %s", victim.hostdev,
	       victim.is_tap ? "clsact" : "ingress");
}

static int told;
static char last_told[256];

static void count_told(void *arg, enum macbpf_log_level level, const char *text)
{
	(void)arg;
	if (level != MACBPF_LOG_WARN || !strstr(text, "had lost its program"))
		return;
	told++;
	snprintf(last_told, sizeof(last_told), "%s", text);
}

/* Any that writes, whatever endpoint it is for. */
static void another_command(void)
{
	static const uint8_t other[6] = { 0x02, 0, 0, 0, 1, 9 };
	struct macbpf_link_opts opts = { .sz = sizeof(opts), .address = other };

	told = 0;
	expect_ok(macbpf_link__add(fx.mb, "low", "mv9", &opts, NULL));
	fixture_mark();
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv9"));
}

START_TEST(nothing_gets_into_the_host)
{
	make_victim(_i);
	run_ok(&fx.host, "ip address add 192.0.2.2/24 dev low");
	run_ok(&fx.host, "sysctl -qw net.ipv4.conf.all.rp_filter=0");
	ck_assert(gets_out());
	ck_assert(!gets_into_the_host());
	ck_assert(!datagram_gets_into_the_host());
	lose_program();
	ck_assert(!gets_out());
	ck_assert(!gets_into_the_host());
	ck_assert(!datagram_gets_into_the_host());
	ck_assert_uint_ge(frames_counted("closed"), 3);
	close(victim.from);
}
END_TEST

/* What is left when both are off is what no way back is asked of. */
START_TEST(without_both_a_datagram_is_refused)
{
	make_victim(_i);
	run_ok(&fx.host, "ip address add 192.0.2.2/24 dev low");
	run_ok(&fx.host, "sysctl -qw net.ipv4.conf.all.rp_filter=0");
	lose_program();
	lose_qdisc();
	ck_assert(gets_into_the_host());
	ck_assert(!datagram_gets_into_the_host());
	run_ok(&fx.host, "sysctl -qw net.ipv4.conf.%s.rp_filter=0", victim.hostdev);
	ck_assert(datagram_gets_into_the_host());
	close(victim.from);
}
END_TEST

START_TEST(next_command_attaches_it_again)
{
	char want[128];

	make_victim(_i);
	macbpf__set_log(fx.mb, count_told, NULL);
	lose_program();
	another_command();
	ck_assert_int_eq(told, 1);
	snprintf(want, sizeof(want), "%s had lost its program, and has it again at hook %s",
		 info_of("mv0")->hostdev, macbpf_hook__name(info_of("mv0")->hook));
	ck_assert_str_eq(last_told, want);
	ck_assert(gets_out());
	ck_assert(!gets_into_the_host());
	another_command();
	ck_assert_int_eq(told, 0);
	close(victim.from);
}
END_TEST

/* By what keeps it closed a port is found that has no other program. */
START_TEST(next_command_attaches_all_again)
{
	make_victim(_i);
	macbpf__set_log(fx.mb, count_told, NULL);
	lose_program();
	lose_program_of("low");
	another_command();
	ck_assert_int_eq(told, 2);
	ck_assert(gets_out());
	ck_assert_str_eq(port_hook(), victim.at_tcx ? "tcx" : "clsact");
	ck_assert_int_eq(count_links(), 1);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv0"));
	loaded_expect_gone();
	close(victim.from);
}
END_TEST

START_TEST(next_command_closes_it_again)
{
	make_victim(_i);
	if (victim.at_tcx) {
		lose_qdisc();
	} else {
		run_ok(&fx.host, "tc filter del dev %s ingress pref 65535", victim.hostdev);
	}
	another_command();
	ck_assert(gets_out());
	lose_program();
	ck_assert(!gets_into_the_host());
	close(victim.from);
}
END_TEST

/* The way round: nothing that the host sends of its own accord goes to the container. */
START_TEST(host_has_no_way_to_it)
{
	static struct run r;

	make_victim(_i);
	lose_program();
	run(&r, &fx.host, "ip address show dev %s", victim.hostdev);
	ck_assert_msg(!strstr(r.out, "inet"), "%s", r.out);
	run(&r, &fx.host, "ip route show table all dev %s", victim.hostdev);
	ck_assert_str_eq(r.out, "");
	run(&r, &fx.host, "ip -6 route show table all dev %s", victim.hostdev);
	ck_assert_str_eq(r.out, "");
	close(victim.from);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_loop_test(tc, nothing_gets_into_the_host, 0, VICTIMS);
	tcase_add_loop_test(tc, without_both_a_datagram_is_refused, 0, VICTIMS);
	tcase_add_loop_test(tc, next_command_attaches_it_again, 0, VICTIMS);
	tcase_add_loop_test(tc, next_command_attaches_all_again, 0, VICTIMS);
	tcase_add_loop_test(tc, next_command_closes_it_again, 0, VICTIMS);
	tcase_add_loop_test(tc, host_has_no_way_to_it, 0, VICTIMS);
}

int main(void)
{
	return run_suite("net: closed", add_tests);
}
