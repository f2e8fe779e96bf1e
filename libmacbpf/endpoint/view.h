/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* view.h - what a listing tells of an endpoint, as it was when somebody looked. */
#ifndef MB_VIEW_H
#define MB_VIEW_H

#include "datapath/prog.h"
#include "datapath/reason.h"
#include "endpoint/macs.h"
#include "world/world.h"

struct mb_source_table;

/* It stays where it is: the info points to what else is in here. */
struct mb_view {
	struct macbpf_link_info info;
	const struct mb_port *port; /* while somebody looks; then NULL */
	const struct mb_endpoint *ep;
	struct mb_source_table *sources; /* the same; shared by those of the port */
	bool skip_hooks;		 /* nobody is to be asked where programs are */
	struct mb_dev dev;		 /* as its user is to see it */
	struct mb_endpoint_rec rec;
	char lower[MB_IFNAME_LEN], hostdev[MB_IFNAME_LEN];
	char owner[MB_IFALIAS_LEN];
	char ahead[MB_PROG_NAME_LEN];
	struct mb_macs macs, secondary; /* its own */
	struct mb_guard guard;
	struct macbpf_reason reason[MB_R_COUNT];
	bool counted; /* else nobody has counted, and the rows above are none */
};

#endif /* MB_VIEW_H */
