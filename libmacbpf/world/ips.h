/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* ips.h - the IP addresses of endpoints' devices, for a listing: each netns is asked once. */
#ifndef MB_IPS_H
#define MB_IPS_H

#include "base/context.h"
#include "kernel/rtnl.h"

struct mb_ips_table {
	struct mb_ips_of *of;
	size_t count;
};

/* Those of one device; the caller frees *ip. None where they can't be seen. */
int mb_ips_get(struct macbpf *mb, struct mb_ips_table *table, int32_t nsid, uint32_t ifindex,
	       struct mb_ip **ip, size_t *count);
void mb_ips_free(struct mb_ips_table *table);

#endif /* MB_IPS_H */
