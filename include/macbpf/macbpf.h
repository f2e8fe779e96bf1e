/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * macbpf.h - virtual NICs on a network card, by TC BPF: what the kernel's macvlan driver does.
 *
 * Words
 *   lower     the parent device, e.g. eth0
 *   port      macbpf's presence on one lower: its programs and maps (struct macvlan_port)
 *   endpoint  one virtual NIC made on a port (struct macvlan_dev); "link" in function names
 *   device    the endpoint's netdev that a container or a virtual machine uses
 *   hostdev   the lower-side netdev of an endpoint, named mb<N>: the handle that never changes. For
 *             a tap it is the device itself, which answers to mb<N> as another name
 *
 * Use
 *   struct macbpf *mb;
 *   struct macbpf_link_opts opts = { .sz = sizeof(opts) };
 *
 *   if (macbpf__open(&mb, NULL))
 *           return 1;
 *   opts.has = MACBPF_LINK_MODE;
 *   opts.mode = MACBPF_MODE_BRIDGE;
 *   opts.netns = "box1";
 *   if (macbpf_link__add(mb, "eth0", "mv0", &opts, NULL))
 *           fprintf(stderr, "%s\n", macbpf__error(mb));
 *   macbpf__close(mb);
 *
 * Conventions
 *   - A function that returns int returns 0, or -errno with errno set to the same number and a
 *     sentence for people in macbpf__error(). Outputs are written once, on success.
 *   - Options structs start with `sz`, the size that the caller was compiled with. NULL means all
 *     defaults. A larger struct of a newer header is accepted while what we don't know is zero,
 *     else -E2BIG.
 *   - Writing functions are transactions: after an error nothing is changed or left behind.
 *   - State lives on the devices. Any number of contexts and processes may work at once; writers
 *     of one network namespace exclude each other. A context is not thread-safe.
 *   - The library prints nothing, keeps no globals, installs no signal handlers, opens everything
 *     close-on-exec, and never moves the calling thread to another network namespace.
 *   - Writing and listing need CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN (the kernel asks for the
 *     last to open a program by its id): -EPERM without.
 */
#ifndef MACBPF_MACBPF_H
#define MACBPF_MACBPF_H

#include <stddef.h>
#include <stdint.h>

#include <macbpf/version.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MACBPF_API __attribute__((visibility("default")))

#define MACBPF_MAC_LEN	 6
#define MACBPF_NAME_SIZE 16  /* bytes of a device's name with its NUL, as IFNAMSIZ */
#define MACBPF_OWNER_LEN 200 /* bytes of an owner at most */

/*
 * Options, of which those that are given have these values and all others their defaults:
 *
 *	MACBPF_OPTS(macbpf_open_opts, opts, .netns = "box1");
 *
 * In C++ since C++20, and then in the order of the struct.
 */
#define MACBPF_OPTS(type, name, ...) struct type name = { .sz = sizeof(struct type), __VA_ARGS__ }

/* ------------------------------------------------------------------ context */

struct macbpf;

enum macbpf_log_level {
	MACBPF_LOG_WARN,
	MACBPF_LOG_INFO,
	MACBPF_LOG_DEBUG,
};

/* Called with one line without a newline; `message` lives until the call returns. */
typedef void (*macbpf_log_fn)(void *arg, enum macbpf_log_level level, const char *message);

struct macbpf_open_opts {
	size_t sz;
	const char *netns;	  /* where the lowers are: a name in /run/netns or a path; NULL: the
				     caller's */
	macbpf_log_fn log;	  /* NULL: silent */
	void *log_arg;		  /* handed to `log` */
	uint64_t lock_timeout_ms; /* how long a writer waits for another; 0: 30000 */
	uint32_t hook;		  /* enum macbpf_hook: for ports and endpoints made without one */
	uint32_t kind;		  /* enum macbpf_kind: for endpoints made without one; not tap */
	uint32_t haste;		  /* 1: endpoints made without hook and kind are veth pairs at
				     clsact, as in a batch: for who makes one on a machine where many
				     do. Making it then takes no grace period of RCU; 0 */
	uint32_t reserved;	  /* 0 */
};

