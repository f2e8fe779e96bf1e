/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* station.h - who is behind an endpoint that lets its port learn: mb_stations, mb_learners. */
#ifndef MB_ABI_STATION_H
#define MB_ABI_STATION_H

#include <linux/types.h>

#include "base.h"

/*
 * mb_stations: an address from which an endpoint sent, by the key of mb_fdb. The first has it until
 * it is silent for MB_STATION_AGE. One that is heard on the wire, and has been silent here for
 * MB_STATION_PATIENCE, has moved there; before, a switch may have sent its own frame back. Times
 * are points on the clock of bpf_ktime_get_coarse_ns().
 */
#define MB_STATIONS_MAX	    4096u
#define MB_STATION_AGE	    300000000000ull /* ns */
#define MB_STATION_PATIENCE 1000000000ull   /* ns */
#define MB_STATION_TICK	    100000000ull    /* ns: so exactly it is known when it was heard */

struct mb_station {
	__u64 seen;
	__u32 hostdev; /* ifindex; 0: the lower's, or a device's on it, and nobody learns it */
	__u32 slot;    /* of mb_members, which says where to */
};
_Static_assert(sizeof(struct mb_station) == 16, "mb_station has padding");

/*
 * mb_learners[hostdev]: an endpoint that lets its port learn, and the addresses that it brought
 * into mb_stations, so that it can't have more than its limit there. One that is new tries the next
 * place: it gets that if who was there is gone or old.
 */
struct mb_learner {
	__u32 slot;
	__u32 limit; /* places in use */
	__u32 next;  /* the next is this modulo limit */
	__u32 reserved;
	__u64 place[MB_MACADDR_LIMIT_MAX]; /* MACs as numbers; 0: free */
};
_Static_assert(sizeof(struct mb_learner) == 16 + 8 * MB_MACADDR_LIMIT_MAX, "padding");

#endif /* MB_ABI_STATION_H */
