/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* port.h - ports: changing and listing what a lower has */
#ifndef MACBPF_PORT_H
#define MACBPF_PORT_H

#include <macbpf/base.h>
#include <macbpf/words.h>

MACBPF_BEGIN_DECLS

/* Which members of struct macbpf_port_opts are given. */
enum macbpf_port_has {
	MACBPF_PORT_ARP_DIRECTED = 1 << 0,
	MACBPF_PORT_MCAST_SNOOPING = 1 << 1,
	MACBPF_PORT_HOST_ACCESS = 1 << 2,
	MACBPF_PORT_CARRIER = 1 << 3,
};

/* The settings of a port. They go with the port, when its last endpoint is deleted. */
struct macbpf_port_opts {
	size_t sz;
	uint64_t has;		 /* enum macbpf_port_has */
	uint32_t arp_directed;	 /* 1: an ARP request or IPv6 neighbour solicitation for an address
				    that an endpoint is known to have goes to that endpoint (and to
				    the wire, if an endpoint sent it) and to no other; 0, the default:
				    to all, as with macvlan */
	uint32_t mcast_snooping; /* 1: a multicast frame goes to the endpoints that report in
				    IGMP or MLD that they listen to its group, and to no other; 0,
				    the default: to all. Since 0.2 */
	uint32_t host_access;	 /* 1: the host and the port's bridge endpoints reach each other,
				    without the wire; which ends macvlan's isolation; 0, the
				    default: they don't, as with macvlan. Without effect on a passthru
				    port. Since 0.2 */
	uint32_t carrier_follow; /* 1: while the lower has no carrier its endpoints have none, as
				    with macvlan, from when an agent (agent.h) or a writing function
				    sees it; 0, the default: they keep theirs. A tap's carrier is
				    its reader's. Since 0.2 */
};

/*
 * Changes the settings of the port on `lower`, while frames flow.
 *
 * Errors, each with nothing changed: -ENODEV (no such device, or it has no endpoints and so no
 * port), -EINVAL (a value that is not legal), -EPERM, -EBUSY (also: host_access finds no place at
 * the lower's egress), -EPROTO. Since 0.1.
 */
MACBPF_API int macbpf_port__set(struct macbpf *mb, const char *lower,
				const struct macbpf_port_opts *opts);

struct macbpf_upgrade_opts {
	size_t sz;
	uint32_t dry_run;  /* 1: what would be done is only told */
	uint32_t reserved; /* 0 */
};

/* What an upgrade has done, or would do. */
struct macbpf_upgrade_info {
	size_t sz; /* in: sizeof the caller's struct */
	uint32_t
		devices; /* that ran programs of another build than this library's, the lower too */
	uint32_t tables; /* that the port was made without */
	uint32_t abi;	 /* contract version of the port */
	uint32_t reserved; /* 0 */
};

/*
 * Puts the programs of this library in the place of those that the port on `lower` runs, while
 * frames flow: none is lost, doubled or late. Nothing happens if they are the same already. Tables
 * that the port was made without come with them; one of an older contract gets new tables, filled
 * from those that it has. Of who dies on the way the next writing function does the rest. `info`
 * tells of it; NULL: nobody asks.
 *
 * Errors, each with nothing changed: -ENODEV (no such device, or it has no port), -EPROTO (the
 * port's contract is newer than this library's, or it uses what this library doesn't know), -EPERM,
 * -EBUSY. Since 0.2.
 */
MACBPF_API int macbpf_port__upgrade(struct macbpf *mb, const char *lower,
				    const struct macbpf_upgrade_opts *opts,
				    struct macbpf_upgrade_info *info);

struct macbpf_ports;	  /* a listing of ports */
struct macbpf_port;	  /* one of its rows */
struct macbpf_ahead;	  /* of a port: what frames on the lower meet before macbpf's program */
struct macbpf_vlan_range; /* of a port: tags of VLAN devices on the lower */

