/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* link.h - endpoints: adding, changing, deleting, listing them */
#ifndef MACBPF_LINK_H
#define MACBPF_LINK_H

#include <macbpf/base.h>
#include <macbpf/words.h>

MACBPF_BEGIN_DECLS

/*
 * The settings of an endpoint, for add and for set: those of its device in struct macbpf_link_opts,
 * and those of each subject in a struct of the subject's own, to which a pointer leads. Not given
 * is a pointer that is NULL, a number without its bit in `has`, a device flag that is not in the
 * mask. Defaults are those of add; set leaves alone what is not given.
 */

/* Which members of struct macbpf_macvlan_opts are given. */
enum macbpf_macvlan_has {
	MACBPF_MACVLAN_MODE = 1 << 0,
	MACBPF_MACVLAN_FLAGS = 1 << 1,
	MACBPF_MACVLAN_BC_QUEUE_LEN = 1 << 2,
	MACBPF_MACVLAN_BC_CUTOFF = 1 << 3,
	MACBPF_MACVLAN_MCAST_FLOOD = 1 << 4,
	MACBPF_MACVLAN_MACADDR_LIMIT = 1 << 5,
	MACBPF_MACVLAN_LEARNING = 1 << 6,
};

/* What both types have (IFLA_INFO_DATA). */
struct macbpf_macvlan_opts {
	size_t sz;
	uint64_t has;		/* enum macbpf_macvlan_has */
	uint32_t mode;		/* enum macbpf_mode; vepa */
	uint32_t flags;		/* OR of enum macbpf_flag, replacing all; 0 */
	uint32_t bc_queue_len;	/* frames; kept and shown, nothing is queued here; 1000 */
	int32_t bc_cutoff;	/* of the whole port; kept and shown; 1 */
	uint32_t mcast_flood;	/* 1: with mcast_snooping of its port it gets all multicast, and not
				   only what it reports; 0. Since 0.2 */
	uint32_t macaddr_limit; /* how many addresses lead to it besides its own, of those that its
				   device receives for, and as many that are learnt; 0 to 256; 16.
				   Since 0.2 */
	uint32_t
		learning; /* 1: where it sends from leads to it, as behind a switch; 0. Since 0.2 */
	uint32_t reserved; /* 0 */
};

/* A change of the source list; legal only if the mode is then source. */
struct macbpf_source_opts {
	size_t sz;
	const uint8_t (*macaddr)[MACBPF_MAC_LEN]; /* unicast */
	uint32_t count;
	uint32_t op; /* enum macbpf_macaddr_op */
};

/* Which members of struct macbpf_macvtap_opts are given. */
enum macbpf_macvtap_has {
	MACBPF_MACVTAP_QUEUES = 1 << 0,
	MACBPF_MACVTAP_USER = 1 << 1,
	MACBPF_MACVTAP_GROUP = 1 << 2,
	MACBPF_MACVTAP_ADOPT = 1 << 3,
};

/* What only endpoints of type macvtap have; all is for add only. */
struct macbpf_macvtap_opts {
	size_t sz;
	uint64_t has;	 /* enum macbpf_macvtap_has */
	uint32_t queues; /* how many a reader may attach, 1 to 256; the larger of numtxqueues and
			    numrxqueues */
	uint32_t user;	 /* uid that may attach without CAP_NET_ADMIN; none, as MACBPF_NO_ID is */
	uint32_t group;	 /* gid likewise; none */
	uint32_t adopt;	 /* 1: `name` is a tap of another program's; 0. Since 0.2 */
};

/*
 * What an endpoint may send: MAC and addresses are its own, ARP and neighbour discovery agree with
 * them, and nothing is said that only a router or a DHCP server says. macbpf-link(8) has the rules.
 */
enum macbpf_guard_flag {
	MACBPF_GUARD_MAC = 1 << 0,		 /* it is guarded; the others come with it */
	MACBPF_GUARD_IP = 1 << 1,		 /* from the addresses of its list alone */
	MACBPF_GUARD_ALLOW_RA = 1 << 2,		 /* but router advertisements and redirects */
	MACBPF_GUARD_ALLOW_DHCP_SERVER = 1 << 3, /* answers of a DHCP server */
	MACBPF_GUARD_ALLOW_QUERY = 1 << 4,	 /* queries of IGMP and MLD */
	MACBPF_GUARD_ALLOW_L2 = 1 << 5,		 /* what is neither ARP nor IP */
	MACBPF_GUARD_ALLOW_VLAN = 1 << 6,	 /* tags */
};

