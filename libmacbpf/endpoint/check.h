/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* check.h - whether a MAC, a name or a lower is one that can be had. */
#ifndef MB_CHECK_H
#define MB_CHECK_H

#include "world/world.h"

/* What a device can have; `what` it is, for the sentence. */
int mb_check_mac(struct macbpf *mb, const char *what, const uint8_t mac[6]);

int mb_check_name(struct macbpf *mb, const char *name);

/* The lower must be an Ethernet device and no hostdev of ours. */
int mb_check_lower(struct macbpf *mb, const struct mb_world *w, const struct mb_dev *lower);

/* Whether it is the device of an endpoint whose lower is in another netns. */
bool mb_check_is_far_device(struct macbpf *mb, const struct mb_dev *dev);

#endif /* MB_CHECK_H */
