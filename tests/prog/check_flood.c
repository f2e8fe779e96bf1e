// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_flood.c - group frames for more endpoints than a backlog holds.
 *
 * The tables are filled by hand, since a thousand commands would take
 * their time.
 *
 * guards: bpf/flood.h bpf/later.h
 */
#include <err.h>
#include <linux/if_ether.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "bpf/abi/abi.h"
#include "bpf/later.h"
#include "tests/harness/backlog.h"
#include "tests/harness/copies.h"
#include "tests/harness/hook.h"
#include "tests/harness/run.h"
#include "tests/harness/runner.h"
#include "crowd.h"
#include "macbpf.skel.h"

#define FEW   200
#define TRIES 3
/* The source address of all frames. */
#define SENDER 2, 0x6d, 0x62, 0, 0, 1

static struct copies seen;

/* Over the same maps: for the lower and endpoints of other modes, and for bridge endpoints. */
static struct macbpf_bpf *lower, *endpoint;
static bool directed; /* with arp-directed */

/* A program of these. */
enum which { LOWER, BRIDGE, OTHER };

static void put(const struct bpf_map *map, const void *key, const void *value)
{
	if (bpf_map_update_elem(bpf_map__fd(map), key, value, BPF_ANY))
		err(1, "fill %s", bpf_map__name(map));
}

static struct macbpf_bpf *load(uint32_t features, struct macbpf_bpf *maps_of)
{
	const struct mb_config config = {
		.lower = low,
		.features = features | (directed ? MB_F_DIRECTED : 0),
	};
	struct macbpf_bpf *skel = macbpf_bpf__open();
	struct bpf_map *map;

	if (!skel)
		err(1, "open the datapath");
	skel->rodata->mb_cfg = mb_constants_of(&config);
	bpf_object__for_each_map(
		map,
		skel->obj) if (maps_of && strncmp(bpf_map__name(map), "mb_", 3) == 0 &&
			       bpf_map__reuse_fd(map, bpf_object__find_map_fd_by_name(
							      maps_of->obj, bpf_map__name(map))))
		err(1, "share %s", bpf_map__name(map));
	if (macbpf_bpf__load(skel))
		err(1, "load the datapath");
	return skel;
}

/* The first `members` endpoints, with the mode that mode_of() says, one in a slot. */
static void open_port(uint32_t members, uint32_t (*mode_of)(uint32_t slot))
{
	struct mb_port_facts port = { .abi = MB_ABI, .slots = members };
	uint32_t zero = 0;

	lower = load(0, NULL);
	endpoint = load(MB_F_BRIDGE, lower);
	for (uint32_t slot = 0; slot < members; slot++) {
		struct mb_dest dest = { .hostdev = hostdev[slot], .mode = mode_of(slot) };

		put(lower->maps.mb_members, &slot, &dest);
		put(lower->maps.mb_alive, &dest.hostdev, &dest.hostdev);
	}
	put(lower->maps.mb_alive, &low, &low);
	put(lower->maps.mb_port, &zero, &port);
}

static void close_port(void)
{
	macbpf_bpf__destroy(endpoint);
	macbpf_bpf__destroy(lower);
}

static int fd_of(enum which which)
{
	const struct macbpf_bpf *skel = which == BRIDGE ? endpoint : lower;

	return bpf_program__fd(which == LOWER ? skel->progs.mb_lower_ingress
					      : skel->progs.mb_endpoint_ingress);
}

static void attach(unsigned int ifindex, enum which which)
{
	int err = hook_attach(fd_of(which), ifindex);

	ck_assert_msg(!err, "attach: %s", strerror(-err));
}

static void detach(unsigned int ifindex, enum which which)
{
	ck_assert_int_eq(hook_detach(fd_of(which), ifindex), 0);
}

static uint64_t counted(uint32_t reason)
{
	int cpus = libbpf_num_possible_cpus();
	uint64_t values[cpus], sum = 0;

	ck_assert(!bpf_map_lookup_elem(bpf_map__fd(lower->maps.mb_reasons), &reason, values));
	for (int i = 0; i < cpus; i++)
		sum += values[i];
	return sum;
}

/* Puts what was counted back into the table, or takes it out. */
static void each_count(uint64_t *values, bool put_back)
{
	int cpus = libbpf_num_possible_cpus(), fd = bpf_map__fd(lower->maps.mb_reasons);

	for (uint32_t reason = 0; reason < MB_R_COUNT; reason++, values += cpus)
		if (put_back ? bpf_map_update_elem(fd, &reason, values, BPF_ANY)
			     : bpf_map_lookup_elem(fd, &reason, values))
			err(1, "counts");
}

/*
 * From the far end of a hostdev or of the lower; `copies` in all are awaited, and then too many.
 * The kernel's backlogs are everybody's: where they have lost frames meanwhile, it is as if nothing
 * had been sent, and it is sent again, twice at most.
 */
