/* SPDX-License-Identifier: GPL-2.0-only */
/* scenario.h - what the parity suite tries: topologies, and the frames sent through each. */
#ifndef PARITY_SCENARIO_H
#define PARITY_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../harness/frame.h"

#define ENDPOINTS_MAX 8
#define LISTED_MAX    4

struct address {
	const char *name;
	uint8_t mac[6];
};

/* Which groups an endpoint has asked for; macvlan filters by it. */
enum groups {
	GROUPS_ALL,    /* allmulticast is on */
	GROUPS_NONE,   /* only what every device gets */
	GROUPS_JOINED, /* GROUP, but not STP */
};

struct endpoint {
	const char *name; /* NULL ends the list */
	const char *mode;
	const char *flag;	       /* NULL: none */
	const char *lists[LISTED_MAX]; /* source addresses by name: fixed ones or endpoints' */
	unsigned int mtu;	       /* 0: the lower's */
	bool local;		       /* its device is in the lower's own netns */
	bool down;		       /* its device is down */
	enum groups groups;
};

struct topology {
	const char *name;
	struct endpoint endpoint[ENDPOINTS_MAX + 1];
};

extern const struct topology topologies[];
extern const size_t topology_count;

/* Places where frames are sent and seen; endpoint i is AT_ENDPOINT + i. */
enum place {
	AT_LOW,	 /* the lower's tap; sender: the host */
	AT_WIRE, /* the other end of the lower's cable */
	AT_HOST, /* what the host's stack gets from the lower */
	AT_ENDPOINT,
	PLACES = AT_ENDPOINT + ENDPOINTS_MAX,
};

struct shape {
	const char *name;
	struct frame frame;   /* addresses and token are filled in per probe */
	bool own_source_only; /* not tried with foreign source addresses from endpoints */
};

/* One frame to try. */
struct probe {
	const struct topology *topology;
	enum place sender;
	struct address src, dst;
	const struct shape *shape;
};

size_t endpoint_count(const struct topology *t);
bool is_mode(const struct endpoint *ep, const char *mode);
const char *place_name(const struct topology *t, unsigned int place);

/* Fixed addresses by name (LOW, EXT, ...), and endpoints' by theirs. */
struct address address_of(const struct topology *t, const char *name);

/* The endpoint that has this address, or NULL. */
const struct endpoint *owner_of(const struct topology *t, const struct address *address);

/* All probes of a topology; the caller frees them. */
struct probe *probes_of(const struct topology *t, size_t *count);

#endif
