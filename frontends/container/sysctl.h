/* SPDX-License-Identifier: GPL-2.0-only */
/* sysctl.h - settings of devices in the current netns */
#ifndef CONTAINER_SYSCTL_H
#define CONTAINER_SYSCTL_H

/* net.FAMILY.conf.DEVICE.KEY, e.g. "ipv4", "eth0", "arp_notify". A kernel may lack it: -errno. */
int sysctl_set(const char *family, const char *device, const char *key, const char *value);

#endif
