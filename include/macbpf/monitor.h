/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* monitor.h - hearing that something has changed, as long as somebody listens */
#ifndef MACBPF_MONITOR_H
#define MACBPF_MONITOR_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

struct macbpf_monitor; /* somebody who listens */

/*
 * What is heard says where to look, and not all that is to be seen there: a listing does. Who
 * listens first and lists then misses nothing. The kernel tells of a device's carrier up to a
 * second late, and of all else at once.
 */
enum macbpf_event_type {
	MACBPF_EVENT_DEVICE = 1,  /* a device of the lowers' netns, or of one that it has an id for,
				     was made, changed or deleted */
	MACBPF_EVENT_COMMAND = 2, /* a writing function of libmacbpf, in whatever process, has
				     changed something in this netns */
	MACBPF_EVENT_LOST = 3,	  /* events were lost: anything may have changed */
};

struct macbpf_event {
	size_t sz;	  /* in: sizeof the caller's struct */
	uint32_t type;	  /* enum macbpf_event_type */
	uint32_t ifindex; /* device: its number, in its netns */
	uint32_t link;	  /* device: what it stands on, of a pair its other end; 0: nothing */
	int32_t netnsid;  /* device: its netns as seen from the lowers'; -1: that */
	uint32_t gone;	  /* device: 1: deleted, or moved away */
	uint32_t pid;	  /* command: the process */
	char name[MACBPF_NAME_SIZE];	/* device: its name; command: the endpoint's, or "" */
	char lower[MACBPF_NAME_SIZE];	/* command: "" if it is about more than one */
	char hostdev[MACBPF_NAME_SIZE]; /* command: mb<N>, or "" */
	char command[16]; /* command: "link add", "link set", "port set", ...; "agent":
			     an agent (agent.h) has looked around */
	char changed[96]; /* command: words for what was given, with blanks between */
};

/*
 * Listens in the context's netns. A device inside of another netns is heard with
 * CAP_NET_BROADCAST only. -EPERM (CAP_NET_ADMIN), -ENOMEM. Since 0.2.
 */
MACBPF_API int macbpf_monitor__open(struct macbpf *mb, struct macbpf_monitor **out);
MACBPF_API void macbpf_monitor__close(struct macbpf_monitor *monitor);

/* 1: it hears what is changed inside of other netns. Since 0.2. */
MACBPF_API int macbpf_monitor__hears_all(const struct macbpf_monitor *monitor);

/* For poll(): it is readable when there may be an event. The monitor owns it. Since 0.2. */
MACBPF_API int macbpf_monitor__fd(const struct macbpf_monitor *monitor);

/* The next event: 1; 0 if there is none yet; -errno. Waits for nothing. Since 0.2. */
MACBPF_API int macbpf_monitor__next(struct macbpf_monitor *monitor, struct macbpf_event *event);

MACBPF_END_DECLS

#endif /* MACBPF_MONITOR_H */
