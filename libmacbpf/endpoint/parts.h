/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* parts.h - all that an endpoint has. */
#ifndef MB_PARTS_H
#define MB_PARTS_H

#include "endpoint/change.h"
#include "endpoint/view.h"

/* Refuses values that are wrong whatever there is (macvlan_validate()). */
int mb_parts_check(struct macbpf *mb, const struct macbpf_link_opts *o);

/* Refuses what the endpoint can't have as things are. */
int mb_parts_fit(struct mb_change *c);

/* Makes all parts what is wanted; after an error they are what they were. */
int mb_parts_apply(struct mb_change *c);
void mb_parts_undo(struct mb_change *c);

/*
 * Takes an endpoint whose devices are gone out of all tables and frees its slot. What the kernel
 * refuses to take back stays in the record, as that of an endpoint half made, for the next sweep.
 */
void mb_parts_retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep);

/*
 * Makes all parts follow what was done without us to an endpoint that is alive. The kernel's driver
 * is told by notifiers (macvlan_device_event()); we look. `dev`: its device; NULL: only what the
 * world tells is followed.
 */
void mb_parts_follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		     struct mb_dev *dev);

/* Writes into view->info what all parts have to tell; who it is of is there already. */
int mb_parts_describe(struct macbpf *mb, struct mb_view *view);

#endif /* MB_PARTS_H */
