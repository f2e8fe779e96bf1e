/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * linkwatch.h - what the kernel tells of devices, in a netns and in those that it has ids for.
 *
 * libnl has no room for the id beside a message, so this reads the socket itself.
 */
#ifndef MB_LINKWATCH_H
#define MB_LINKWATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mb_linkwatch {
	int fd;
	int32_t nsid; /* of what is in `buffer` */
	char *buffer;
	size_t size, at, end; /* what was not read yet */
};

/* What one message says. */
struct mb_linkevent {
	uint32_t ifindex, link;
	int32_t nsid; /* -1: the socket's netns */
	bool gone;
	bool link_is_far;  /* `link` is in another netns than the device, */
	int32_t link_nsid; /* which has this id where the device is */
	bool cable_moved; /* a bond has failed over: who is behind it is reached by another cable */
	bool is_filter;	  /* it is about a filter or qdisc of the device, and has no name */
	char name[16];
};

/*
 * In the calling thread's netns; -errno. To be closed in either case. `filters`: also of filters
 * and qdiscs of its devices.
 */
int mb_linkwatch_open(struct mb_linkwatch *w, bool filters);
void mb_linkwatch_close(struct mb_linkwatch *w);

/* The next event: 1; 0: none yet; -ENOBUFS: some were lost. */
int mb_linkwatch_next(struct mb_linkwatch *w, struct mb_linkevent *event);

/* Whether more is in here, which poll() doesn't see. */
static inline bool mb_linkwatch_has_more(const struct mb_linkwatch *w)
{
	return w->at < w->end;
}

#endif /* MB_LINKWATCH_H */