static void broadcast_type(uint16_t type, unsigned int from, unsigned int copies)
{
	static const uint8_t source[] = { SENDER };
	uint64_t values[MB_R_COUNT * libbpf_num_possible_cpus()], lost;

	for (int try = 1;; try++) {
		each_count(values, false);
		lost = backlog_lost();
		copies_open(&seen, NULL, type);
		copies_send(&seen, NULL, from, source, copies);
		copies_close(&seen);
		if (backlog_lost() == lost || try == TRIES)
			return;
		each_count(values, true);
	}
}

static void broadcast(unsigned int from, unsigned int copies)
{
	broadcast_type(COPIES_TYPE, from, copies);
}

static uint32_t all_bridge(uint32_t slot)
{
	(void)slot;
	return MB_MODE_BRIDGE;
}

static uint32_t one_bridge_in_three(uint32_t slot)
{
	return slot % 3 ? MB_MODE_PRIVATE : MB_MODE_BRIDGE;
}

static uint32_t all_private(uint32_t slot)
{
	(void)slot;
	return MB_MODE_PRIVATE;
}

static void assert_all_but(unsigned int members, unsigned int except)
{
	for (unsigned int n = 0; n < CROWD; n++)
		ck_assert_msg(seen.got[device[n]] == (n < members && n != except),
			      "endpoint %u got %u copies", n, seen.got[device[n]]);
}

START_TEST(endpoint_to_more_than_a_backlog)
{
	const unsigned int sender = CROWD / 2;

	open_port(CROWD, all_bridge);
	attach(hostdev[sender], BRIDGE);
	attach(hostdev[0], BRIDGE);
	broadcast(device[sender], CROWD);
	detach(hostdev[0], BRIDGE);
	detach(hostdev[sender], BRIDGE);
	assert_all_but(CROWD, sender);
	ck_assert_msg(seen.got[wire] == 1, "the wire got %u", seen.got[wire]);
	ck_assert_msg(!seen.got[low], "the host got %u", seen.got[low]);
	ck_assert_uint_eq(counted(MB_R_COPY_REFUSED), 0);
	ck_assert_uint_eq(counted(MB_R_FLOOD_ENDPOINT), 1);
	close_port();
}
END_TEST

/* The first endpoint goes on. */
static void broadcast_from_wire(enum which first, unsigned int copies)
{
	attach(low, LOWER);
	attach(hostdev[0], first);
	broadcast(wire, copies);
	detach(hostdev[0], first);
	detach(low, LOWER);
	ck_assert_msg(seen.got[low] == 1, "the host got %u", seen.got[low]);
	ck_assert_msg(!seen.got[wire], "the wire got %u", seen.got[wire]);
	ck_assert_uint_eq(counted(MB_R_COPY_REFUSED), 0);
	ck_assert_uint_eq(counted(MB_R_FLOOD_WIRE), 1);
}

START_TEST(wire_to_more_than_a_backlog)
{
	open_port(CROWD, all_bridge);
	broadcast_from_wire(BRIDGE, CROWD + 1);
	assert_all_but(CROWD, CROWD);
	close_port();
}
END_TEST

START_TEST(modes_go_with_the_rest)
{
	open_port(CROWD, one_bridge_in_three);
	broadcast_from_wire(BRIDGE, CROWD + 1);
	assert_all_but(CROWD, CROWD);
	close_port();
}
END_TEST

START_TEST(who_is_left_out_goes_with_the_rest)
{
	struct mb_dest owner = { .hostdev = hostdev[FEW - 2], .mode = MB_MODE_VEPA };
	struct mb_fdb_key key = { .mac = { SENDER } };
	uint64_t crowded = MB_FRONT_CROWDED;
	uint16_t half[3];
	uint32_t slot;

	memcpy(half, key.mac, sizeof(half));
	slot = mb_front_slot(mb_front_product(mb_mac_number(half)));
	open_port(FEW, all_bridge);
	put(lower->maps.mb_fdb, &key, &owner);
	put(lower->maps.mb_front, &slot, &crowded);
	broadcast_from_wire(BRIDGE, FEW);
	assert_all_but(FEW, FEW - 2);
	close_port();
}
END_TEST

/* Who sends has no slot any more. */
START_TEST(none_to_leave_out)
{
	open_port(FEW, all_bridge);
	attach(hostdev[FEW], BRIDGE);
	attach(hostdev[0], BRIDGE);
	broadcast(device[FEW], FEW + 1);
	detach(hostdev[0], BRIDGE);
	detach(hostdev[FEW], BRIDGE);
	assert_all_but(FEW, FEW);
	close_port();
}
END_TEST