/*
 * Opens a context for the lowers of one network namespace. It is bound to the namespace in which
 * the calling thread is now (or opts->netns), whatever the thread does later.
 * Errors: -ENOENT (no such netns), -EINVAL, -EPERM, -ENOMEM. There is no context to ask for a
 * sentence yet.
 */
MACBPF_API int macbpf__open(struct macbpf **out, const struct macbpf_open_opts *opts);

/* Frees the context; endpoints stay. NULL is allowed. */
MACBPF_API void macbpf__close(struct macbpf *mb);

/*
 * Puts right what was changed without macbpf, as every writing function does before its own work,
 * and nothing else: for an agent that was told of a change, or a timer. Endpoints whose device or
 * lower is gone are removed, and ports without endpoints; the others follow their devices' new
 * addresses and namespaces, and their lower. Where others look at some devices of a large port in
 * turn, this looks at all. What can't be put right now is logged, and left to the next.
 * Errors: -EBUSY (another writer held the lock for the whole timeout), -EPERM, -EOPNOTSUPP.
 */
MACBPF_API int macbpf__settle(struct macbpf *mb);

/* The sentence of the last error, without a full stop; "" if there was none. Owned by `mb`. */
MACBPF_API const char *macbpf__error(const struct macbpf *mb);

/* Replaces the log callback; NULL: silent. */
MACBPF_API void macbpf__set_log(struct macbpf *mb, macbpf_log_fn log, void *arg);

/* The version of the library that is running, e.g. "0.1.0"; MACBPF_VERSION is the header's. */
MACBPF_API const char *macbpf__version(void);

/* ------------------------------------------------------------------ words */

/* Values equal enum macvlan_mode of linux/if_link.h. */
enum macbpf_mode {
	MACBPF_MODE_PRIVATE = 1,  /* endpoints never talk to each other here */
	MACBPF_MODE_VEPA = 2,	  /* endpoints talk to each other through the switch; the default */
	MACBPF_MODE_BRIDGE = 4,	  /* endpoints talk to each other directly */
	MACBPF_MODE_PASSTHRU = 8, /* one endpoint takes over the lower */
	MACBPF_MODE_SOURCE = 16,  /* receives only what listed source MACs send */
};

/* Values equal MACVLAN_FLAG_* of linux/if_link.h; legal in every mode. */
enum macbpf_flag {
	MACBPF_FLAG_NOPROMISC = 1, /* passthru: don't make the lower promiscuous */
	MACBPF_FLAG_NODST = 2,	   /* source: frames of listed sources go nowhere else */
};

/* What an endpoint is for: the word after `type`. */
enum macbpf_type {
	MACBPF_TYPE_MACVLAN, /* a device with a network stack behind it */
	MACBPF_TYPE_MACVTAP, /* a tap: frames are read and written by a program, see below */
};

/* What to do with an endpoint's source list; values equal enum macvlan_macaddr_mode. */
enum macbpf_macaddr_op {
	MACBPF_MACADDR_ADD = 0,	  /* add the given; one that is there already is no error */
	MACBPF_MACADDR_DEL = 1,	  /* remove the given; one that isn't there is no error */
	MACBPF_MACADDR_FLUSH = 2, /* remove all */
	MACBPF_MACADDR_SET = 3,	  /* replace the list by the given, which may be none */
};

/* Where programs are attached to a device. */
enum macbpf_hook {
	MACBPF_HOOK_AUTO = 0,	/* tcx if the kernel has it, else clsact; endpoints that are made
				   in a batch: clsact */
	MACBPF_HOOK_TCX = 1,	/* since Linux 6.6. Attaching waits for RCU: about 10 ms */
	MACBPF_HOOK_CLSACT = 2, /* a bpf filter of the qdisc clsact: made at once, but 2 to 3 %
				   slower for each frame */
	MACBPF_HOOK_NETKIT = 3, /* in the transmit of the device: what endpoints of kind netkit
				   have, and no others */
};

