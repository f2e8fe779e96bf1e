/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* address.h - an endpoint's MAC. */
#ifndef MB_ADDRESS_H
#define MB_ADDRESS_H

#include "endpoint/change.h"

/*
 * For a new endpoint: what was asked for, the lower's for passthru, else one that nobody has. It is
 * given with the device: an address that is read from the device is the container's to choose.
 */
int mb_address_choose(struct mb_change *c);

#endif /* MB_ADDRESS_H */
