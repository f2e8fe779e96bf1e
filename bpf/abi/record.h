/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* record.h - what commands keep of a port: mb_record. No program reads it. */
#ifndef MB_ABI_RECORD_H
#define MB_ABI_RECORD_H

#include <linux/types.h>

#include "base.h"
#include "program.h"

enum mb_port_flag {
	MB_PORT_SET_PROMISC = 2,   /* we switched the lower's IFF_PROMISC on, and must undo it */
	MB_PORT_SET_ALLMULTI = 4,  /* the same for IFF_ALLMULTI */
	MB_PORT_SET_MAC = 8,	   /* passthru changed the lower's MAC; lower_mac is what it was */
	MB_PORT_SET_CLSACT = 16,   /* we made the lower's clsact, and remove it if nobody uses it */
	MB_PORT_ARP_DIRECTED = 32, /* programs know who has which address */
	MB_PORT_MCAST_SNOOPING = 128, /* programs know who listens to which group */
	MB_PORT_HOST_ACCESS = 256,    /* the host is a receiver as bridge endpoints are */
	MB_PORT_CARRIER = 512,	      /* while the lower has no carrier its endpoints have none */
	MB_PORT_NO_CARRIER = 1024,    /* and that is now: their hostdevs are down */
	MB_PORT_TRACED = 2048,	      /* programs are MB_F_TRACED, while somebody traces */
	MB_PORT_AT_CLSACT = 4096, /* the lower's program was put at clsact, and comes back there */
	MB_PORT_CHANGING = 64,	  /* a command is changing it, or died: programs are to follow */
};

/* Who doesn't know what a bit stands for would spoil it, and changes nothing. */
enum mb_need {
	MB_NEEDS_HOST = 1,  /* mb_lower_egress on the lower, and host_mac in the FDB */
	MB_NEEDS_GUARD = 2, /* an endpoint is guarded: another program would let all out */
	MB_NEEDS_RATE = 4,  /* an endpoint has a rate: MB_DEST_PEER would lead past it */
	MB_NEEDS_SENDS = 8, /* it has one for what it sends: another program would let all out */
};
#define MB_NEEDS_KNOWN (MB_NEEDS_HOST | MB_NEEDS_GUARD | MB_NEEDS_RATE | MB_NEEDS_SENDS)

/* A program that is loaded. Who asks for one with the same constants gets it. */
struct mb_prog_rec {
	struct mb_config config;
	__u32 id; /* the kernel's; 0: this place is free */
	__u32 reserved;
};
_Static_assert(sizeof(struct mb_prog_rec) == 40, "mb_prog_rec has padding");

#define MB_HOST_MACS 8	/* the lower's, its bridge's, and those of devices on it */
#define MB_PROGS_MAX 16 /* what has no place is loaded again for the next that needs it */

/*
 * How mb_record begins in this contract and all that come, so that every library can take a port
 * off whose endpoints are gone: what was done to the lower is told here.
 */
struct mb_abi_head {
	__u32 size;	    /* bytes of mb_abi_port in use: a field behind them has its default */
	enum mb_need needs; /* what a library must know to change the port */
	__u32 lower;	    /* ifindex */
	__u32 netns;	    /* the inode number of the netns that it was made in */
	__u32 next_id;	    /* the next hostdev is named mb<next_id>, or later if that is taken */
	__u32 flags;	    /* enum mb_port_flag */
	__s32 bc_cutoff;    /* kept and shown; nothing is deferred here */
	__u8 lower_mac[MB_MAC_LEN]; /* to restore after passthru */
	__u16 turn; /* from this slot on the next command looks at the endpoints' devices */
};
_Static_assert(sizeof(struct mb_abi_head) == 36, "mb_abi_head has padding");

/* mb_record[0] */
struct mb_abi_port {
	struct mb_abi_head head;
	__u32 reserved;
	struct mb_prog_rec prog[MB_PROGS_MAX];
	__u8 host_mac[MB_HOST_MACS][MB_MAC_LEN]; /* the host's addresses, zero behind the last */
	__u32 more[74];				 /* 0, until it has a name and is within `size` */
};
_Static_assert(sizeof(struct mb_abi_port) == 1024, "mb_abi_port has padding");

#endif /* MB_ABI_RECORD_H */
