/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* part.h - a part: one thing that an endpoint has; a part is one file. */
#ifndef MB_PART_H
#define MB_PART_H

#include "endpoint/change.h"
#include "endpoint/view.h"

struct mb_part {
	/* The options that are its own, by the struct that has them. */
	uint64_t link;	  /* enum macbpf_link_has */
	uint64_t macvlan; /* enum macbpf_macvlan_has */
	uint64_t macvtap; /* enum macbpf_macvtap_has */
	uint64_t guard;	  /* enum macbpf_guard_has */
	uint64_t rate;	  /* enum macbpf_rate_has */
	/* Refuses values that are wrong whatever there is (macvlan_validate()); NULL: none is. */
	int (*check)(struct macbpf *mb, const struct macbpf_link_opts *o);
	/* Refuses what this endpoint can't have as things are; changes nothing. NULL: all fits. */
	int (*fits)(struct mb_change *c);
	/* From what was, c->old, in an add nothing, to what is wanted; 0, or -errno with a
	 * sentence. */
	int (*apply)(struct mb_change *c);
	/* Back to what was, however far apply() came; NULL: another's undo does that. */
	void (*undo)(struct mb_change *c);
	/* Takes out what is left of an endpoint whose devices are gone; NULL: nothing is. */
	int (*retire)(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);
	/*
	 * Follows what was done without us to the device, `dev` (NULL: nobody looked at it), or to
	 * the lower; NULL: nothing can be. What can't be followed now is left to the next command.
	 */
	void (*follow)(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		       struct mb_dev *dev);
	/* Writes into view->info. NULL: there is nothing to tell. */
	int (*describe)(struct macbpf *mb, struct mb_view *view);
};

#endif /* MB_PART_H */