/* The last slot of all. */
START_TEST(last_is_left_out)
{
	open_port(FEW, all_bridge);
	attach(hostdev[FEW - 1], BRIDGE);
	attach(hostdev[0], BRIDGE);
	broadcast(device[FEW - 1], FEW);
	detach(hostdev[0], BRIDGE);
	detach(hostdev[FEW - 1], BRIDGE);
	assert_all_but(FEW, FEW - 1);
	close_port();
}
END_TEST

/* The endpoint that goes on with a request did not send it. _i: enum which */
START_TEST(arp_request)
{
	directed = true;
	open_port(FEW, _i == BRIDGE ? all_bridge : all_private);
	attach(low, LOWER);
	attach(hostdev[0], _i);
	broadcast_type(ETH_P_ARP, wire, FEW + 1);
	detach(hostdev[0], _i);
	detach(low, LOWER);
	assert_all_but(FEW, FEW);
	ck_assert_msg(!seen.got[wire], "the wire got %u", seen.got[wire]);
	close_port();
}
END_TEST

/* Then all copies are made at once; it is asked for one itself. */
START_TEST(carrier_is_down)
{
	open_port(FEW, all_bridge);
	attach(low, LOWER);
	run_ok(&crowd_ns, "ip link set mb0 down");
	broadcast(wire, FEW);
	run_ok(&crowd_ns, "ip link set mb0 up");
	detach(low, LOWER);
	ck_assert_uint_eq(counted(MB_R_COPY_REFUSED), 1);
	for (unsigned int n = 1; n < FEW; n++)
		ck_assert_msg(seen.got[device[n]] == 1, "endpoint %u got %u copies", n,
			      seen.got[device[n]]);
	close_port();
}
END_TEST

/* Their program asks nothing of a frame but whether it is such a rest. */
START_TEST(private_goes_on)
{
	open_port(CROWD, all_private);
	broadcast_from_wire(OTHER, CROWD + 1);
	assert_all_but(CROWD, CROWD);
	close_port();
}
END_TEST

/* With a delivery time, through a program that runs in transmit: egress stands for netkit. */
static void broadcast_timed(unsigned int from, uint64_t when, unsigned int copies)
{
	static const uint8_t source[] = { SENDER };
	struct macbpf_bpf *xmit = load(MB_F_BRIDGE | MB_F_XMIT, lower);
	int prog = bpf_program__fd(xmit->progs.mb_endpoint_ingress);

	attach(hostdev[0], BRIDGE);
	ck_assert(!bpf_prog_attach_opts(prog, (int)from, HOOK_TCX_EGRESS, NULL));
	copies_put_timed(&seen, from, source, when);
	copies_await(&seen, copies);
	ck_assert(!bpf_prog_detach2(prog, (int)from, HOOK_TCX_EGRESS));
	detach(hostdev[0], BRIDGE);
	macbpf_bpf__destroy(xmit);
}

static const struct timed {
	uint64_t when;
	uint16_t type;
	unsigned int members;
} timed[] = {
	{ 1, COPIES_TYPE, FEW }, /* not IP: all copies at once */
	{ 1, ETH_P_IP, CROWD },
	{ MB_LATER_MARK << MB_LATER_MARK_AT, COPIES_TYPE, FEW },
};

/* What anybody may ask for is neither taken for what is left of a flood, nor in its way. */
START_TEST(delivery_time_of_another_clock)
{
	const struct timed *t = &timed[_i];
	const unsigned int sender = FEW / 2;

	if (!hook_has_tcx())
		return;
	open_port(t->members, all_bridge);
	copies_open(&seen, NULL, t->type);
	broadcast_timed(hostdev[sender], t->when, t->members);
	copies_close(&seen);
	assert_all_but(t->members, sender);
	ck_assert_msg(seen.got[wire] == 1, "the wire got %u", seen.got[wire]);
	ck_assert_uint_eq(counted(MB_R_FLOOD_ENDPOINT), 1);
	ck_assert_uint_eq(counted(MB_R_COPY_REFUSED), 0);
	close_port();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("flood");
	TCase *tc = tcase_create("flood");

	crowd_open("check_flood");
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, endpoint_to_more_than_a_backlog);
	tcase_add_test(tc, wire_to_more_than_a_backlog);
	tcase_add_test(tc, modes_go_with_the_rest);
	tcase_add_test(tc, who_is_left_out_goes_with_the_rest);
	tcase_add_test(tc, none_to_leave_out);
	tcase_add_test(tc, last_is_left_out);
	tcase_add_loop_test(tc, arp_request, BRIDGE, OTHER + 1);
	tcase_add_test(tc, carrier_is_down);
	tcase_add_test(tc, private_goes_on);
	tcase_add_loop_test(tc, delivery_time_of_another_clock, 0, 3);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
