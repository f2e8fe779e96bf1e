// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_stamps.c - how many software time stamps a datagram gets on its way out, by what the
 * endpoint is made of; the kernel's macvlan gives one.
 *
 * guards: libmacbpf/kinds/ bpf/deliver.h
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "suite.h"

#define DATAGRAMS 5
#define PORT	  319 /* PTP's event messages */

static int udp_socket(const struct netns *ns, const char *ip)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int fd;

	netns_enter(ns);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(inet_pton(AF_INET, ip, &a.sin_addr), 1);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	return fd;
}

/* All that are waiting. */
static int count_stamps(int fd)
{
	char control[512], data[2048];
	struct iovec iov = { data, sizeof(data) };
	int count = 0;

	for (;;) {
		struct msghdr msg = {
			.msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = control,
			.msg_controllen = sizeof(control),
		};

		if (recvmsg(fd, &msg, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
			return count;
		for (struct cmsghdr *c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c))
			count += c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPING;
	}
}

/* A datagram that was read has got all its stamps. */
static int stamps_to(const struct netns *ns, const char *ip)
{
	const int wish = SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
	int from = udp_socket(&fx.box[0], "10.7.0.1"), to = udp_socket(ns, ip), count;
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	struct pollfd p = { to, POLLIN, 0 };
	char byte;

	inet_pton(AF_INET, ip, &a.sin_addr);
	ck_assert_int_eq(setsockopt(from, SOL_SOCKET, SO_TIMESTAMPING, &wish, sizeof(wish)), 0);
	for (int i = 0; i < DATAGRAMS; i++) {
		ck_assert_int_eq(sendto(from, "x", 1, 0, (struct sockaddr *)&a, sizeof(a)), 1);
		ck_assert_msg(poll(&p, 1, WAIT_MS) == 1, "%s is not reached", ip);
		ck_assert_int_eq(recv(to, &byte, 1, 0), 1);
	}
	count = count_stamps(from);
	close(from);
	close(to);
	return count;
}

static void give_addresses(void)
{
	fixture_mark();
	run_ok(&fx.box[0], "ip link set mv0 up");
	run_ok(&fx.box[1], "ip link set mv1 up");
	run_ok(&fx.box[0], "ip address add 10.7.0.1/24 dev mv0");
	run_ok(&fx.box[1], "ip address add 10.7.0.2/24 dev mv1");
	run_ok(&fx.far, "ip address add 10.7.0.9/24 dev wire");
	ck_assert(arrives(AT(&fx.box[0], "mv0"), mac_a, mac_wire, AT(&fx.far, "wire")));
	ck_assert(arrives(AT(&fx.box[0], "mv0"), mac_a, mac_b, AT(&fx.box[1], "mv1")));
}

START_TEST(macvlan)
{
	for (int i = 0; i < 2; i++)
		run_ok(&fx.host,
		       "ip link add link low name mv%d address %s netns %s type macvlan mode "
		       "bridge",
		       i, mac_text(i ? mac_b : mac_a), fx.box[i].name);
	give_addresses();
	ck_assert_int_eq(stamps_to(&fx.far, "10.7.0.9"), DATAGRAMS);
	ck_assert_int_eq(stamps_to(&fx.box[1], "10.7.0.2"), 0);
}
END_TEST

static int add_pair(uint32_t kind)
{
	int err = 0;

	for (int i = 0; i < 2 && !err; i++) {
		MACBPF_OPTS(macbpf_link_opts, opts, .has = MACBPF_LINK_KIND, .kind = kind,
			    .netns = fx.box[i].name, .address = i ? mac_b : mac_a, MODE(BRIDGE));

		err = macbpf_link__add(fx.mb, "low", i ? "mv1" : "mv0", &opts, NULL);
	}
	return err;
}

/* Its own on transmit, and the lower's: the frame keeps its socket, and no program takes the wish.
 */
START_TEST(veth)
{
	expect_ok(add_pair(MACBPF_KIND_VETH));
	give_addresses();
	ck_assert_int_eq(stamps_to(&fx.far, "10.7.0.9"), 2 * DATAGRAMS);
	ck_assert_int_eq(stamps_to(&fx.box[1], "10.7.0.2"), DATAGRAMS);
}
END_TEST

/* It gives none. */
START_TEST(netkit)
{
	if (add_pair(MACBPF_KIND_NETKIT) == -EOPNOTSUPP)
		return;
	give_addresses();
	ck_assert_int_eq(stamps_to(&fx.far, "10.7.0.9"), DATAGRAMS);
	ck_assert_int_eq(stamps_to(&fx.box[1], "10.7.0.2"), 0);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, macvlan);
	tcase_add_test(tc, veth);
	tcase_add_test(tc, netkit);
}

int main(void)
{
	return run_suite("net: stamps", add_tests);
}