/* Which members of struct macbpf_guard_opts are given. */
enum macbpf_guard_has {
	MACBPF_GUARD_FLAGS = 1 << 0, /* and with them the list */
	MACBPF_GUARD_ISOLATED = 1 << 1,
};

struct macbpf_guard_opts {
	size_t sz;
	uint64_t has;		   /* enum macbpf_guard_has */
	const uint8_t (*addr)[16]; /* network order; IPv4 as ::ffff:a.b.c.d */
	uint32_t addr_count;	   /* 1 to 32 with MACBPF_GUARD_IP, else 0 */
	uint32_t flags;		   /* OR of enum macbpf_guard_flag, replacing all; 0: no guard */
	uint32_t isolated; /* 1: no frames from or to others that are; mode bridge only; 0 */
	uint32_t reserved; /* 0 */
};

/* Which members of struct macbpf_rate_opts are given. */
enum macbpf_rate_has {
	MACBPF_RATE_IN = 1 << 0, /* and with it its burst */
	MACBPF_RATE_GROUP = 1 << 1,
	MACBPF_RATE_OUT = 1 << 2, /* and with it its burst */
};

/*
 * How much an endpoint may get, and send, in a second: bits, each frame with its Ethernet header,
 * from 8000 to 400 000 000 000, or 0 for all there is; and how many bytes of them at once. How much
 * it may send of broadcast and multicast: frames, from 1 to 1 000 000, and as many at once.
 */
struct macbpf_rate_opts {
	size_t sz;
	uint64_t has;	    /* enum macbpf_rate_has */
	uint64_t in;	    /* what it receives; 0 */
	uint32_t in_burst;  /* 0: what comes in 10 ms, at least 16 KiB; else a frame at least */
	uint32_t group;	    /* frames for groups that it may send in a second; 0: no limit */
	uint64_t out;	    /* what it sends; 0 */
	uint32_t out_burst; /* as in_burst */
	uint32_t reserved;  /* 0 */
};

/* Which numbers of struct macbpf_link_opts are given. */
enum macbpf_link_has {
	MACBPF_LINK_TYPE = 1 << 0, /* set: refused if the endpoint is of another type */
	MACBPF_LINK_KIND = 1 << 1, /* add only */
	MACBPF_LINK_HOOK = 1 << 2,
	MACBPF_LINK_MTU = 1 << 3,
	MACBPF_LINK_TXQUEUELEN = 1 << 4,
	MACBPF_LINK_NUMTXQUEUES = 1 << 5, /* add only */
	MACBPF_LINK_NUMRXQUEUES = 1 << 6, /* add only */
	MACBPF_LINK_INDEX = 1 << 7,	  /* add only */
	MACBPF_LINK_GROUP = 1 << 8,
	MACBPF_LINK_PROTODOWN = 1 << 9,
};

struct macbpf_link_opts {
	size_t sz;
	uint64_t has;		  /* enum macbpf_link_has */
	const uint8_t *address;	  /* 6 bytes, unicast; locally administered: what udev would give
				     a device beside the lower, else random */
	const uint8_t *broadcast; /* 6 bytes; ff:ff:ff:ff:ff:ff */
	const char *netns;	  /* where the device is put: a name in /run/netns, or a path as the
				     calling thread sees it; the lower's */
	const char *name;	  /* set only: rename the device */
	const char *alias;	  /* the device's ifalias; none */
	const char *owner;    /* add only: whose it is, for programs that find theirs again; none */
	uint32_t type;	      /* enum macbpf_type; macvlan */
	uint32_t kind;	      /* enum macbpf_kind: what its devices are; the context's */
	uint32_t hook;	      /* enum macbpf_hook: where its program is attached; the context's */
	uint32_t mtu;	      /* bytes, 68 to the lower's; the lower's */
	uint32_t txqueuelen;  /* packets; 1000, of a macvtap 500 */
	uint32_t numtxqueues; /* 1 */
	uint32_t numrxqueues; /* 1 */
	uint32_t index;	      /* ifindex wanted for the device; the kernel's choice */
	uint32_t group;	      /* device group; 0 */
	uint32_t dev_flags;   /* IFF_UP, IFF_NOARP, IFF_MULTICAST, IFF_ALLMULTI, IFF_PROMISC of
				 net/if.h */
	uint32_t dev_flags_mask; /* which of these are given; by default a device is down */
	uint32_t protodown; /* 1: the device has no carrier; 0: its own; not for type macvtap */
	const struct macbpf_macvlan_opts *macvlan;
	const struct macbpf_source_opts *source;
	const struct macbpf_macvtap_opts *macvtap;
	const struct macbpf_guard_opts *guard; /* since 0.2 */
	const struct macbpf_rate_opts *rate;   /* since 0.2 */
};

