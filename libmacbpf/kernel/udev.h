/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* udev.h - the MAC that udev would give a device. */
#ifndef MB_UDEV_H
#define MB_UDEV_H

#include <stdint.h>

/*
 * With MACAddressPolicy=persistent, the default, udev gives a device whose address is random one
 * that comes of the machine's id and the device's name: the same after each boot, and what DHCP
 * servers know it by. -ENOENT: no udev looks after that netns, or the machine has no id.
 */
int mb_udev_address(int netns_fd, const char *name, uint8_t mac[6]);

#endif /* MB_UDEV_H */
