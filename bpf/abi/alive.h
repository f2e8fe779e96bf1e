/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* alive.h - which devices are still those that a port knows by their ifindex: mb_alive. */
#ifndef MB_ABI_ALIVE_H
#define MB_ABI_ALIVE_H

#include "base.h"

/*
 * mb_alive: an ifindex to itself, of each hostdev and of the lower. A map of devices: the kernel
 * takes an entry out with its device, before the number can be another's. No frame is handed to who
 * is not in it.
 */
#define MB_ALIVE_MAX (MB_ENDPOINTS_MAX + 1)

#endif /* MB_ABI_ALIVE_H */