/* What an add has made. */
struct macbpf_link_made {
	size_t sz;			/* in: sizeof the caller's struct */
	char lower[MACBPF_NAME_SIZE];	/* the real one, if an endpoint's device was given */
	char hostdev[MACBPF_NAME_SIZE]; /* mb<N> */
	uint32_t lower_ifindex, hostdev_ifindex;
	uint32_t ifindex; /* of the device, in its netns */
	int32_t netnsid;  /* as in struct macbpf_link_info */
	uint32_t kind;	  /* enum macbpf_kind: what auto has become */
	uint32_t mtu;
	uint8_t address[MACBPF_MAC_LEN], hostdev_address[MACBPF_MAC_LEN];
	uint8_t reserved[4]; /* 0 */
};

/*
 * Makes an endpoint `name` on device `lower`, with its port if it is the first
 * (macvlan_common_newlink()). If `lower` is itself an endpoint's device, the new endpoint is made
 * on that endpoint's lower; if that is in another netns, it is made on the device, and is behind
 * the other. `made` tells of it without a look at the devices; NULL: nobody asks.
 *
 * With `adopt` the tap stays as it is, but for its alias and what is given here: macbpf_link__del()
 * lets it go. The `address` is needed: it is the guest's, which that of a tap need not be.
 *
 * Errors, each with nothing changed:
 *   -ENODEV         no such lower; with `adopt`, no such device
 *   -EINVAL         the lower is not Ethernet, or is loopback; unknown mode or flag; mtu out of
 *                   range; an owner that is empty, too long, or not printable ASCII; source MACs
 *                   outside mode source; a second endpoint on a passthru port, or passthru on a
 *                   port with endpoints; an `adopt` of what is no tap
 *   -ELOOP          the lower is a hostdev of macbpf
 *   -EADDRNOTAVAIL  a MAC that is multicast or zero
 *   -EADDRINUSE     IFF_UP is given and the MAC is the lower's or an endpoint's that is up
 *   -EEXIST         the name or the ifindex is taken in the target netns
 *   -ENOENT, -ENAMETOOLONG  no such netns
 *   -ENOSPC         beyond a port's 4096 endpoints or 65536 source MACs, or a guard's 32
 *   -EOPNOTSUPP     this kernel lacks what the sentence names; type macvtap in another netns
 *   -EBUSY          the lower is a part of a bond or team; another writer held the lock for the
 *                   whole timeout, or a port that the lower brought from another netns can't be
 *                   removed; a tap to adopt is an endpoint, a lower or in a bridge
 *   -EPROTO         the port was made by an incompatible version of macbpf
 * Since 0.1, `made` since 0.2.
 */
MACBPF_API int macbpf_link__add(struct macbpf *mb, const char *lower, const char *name,
				const struct macbpf_link_opts *opts, struct macbpf_link_made *made);

/*
 * Changes an endpoint (macvlan_changelink(), macvlan_set_mac_address(), ...). All of `opts` is
 * checked before anything is changed. Frames already on their way see the old or the new settings,
 * never a mix.
 *
 * `name` is the device's name in this netns, else its hostdev's (mb<N>), else the name that the
 * endpoint was made with, else its device's name in another netns. `lower` narrows the search;
 * NULL: all lowers.
 *
 * Errors as macbpf_link__add(), and
 *   -ENODEV     no such endpoint
 *   -ENOTUNIQ   several endpoints were made with this name: give `lower`, or the hostdev's name
 *   -EINVAL     from or to mode passthru, or something that is for add only
 *   -EOPNOTSUPP the endpoint is of another type; a macvtap is to leave its lower's netns, or to
 *               be held down by protodown
 *   -EADDRINUSE also if the new address is taken, or IFF_UP is given and the old one is
 *   -ENXIO      the device's netns can't be opened from here (no name, no process in it)
 * Since 0.1.
 */
MACBPF_API int macbpf_link__set(struct macbpf *mb, const char *lower, const char *name,
				const struct macbpf_link_opts *opts);

/*
 * Makes an endpoint as macbpf_link__add() does, or changes the one whose device has this name
 * already in the netns where it would be made, on the same lower, as macbpf_link__set() does: what
 * is not given has its default in the one case, and stays as it is in the other.
 *
 * Errors as those of the two, and
 *   -EEXIST     also if something for add only is given and not as the endpoint has it, which the
 *               sentence names
 * Since 0.2.
 */
