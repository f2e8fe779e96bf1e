// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_host.c - host access: who gets what the host and endpoints send, once, and who not.
 *
 * guards: bpf/host.h libmacbpf/port/host.c
 */
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/capture.h"
#include "tests/harness/copies.h"
#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "fixture.h"

enum { HOST, WIRE, B0, B1, V2, PLACES };

#define TO(place) (1u << (place))

static const uint8_t mac_other[6] = { 0x02, 0, 0, 0, 0, 0x0f };
static const uint8_t mac_bridge[6] = { 0x02, 0, 0, 0, 0, 0x0b };

static const char *const names[PLACES] = { "the host", "the wire", "mv0", "mv1", "mv2" };
static struct spot spots[PLACES];
static struct capture capture;
static uint32_t token = 1000; /* the fixture has used the first */

static void set_host_access(bool on)
{
	struct macbpf_port_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_PORT_HOST_ACCESS,
					 .host_access = on };

	expect_ok(macbpf_port__set(fx.mb, "low", &opts));
	fixture_mark();
}

static void any_command(void)
{
	expect_ok(macbpf__settle(fx.mb));
	fixture_mark();
}

/* Two bridge endpoints and a vepa one; `device` has the host's stack above it. */
static void make_places(const char *device, const struct netns *first_box)
{
	const struct spot made[PLACES] = {
		[HOST] = AT(&fx.host, device),
		[WIRE] = AT(&fx.far, "wire"),
		[B0] = AT(first_box ?: &fx.host, "mv0"),
		[B1] = AT(&fx.box[1], "mv1"),
		[V2] = AT(&fx.box[2], "mv2"),
	};

	memcpy(spots, made, sizeof(spots));
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, first_box);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	add_link("low", "mv2", MACBPF_MODE_VEPA, mac_c, &fx.box[2]);
	for (uint16_t i = 0; i < PLACES; i++)
		capture_watch(&capture, spots[i].ns, spots[i].device, FRAME_TYPE, i);
}

static void send_frame(int place, const uint8_t *src, const uint8_t *dst, uint8_t tags)
{
	struct frame frame = { .token = ++token, .tags = tags, .vid = { 5 } };
	int fd = frame_socket(spots[place].ns, spots[place].device);

	memcpy(frame.src, src, 6);
	memcpy(frame.dst, dst, 6);
	frame_send(fd, &frame);
	close(fd);
	for (int i = 0; i < 3; i++)
		fence_wait();
	capture_drain(&capture);
}

/* Who has it, each but once. */
static void expect_receivers(const char *what, int from, const uint8_t *src, const uint8_t *dst,
			     uint32_t want)
{
	send_frame(from, src, dst, 0);
	for (uint16_t i = 0; i < PLACES; i++)
		ck_assert_msg(capture_count(&capture, i, token) == !!(want & TO(i)),
			      "%s: %s got %zu, not %d", what, names[i],
			      capture_count(&capture, i, token), !!(want & TO(i)));
}

static void expect_joined(void)
{
	expect_receivers("host to mv0", HOST, mac_low, mac_a, TO(B0));
	expect_receivers("host, as a router, to mv1", HOST, mac_other, mac_b, TO(B1));
	expect_receivers("host to mv2", HOST, mac_low, mac_c, TO(WIRE));
	expect_receivers("host to the wire", HOST, mac_low, mac_wire, TO(WIRE));
	expect_receivers("host to all", HOST, mac_low, mac_all, TO(WIRE) | TO(B0) | TO(B1));
	expect_receivers("mv0 to the host", B0, mac_a, mac_low, TO(HOST));
	expect_receivers("mv0 to mv1", B0, mac_a, mac_b, TO(B1));
	expect_receivers("mv0 to the wire", B0, mac_a, mac_wire, TO(WIRE));
	expect_receivers("mv0 to all", B0, mac_a, mac_all, TO(HOST) | TO(WIRE) | TO(B1));
	expect_receivers("mv1 to all", B1, mac_b, mac_all, TO(HOST) | TO(WIRE) | TO(B0));
	expect_receivers("mv2 to the host", V2, mac_c, mac_low, TO(WIRE));
	expect_receivers("mv2 to mv0", V2, mac_c, mac_a, TO(WIRE));
	expect_receivers("mv2 to all", V2, mac_c, mac_all, TO(WIRE));
	expect_receivers("wire to the host", WIRE, mac_wire, mac_low, TO(HOST));
	expect_receivers("wire to mv0", WIRE, mac_wire, mac_a, TO(B0));
	expect_receivers("wire to all", WIRE, mac_wire, mac_all,
			 TO(HOST) | TO(B0) | TO(B1) | TO(V2));
}