/* What an endpoint's hostdev and device are. */
enum macbpf_kind {
	MACBPF_KIND_AUTO = 0,	/* of type macvlan: netkit if the kernel has it, else veth; in a
				   batch: veth. Of type macvtap: tap */
	MACBPF_KIND_VETH = 1,	/* a pair; what an endpoint sends takes a hop through the backlog */
	MACBPF_KIND_NETKIT = 2, /* a pair since Linux 6.7, which spares that hop */
	MACBPF_KIND_TAP = 3,	/* one device, and what type macvtap always is */
};

/* The word of one mode, flag, ..., e.g. "bridge"; NULL if there is none. Static storage. */
MACBPF_API const char *macbpf_type__name(uint32_t type);
MACBPF_API const char *macbpf_mode__name(uint32_t mode);
MACBPF_API const char *macbpf_flag__name(uint32_t flag);
MACBPF_API const char *macbpf_hook__name(uint32_t hook);
MACBPF_API const char *macbpf_kind__name(uint32_t kind);

/* The reverse: whole words only. -EINVAL if it is not a word. */
MACBPF_API int macbpf_type__parse(const char *word, uint32_t *type);
MACBPF_API int macbpf_mode__parse(const char *word, uint32_t *mode);
MACBPF_API int macbpf_flag__parse(const char *word, uint32_t *flag);
MACBPF_API int macbpf_hook__parse(const char *word, uint32_t *hook);
MACBPF_API int macbpf_kind__parse(const char *word, uint32_t *kind);

/* ------------------------------------------------------------------ endpoints: add, set, del */

/* Which integer members of struct macbpf_link_opts are given. Pointers are given if not NULL. */
enum macbpf_link_has {
	MACBPF_LINK_MODE = 1 << 0,
	MACBPF_LINK_FLAGS = 1 << 1,
	MACBPF_LINK_MTU = 1 << 2,
	MACBPF_LINK_TXQUEUELEN = 1 << 3,
	MACBPF_LINK_NUMTXQUEUES = 1 << 4, /* add only */
	MACBPF_LINK_NUMRXQUEUES = 1 << 5, /* add only */
	MACBPF_LINK_INDEX = 1 << 6,	  /* add only */
	MACBPF_LINK_GROUP = 1 << 7,
	MACBPF_LINK_BC_QUEUE_LEN = 1 << 8,
	MACBPF_LINK_BC_CUTOFF = 1 << 9,
	MACBPF_LINK_MACADDR = 1 << 10, /* macaddr_op, and macaddr/macaddr_count */
	MACBPF_LINK_HOOK = 1 << 11,
	MACBPF_LINK_TYPE = 1 << 12,   /* set: refused if the endpoint is of another type */
	MACBPF_LINK_QUEUES = 1 << 13, /* this and the next: add only, type macvtap only */
	MACBPF_LINK_USER = 1 << 14,
	MACBPF_LINK_USER_GROUP = 1 << 15,
	MACBPF_LINK_KIND = 1 << 16, /* add only */
};

/*
 * The settings of an endpoint, for add and for set. Defaults are those of add; set leaves alone
 * what is not given.
 */
