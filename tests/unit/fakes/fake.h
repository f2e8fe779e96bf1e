/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fake.h - a kernel in memory, on which libmacbpf runs without privilege.
 *
 * The fakes stand for rtnl*.c, tbf.c, tun.c, sysctl.c, attach.c, datapath.c, netns.c, turn.c and
 * holder.c, and for libbpf's calls. All that they hold is here, so that a test can look at it,
 * break it, and tell what was left behind. Netns 0 is that of the lowers.
 */
#ifndef FAKES_FAKE_H
#define FAKES_FAKE_H

#include "libmacbpf/datapath/contract.h"
#include "libmacbpf/datapath/maps.h"
#include "libmacbpf/datapath/record.h"
#include "libmacbpf/kernel/bus.h"
#include "libmacbpf/kernel/rtnl.h"
#include "libmacbpf/kernel/tbf.h"

enum fake_netns {
	FAKE_HOME, /* "home" */
	FAKE_BOX1, /* "box1" */
	FAKE_BOX2, /* "box2" */
	FAKE_NETNS_COUNT,
};

/* A socket is where requests go to. */
struct mb_netlink {
	enum fake_netns netns;
};

#define FAKE_DEVS    48
#define FAKE_FILTERS 16
#define FAKE_PROGS   4 /* on one device */

/* As large as the largest. */
#define FAKE_KEY(id, name, kind, entries, key, value)	key name;
#define FAKE_VALUE(id, name, kind, entries, key, value) value name;
union fake_key {
	MB_MAPS(FAKE_KEY)
};
union fake_value {
	MB_MAPS(FAKE_VALUE)
};

#define FAKE_MORE 512 /* in values of other contracts */

struct fake_entry {
	uint8_t key[sizeof(union fake_key)];
	uint8_t value[sizeof(union fake_value) + FAKE_MORE];
};

struct fake_map {
	enum mb_map kind;
	struct mb_shape shape; /* what is told of it */
	uint32_t id;
	size_t count;
	struct fake_entry *entry;
	void *shared; /* what is mapped into memory; NULL: nobody asked for it yet */
	struct fake_map *next;
};

struct fake_prog {
	uint32_t id;
	struct mb_config config;
	struct fake_map *map[MB_MAP_COUNT];
	struct fake_prog *next;
};

struct fake_dev {
	struct mb_dev dev;   /* ifindex 0: a free place */
	const char *altname; /* NULL: it has none */
	enum fake_netns netns;
	struct fake_dev *peer;
	bool is_tap, is_kept; /* a tap that isn't kept goes with its queue */
	bool is_going;	      /* deleted when its program is to be replaced */
	bool no_ipv6, deaf;
	bool added;	/* somebody added multicast groups to it by hand */
	bool is_ending; /* its netns is: the other end tells no more where it is */
	uint8_t filter[FAKE_FILTERS][6];
	size_t filters;
	struct fake_prog *prog[FAKE_PROGS];
	size_t progs;
	uint32_t hook;		  /* enum macbpf_hook: where they are */
	struct fake_prog *behind; /* all others; NULL: none */
	bool clsact;
	struct mb_tbf tbf; /* rate 0: none of ours */
};

/* Others who want to write, or are in the way. Each says so many times; -1: for ever. */
struct fake_others {
	int ahead;			/* somebody else is first in the line */
	int full;			/* there is no room in the line */
	int flock;			/* somebody has the file lock */
	bool shared, powerless, unseen; /* of who is first, or has the file lock */
};

struct fake {
	struct fake_dev dev[FAKE_DEVS];
	struct fake_prog *progs;
	struct fake_map *maps;
	uint32_t next_ifindex, next_prog, next_map;
	uint8_t next_mac;
	bool has_udev; /* it looks after the lowers' netns */
	int sockets;
	bool locked;
	struct fake_others others;
	bool netkit;		       /* the kernel has it */
	const char *wifi;	       /* the device of a wireless LAN; NULL: there is none */
	const char *nft;	       /* the device with a chain of nftables; NULL: none */
	const char *hint;	       /* what the kernel said to the last request; NULL: nothing */
	uint32_t backlog;	       /* net.core.netdev_max_backlog; 0: it can't be told */
	bool hidden[FAKE_NETNS_COUNT]; /* has no name and no process: can't be opened by id */
	bool renumbered;	       /* the id of box1 is box2's when it is opened */
	const uint8_t *racer; /* a container gives its new device this address before we look */
	size_t sources_max;   /* entries of a mb_sources map */
	struct mb_bus_message told; /* the last that was told to who listens */
	int told_count;
};

extern struct fake fake;

/* A world with lo, and eth0 (ifindex 2, up, mtu 1500, 02:00:00:00:00:fe); forgets all before. */
void fake_reset(void);

/* ---------------------------------------------------------------- faults */

struct fake_fault {
	int at;		  /* this call fails, counting from 1; 0: none */
	const char *call; /* or the first of this function */
	bool dead;	  /* and all that come after it: the process was killed */
	int error;	  /* with this error, negative */
	size_t messy; /* a refused RTM_SETLINK has done so many attributes before, if it has more
		       */
	int calls;    /* so far */
	const char *where; /* the call that failed; NULL: not yet */
	size_t given;	   /* the attributes that an RTM_SETLINK had which failed */
};

extern struct fake_fault fake_fault;

/* Every fake function asks first whether it is its turn to fail: 0, or the error. */
int fake_call(const char *where);

/* The same for one that changes something, which takes the writers' lock. */
int fake_change(const char *where);

/* ---------------------------------------------------------------- handles */

enum fake_handle {
	FAKE_FD_NETNS = 1,
	FAKE_FD_PROG,
	FAKE_FD_MAP,
	FAKE_FD_QUEUE,
	FAKE_FD_TURN,
};

/* A file descriptor that stands for `object`, for the code under test to close(). */
int fake_open(enum fake_handle kind, void *object);

/* What an open descriptor stands for; NULL if it is closed or of another kind. */
void *fake_object(int fd, enum fake_handle kind);

bool fake_is_open(enum fake_handle kind, const void *object);

/* ---------------------------------------------------------------- devices, programs */

/* A device of `name` (copied), down, with a MAC of its own; `ifindex` 0: the next one. */
struct fake_dev *fake_dev_add(enum fake_netns netns, const char *name, uint32_t ifindex);

/* What `ip link del` does: the peer goes, too. */
void fake_dev_del(struct fake_dev *dev);

/* A free place; the kernel frees that of a tap when its last queue is closed. */
bool fake_dev_gone(struct fake_dev *dev);

/* NULL if there is none. */
struct fake_dev *fake_dev_named(enum fake_netns netns, const char *name);
struct fake_dev *fake_dev_at(enum fake_netns netns, uint32_t ifindex);

/* The device as a netlink socket in its netns tells it. */
struct mb_dev fake_dev_read(const struct fake_dev *dev);

/* A program lives while it is attached or open. */
bool fake_prog_lives(const struct fake_prog *prog);

const char *fake_prog_name(const struct fake_prog *prog);

/* The maps of the port on a lower, open; to be closed by mb_maps_close(). */
struct mb_maps fake_port_maps(const char *lower);

/* ---------------------------------------------------------------- looking */

/*
 * All that there is, as text that is equal if and only if the worlds are: devices with flags,
 * filters and programs with their constants; the maps of attached programs; open handles; the lock.
 * Left out is what no one can tell from outside: the numbers of programs, the order in which
 * source lists name one MAC, and the two numbers of a port that only grow (slots, next_id).
 * The caller frees it.
 */
char *fake_text(void);

#endif /* FAKES_FAKE_H */
