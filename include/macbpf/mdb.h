/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* mdb.h - which endpoints get the frames of which multicast group */
#ifndef MACBPF_MDB_H
#define MACBPF_MDB_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

struct macbpf_mdb; /* a listing of groups */
struct macbpf_mdb_entry;

/* Why an endpoint gets multicast. */
enum macbpf_mdb_why {
	MACBPF_MDB_REPORT = 1, /* it has reported that it listens to the group */
	MACBPF_MDB_ROUTER = 2, /* all multicast, and reports: it speaks as a multicast router */
	MACBPF_MDB_ALWAYS =
		3, /* all multicast: as it was told, or as its reports don't say enough */
	MACBPF_MDB_DEVICE = 4, /* all multicast: as its device wants, and no report tells */
};

struct macbpf_mdb_info {
	size_t sz; /* in: sizeof the caller's struct */
	const char *lower;
	const char *name;    /* the endpoint's device now */
	const char *hostdev; /* mb<N> */
	uint32_t family;     /* AF_INET or AF_INET6; 0: all groups */
	uint32_t why;	     /* enum macbpf_mdb_why */
	uint8_t group[16];   /* network order; IPv4: the first four bytes */
};

/*
 * Lists what ports with mcast_snooping have learnt, by endpoint; `name` (as in macbpf_link__set())
 * chooses one; NULL: all. What is for all endpoints of a link is not in it. The kernel's driver has
 * a filter of each device instead (ip maddr). -ENODEV: no such lower, or endpoint, or the lower of
 * that was deleted. Since 0.2.
 */
MACBPF_API int macbpf_mdb__get(struct macbpf *mb, const char *lower, const char *name,
			       struct macbpf_mdb **out);
MACBPF_API void macbpf_mdb__free(struct macbpf_mdb *mdb);
MACBPF_API const struct macbpf_mdb_entry *macbpf_mdb__next(const struct macbpf_mdb *mdb,
							   const struct macbpf_mdb_entry *prev);
MACBPF_API int macbpf_mdb_entry__info(const struct macbpf_mdb_entry *entry,
				      struct macbpf_mdb_info *info);

/* "report", "router", "always"; NULL if there is no such reason. Static storage. Since 0.2. */
MACBPF_API const char *macbpf_mdb_why__name(uint32_t why);

MACBPF_END_DECLS

#endif /* MACBPF_MDB_H */
