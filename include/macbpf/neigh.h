/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* neigh.h - the IP addresses that ports with arp-directed have learnt */
#ifndef MACBPF_NEIGH_H
#define MACBPF_NEIGH_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

struct macbpf_neighs; /* a listing of what a port's programs have learnt */
struct macbpf_neigh;  /* one of its rows */

/* What the next ARP request or neighbour solicitation for the address meets. */
enum macbpf_neigh_state {
	MACBPF_NEIGH_DIRECTED = 1, /* it goes to the endpoint alone */
	MACBPF_NEIGH_WIRE = 2,	   /* to all: somebody on the wire has the address */
	MACBPF_NEIGH_DUE = 3,	   /* to all, as the first one and one each minute do */
	MACBPF_NEIGH_DISPUTED = 4, /* to all: another claims the address */
	MACBPF_NEIGH_MUTE = 5,	   /* to all: who was asked alone has not answered */
	MACBPF_NEIGH_EXPIRED = 6,  /* to all: it was silent for too long */
};

struct macbpf_neigh_info {
	size_t sz; /* in: sizeof the caller's struct */
	const char *lower;
	const char *name;    /* the endpoint's device now; "": on the wire */
	const char *hostdev; /* mb<N>; "": on the wire */
	uint32_t family;     /* AF_INET or AF_INET6 */
	uint32_t state;	     /* enum macbpf_neigh_state */
	uint32_t expires_ms; /* until it is forgotten, if it says nothing; 0: is */
	uint8_t dst[16];     /* the IP address, network order; IPv4: the first four bytes */
	uint8_t address[MACBPF_MAC_LEN];
	uint8_t reserved[6]; /* 0 */
};

/*
 * Lists the addresses that ports with arp-directed have learnt, by address. The kernel's driver has
 * no such table. A lower without arp-directed has none. Since 0.1.
 */
MACBPF_API int macbpf_neighs__get(struct macbpf *mb, const char *lower, struct macbpf_neighs **out);
MACBPF_API void macbpf_neighs__free(struct macbpf_neighs *neighs);
MACBPF_API const struct macbpf_neigh *macbpf_neighs__next(const struct macbpf_neighs *neighs,
							  const struct macbpf_neigh *prev);
MACBPF_API int macbpf_neigh__info(const struct macbpf_neigh *neigh, struct macbpf_neigh_info *info);

/* "directed", "wire", ...; NULL if there is no such state. Static storage. Since 0.1. */
MACBPF_API const char *macbpf_neigh_state__name(uint32_t state);

MACBPF_END_DECLS

#endif /* MACBPF_NEIGH_H */