struct macbpf_link_opts {
	size_t sz;
	uint64_t has;		  /* enum macbpf_link_has */
	const uint8_t *address;	  /* 6 bytes, unicast; random, locally administered */
	const uint8_t *broadcast; /* 6 bytes; ff:ff:ff:ff:ff:ff */
	const char
		*netns;	  /* where the device is put: a name in /run/netns or a path; the lower's */
	const char *name; /* set only: rename the device */
	const char *alias;			  /* the device's ifalias; none */
	const uint8_t (*macaddr)[MACBPF_MAC_LEN]; /* source MACs, unicast */
	uint32_t macaddr_count;
	uint32_t macaddr_op;	 /* enum macbpf_macaddr_op; legal only if the mode is then source */
	uint32_t mode;		 /* enum macbpf_mode; vepa */
	uint32_t flags;		 /* OR of enum macbpf_flag, replacing all; 0 */
	uint32_t mtu;		 /* bytes, 68 to the lower's; the lower's */
	uint32_t txqueuelen;	 /* packets; 1000, of a macvtap 500 */
	uint32_t numtxqueues;	 /* 1 */
	uint32_t numrxqueues;	 /* 1 */
	uint32_t index;		 /* ifindex wanted for the device; the kernel's choice */
	uint32_t group;		 /* device group; 0 */
	uint32_t bc_queue_len;	 /* frames; kept and shown, nothing is queued here; 1000 */
	int32_t bc_cutoff;	 /* of the whole port; kept and shown; 1 */
	uint32_t dev_flags;	 /* IFF_UP, IFF_NOARP, IFF_MULTICAST, IFF_ALLMULTI, IFF_PROMISC of
				    net/if.h */
	uint32_t dev_flags_mask; /* which of these are given; by default a device is down */
	const char *owner;   /* add only: whose it is, for programs that find theirs again; none */
	uint32_t hook;	     /* enum macbpf_hook: where its program is attached; the context's */
	uint32_t type;	     /* enum macbpf_type; macvlan */
	uint32_t queues;     /* macvtap: how many a reader may attach, 1 to 256; the larger of
				numtxqueues and numrxqueues */
	uint32_t user;	     /* macvtap: uid that may attach without CAP_NET_ADMIN; none */
	uint32_t user_group; /* macvtap: gid likewise; none */
	uint32_t kind;	     /* enum macbpf_kind: what its devices are; the context's */
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
 * on that endpoint's lower. `made` tells of it without a look at the devices; NULL: nobody asks.
 *
 * Errors, each with nothing changed:
 *   -ENODEV         no such lower
 *   -EINVAL         the lower is not Ethernet, or is loopback; unknown mode or flag; mtu out of
 *                   range; an owner that is empty, too long, or not printable ASCII; source MACs
 * outside mode source; a second endpoint on a passthru port, or passthru on a port with endpoints
 *   -ELOOP          the lower is a hostdev of macbpf
 *   -EADDRNOTAVAIL  a MAC that is multicast or zero
 *   -EADDRINUSE     IFF_UP is given and the MAC is the lower's or an endpoint's that is up
 *   -EEXIST         the name or the ifindex is taken in the target netns
 *   -ENOENT         no such netns
 *   -ENOSPC         the port has its 4096 endpoints, or 65536 source MACs
 *   -EOPNOTSUPP     this kernel lacks what is needed, which the sentence names; type macvtap with
 *                   a netns that is not the lower's
 *   -EBUSY          the lower is a part of a bond or team; another writer held the lock for the
 *                   whole timeout, or a port that the lower brought from another netns can't be
 *                   removed
 *   -EPROTO         the port was made by an incompatible version of macbpf
 */
MACBPF_API int macbpf_link__add(struct macbpf *mb, const char *lower, const char *name,
				const struct macbpf_link_opts *opts, struct macbpf_link_made *made);

/*
 * Changes an endpoint (macvlan_changelink(), macvlan_set_mac_address(), ...). All of `opts` is
 * checked before anything is changed. Frames already on their way see the old or the new settings,
 * never a mix.
 *
 * `name` is the device's name in this netns, else the name that the endpoint was made with, else
 * its hostdev's (mb<N>), else its device's name in another netns. `lower` narrows the search; NULL:
 * all lowers.
 *
 * Errors as macbpf_link__add(), and
 *   -ENODEV     no such endpoint
 *   -ENOTUNIQ   several endpoints were made with this name: give `lower`, or the hostdev's name
 *   -EINVAL     from or to mode passthru, or something that is for add only
 *   -EOPNOTSUPP the endpoint is of another type; a macvtap is to leave its lower's netns
 *   -EADDRINUSE also if the new address is taken, or IFF_UP is given and the old one is
 *   -ENXIO      the device's netns can't be opened from here (no name, no process in it)
 */
MACBPF_API int macbpf_link__set(struct macbpf *mb, const char *lower, const char *name,
				const struct macbpf_link_opts *opts);

/*
 * Deletes an endpoint, in whatever netns its device is, and the port with the last one
 * (macvlan_dellink()). Errors: -ENODEV, -ENOTUNIQ, -EBUSY, -EPERM.
 */
MACBPF_API int macbpf_link__del(struct macbpf *mb, const char *lower, const char *name);

/*
 * Deletes all endpoints of an owner, whatever became of their devices' names and namespaces.
 * -ENODEV: it has none. Other errors as macbpf_link__del(); those deleted before stay deleted.
 */
MACBPF_API int macbpf_owner__del(struct macbpf *mb, const char *owner);

/*
 * Changes the source list of an endpoint of mode source: the same as macbpf_link__set() with
 * MACBPF_LINK_MACADDR (macvlan_changelink_sources()).
 */
MACBPF_API int macbpf_source__change(struct macbpf *mb, const char *lower, const char *name,
				     uint32_t op, const uint8_t (*macaddr)[MACBPF_MAC_LEN],
				     uint32_t count);

/* ------------------------------------------------------------------ ports: set */

/* Which members of struct macbpf_port_opts are given. */
enum macbpf_port_has {
	MACBPF_PORT_ARP_DIRECTED = 1 << 0,
};

/* The settings of a port. They go with the port, when its last endpoint is deleted. */
struct macbpf_port_opts {
	size_t sz;
	uint64_t has;	       /* enum macbpf_port_has */
	uint32_t arp_directed; /* 1: an ARP request or IPv6 neighbour solicitation for an address
				  that an endpoint is known to have goes to that endpoint (and to
				  the wire, if an endpoint sent it) and to no other; 0, the default:
				  to all, as with macvlan */
	uint32_t reserved;     /* 0 */
};

/*
 * Changes the settings of the port on `lower`, while frames flow.
 *
 * Errors, each with nothing changed: -ENODEV (no such device, or it has no endpoints and so no
 * port), -EINVAL (a value that is not legal), -EPERM, -EBUSY, -EPROTO.
 */
MACBPF_API int macbpf_port__set(struct macbpf *mb, const char *lower,
				const struct macbpf_port_opts *opts);

/* ------------------------------------------------------------------ batches
 *
 * Who makes, changes or deletes many endpoints says so:
 *
 *	macbpf_batch__begin(mb, NULL);
 *	for (...)
 *		err = macbpf_link__add(mb, lower, name[i], &opts[i]);
 *	macbpf_batch__end(mb);
 *
 * Each call is a transaction as before, and done when it returns. What a batch saves is between
 * them: writing functions keep the writers' lock, and what they know of the netns, from one to the
 * next; endpoints for which no hook is asked, and no kind, are veth pairs at clsact, which takes no
 * grace period of RCU; and that devices carry frames is waited for once, at the end.
 *
 * Other writers have their turn once a second. A caller that stops to wait for something else (the
 * next order) pauses the batch, so that they need not wait for it.
 */
enum macbpf_batch_flag {
	/*
	 * Switches /sys/kernel/rcu_expedited on while the batch lasts: grace periods are then short
	 * for the whole machine, at the price of an interrupt on all of its CPUs for each. What was
	 * there is restored with the end of the last such batch. If that dies, the next
	 * macbpf__open() restores it and logs a warning. Endpoints for which nothing is asked are
	 * then what they are outside of a batch.
	 */
	MACBPF_BATCH_EXPEDITE = 1,
};

struct macbpf_batch_opts {
	size_t sz;
	uint64_t flags; /* OR of enum macbpf_batch_flag; 0 */
};

/*
 * Errors: -EINVAL (unknown flag), -EALREADY (in a batch already); with MACBPF_BATCH_EXPEDITE also
 * -EBUSY (the machine has CPUs that are isolated from such interrupts), -EACCES or -EPERM,
 * -EOPNOTSUPP (no such file).
 */
MACBPF_API int macbpf_batch__begin(struct macbpf *mb, const struct macbpf_batch_opts *opts);

/* Lets others write until the next writing call. Nothing happens outside of a batch. */
MACBPF_API void macbpf_batch__pause(struct macbpf *mb);

/* macbpf__close() does it as well. Nothing happens outside of a batch. */
MACBPF_API void macbpf_batch__end(struct macbpf *mb);

/* ------------------------------------------------------------------ listings
 *
 * A listing is a snapshot that the caller frees. What it hands out lives until then.
 */

struct macbpf_links; /* a listing of endpoints */
struct macbpf_link;  /* one of its rows */

/* Counters of a device since it was made, from the endpoint's point of view. */
struct macbpf_stats {
	uint64_t rx_packets, rx_bytes, rx_errors, rx_dropped, multicast;
	uint64_t tx_packets, tx_bytes, tx_errors, tx_dropped;
};

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
	int32_t netnsid; /* the device's netns as seen from the lower's (ip netns list-id); -1: same
			  */
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
	uint32_t owns_address; /* 1: frames for its MAC go to it; 0: another owner had it first */
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
	const char *netns;   /* the name in /run/netns of the netns that netnsid stands for; "" if
				it has none, or the device is where its lower is */
};

