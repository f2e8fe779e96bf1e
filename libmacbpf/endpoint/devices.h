/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* devices.h - an endpoint's device and hostdev: made, removed, up. */
#ifndef MB_DEVICES_H
#define MB_DEVICES_H

#include "endpoint/change.h"

/* Steps of an add: makes both, the hostdev down. */
int mb_devices_make(void *change);
void mb_devices_remove(void *change);

/* The mark that its hostdev is to have. */
const char *mb_devices_mark(const struct mb_change *c, char alias[MB_IFALIAS_LEN]);

/* From here on frames flow; waits for that if the device is to be up. */
int mb_devices_up(void *change);

#endif /* MB_DEVICES_H */
