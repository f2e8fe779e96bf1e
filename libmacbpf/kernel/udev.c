// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* udev.c - the MAC that udev would give a device. */
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/siphash.h"
#include "kernel/rtnl.h"
#include "kernel/udev.h"

#define MACHINE_ID_LEN 16

/* What systemd.link(5) calls persistent is hashed with this. */
static const uint8_t key[16] = { 0xd3, 0x1e, 0x48, 0xfa, 0x90, 0xfe, 0x4b, 0x4c,
				 0x9d, 0xaf, 0xd5, 0xd7, 0xa1, 0xb1, 0x2e, 0x8a };

/* It gets the events of the netns that the machine's, or a container's, first process is in. */
static bool looks_after(int netns_fd)
{
	struct stat first, ours;

	return !access("/run/udev/control", F_OK) && !stat("/proc/1/ns/net", &first) &&
	       !fstat(netns_fd, &ours) && first.st_dev == ours.st_dev &&
	       first.st_ino == ours.st_ino;
}

static bool read_machine_id(uint8_t id[MACHINE_ID_LEN])
{
	FILE *file = fopen("/etc/machine-id", "re");
	bool is_read = file;

	for (int i = 0; is_read && i < MACHINE_ID_LEN; i++)
		is_read = fscanf(file, "%2hhx", &id[i]) == 1;
	if (file)
		fclose(file);
	return is_read;
}

int mb_udev_address(int netns_fd, const char *name, uint8_t mac[6])
{
	uint8_t seed[MACHINE_ID_LEN + MB_IFNAME_LEN];
	size_t len = strnlen(name, MB_IFNAME_LEN);
	uint64_t hash;

	if (!looks_after(netns_fd) || !read_machine_id(seed))
		return -ENOENT;
	memcpy(seed + MACHINE_ID_LEN, name, len);
	hash = htole64(mb_siphash(key, seed, MACHINE_ID_LEN + len));
	memcpy(mac, &hash, 6);
	mac[0] = (uint8_t)((mac[0] & 0xfe) | 2);
	return 0;
}
