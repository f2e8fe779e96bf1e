/* SPDX-License-Identifier: GPL-2.0-only */
/* topology.h - what a world consists of at one moment, and the names of addresses in it. */
#ifndef PARITY_TOPOLOGY_H
#define PARITY_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ENDPOINTS_MAX 8
#define LISTED_MAX    16
#define DEFAULT_MTU   1500

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
	char name[16]; /* of its device; empty: nothing is in this slot */
	const char *mode;
	const char *flag;	       /* NULL: none */
	const char *lists[LISTED_MAX]; /* source addresses by name: fixed ones or endpoints' */
	const char *address;	       /* by name; NULL: that of its slot */
	unsigned int mtu;	       /* 0: the lower's */
	bool local;		       /* its device is in the lower's own netns */
	bool tap;		       /* type macvtap, and so local: seen by its reader */
	bool down;		       /* its device is down */
	enum groups groups;
};

struct topology {
	const char *name;
	struct endpoint endpoint[ENDPOINTS_MAX];
	const char *lower_address; /* NULL: what LOW is by itself */
	unsigned int mtu;	   /* of the lower, whose wire then takes more; 0: the default */
	bool plain_readers;	   /* those of taps take no checksums and segments to be done */
	bool reflects;		   /* the wire ends at a switch that sends frames back */
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

bool is_there(const struct endpoint *ep);
bool is_up(const struct endpoint *ep); /* there and not down */
bool is_mode(const struct endpoint *ep, const char *mode);
size_t endpoint_count(const struct topology *t);
const char *place_name(const struct topology *t, unsigned int place);

/* By name: LOW, EXT, ...; an endpoint's; "#3" for that of whatever is in slot 3. */
struct address address_of(const struct topology *t, const char *name);
struct address endpoint_address(const struct topology *t, size_t slot);

bool is_group(const struct address *address);

/* Whether it is the address that the topology calls `name`. */
bool is_address(const struct topology *t, const struct address *address, const char *name);

/* The endpoint that has this address, preferably one that is up, or NULL. */
const struct endpoint *owner_of(const struct topology *t, const struct address *address);

#endif