static void expect_apart(void)
{
	expect_receivers("host to mv0", HOST, mac_low, mac_a, TO(WIRE));
	expect_receivers("host to all", HOST, mac_low, mac_all, TO(WIRE));
	expect_receivers("mv0 to the host", B0, mac_a, mac_low, TO(WIRE));
	expect_receivers("mv0 to all", B0, mac_a, mac_all, TO(WIRE) | TO(B1));
	expect_receivers("wire to all", WIRE, mac_wire, mac_all,
			 TO(HOST) | TO(B0) | TO(B1) | TO(V2));
}

START_TEST(on_and_off)
{
	make_places("low", &fx.box[0]);
	expect_apart();
	set_host_access(true);
	expect_joined();
	ck_assert_uint_gt(frames_counted("flood-host"), 0);
	set_host_access(false);
	expect_apart();
	set_host_access(true);
	expect_joined();
}
END_TEST

START_TEST(beside_the_lower)
{
	make_places("low", NULL);
	set_host_access(true);
	expect_joined();
}
END_TEST

/* The host's own broadcast comes back to it as without macbpf. */
START_TEST(switch_that_reflects)
{
	make_places("low", &fx.box[0]);
	run_ok(&fx.far, "ip link add sw address 02:00:00:00:00:03 up type bridge");
	run_ok(&fx.far, "ip link set wire master sw");
	run_ok(&fx.far, "bridge link set dev wire hairpin on");
	set_host_access(true);
	for (int i = 0; i < 2; i++) {
		send_frame(V2, mac_c, mac_all, 0); /* the switch learns */
		send_frame(HOST, mac_low, mac_all, 0);
	}
	capture_unwatch(&capture, WIRE); /* frames are the bridge's before the stack sees them */
	expect_receivers("host to all", HOST, mac_low, mac_all,
			 TO(HOST) | TO(B0) | TO(B1) | TO(V2));
	expect_receivers("mv0 to all", B0, mac_a, mac_all, TO(HOST) | TO(B1) | TO(V2));
	expect_receivers("mv2 to all", V2, mac_c, mac_all, TO(HOST) | TO(B0) | TO(B1));
	expect_receivers("mv0 to the host", B0, mac_a, mac_low, TO(HOST));
	expect_receivers("host to mv1", HOST, mac_low, mac_b, TO(B1));
	expect_receivers("mv2 to the host", V2, mac_c, mac_low, TO(HOST));
	expect_receivers("host to mv2", HOST, mac_low, mac_c, TO(V2));
	expect_receivers("mv2 to mv0", V2, mac_c, mac_a, TO(B0));
}
END_TEST

START_TEST(tags_stay_apart)
{
	make_places("low", &fx.box[0]);
	set_host_access(true);
	send_frame(HOST, mac_low, mac_a, 1);
	ck_assert_uint_eq(capture_count(&capture, B0, token), 0);
	send_frame(HOST, mac_low, mac_all, 1);
	ck_assert_uint_eq(capture_count(&capture, B0, token), 0);
	capture_unwatch(&capture, HOST);
	capture_watch(&capture, &fx.host, "low", ETH_P_ALL, HOST);
	send_frame(B0, mac_a, mac_low, 1);
	send_frame(B0, mac_a, mac_all, 1);
	for (uint32_t last = token - 1; last <= token; last++)
		for (size_t i = 0; i < capture.count; i++)
			ck_assert_msg(capture.seen[i].token != last ||
					      capture.seen[i].watch != HOST ||
					      capture.seen[i].pkt_type == PACKET_OUTGOING,
				      "what is tagged came in");
}
END_TEST

/* The lower is a port of the host's bridge, which has an address of its own. */
START_TEST(port_of_a_bridge)
{
	run_ok(&fx.host, "ip link add br0 address 02:00:00:00:00:0b up type bridge");
	run_ok(&fx.host, "ip link set low master br0");
	make_places("br0", &fx.box[0]);
	set_host_access(true);
	expect_receivers("host to mv0", HOST, mac_bridge, mac_a, TO(B0));
	expect_receivers("mv0 to the host", B0, mac_a, mac_bridge, TO(HOST));
	expect_receivers("mv0 to the lower's address", B0, mac_a, mac_low, TO(HOST));
	expect_receivers("mv0 to all", B0, mac_a, mac_all, TO(HOST) | TO(WIRE) | TO(B1));
	expect_receivers("host to all", HOST, mac_bridge, mac_all, TO(WIRE) | TO(B0) | TO(B1));
	expect_receivers("mv0 to the wire", B0, mac_a, mac_wire, TO(WIRE));
}
END_TEST