struct macbpf_port_info {
	size_t sz; /* in: sizeof the caller's struct */
	const char *lower;
	uint32_t lower_ifindex;
	uint32_t hook;	    /* enum macbpf_hook: where its program is attached */
	uint32_t abi;	    /* contract version between programs and library */
	uint32_t endpoints; /* how many */
	uint32_t modes;	    /* OR of their enum macbpf_mode */
	uint32_t bc_queue_len_used;
	int32_t bc_cutoff;
	uint32_t prog_id;	 /* of the program on the lower */
	uint32_t macaddr_count;	 /* entries of the source table */
	uint32_t set_promisc;	 /* 1: macbpf made the lower promiscuous */
	uint32_t set_allmulti;	 /* 1: macbpf made the lower receive all multicast */
	uint32_t arp_directed;	 /* 1: ARP requests and neighbour solicitations are not for all */
	uint32_t neigh_count;	 /* addresses that endpoints are known to have, for arp_directed */
	uint32_t mcast_snooping; /* 1: multicast is not for all. Since 0.2 */
	uint32_t host_access;	 /* 1: the host and bridge endpoints reach each other. Since 0.2 */
	uint32_t carrier_follow; /* 1: endpoints have no carrier while the lower has none. Since 0.2
				  */
	/* Of the lower. Since 0.2. */
	uint32_t lower_flags; /* IFF_* */
	uint32_t lower_mtu;
	uint8_t lower_address[MACBPF_MAC_LEN];
	uint8_t reserved2[2]; /* 0 */
	const char *build;    /* which build the program on the lower is of: 16 digits; "" if that
				 can't be told. Since 0.2 */
	uint32_t traced;      /* 1: its programs are those that a tracer can see into: somebody
				 traces (trace.h), or died and nothing was written since. Since
				 0.2 */
	uint32_t reserved3;   /* 0 */
};

/* What it keeps no endpoint gets: each writing command puts macbpf's program first, if it can. */
struct macbpf_ahead_info {
	size_t sz;	  /* in: sizeof the caller's struct */
	const char *name; /* of the program, as the kernel keeps it: "" if it has none */
	uint32_t prog_id; /* 0: filters of tc(8) that are no BPF programs */
	uint32_t hook;	  /* enum macbpf_hook: where it is attached */
};

/* Frames that come with one of these tags are left to the VLAN device that has it. */
struct macbpf_vlan_range_info {
	size_t sz;	      /* in: sizeof the caller's struct */
	uint32_t protocol;    /* ETH_P_8021Q or ETH_P_8021AD */
	uint32_t first, last; /* ids; both are in it */
	uint32_t reserved;    /* 0 */
};

/*
 * Lists the ports of this netns; `lower` narrows it to one. -ENODEV if `lower` doesn't exist. Since
 * 0.1.
 */
MACBPF_API int macbpf_ports__get(struct macbpf *mb, const char *lower, struct macbpf_ports **out);
MACBPF_API void macbpf_ports__free(struct macbpf_ports *ports);
MACBPF_API const struct macbpf_port *macbpf_ports__next(const struct macbpf_ports *ports,
							const struct macbpf_port *prev);
MACBPF_API int macbpf_port__info(const struct macbpf_port *port, struct macbpf_port_info *info);

/* All that stand before macbpf's program on the lower, in their order. Since 0.2. */
MACBPF_API const struct macbpf_ahead *macbpf_ahead__next(const struct macbpf_port *port,
							 const struct macbpf_ahead *prev);
MACBPF_API int macbpf_ahead__info(const struct macbpf_ahead *ahead, struct macbpf_ahead_info *info);

/*
 * The ranges of tags that are left to VLAN devices, 802.1Q before 802.1ad and then by id. As the
 * last writing command saw them: a device that came later is not in it, one that went later still
 * is. Devices in other netns are not known. Since 0.2.
 */
MACBPF_API const struct macbpf_vlan_range *macbpf_vlan_range__next(
	const struct macbpf_port *port, const struct macbpf_vlan_range *prev);
MACBPF_API int macbpf_vlan_range__info(const struct macbpf_vlan_range *range,
				       struct macbpf_vlan_range_info *info);

MACBPF_END_DECLS

#endif /* MACBPF_PORT_H */