/* Which endpoints to list; what is NULL doesn't matter. */
struct macbpf_links_opts {
	size_t sz;
	const char *lower;
	const char *name;  /* as in macbpf_link__set() */
	const char *owner; /* the whole of it */
};

/*
 * Lists endpoints, by lower and in the order of their making. -ENODEV: no such lower, or a `name`
 * that no endpoint has; an `owner` who has none gets an empty listing. Only devices of endpoints
 * that are listed are looked at.
 */
MACBPF_API int macbpf_links__get(struct macbpf *mb, const struct macbpf_links_opts *opts,
				 struct macbpf_links **out);
MACBPF_API void macbpf_links__free(struct macbpf_links *links);
/* The row after `prev`, the first if NULL; NULL at the end. */
MACBPF_API const struct macbpf_link *macbpf_links__next(const struct macbpf_links *links,
							const struct macbpf_link *prev);
/* Fills the caller's info->sz bytes. -EINVAL if sz is too small to be true. */
MACBPF_API int macbpf_link__info(const struct macbpf_link *link, struct macbpf_link_info *info);
/* The MAC of its source list after `prev`, 6 bytes, the first if NULL; NULL at the end. */
MACBPF_API const uint8_t *macbpf_source__next(const struct macbpf_link *link, const uint8_t *prev);

