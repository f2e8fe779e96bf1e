// SPDX-License-Identifier: GPL-2.0-only
/* queue.c - attach a queue to a tap, as a virtual machine does. */
#include "queue.h"

#include <err.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "frame.h"
#include "run.h"

#define USO 0x60u /* TUN_F_USO4, TUN_F_USO6 */

/* What the kernel calls the device's node is one number per device; udev is not there to make it.
 */
static int open_macvtap(const struct netns *ns, const char *device)
{
	unsigned int major, minor;
	static struct run r;
	char node[64];
	int fd;

	run(&r, NULL, "ip netns exec %s grep -hx [0-9]*:[0-9]* -r /sys/class/net/%s/macvtap/",
	    ns->name, device);
	if (sscanf(r.out, "%u:%u", &major, &minor) != 2)
		errx(1, "the node of %s: %s", device, r.err);
	snprintf(node, sizeof(node), "/run/node-%d", getpid());
	if (mknod(node, S_IFCHR | 0600, makedev(major, minor)))
		err(1, "make a node for %s", device);
	fd = open(node, O_RDWR | O_CLOEXEC | O_NONBLOCK);
	unlink(node);
	return fd;
}

static int open_tun(const struct netns *ns)
{
	int fd;

	netns_enter(ns);
	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK);
	netns_leave();
	return fd;
}

static int set_offloads(int fd, unsigned int offloads)
{
	return ioctl(fd, TUNSETOFFLOAD, offloads) && ioctl(fd, TUNSETOFFLOAD, offloads & ~USO);
}

int queue_open(const struct netns *ns, const char *device, bool macvtap, unsigned int offloads)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR };
	int fd = macvtap ? open_macvtap(ns, device) : open_tun(ns);
	int size = VNET_LEN, sndbuf = INT_MAX;

	snprintf(request.ifr_name, IFNAMSIZ, "%s", device);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request) || ioctl(fd, TUNSETVNETHDRSZ, &size) ||
	    set_offloads(fd, offloads) || ioctl(fd, TUNSETSNDBUF, &sndbuf))
		err(1, "attach to %s in netns %s", device, ns->name);
	return fd;
}
