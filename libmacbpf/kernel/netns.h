/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* netns.h - network namespaces: opening, finding, working in one. */
#ifndef MB_NETNS_H
#define MB_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct macbpf;
struct mb_rtnl;

/* Opens a netns by its name in /run/netns, or by path; -ENOENT, -EINVAL if it is no netns. */
int mb_netns_open(const char *name_or_path);

/* Opens the calling thread's netns. */
int mb_netns_open_current(void);

/*
 * Opens the netns that `rtnl`'s netns knows by `nsid`, looking at the named ones and at those of
 * processes. -ENXIO: none of these is it.
 */
int mb_netns_open_by_id(struct mb_rtnl *rtnl, int32_t nsid);

/* The names in /run/netns of those that a netns knows by an id; by id, and then by name. */
struct mb_netns_names {
	struct mb_netns_name {
		int32_t nsid;
		char *name;
	} * row;
	size_t count;
};

/*
 * Asks once for each name there is. Fills *names, which is empty before, even if it fails: -ENOMEM.
 */
int mb_netns_names_get(struct mb_rtnl *rtnl, struct mb_netns_names *names);
void mb_netns_names_free(struct mb_netns_names *names);

/* Whether this is the lowers' netns (nsid -1), or the one that it knows by `nsid`. */
bool mb_netns_is(const struct macbpf *mb, int netns_fd, int32_t nsid);

/* The lowers' netns as a number that no other has while it exists. */
uint32_t mb_netns_number(const struct macbpf *mb);

/* Runs fn(arg) in a new thread that has entered `netns_fd`, and returns what it returned. */
int mb_netns_call(int netns_fd, int (*fn)(void *arg), void *arg);

/* The same in a netns of its own, which goes when fn() has returned. */
int mb_netns_call_apart(int (*fn)(void *arg), void *arg);

#endif /* MB_NETNS_H */
