/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* nsid.h - the network namespaces that another one knows by an id, and their names. */
#ifndef MB_NSID_H
#define MB_NSID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct macbpf;
struct mb_netlink;

/* The id by which `rtnl`'s netns knows another; -ENOENT if it doesn't. */
int mb_nsid_get(struct mb_netlink *rtnl, int netns_fd, int32_t *nsid);

/*
 * Opens the netns that `rtnl`'s netns knows by `nsid`, looking at the named ones and at those of
 * processes. -ENXIO: none of these is it.
 */
int mb_nsid_open(struct mb_netlink *rtnl, int32_t nsid);

struct mb_nsid_name {
	int32_t nsid;
	char *name;
};

/* The names in /run/netns of those that a netns knows by an id; by id, and then by name. */
struct mb_nsid_names {
	struct mb_nsid_name *row;
	size_t count;
};

/*
 * Asks once for each name there is. Fills *names, which is empty before, even if it fails: -ENOMEM.
 */
int mb_nsid_names_get(struct mb_netlink *rtnl, struct mb_nsid_names *names);
void mb_nsid_names_free(struct mb_nsid_names *names);

/* Whether this is the lowers' netns (nsid -1), or the one that it knows by `nsid`. */
bool mb_nsid_is(const struct macbpf *mb, int netns_fd, int32_t nsid);

/* The lowers' netns as a number that no other has while it exists. */
uint32_t mb_nsid_home(const struct macbpf *mb);

#endif /* MB_NSID_H */
