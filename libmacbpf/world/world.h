/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* world.h - what there is in the netns, as one snapshot: devices, ports, endpoints. */
#ifndef MB_WORLD_H
#define MB_WORLD_H

#include "abi/abi.h"
#include "world/index.h"
#include "base/context.h"
#include "datapath/maps.h"
#include "datapath/record.h"
#include "kernel/rtnl.h"

#define MB_LOOKS  64 /* devices of a port that a command looks at: the next one goes on */
#define MB_HEALED 8  /* hostdevs of a port that a command asks for their program */

struct mb_endpoint {
	uint32_t slot;
	struct mb_endpoint_rec rec;
	const struct mb_dev *hostdev; /* NULL: gone, or not made yet */
	bool unfinished;	      /* for others it is still MB_EP_BUILDING */
	bool looked_at;		      /* its device, since the world was loaded */
	bool added;		      /* groups were added to that by hand; with mcast-snooping */
	bool healed;		      /* its hostdev was asked for its program since */
	bool lifted;		      /* its hostdev was put right since */
	bool paced;		      /* so was its qdisc */
	bool queued;		      /* and what holds what it sends */
};

struct mb_port {
	struct mb_port_rec rec;
	struct mb_maps maps;
	uint32_t lower_ifindex;
	const struct mb_dev *lower; /* NULL: gone */
	uint32_t hook;		    /* enum macbpf_hook, of the lower's program */
	uint32_t prog_id;	    /* of that, when the world was loaded */
	bool incompatible;	    /* made by another version: not to be changed */
	bool unread;		    /* nor are its endpoints known, but for how many */
	uint32_t hostdevs;	    /* how many that no record knows lead to it */
	bool turned;		    /* its lower has lost its carrier, or has one again */
	bool unheard;		    /* an endpoint had lost its program, and reported to nobody */
	bool lost;		    /* its lower is there, but has lost our program */
	bool stray;		/* made in another netns, where its endpoints are looked after */
	struct mb_endpoint *ep; /* by slot; has room for one more */
	size_t count, room;
	enum {
		MB_SOURCES_UNKNOWN,
		MB_SOURCES_NONE,
		MB_SOURCES_SOME,
		MB_SOURCES_UNTOLD, /* the kernel could not say */
	} sources;		   /* listed */
};

struct mb_far_devs {
	int32_t nsid;
	struct mb_devs devs;
	struct mb_index index;
};

struct mb_nsid_names;

/* Devices of a netns to which somebody added multicast groups by hand. */
struct mb_added {
	int32_t nsid; /* -1: the lowers' */
	int err;
	uint32_t *ifindex;
	size_t count;
};

struct mb_world {
	struct mb_devs devs;
	struct mb_index index;	     /* of these, and of those that came later */
	bool *claimed;		     /* of each of devs: it is the hostdev of an endpoint */
	const struct mb_dev **upper; /* that stand on another, as VLAN devices do: few of many */
	size_t upper_count;
	struct mb_port **port; /* has room for one more */
	size_t count;
	struct mb_far_devs *far; /* devices of other netns, where many endpoints are */
	size_t far_count;
	int32_t *nsids; /* in which netns each endpoint's device is, sorted */
	size_t nsid_count;
	struct mb_added *added; /* of those that were asked for */
	size_t added_count;
	struct mb_nsid_names *nsid_names; /* NULL: nobody asked for one */
	struct mb_dev **later;		  /* devices that came since */
	size_t later_count;
	const struct mb_dev **litter; /* hostdevs that their port doesn't know, to be deleted */
	size_t litter_count;
	bool kept; /* in a batch: what a command did is in here as well */
};

int mb_world_load(struct macbpf *mb, struct mb_world *w);
void mb_world_free(struct mb_world *w);

const struct mb_dev *mb_world_dev(const struct mb_world *w, uint32_t ifindex);
/* By its name, or by an alternative one, as the kernel finds it (netdev_name_node_lookup()). */
const struct mb_dev *mb_world_dev_named(const struct mb_world *w, const char *name);

