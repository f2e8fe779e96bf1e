// SPDX-License-Identifier: GPL-2.0-only
/* tap.c - a tap and a guest behind it, in the wiring of these tests. */
#include <net/if.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/backlog.h"
#include "tests/harness/fence.h"
#include "tests/harness/wait.h"
#include "fixture.h"
#include "suite.h"
#include "tap.h"

struct capture seen;

void add_tap(const char *name, uint32_t mode, const uint8_t *mac, uint32_t queues)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_TYPE,
		.type = MACBPF_TYPE_MACVTAP,
		MACVLAN(HAS_MODE(mode)),
		MACVTAP(.has = MACBPF_MACVTAP_QUEUES, .queues = queues),
		.address = mac,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};
	struct macbpf_link_made made = { .sz = sizeof(made) };
	const struct macbpf_link_info *info;

	expect_ok(macbpf_link__add(fx.mb, "low", name, &opts, &made));
	info = info_of(name);
	ck_assert_str_eq(made.hostdev, info->hostdev);
	ck_assert_uint_eq(made.ifindex, info->ifindex);
	ck_assert_int_eq(made.netnsid, -1);
	ck_assert_mem_eq(made.address, info->address, sizeof(made.address));
	ck_assert_mem_eq(made.hostdev_address, info->hostdev_address, sizeof(made.address));
	fixture_mark();
}

static bool is_operational(void *arg)
{
	return device_says(&fx.host, arg, "state UP");
}

void wait_for_carrier(const char *name)
{
	ck_assert_msg(wait_until(is_operational, (void *)name, 2 * WAIT_MS), "%s is not up", name);
}

int open_with(const char *name, int *queues, uint32_t count, uint32_t offloads)
{
	struct macbpf_tap_opts opts = { .sz = sizeof(opts), .offloads = offloads, .nonblock = 1 };

	return macbpf_tap__open(fx.mb, NULL, name, &opts, queues, count);
}

int open_queue(const char *name)
{
	int queue;

	expect_ok(open_with(name, &queue, 1, 0));
	wait_for_carrier(name);
	return queue;
}

int tap_and_veth(void)
{
	int queue;

	memset(&seen, 0, sizeof(seen));
	add_tap("tap0", MACBPF_MODE_BRIDGE, mac_a, 1);
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_b, &fx.box[0]);
	queue = open_queue("tap0");
	capture_queue(&seen, queue, ON_TAP);
	capture_watch(&seen, &fx.box[0], "mv0", 3 /* ETH_P_ALL */, ON_VETH);
	capture_watch(&seen, &fx.far, "wire", 3, ON_WIRE);
	return queue;
}

void forget(int queue)
{
	capture_close(&seen);
	close(queue);
}

struct frame frame_of(const uint8_t *src, const uint8_t *dst)
{
	static uint32_t token;
	struct frame f = { .token = ++token };

	memcpy(f.src, src, 6);
	memcpy(f.dst, dst, 6);
	return f;
}

static unsigned int who_saw(uint32_t token)
{
	unsigned int set = 0;

	fence_wait();
	capture_drain(&seen);
	for (uint16_t watch = ON_TAP; watch <= ON_TAP2; watch++)
		set |= (capture_count(&seen, watch, token) == 1) << watch;
	return set;
}

unsigned int guest_sends(int queue, const struct frame *f)
{
	ck_assert_int_eq(frame_write(queue, f), 0);
	return who_saw(f->token);
}

unsigned int sent_from(struct spot from, const struct frame *f)
{
	int fd = frame_socket(from.ns, from.device);
	unsigned int set;

	ck_assert_int_eq(backlog_send(fd, f), 0);
	set = who_saw(f->token);
	close(fd);
	return set;
}
