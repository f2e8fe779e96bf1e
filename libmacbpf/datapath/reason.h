/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* reason.h - what was counted for a reason, of a port or of an endpoint. */
#ifndef MB_REASON_ROW_H
#define MB_REASON_ROW_H

#include "abi/reason.h"
#include "base/context.h"
#include "datapath/maps.h"

struct macbpf_reason {
	uint32_t id; /* enum mb_reason */
	uint64_t frames;
};

/* The word and the sentence of a reason; NULL: there is no such reason. */
const char *mb_reason_name(uint32_t id);
const char *mb_reason_text(uint32_t id);

/* A row for each reason, in their order. */
void mb_reasons_fill(struct macbpf_reason reason[MB_R_COUNT], const uint64_t *frames);

/* What a port has counted. */
int mb_reasons_read(struct macbpf *mb, const struct mb_maps *maps, uint64_t frames[MB_R_COUNT]);

#endif /* MB_REASON_ROW_H */
