// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* tun.c - requests to /dev/net/tun; the only file that knows it. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "common/own.h"
#include "kernel/tun.h"

#define NODE "/dev/net/tun"

static int open_node(bool nonblock)
{
	int fd = open(NODE, O_RDWR | O_CLOEXEC | (nonblock ? O_NONBLOCK : 0));

	if (fd >= 0)
		return fd;
	return errno == ENOENT || errno == ENODEV ? -ENXIO : -errno;
}

static int set(int fd, unsigned long request, unsigned long value)
{
	return ioctl(fd, request, value) ? -errno : 0;
}

static int set_int(int fd, unsigned long request, uint32_t value)
{
	int number = (int)value;

	return ioctl(fd, request, &number) ? -errno : 0;
}

/* On return *flags is what the device has now. */
static int set_iff(int fd, const char *name, unsigned int *flags)
{
	struct ifreq request = { .ifr_flags =
					 (short)(IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | *flags) };

	snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
	if (ioctl(fd, TUNSETIFF, &request) || ioctl(fd, TUNGETIFF, &request))
		return -errno;
	*flags = (unsigned short)request.ifr_flags;
	return 0;
}

static int set_owners(int fd, const struct mb_tun_spec *spec)
{
	int err = 0;

	if (spec->user >= 0)
		err = set(fd, TUNSETOWNER, (unsigned long)spec->user);
	if (!err && spec->user_group >= 0)
		err = set(fd, TUNSETGROUP, (unsigned long)spec->user_group);
	return err;
}

int mb_tun_make(const struct mb_tun_spec *spec)
{
	unsigned int flags = IFF_TUN_EXCL | (spec->multi_queue ? IFF_MULTI_QUEUE : 0);
	mb_auto_close int fd = open_node(false);
	int err = 0;

	if (fd < 0)
		return fd;
	if (spec->index)
		err = set_int(fd, TUNSETIFINDEX, spec->index);
	if (!err)
		err = set_iff(fd, spec->name, &flags);
	if (err == -EBUSY)
		return -EEXIST;
	if (!err)
		err = set_owners(fd, spec);
	return err ?: mb_take_fd(fd);
}

int mb_tun_keep(int queue_fd)
{
	return set(queue_fd, TUNSETPERSIST, 1);
}

/* A name that is not there any more is made anew by the kernel; but that one does not stay. */
int mb_tun_attach(const char *name, bool multi_queue, bool nonblock)
{
	unsigned int flags = multi_queue ? IFF_MULTI_QUEUE : 0;
	mb_auto_close int fd = open_node(nonblock);
	int err;

	if (fd < 0)
		return fd;
	err = set_iff(fd, name, &flags);
	if (err == -E2BIG)
		return -EBUSY;
	if (err)
		return err;
	if (!(flags & IFF_PERSIST))
		return -ENODEV;
	return mb_take_fd(fd);
}

/* Offloads are all that a kernel may refuse of what is legal here. */
int mb_tun_setup(int queue_fd, const struct mb_tun_setup *setup)
{
	int err = set(queue_fd, TUNSETOFFLOAD, setup->offloads);

	if (!err && setup->sndbuf)
		err = set_int(queue_fd, TUNSETSNDBUF, setup->sndbuf);
	return err ?: set_int(queue_fd, TUNSETVNETHDRSZ, setup->vnet_hdr_sz);
}

int mb_tun_features(void)
{
	mb_auto_close int fd = open_node(false);
	unsigned int flags = 0;

	if (fd == -ENXIO)
		return 0;
	if (fd < 0)
		return fd;
	if (ioctl(fd, TUNGETFEATURES, &flags))
		return -errno;
	return (flags & IFF_TAP ? MB_TUN_TAP : 0) |
	       (flags & IFF_MULTI_QUEUE ? MB_TUN_MULTI_QUEUE : 0) |
	       (flags & IFF_VNET_HDR ? MB_TUN_VNET_HDR : 0);
}

int mb_tun_probe_offloads(uint32_t offloads)
{
	const struct mb_tun_spec spec = { .name = "probe", .user = -1, .user_group = -1 };
	mb_auto_close int fd = mb_tun_make(&spec);
	int err = fd < 0 ? fd : set(fd, TUNSETOFFLOAD, offloads);

	if (err == -EINVAL || err == -ENXIO)
		return 0;
	return err ?: 1;
}
