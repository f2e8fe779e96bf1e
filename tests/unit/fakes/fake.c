// SPDX-License-Identifier: GPL-2.0-only
/* fake.c - the world of the fakes: its beginning, its faults, its handles, its devices. */
#include <linux/if.h>
#include <linux/if_arp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/unit/fakes/fake.h"

#define FDS 1024

struct fake fake;
struct fake_fault fake_fault;

static struct {
	enum fake_handle kind; /* 0: closed */
	void *object;
} handles[FDS];

/* ---------------------------------------------------------------- faults */

int fake_call(const char *where)
{
	bool now = ++fake_fault.calls == fake_fault.at;

	if (fake_fault.call && !strcmp(fake_fault.call, where))
		now = !fake_fault.where;
	if (now)
		fake_fault.where = where;
	return now || (fake_fault.where && fake_fault.dead) ? fake_fault.error : 0;
}

int fake_change(const char *where)
{
	if (!fake.locked) {
		fprintf(stderr, "%s changes something without the lock\n", where);
		abort();
	}
	return fake_call(where);
}

/* ---------------------------------------------------------------- handles */

/* One file for all, of which a copy costs next to nothing: thousands are opened in a second. */
int fake_open(enum fake_handle kind, void *object)
{
	static int file = -1;
	int fd;

	if (file < 0)
		file = memfd_create("fake", MFD_CLOEXEC);
	fd = dup(file);
	if (fd < 0 || fd >= FDS)
		abort();
	handles[fd].kind = kind;
	handles[fd].object = object;
	return fd;
}

/* In place of libc's: a descriptor that is used again is not to be taken for ours. */
int close(int fd)
{
	if (fd >= 0 && fd < FDS)
		handles[fd].kind = 0;
	return (int)syscall(SYS_close, fd);
}

void *fake_object(int fd, enum fake_handle kind)
{
	return fd >= 0 && fd < FDS && handles[fd].kind == kind ? handles[fd].object : NULL;
}

bool fake_is_open(enum fake_handle kind, const void *object)
{
	for (int fd = 0; fd < FDS; fd++)
		if (handles[fd].kind == kind && handles[fd].object == object)
			return true;
	return false;
}

/* ---------------------------------------------------------------- devices */

static struct fake_dev *free_place(void)
{
	for (size_t i = 0; i < FAKE_DEVS; i++)
		if (!fake.dev[i].dev.ifindex)
			return &fake.dev[i];
	abort();
}

struct fake_dev *fake_dev_add(enum fake_netns netns, const char *name, uint32_t ifindex)
{
	struct fake_dev *dev = free_place();

	*dev = (struct fake_dev){
		.netns = netns,
		.dev = {
			.ifindex = ifindex ? ifindex : fake.next_ifindex++,
			.type = ARPHRD_ETHER,
			.flags = IFF_BROADCAST | IFF_MULTICAST,
			.mtu = 1500,
			.min_mtu = 68,
			.max_mtu = 65535,
			.txqueuelen = 1000,
			.numtxqueues = 1,
			.numrxqueues = 1,
			.address = { 2, 0xfa, 0x4e, 0, 0, fake.next_mac++ },
			.broadcast = { 255, 255, 255, 255, 255, 255 },
			.qdisc = "noqueue",
		},
	};
	snprintf(dev->dev.name, sizeof(dev->dev.name), "%s", name);
	return dev;
}

void fake_dev_del(struct fake_dev *dev)
{
	struct fake_dev *peer = dev->peer;

	*dev = (struct fake_dev){ 0 };
	if (peer)
		*peer = (struct fake_dev){ 0 };
}

bool fake_dev_gone(struct fake_dev *dev)
{
	if (dev->is_tap && !dev->is_kept && !fake_is_open(FAKE_FD_QUEUE, dev))
		*dev = (struct fake_dev){ 0 };
	return !dev->dev.ifindex;
}

struct fake_dev *fake_dev_named(enum fake_netns netns, const char *name)
{
	for (size_t i = 0; i < FAKE_DEVS; i++)
		if (!fake_dev_gone(&fake.dev[i]) && fake.dev[i].netns == netns &&
		    (!strcmp(fake.dev[i].dev.name, name) ||
		     !strcmp(fake.dev[i].dev.hostname, name)))
			return &fake.dev[i];
	return NULL;
}

struct fake_dev *fake_dev_at(enum fake_netns netns, uint32_t ifindex)
{
	for (size_t i = 0; ifindex && i < FAKE_DEVS; i++)
		if (!fake_dev_gone(&fake.dev[i]) && fake.dev[i].netns == netns &&
		    fake.dev[i].dev.ifindex == ifindex)
			return &fake.dev[i];
	return NULL;
}

/* A veth has a carrier while both ends are up, a tap while a queue is attached. */
struct mb_dev fake_dev_read(const struct fake_dev *dev)
{
	struct mb_dev out = dev->dev;

	out.link_netnsid = -1;
	out.operstate = IF_OPER_DOWN;
	out.link = out.link ?: out.ifindex;
	if (dev->is_tap && fake_is_open(FAKE_FD_QUEUE, dev))
		out.flags |= IFF_LOWER_UP;
	if (!dev->peer)
		return out;
	out.link = dev->peer->dev.ifindex;
	if (dev->peer->netns != dev->netns && !dev->peer->is_ending)
		out.link_netnsid = (int32_t)dev->peer->netns;
	if (out.flags & dev->peer->dev.flags & IFF_UP) {
		out.flags |= IFF_LOWER_UP | IFF_RUNNING;
		out.operstate = IF_OPER_UP;
	}
	return out;
}

/* ---------------------------------------------------------------- the beginning */

static void forget(void)
{
	struct fake_prog *prog;
	struct fake_map *map;

	while ((prog = fake.progs)) {
		fake.progs = prog->next;
		free(prog);
	}
	while ((map = fake.maps)) {
		fake.maps = map->next;
		free(map->entry);
		free(map->shared);
		free(map);
	}
}

void fake_reset(void)
{
	static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 0xfe };
	struct fake_dev *lo, *eth0;

	forget();
	fake = (struct fake){ .next_ifindex = 1, .next_prog = 1, .sources_max = MB_SOURCES_MAX };
	fake_fault = (struct fake_fault){ 0 };
	lo = fake_dev_add(FAKE_HOME, "lo", 0);
	lo->dev.type = ARPHRD_LOOPBACK;
	lo->dev.flags = IFF_LOOPBACK | IFF_UP;
	eth0 = fake_dev_add(FAKE_HOME, "eth0", 0);
	eth0->dev.flags |= IFF_UP | IFF_LOWER_UP;
	memcpy(eth0->dev.address, mac, sizeof(mac));
}
