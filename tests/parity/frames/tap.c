// SPDX-License-Identifier: GPL-2.0-only
/* tap.c - make a tap with endpoints on it, write to it. */
#include "tap.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/harness/fence.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "change.h"

#define FENCE_TOKEN 0x80000000u

static void open_tap(struct tap *tap)
{
	struct ifreq request = { .ifr_name = "low", .ifr_flags = IFF_TAP | IFF_NO_PI };

	netns_enter(&tap->ns);
	tap->fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	if (tap->fd < 0 || ioctl(tap->fd, TUNSETIFF, &request))
		err(1, "make a tap");
	netns_leave();
	run_ok(&tap->ns, "ip link set low address 02:00:00:00:00:01 up");
}

static void add_endpoint(struct tap *tap, size_t slot, const char *tool)
{
	struct names names = { tap->ns.name, tap->ns.name };
	const struct endpoint *ep = &tap->topology->endpoint[slot];
	char line[CHANGE_LINE];

	add_line(tap->topology, slot, &names, line);
	run_ok(&tap->ns, "%s %s", tool, line);
	run_ok(&tap->ns, "ip link set %s allmulticast on", ep->name);
	capture_watch(&tap->capture, &tap->ns, ep->name, ETH_P_ALL, AT_ENDPOINT + slot);
}

int tap_write(struct tap *tap, const void *frame, size_t len)
{
	return write(tap->fd, frame, len) == (ssize_t)len ? 0 : errno;
}

static void write_fence(struct tap *tap)
{
	struct frame frame = { .token = FENCE_TOKEN | ++tap->fence, .len = ETH_ZLEN };
	uint8_t bytes[ETH_ZLEN];

	memset(frame.dst, 0xff, sizeof(frame.dst));
	memcpy(frame.src, address_of(tap->topology, "EXT").mac, sizeof(frame.src));
	tap_write(tap, bytes, frame_bytes(&frame, bytes));
}

static bool fence_seen(void *arg)
{
	struct tap *tap = arg;

	capture_drain(&tap->capture);
	for (size_t i = 0; i < endpoint_count(tap->topology); i++)
		if (!capture_count(&tap->capture, AT_ENDPOINT + i, FENCE_TOKEN | tap->fence))
			return false;
	return true;
}

static bool is_open(void *arg)
{
	write_fence(arg);
	fence_wait();
	return fence_seen(arg);
}

void tap_make(struct tap *tap, const struct topology *t, const char *tool, const char *name)
{
	memset(tap, 0, sizeof(*tap));
	tap->topology = t;
	netns_make(&tap->ns, name);
	open_tap(tap);
	for (size_t i = 0; i < endpoint_count(t); i++)
		add_endpoint(tap, i, tool);
	capture_watch(&tap->capture, &tap->ns, "low", ETH_P_ALL, AT_LOW);
	if (!wait_until(is_open, tap, 2 * WAIT_MS))
		errx(1, "%s: %s: nothing gets from a tap to its endpoints", t->name, tool);
	tap_settle(tap);
	capture_forget(&tap->capture);
}

void tap_settle(struct tap *tap)
{
	fence_wait();
	write_fence(tap);
	if (!wait_until(fence_seen, tap, 2 * WAIT_MS))
		errx(1, "%s: a broadcast from the tap did not reach all", tap->topology->name);
	fence_wait();
	capture_drain(&tap->capture);
}

void tap_drop(struct tap *tap)
{
	capture_close(&tap->capture);
	close(tap->fd);
	netns_drop(&tap->ns);
}