/* ------------------------------------------------------------------ taps
 *
 * An endpoint of type macvtap is a persistent TAP device. Who attaches a queue reads from it the
 * frames for the endpoint and writes those that the endpoint sends, each behind a struct
 * virtio_net_hdr: QEMU takes such descriptors as they are (-netdev tap,fds=...). The device has a
 * carrier while a queue is attached; without, frames for it are dropped and counted.
 *
 * The endpoint's address is that of the guest. The tap device shows it, too, but an address that
 * somebody sets on the device with other tools changes nothing: macbpf_link__set() does.
 */

/* What a reader can take; values equal TUN_F_* of linux/if_tun.h. */
enum macbpf_offload {
	MACBPF_OFFLOAD_CSUM = 0x01, /* frames without checksum; needed by all others */
	MACBPF_OFFLOAD_TSO4 = 0x02, /* TCP segments larger than the MTU */
	MACBPF_OFFLOAD_TSO6 = 0x04,
	MACBPF_OFFLOAD_TSO_ECN = 0x08,
	MACBPF_OFFLOAD_UFO = 0x10,
	MACBPF_OFFLOAD_USO4 = 0x20, /* UDP, from Linux 6.2; both or none */
	MACBPF_OFFLOAD_USO6 = 0x40,
};

struct macbpf_tap_opts {
	size_t sz;
	uint32_t vnet_hdr_sz; /* bytes before each frame, 10 or 12; 0: 12, as virtio 1 has it */
	uint32_t offloads;    /* OR of enum macbpf_offload, of the whole device; 0. QEMU sets them
				 itself when its guest has said what it can take */
	uint32_t sndbuf;      /* bytes that a writer may have under way, of the whole device; 0:
				 without limit */
	uint32_t nonblock;    /* 1: the descriptors are O_NONBLOCK, as QEMU makes them; 0: they
				 block */
};

