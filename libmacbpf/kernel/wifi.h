/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* wifi.h - whether a device is one of wireless LAN, of which rtnetlink says nothing. */
#ifndef MB_WIFI_H
#define MB_WIFI_H

#include <stdbool.h>
#include <stdint.h>

/* False also where sysfs shows another netns, or isn't there. */
bool mb_wifi_is(const char *name, uint32_t ifindex);

#endif /* MB_WIFI_H */