/* A macvlan of the kernel that was made to reach containers does so. */
START_TEST(shim_of_the_kernel)
{
	struct run r;

	if (run(&r, &fx.host,
		"ip link add link low name shim address 02:00:00:00:00:0f up "
		"type macvlan mode bridge"))
		return;
	make_places("shim", &fx.box[0]);
	set_host_access(true);
	expect_receivers("shim to mv0", HOST, mac_other, mac_a, TO(B0));
	expect_receivers("mv0 to the shim", B0, mac_a, mac_other, TO(HOST));
	expect_receivers("shim to all", HOST, mac_other, mac_all, TO(WIRE) | TO(B0) | TO(B1));
}
END_TEST

START_TEST(changed_addresses_are_followed)
{
	make_places("low", &fx.box[0]);
	set_host_access(true);
	run_ok(&fx.host, "ip link set low address 02:00:00:00:00:0f");
	any_command();
	expect_receivers("mv0 to the new", B0, mac_a, mac_other, TO(HOST));
	expect_receivers("mv0 to the old", B0, mac_a, mac_low, TO(WIRE));
	run_ok(&fx.host, "ip link add br0 address 02:00:00:00:00:0b up type bridge");
	run_ok(&fx.host, "ip link set low master br0");
	any_command();
	capture_unwatch(&capture, HOST);
	capture_watch(&capture, &fx.host, "br0", FRAME_TYPE, HOST);
	expect_receivers("mv0 to the bridge's", B0, mac_a, mac_bridge, TO(HOST));
	run_ok(&fx.host, "ip link set low nomaster");
	any_command();
	expect_receivers("mv0 to what was the bridge's", B0, mac_a, mac_bridge, TO(WIRE));
}
END_TEST

/* An endpoint that comes with an address of the host's has it. */
START_TEST(address_of_an_endpoint)
{
	run_ok(&fx.host, "ip link add br0 address 02:00:00:00:00:0b up type bridge");
	run_ok(&fx.host, "ip link set low master br0");
	make_places("br0", &fx.box[0]);
	set_host_access(true);
	add_link("low", "mv3", MACBPF_MODE_BRIDGE, mac_bridge, &fx.box[2]);
	expect_receivers("mv0 to mv3", B0, mac_a, mac_bridge, 0);
	any_command();
	expect_receivers("mv0 to mv3", B0, mac_a, mac_bridge, 0);
	expect_ok(macbpf_link__del(fx.mb, NULL, "mv3"));
	any_command();
	expect_receivers("mv0 to the host", B0, mac_a, mac_bridge, TO(HOST));
}
END_TEST

/* More than are served in one go. */
#define CROWD 200

START_TEST(many)
{
	char path[] = "/tmp/check_host.XXXXXX";
	FILE *batch = fdopen(mkstemp(path), "w");
	struct copies in_box, at_host;
	unsigned int low, first;

	for (unsigned int n = 0; n < CROWD; n++)
		fprintf(batch,
			"link add link low name d%u netns nt-box1 up type macvlan mode bridge\n",
			n);
	fprintf(batch, "port set low host-access on\n");
	fclose(batch);
	run_ok(&fx.host, "%s -b %s", macbpf_path(), path);
	unlink(path);
	fixture_mark();
	netns_enter(&fx.host);
	low = if_nametoindex("low");
	netns_leave();
	netns_enter(&fx.box[0]);
	first = if_nametoindex("d0");
	netns_leave();
	copies_open(&in_box, &fx.box[0], COPIES_TYPE);
	copies_send(&in_box, &fx.host, low, mac_low, CROWD);
	ck_assert_uint_eq(in_box.total, CROWD);
	copies_open(&at_host, &fx.host, COPIES_TYPE);
	copies_send(&in_box, &fx.box[0], first, mac_a, CROWD - 1);
	ck_assert_uint_eq(in_box.total, CROWD - 1);
	copies_await(&at_host, 1);
	ck_assert_uint_eq(at_host.got[low], 1);
	copies_close(&at_host);
	copies_close(&in_box);
}
END_TEST

/* Its sockets would keep the netns. */
static void close_capture(void)
{
	capture_close(&capture);
}

static void add_tests(TCase *tc)
{
	tcase_add_checked_fixture(tc, NULL, close_capture);
	tcase_add_test(tc, on_and_off);
	tcase_add_test(tc, beside_the_lower);
	tcase_add_test(tc, switch_that_reflects);
	tcase_add_test(tc, tags_stay_apart);
	tcase_add_test(tc, port_of_a_bridge);
	tcase_add_test(tc, shim_of_the_kernel);
	tcase_add_test(tc, changed_addresses_are_followed);
	tcase_add_test(tc, address_of_an_endpoint);
	tcase_add_test(tc, many);
}

int main(void)
{
	return run_suite("net: host", add_tests);
}
