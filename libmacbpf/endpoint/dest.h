/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* dest.h - where frames for an endpoint are handed, as tables have it. */
#ifndef MB_ENDPOINT_DEST_H
#define MB_ENDPOINT_DEST_H

#include "world/world.h"

struct mb_dest mb_dest_of(const struct mb_endpoint *ep);

#endif /* MB_ENDPOINT_DEST_H */
