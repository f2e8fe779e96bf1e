// SPDX-License-Identifier: GPL-2.0-only
/* udev_fake.c - the MAC that a device's name gives, where fake.has_udev says so. */
#include <errno.h>
#include <string.h>

#include "libmacbpf/kernel/udev.h"
#include "tests/unit/fakes/fake.h"

int mb_udev_address(int netns_fd, const char *name, uint8_t mac[6])
{
	(void)netns_fd;
	if (!fake.has_udev)
		return -ENOENT;
	memcpy(mac, (uint8_t[]){ 2, 0xde, 0xf0, 0, 0, (uint8_t)name[strlen(name) - 1] }, 6);
	return 0;
}
