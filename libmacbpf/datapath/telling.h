/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* telling.h - what a program would do with a frame, by its sibling that only tells. */
#ifndef MB_TELLING_H
#define MB_TELLING_H

#include "datapath/maps.h"
#include "policy.h"
#include "tell/told.h"

#define MB_TELLING_MAX 3500 /* bytes of a frame: what a test run takes on every kernel */

/* A frame, of which a tag is beside it, as programs see it. */
struct mb_telling_frame {
	const uint8_t *data;
	uint32_t len;	  /* up to MB_TELLING_MAX */
	uint16_t tag;	  /* the protocol of its tag, ETH_P_8021Q or ETH_P_8021AD; 0: none */
	uint16_t tag_tci; /* with priority */
	uint32_t ifindex; /* of the device that it is on, in the calling thread's netns */
};

struct mb_telling {
	uint32_t act;	 /* enum mb_act */
	uint32_t target; /* ifindex */
	uint32_t reason; /* enum mb_reason */
	bool peer;
	struct mb_told told;
};

/*
 * Runs a frame through what tells in place of the program of `config`, over the port's maps, which
 * stay as they are.
 */
int mb_telling_run(const struct mb_config *config, const struct mb_maps *maps,
		   const struct mb_telling_frame *frame, struct mb_telling *out);

#endif /* MB_TELLING_H */