MACBPF_API int macbpf_link__replace(struct macbpf *mb, const char *lower, const char *name,
				    const struct macbpf_link_opts *opts);

/*
 * Deletes an endpoint of any version, in whatever netns its device is, and the port with the last
 * one (macvlan_dellink()). Errors: -ENODEV, -ENOTUNIQ, -EBUSY, -EPERM. Since 0.1.
 */
MACBPF_API int macbpf_link__del(struct macbpf *mb, const char *lower, const char *name);

/*
 * Tells the switches behind the lower where an endpoint is: NULL for `name`: all of the lower's;
 * for `lower`, too: all. One broadcast frame from each address, a RARP request, as hypervisors send
 * when a machine has moved. For who has moved an endpoint, or a cable; an agent (agent.h) does it
 * when a bond fails over. Errors: -ENODEV (also: no endpoint), -ENOTUNIQ, -EPERM, -EPROTO, -EBUSY,
 * -ENETDOWN (the lower has no carrier), -EADDRNOTAVAIL (it doesn't own its address). Since 0.2.
 */
MACBPF_API int macbpf_link__announce(struct macbpf *mb, const char *lower, const char *name);

/*
 * Deletes all endpoints of an owner, whatever became of their devices' names and namespaces.
 * -ENODEV: it has none; -EINVAL: "" and NULL own nothing. Other errors as macbpf_link__del(); those
 * deleted before stay deleted. Since 0.1.
 */
MACBPF_API int macbpf_owner__del(struct macbpf *mb, const char *owner);

/*
 * Changes the source list of an endpoint of mode source: the same as macbpf_link__set() with
 * `source` (macvlan_changelink_sources()). Since 0.1.
 */
MACBPF_API int macbpf_source__change(struct macbpf *mb, const char *lower, const char *name,
				     uint32_t op, const uint8_t (*macaddr)[MACBPF_MAC_LEN],
				     uint32_t count);

struct macbpf_links; /* a listing of endpoints */
struct macbpf_link;  /* one of its rows */

/* Counters of a device since it was made, from the endpoint's point of view. */
struct macbpf_stats {
	uint64_t rx_packets, rx_bytes, rx_errors, rx_dropped, multicast;
	uint64_t tx_packets, tx_bytes, tx_errors, tx_dropped;
};

#define MACBPF_NO_ID UINT32_MAX

