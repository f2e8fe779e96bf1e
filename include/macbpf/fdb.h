/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* fdb.h - the addresses that lead to endpoints */
#ifndef MACBPF_FDB_H
#define MACBPF_FDB_H

#include <macbpf/base.h>
#include <macbpf/words.h>

MACBPF_BEGIN_DECLS

struct macbpf_fdb; /* a listing of addresses */
struct macbpf_fdb_entry;

/* Why an address is in the listing. */
enum macbpf_fdb_type {
	MACBPF_FDB_UNICAST = 1,	  /* frames for this address go to the endpoint */
	MACBPF_FDB_SOURCE = 2,	  /* frames from this address go to the endpoint (source mode) */
	MACBPF_FDB_SECONDARY = 3, /* as unicast: an address that its device has besides its own */
	MACBPF_FDB_LEARNT = 4,	  /* as unicast: one from which it sent lately */
};

struct macbpf_fdb_info {
	size_t sz; /* in: sizeof the caller's struct */
	const char *lower;
	const char *name;    /* the endpoint's device now */
	const char *hostdev; /* mb<N> */
	uint32_t type;	     /* enum macbpf_fdb_type */
	uint32_t vlan;	     /* 0: any */
	uint32_t mode;	     /* of the endpoint */
	uint32_t peer; /* 1: handed over without a backlog hop (the device is in another netns) */
	uint8_t address[MACBPF_MAC_LEN];
	uint8_t reserved[2]; /* 0 */
	uint32_t down; /* 1: its device is down, and what leads to it goes nowhere. Since 0.2 */
	uint32_t reserved2; /* 0 */
};

/* Lists the FDB and the source table of each port (vlan_hash, vlan_source_hash). Since 0.1. */
MACBPF_API int macbpf_fdb__get(struct macbpf *mb, const char *lower, struct macbpf_fdb **out);
MACBPF_API void macbpf_fdb__free(struct macbpf_fdb *fdb);
MACBPF_API const struct macbpf_fdb_entry *macbpf_fdb__next(const struct macbpf_fdb *fdb,
							   const struct macbpf_fdb_entry *prev);
MACBPF_API int macbpf_fdb_entry__info(const struct macbpf_fdb_entry *entry,
				      struct macbpf_fdb_info *info);

MACBPF_END_DECLS

#endif /* MACBPF_FDB_H */