/*
 * Attaches `count` queues to a macvtap endpoint, found as by macbpf_link__set(), and writes their
 * descriptors to fds[0] to fds[count - 1]. They are the caller's, close-on-exec, and work in
 * whatever netns the caller is, or is to be: it is the context's that counts. After the endpoint is
 * deleted, poll() says POLLERR, and read() and write() -EBADFD.
 *
 * Errors, after which no queue is attached:
 *   -ENODEV, -ENOTUNIQ, -EPROTO  as macbpf_link__set()
 *   -EOPNOTSUPP  the endpoint is not of type macvtap
 *   -EINVAL      count is 0, or more than the queues that it was made with; a header size, offloads
 *                or a sndbuf that the kernel refuses
 *   -EBUSY       somebody else has attached its queue
 *   -EPERM       not allowed to attach
 */
MACBPF_API int macbpf_tap__open(struct macbpf *mb, const char *lower, const char *name,
				const struct macbpf_tap_opts *opts, int *fds, uint32_t count);

/* ------------------------------------------------------------------ ports */

struct macbpf_ports;	  /* a listing of ports */
struct macbpf_port;	  /* one of its rows */
struct macbpf_reason;	  /* of a port: a cause for which frames were dropped, or go a slow path */
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
	uint32_t prog_id;	/* of the program on the lower */
	uint32_t macaddr_count; /* entries of the source table */
	uint32_t set_promisc;	/* 1: macbpf made the lower promiscuous */
	uint32_t set_allmulti;	/* 1: macbpf made the lower receive all multicast */
	uint32_t arp_directed;	/* 1: ARP requests and neighbour solicitations are not for all */
	uint32_t neigh_count;	/* addresses that endpoints are known to have, for arp_directed */
};

struct macbpf_reason_info {
	size_t sz;	  /* in: sizeof the caller's struct */
	const char *name; /* a word, e.g. "copy-refused" */
	const char *text; /* a sentence */
	uint64_t frames;  /* how many were */
};

/* Frames that come with one of these tags are left to the VLAN device that has it. */
struct macbpf_vlan_range_info {
	size_t sz;	      /* in: sizeof the caller's struct */
	uint32_t protocol;    /* ETH_P_8021Q or ETH_P_8021AD */
	uint32_t first, last; /* ids; both are in it */
	uint32_t reserved;    /* 0 */
};

/* Lists the ports of this netns; `lower` narrows it to one. -ENODEV if `lower` doesn't exist. */
MACBPF_API int macbpf_ports__get(struct macbpf *mb, const char *lower, struct macbpf_ports **out);
MACBPF_API void macbpf_ports__free(struct macbpf_ports *ports);
MACBPF_API const struct macbpf_port *macbpf_ports__next(const struct macbpf_ports *ports,
							const struct macbpf_port *prev);
MACBPF_API int macbpf_port__info(const struct macbpf_port *port, struct macbpf_port_info *info);
/* All reasons that there are, also those for which no frame was. */
MACBPF_API const struct macbpf_reason *macbpf_reason__next(const struct macbpf_port *port,
							   const struct macbpf_reason *prev);
MACBPF_API int macbpf_reason__info(const struct macbpf_reason *reason,
				   struct macbpf_reason_info *info);
/*
 * The ranges of tags that are left to VLAN devices, 802.1Q before 802.1ad and then by id. As the
 * last writing command saw them: a device that came later is not in it, one that went later still
 * is. Devices in other netns are not known.
 */
MACBPF_API const struct macbpf_vlan_range *macbpf_vlan_range__next(
	const struct macbpf_port *port, const struct macbpf_vlan_range *prev);
MACBPF_API int macbpf_vlan_range__info(const struct macbpf_vlan_range *range,
				       struct macbpf_vlan_range_info *info);

struct macbpf_fdb; /* a listing of addresses */
struct macbpf_fdb_entry;

/* Why an address is in the listing. */
enum macbpf_fdb_type {
	MACBPF_FDB_UNICAST = 1, /* frames for this address go to the endpoint */
	MACBPF_FDB_SOURCE = 2,	/* frames from this address go to the endpoint (source mode) */
};