/*
 * The device at the far end of a hostdev, as the world was loaded. Where some are in one netns, all
 * are asked for at once; where very many are, there are more than will be looked at.
 */
int mb_world_far_dev(struct macbpf *mb, struct mb_world *w, const struct mb_dev *hostdev,
		     struct mb_dev *dev);

void mb_far_free(struct mb_far_devs *far);

#define MB_FAR_SOME 8 /* devices in one netns, to ask for all of it at once */

/* How many endpoints have their device in the netns; -1: in the lowers'. */
size_t mb_far_count(struct mb_world *w, int32_t nsid);

/* A device group that no device is in. */
uint32_t mb_world_free_group(const struct mb_world *w);

/* The port of a lower; NULL if it has none. */
struct mb_port *mb_world_port(const struct mb_world *w, uint32_t lower_ifindex);

/* The endpoint whose hostdev this is, with its port. */
struct mb_endpoint *mb_world_endpoint(const struct mb_world *w, uint32_t hostdev,
				      struct mb_port **port);

/* Whether it is made, and its hostdev still there. */
bool mb_world_is_live(const struct mb_endpoint *ep);

/*
 * Finds the endpoint that a command names: its device in this netns, else its hostdev, else
 * the name that it was made with, else its device's name in another netns. `lower` (NULL: any)
 * narrows the search.
 * -ENODEV, -ENOTUNIQ, -EPROTO with a sentence.
 */
int mb_world_find(struct macbpf *mb, const struct mb_world *w, const char *lower, const char *name,
		  struct mb_port **port, struct mb_endpoint **ep);

/*
 * -EPROTO with a sentence if another version of macbpf made the port; -EBUSY if it was made in
 * another netns, and is still there after a sweep.
 */
int mb_world_port_check(struct macbpf *mb, const struct mb_port *port);

/* The same for who deletes endpoints: these may be of any version whose records can be read. */
int mb_world_port_check_del(struct macbpf *mb, const struct mb_port *port);

/* Whether 'port upgrade' makes it one of this version: an older's, or one that lacks tables. */
bool mb_world_port_can_upgrade(const struct mb_port *port);

/*
 * Whether it is another version's, whose tables are not to be touched: of an endpoint the devices
 * are deleted, and what its lower was given, and the rest is done by that version's next command.
 */
bool mb_world_port_is_foreign(const struct mb_port *port);

/* Whether there is more to be read of it than its records. */
bool mb_world_port_has_tables(const struct mb_port *port);

/*
 * Takes a port that lacks tables which this version knows for one of its own, for who is about to
 * make them: nobody else must write to it. Otherwise as mb_world_port_check().
 */
int mb_world_load_adopt(struct macbpf *mb, struct mb_world *w, struct mb_port *port);

/*
 * For batches: a command that has changed something tells the world, so that the next finds it as
 * if loaded anew. A command that doesn't has it loaded anew.
 *
 * An endpoint, the last of its port; `device` NULL: it is in another netns.
 */
void mb_keep_added(struct mb_world *w, struct mb_port *port, const struct mb_dev *hostdev,
		   const struct mb_dev *device);
/* The endpoint of a hostdev is gone; that port is still there. */
void mb_keep_deleted(struct mb_world *w, const struct mb_dev *hostdev);
/* Devices of the endpoint were changed, but are still in their netns. */
void mb_keep_changed(struct macbpf *mb, struct mb_world *w, const struct mb_endpoint *ep);

/* A port that holds nothing yet; the world owns it. NULL: out of memory. */
struct mb_port *mb_world_add_port(struct mb_world *w);
void mb_world_drop_port(struct mb_world *w, struct mb_port *port);

/* Whether the port has a lower, and that is `lower` (NULL: any). */
bool mb_world_port_is_on(const struct mb_world *w, const struct mb_port *port, const char *lower);

typedef int (*mb_world_fn)(struct macbpf *mb, struct mb_world *w, void *arg);

/* The lower's name for a sentence; "(deleted)" if it is gone. */
const char *mb_world_port_name(const struct mb_port *port);

#endif /* MB_WORLD_H */
