/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* port.h - the port itself: mb_port. */
#ifndef MB_ABI_PORT_H
#define MB_ABI_PORT_H

#include <linux/types.h>

#include "base.h"
#include "program.h"

enum mb_port_flag {
	MB_PORT_SET_PROMISC = 2,   /* we switched the lower's IFF_PROMISC on, and must undo it */
	MB_PORT_SET_ALLMULTI = 4,  /* the same for IFF_ALLMULTI */
	MB_PORT_SET_MAC = 8,	   /* passthru changed the lower's MAC; lower_mac is what it was */
	MB_PORT_SET_CLSACT = 16,   /* we made the lower's clsact, and remove it if nobody uses it */
	MB_PORT_ARP_DIRECTED = 32, /* programs know who has which address */
};

/* What a VLAN device goes by: a kind of tag, and an id. */
enum mb_tag {
	MB_TAG_8021Q,
	MB_TAG_8021AD,
	MB_TAG_COUNT,
};
#define MB_VIDS	     4096u
#define MB_VLAN_BITS 32u

/* mb_port[0]: the port itself. The datapath reads only `slots` and `vlans`. */
struct mb_port_rec {
	__u32 abi;	 /* MB_ABI of the library that made it; stays first in every ABI */
	__u32 lower;	 /* ifindex */
	__u32 slots;	 /* slots of mb_members ever used: the bound of a flood */
	__u32 next_id;	 /* the next hostdev is named mb<next_id>, or later if that is taken */
	__u32 flags;	 /* enum mb_port_flag */
	__s32 bc_cutoff; /* kept and shown; nothing is deferred here */
	__u8 lower_mac[MB_MAC_LEN]; /* to restore after passthru */
	__u16 turn; /* from this slot on the next command looks at the endpoints' devices */
	__u32 prog[MB_PROG_COUNT];		/* program ids; 0: not loaded */
	struct mb_config config[MB_PROG_COUNT]; /* what each was loaded with */
	__u32 netns; /* the inode number of the netns that it was made in */
	/* A bit for each tag that a VLAN device on the lower takes. */
	__u32 vlans[MB_TAG_COUNT][MB_VIDS / MB_VLAN_BITS];
};
_Static_assert(sizeof(struct mb_port_rec) == 1124, "mb_port_rec has padding");

static inline int mb_port_leaves(const struct mb_port_rec *port, __u32 tag, __u32 vid)
{
	return port->vlans[tag][vid / MB_VLAN_BITS] >> vid % MB_VLAN_BITS & 1;
}

#endif /* MB_ABI_PORT_H */