struct macbpf_link_info {
	size_t sz;		  /* in: sizeof the caller's struct */
	const char *name;	  /* the device's name now */
	const char *created_name; /* the name it was made with */
	const char *lower;
	const char *hostdev; /* mb<N> */
	const char *alias;   /* "" if none */
	uint32_t ifindex;    /* of the device, in its netns */
	uint32_t lower_ifindex;
	uint32_t hostdev_ifindex;
	int32_t netnsid;    /* of the device's netns, in the lower's (ip netns list-id); -1: same */
	uint32_t dev_flags; /* IFF_* */
	uint32_t operstate; /* IF_OPER_* of linux/if.h */
	uint32_t mtu, min_mtu, max_mtu;
	uint32_t txqueuelen, numtxqueues, numrxqueues;
	uint32_t group, promiscuity;
	uint32_t mode;		    /* enum macbpf_mode */
	uint32_t flags;		    /* enum macbpf_flag */
	uint32_t bc_queue_len;	    /* its own */
	uint32_t bc_queue_len_used; /* the port's: the largest of all */
	int32_t bc_cutoff;	    /* the port's */
	uint32_t macaddr_count;	    /* length of the source list */
	uint32_t owns_address;	    /* 1: frames for `address` go to it; 0: to another, or nobody */
	uint8_t address[MACBPF_MAC_LEN]; /* the device's now */
	uint8_t broadcast[MACBPF_MAC_LEN];
	const char *qdisc;
	struct macbpf_stats stats;
	const char *owner; /* "" if none */
	uint8_t hostdev_address[MACBPF_MAC_LEN];
	uint8_t reserved[2]; /* 0 */
	uint32_t type;	     /* enum macbpf_type */
	uint32_t queues;     /* macvtap: how many a reader may attach; else 0 */
	uint32_t hook;	     /* enum macbpf_hook: where its program is attached; 0: nowhere */
	uint32_t kind;	     /* enum macbpf_kind: what its devices are */
	const char *netns;   /* its netns' name in /run/netns; "": none, or it is the lower's */
	uint32_t in_loop;    /* 1: its device was put under its own lower, and frames go round */
	uint32_t ahead; /* how many programs what it sends meets before macbpf's on its hostdev */
	uint32_t
		ahead_prog_id; /* of the first of these; 0: filters of tc(8) that are no programs */
	uint32_t mcast_flood;  /* 1: it gets all multicast, as it was told. Since 0.2 */
	const char *ahead_name; /* its name, as the kernel keeps it; "" if none */
	uint32_t macaddr_limit;
	uint32_t secondary_count; /* addresses that lead to it besides its own */
	uint32_t protodown;	  /* 1: it is held without a carrier */
	uint32_t hostdev_down;	  /* 1: somebody set its hostdev down, so that it has no carrier */
	uint32_t past_xdp;	  /* 1: frames go past the XDP program of its device */
	uint32_t learning;
	uint32_t learnt_count; /* those that were learnt, and are known still */
	uint32_t isolated;
	uint32_t guard;		   /* enum macbpf_guard_flag; 0: it is not guarded */
	uint32_t guard_addr_count; /* length of its list */
	uint64_t guard_drops;	   /* frames that its guard has refused since it is guarded */
	uint64_t rate_in;	   /* bits per second; 0: no limit */
	uint32_t rate_in_burst;	   /* bytes; 0: no limit */
	uint32_t group_rate;	   /* frames for groups that it may send in a second; 0: no limit */
	uint32_t tap_user;  /* uid that may attach to a tap without privilege; MACBPF_NO_ID: none */
	uint32_t tap_group; /* gid likewise */
	uint64_t rate_out;  /* bits per second; 0: no limit */
	uint32_t rate_out_burst; /* bytes; 0: no limit */
	uint32_t adopted;	 /* 1: its tap is another program's. Since 0.2 */
	uint32_t other_guest;	 /* 1: the adopted is, by libvirt's rule, of another address */
	uint8_t kept_address[MACBPF_MAC_LEN]; /* on record: a command gave or has seen it */
	uint8_t owns_kept;		      /* 1: frames for that go to it; 0: another has it */
	uint8_t reserved3[5];		      /* 0 */
};

/* Which endpoints to list; what is NULL doesn't matter. */
struct macbpf_links_opts {
	size_t sz;
	const char *lower;
	const char *name;    /* as in macbpf_link__set() */
	const char *owner;   /* the whole of it */
	uint32_t skip_hooks; /* 1: nobody looks where programs are, which takes a question for each:
				`hook` and `ahead` of all are 0. Since 0.2 */
	uint32_t ips;	     /* 1: the IP addresses of devices are wanted, too: macbpf_ip__next().
				Since 0.2 */
};

/*
 * Lists endpoints, by lower and in the order of their making. -ENODEV: no such lower, or a `name`
 * that no endpoint has; an `owner` who has none gets an empty listing, and "" has none. Only
 * devices of endpoints that are listed are looked at. Since 0.1, with options since 0.2.
 */
MACBPF_API int macbpf_links__get(struct macbpf *mb, const struct macbpf_links_opts *opts,
				 struct macbpf_links **out);
MACBPF_API void macbpf_links__free(struct macbpf_links *links);
MACBPF_API const struct macbpf_link *macbpf_links__next(const struct macbpf_links *links,
							const struct macbpf_link *prev);
MACBPF_API int macbpf_link__info(const struct macbpf_link *link, struct macbpf_link_info *info);

/* The addresses of its guard's list, 16 bytes each, as in struct macbpf_guard_opts. Since 0.2. */
MACBPF_API const uint8_t *macbpf_guard_addr__next(const struct macbpf_link *link,
						  const uint8_t *prev);

/* The word that allows one of MACBPF_GUARD_ALLOW_*, e.g. "ra"; NULL: it is none. Since 0.2. */
MACBPF_API const char *macbpf_guard_allow__name(uint32_t flag);
MACBPF_API int macbpf_guard_allow__parse(const char *word, uint32_t *flag);

/* The MACs of its source list, 6 bytes each. Since 0.2. */
MACBPF_API const uint8_t *macbpf_source__next(const struct macbpf_link *link, const uint8_t *prev);

/* Addresses that lead to it besides its own, 6 bytes each. Since 0.2. */
MACBPF_API const uint8_t *macbpf_secondary__next(const struct macbpf_link *link,
						 const uint8_t *prev);

MACBPF_END_DECLS

#endif /* MACBPF_LINK_H */
