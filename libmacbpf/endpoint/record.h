/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* record.h - what an endpoint has on record: mode, flags, broadcast queue, limit. */
#ifndef MB_ENDPOINT_RECORD_H
#define MB_ENDPOINT_RECORD_H

#include "endpoint/change.h"

/* Takes what is wanted into c->ep->rec, and writes nothing. */
void mb_record_take(struct mb_change *c);

#endif /* MB_ENDPOINT_RECORD_H */
