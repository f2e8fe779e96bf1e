// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_company.c - macbpf beside others: ports, a bridge, the host, itself.
 *
 * guards: libmacbpf/endpoint/check.c libmacbpf/endpoint/address.c libmacbpf/port/lower.c bpf/
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "fixture.h"
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

static void sweep(void)
{
	run_ok(&fx.host, "%s port sweep", macbpf_path());
}

/* mac_c is that of a device of the host; mv0's container wants to have it, by each way there is. */
static void expect_kept(const char *device)
{
	struct spot host = AT(&fx.host, device);

	ck_assert(arrives(WIRE, mac_wire, mac_c, host));
	run_ok(&fx.box[0], "ip link set mv0 address %s", mac_text(mac_c));
	sweep();
	ck_assert_uint_eq(info_of("mv0")->owns_address, 0);
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, host));
	ck_assert(!arrives_once(WIRE, mac_wire, mac_c, A));
	run_ok(&fx.box[0], "ip link set mv0 address %s", mac_text(mac_a));
	run_ok(&fx.box[0], "bridge fdb add %s dev mv0 self", mac_text(mac_c));
	sweep();
	ck_assert_uint_eq(info_of("mv0")->secondary_count, 0);
	run_ok(&fx.host, "%s link set mv0 type macvlan learning on", macbpf_path());
	ck_assert(arrives(A, mac_c, mac_wire, WIRE));
	ck_assert(arrives_once(WIRE, mac_wire, mac_c, host));
	ck_assert(arrives(WIRE, mac_wire, mac_a, A));
}

START_TEST(a_container_takes_no_address_of_the_hosts_bridge)
{
	run_ok(&fx.host, "ip link add br0 address %s up type bridge", mac_text(mac_c));
	run_ok(&fx.host, "ip link set low master br0");
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	expect_kept("br0");
	run_ok(&fx.host, "ip link set low nomaster");
	run_ok(&fx.box[0], "ip link set mv0 address %s", mac_text(mac_c));
	sweep();
	ck_assert_msg(info_of("mv0")->owns_address, "it is nobody's any more");
}
END_TEST

START_TEST(a_container_takes_no_address_of_a_device_on_the_lower)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	run_ok(&fx.host, "ip link add link low name shim address %s up type macvlan mode bridge",
	       mac_text(mac_c));
	expect_kept("shim");
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
	tcase_add_test(tc, a_container_takes_no_address_of_the_hosts_bridge);
	tcase_add_test(tc, a_container_takes_no_address_of_a_device_on_the_lower);
	tcase_add_test(tc, endpoint_on_an_endpoint_is_its_sibling);
	tcase_add_test(tc, hostdev_is_no_lower);
	tcase_add_test(tc, what_the_host_hears_of_itself_is_its_own);
}

int main(void)
{
	return run_suite("net: company", add_tests);
}