struct macbpf_fdb_info {
	size_t sz; /* in: sizeof the caller's struct */
	const char *lower;
	const char *name;    /* the endpoint's device now */
	const char *hostdev; /* mb<N> */
	uint32_t type;	     /* enum macbpf_fdb_type */
	uint32_t vlan;	     /* 0: any */
	uint32_t mode;	     /* of the endpoint */
	uint32_t peer; /* 1: handed over without a backlog hop (the device is in another netns) */
	uint8_t address[MACBPF_MAC_LEN];
	uint8_t reserved[2]; /* 0 */
};

/* Lists the FDB and the source table of each port (vlan_hash, vlan_source_hash). */
MACBPF_API int macbpf_fdb__get(struct macbpf *mb, const char *lower, struct macbpf_fdb **out);
MACBPF_API void macbpf_fdb__free(struct macbpf_fdb *fdb);
MACBPF_API const struct macbpf_fdb_entry *macbpf_fdb__next(const struct macbpf_fdb *fdb,
							   const struct macbpf_fdb_entry *prev);
MACBPF_API int macbpf_fdb_entry__info(const struct macbpf_fdb_entry *entry,
				      struct macbpf_fdb_info *info);

/* ------------------------------------------------------------------ IP addresses, with
 * arp-directed */

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
	uint8_t reserved[2]; /* 0 */
};

/*
 * Lists the addresses that ports with arp-directed have learnt, by address. The kernel's driver has
 * no such table. A lower without arp-directed has none.
 */
MACBPF_API int macbpf_neighs__get(struct macbpf *mb, const char *lower, struct macbpf_neighs **out);
MACBPF_API void macbpf_neighs__free(struct macbpf_neighs *neighs);
MACBPF_API const struct macbpf_neigh *macbpf_neighs__next(const struct macbpf_neighs *neighs,
							  const struct macbpf_neigh *prev);
MACBPF_API int macbpf_neigh__info(const struct macbpf_neigh *neigh, struct macbpf_neigh_info *info);

/* "directed", "wire", ...; NULL if there is no such state. Static storage. */
MACBPF_API const char *macbpf_neigh_state__name(uint32_t state);

/* ------------------------------------------------------------------ features of the kernel */

struct macbpf_features; /* a listing of what the kernel offers */
struct macbpf_feature;	/* one of its rows */

enum macbpf_feature_state {
	MACBPF_FEATURE_NO = 0,
	MACBPF_FEATURE_YES = 1,
	MACBPF_FEATURE_UNKNOWN = 2, /* it couldn't be tried, mostly for lack of a privilege */
};

struct macbpf_feature_info {
	size_t sz;	  /* in: sizeof the caller's struct */
	const char *name; /* a word, e.g. "tcx"; static storage, as is `text` */
	const char *text; /* a sentence: what macbpf does with it or, if the state is no, without */
	uint32_t state;	  /* enum macbpf_feature_state */
	int32_t error;	  /* unknown: the -errno for which it couldn't be tried; else 0 */
};

/* "no", "yes" or "unknown"; NULL if there is no such state. Static storage. */
MACBPF_API const char *macbpf_feature_state__name(uint32_t state);

/*
 * Lists what macbpf can use of this kernel, and what it is allowed to. Each is tried, not concluded
 * from a version: programs are loaded, and devices are made in a network namespace that is there
 * for this only and goes when the listing is made. Takes about as long as making a port. A missing
 * privilege is no error, but makes rows unknown: there may be no context yet. -ENOMEM.
 */
MACBPF_API int macbpf_features__get(struct macbpf_features **out);
MACBPF_API void macbpf_features__free(struct macbpf_features *features);
MACBPF_API const struct macbpf_feature *macbpf_features__next(
	const struct macbpf_features *features, const struct macbpf_feature *prev);
MACBPF_API int macbpf_feature__info(const struct macbpf_feature *feature,
				    struct macbpf_feature_info *info);

#ifdef __cplusplus
}
#endif

#endif /* MACBPF_MACBPF_H */
