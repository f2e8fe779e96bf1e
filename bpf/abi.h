/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * abi.h - the contract between the datapath and libmacbpf: maps, keys, values, reasons.
 *
 * The programs live on devices and outlive the process that loaded them, so another version of the
 * library may meet these maps. Fixed-width types, no padding, sizes pinned below; enums grow at the
 * end. Any other change takes a new MB_ABI.
 */
#ifndef MB_ABI_H
#define MB_ABI_H

#include <asm/byteorder.h>
#include <linux/types.h>

#define MB_ABI 3u

/* Limits. A full table is refused by the library's command, never met by a frame. */
#define MB_ENDPOINTS_MAX 4096u	/* endpoints of one port */
#define MB_SOURCES_MAX	 65536u /* (MAC, endpoint) pairs in all source lists of one port */
/* What would not fit here is not learnt, and asked of all. */
#define MB_NEIGH_MAX  16384u /* addresses that are known on one port */
#define MB_NEIGH_RING 16u    /* of one endpoint; its oldest makes room */
#define MB_NEIGH_WIRE 64u    /* the wire counts as so many endpoints */

#define MB_MAC_LEN  6
#define MB_NAME_LEN 16 /* IFNAMSIZ */

/* Values equal enum macvlan_mode of linux/if_link.h; a set of modes is their OR. */
enum mb_mode {
	MB_MODE_PRIVATE = 1,
	MB_MODE_VEPA = 2,
	MB_MODE_BRIDGE = 4,
	MB_MODE_PASSTHRU = 8,
	MB_MODE_SOURCE = 16,
};

/* Values equal MACVLAN_FLAG_* of linux/if_link.h. */
enum mb_flag {
	MB_FLAG_NOPROMISC = 1,
	MB_FLAG_NODST = 2,
};

/*
 * Why a frame took a slow path or was dropped; index into mb_reasons. X(NAME, word, sentence).
 * Frames on the ordinary paths are not counted here: the kernel counts them on the devices.
 */
#define MB_REASONS(X)                                                                              \
	X(SHORT_LOWER, "short-lower", "shorter than an Ethernet header, from the wire: passed on") \
	X(SHORT_ENDPOINT, "short-endpoint",                                                        \
	  "shorter than an Ethernet header, from an endpoint: dropped")                            \
	X(FLOOD_WIRE, "flood-wire", "group frame from the wire, copied to endpoints")              \
	X(FLOOD_ENDPOINT, "flood-endpoint",                                                        \
	  "group frame from a bridge endpoint, copied to others")                                  \
	X(REFLECTED, "reflected",                                                                  \
	  "group frame with an endpoint's own source MAC came back: given to it alone")            \
	X(PAUSE, "pause", "PAUSE frame (0x8808): not copied")                                      \
	X(SOURCE_COPY, "source-copy", "copies made for source-mode endpoints")                     \
	X(NODST, "nodst", "taken by a source-mode endpoint with nodst: no other receiver")         \
	X(COPY_REFUSED, "copy-refused",                                                            \
	  "copies the kernel refused: receiver down, frame over its MTU, or backlog full")         \
	X(NO_ENDPOINT, "no-endpoint", "passthru port without an endpoint: dropped")                \
	X(DIRECTED, "directed",                                                                    \
	  "ARP request or neighbour solicitation, copied to the address's endpoint alone")

enum mb_reason {
#define MB_REASON_ENUM(name, word, text) MB_R_##name,
	MB_REASONS(MB_REASON_ENUM)
#undef MB_REASON_ENUM
		MB_R_COUNT,
	MB_R_NONE = 255, /* not counted */
};

/* Load-time constants of one loaded program; what is off is removed by the verifier. */
struct mb_config {
	__u32 lower;   /* ifindex */
	__u8 bridge;   /* endpoint program: the endpoint's mode is bridge */
	__u8 passthru; /* lower program: the port's only endpoint takes every unicast frame */
	__u8 sources;  /* the port's source table is not empty */
	__u8 trace;    /* tests only: leave the decision in skb->cb[] */
	__u8 directed; /* chooses the entry point that knows who has which address */
	__u8 xmit;     /* endpoint program: it runs in the device's transmit, as netkit's do */
	__u8 vlans;    /* lower program: VLAN devices on the lower take frames with their tags */
	__u8 careful;  /* lower program: sources or vlans, so look before the short way */
};
_Static_assert(sizeof(struct mb_config) == 12, "mb_config has padding");

/* skb->cb[] when mb_config.trace is set */
enum mb_trace {
	MB_TRACE_ACT = 0,    /* enum mb_act of policy.h */
	MB_TRACE_TARGET = 1, /* ifindex the frame itself goes to, 0: none */
	MB_TRACE_REASON = 2, /* enum mb_reason */
	MB_TRACE_COPIES = 3, /* copies handed out */
	MB_TRACE_PEER = 4,   /* 1: by bpf_redirect_peer */
};

/* mb_fdb: who owns this address. Key is zero-filled first; vid is 0 until VLANs are told apart. */
struct mb_fdb_key {
	__u16 vid;
	__u8 mac[MB_MAC_LEN];
};
_Static_assert(sizeof(struct mb_fdb_key) == 8, "mb_fdb_key has padding");

/*
 * MB_DEST_PEER: the device is in another netns than its hostdev, so bpf_redirect_peer() may be
 * used. Without it the frame takes bpf_redirect(): slower by a backlog hop, never wrong.
 */
enum mb_dest_flag {
	MB_DEST_PEER = 1,
	MB_DEST_XMIT = 2, /* in mb_members only: what its hostdev receives meets no program */
};

/* Where to hand a frame: value of mb_fdb and of mb_members. */
struct mb_dest {
	__u32 hostdev; /* ifindex; 0: this slot of mb_members is free */
	__u16 mode;    /* enum mb_mode */
	__u16 flags;   /* enum mb_dest_flag */
};
_Static_assert(sizeof(struct mb_dest) == 8, "mb_dest has padding");

/*
 * mb_front: what most lookups need, in front of mb_fdb. One number a slot, so that it is read and
 * written in one piece: the slot and the tag together are the MAC, and the rest says where to.
 *
 *	bits 29-63 tag | 28 crowded | 27 MB_DEST_PEER | 24-26 log2 of the mode | 0-23 hostdev
 *
 * Crowded: another MAC belongs in this slot as well, or did once, and may be in mb_fdb alone. A MAC
 * that is not in its slot, where the slot is not crowded, is not in mb_fdb either.
 */
#define MB_FRONT_SLOTS_LOG2 13
#define MB_FRONT_SLOTS	    (1u << MB_FRONT_SLOTS_LOG2)
#define MB_FRONT_TAG_BITS   (48 - MB_FRONT_SLOTS_LOG2)
#define MB_FRONT_HOSTDEV    0xffffffull
#define MB_FRONT_CROWDED    (1ull << 28)
#define MB_FRONT_TAG_SHIFT  29
_Static_assert(MB_FRONT_TAG_BITS + MB_FRONT_TAG_SHIFT == 64, "mb_front's number is not full");

/* A MAC as a number, its first byte the lowest. */
static inline __u64 mb_mac_number(const __u16 mac[3])
{
	return (__u64)__le16_to_cpu(mac[2]) << 32 | (__u64)__le16_to_cpu(mac[1]) << 16 |
	       __le16_to_cpu(mac[0]);
}

/*
 * Odd, so that different MACs stay different; slot and tag are the two ends of the product's low 48
 * bits. What is above, in it or in the number, doesn't matter.
 */
static inline __u64 mb_front_product(__u64 number)
{
	return number * 0x9e3779b97f4bull;
}

static inline __u32 mb_front_slot(__u64 product)
{
	return (__u32)(product >> MB_FRONT_TAG_BITS) & (MB_FRONT_SLOTS - 1);
}

static inline __u64 mb_front_tag(__u64 product)
{
	return product << MB_FRONT_TAG_SHIFT; /* what is above the tag falls off */
}

/* Whether the slot holds this MAC. */
static inline int mb_front_has(__u64 entry, __u64 product)
{
	return entry & MB_FRONT_HOSTDEV &&
	       (entry ^ mb_front_tag(product)) >> MB_FRONT_TAG_SHIFT == 0;
}

/* The entry for a MAC whose hostdev fits in. */
static inline __u64 mb_front_entry(__u64 product, struct mb_dest dest)
{
	__u64 mode = (__u64)__builtin_ctz(dest.mode);
	__u64 peer = dest.flags & MB_DEST_PEER;

	return mb_front_tag(product) | peer << 27 | mode << 24 | dest.hostdev;
}

static inline struct mb_dest mb_front_dest(__u64 entry)
{
	struct mb_dest dest = {
		.hostdev = (__u32)(entry & MB_FRONT_HOSTDEV),
		.mode = (__u16)(1u << (entry >> 24 & 7)),
		.flags = (__u16)(entry >> 27 & MB_DEST_PEER),
	};

	return dest;
}

/*
 * mb_sources: the n-th source-mode endpoint that lists this MAC, n dense from 0.
 * A reader asks for n = 0, 1, ... until nothing is found.
 */
struct mb_source_key {
	__u8 mac[MB_MAC_LEN];
	__u16 n;
};
_Static_assert(sizeof(struct mb_source_key) == 8, "mb_source_key has padding");

struct mb_source {
	__u32 hostdev; /* ifindex */
	__u16 slot;    /* of the endpoint, in mb_endpoints and mb_members */
	__u16 flags;   /* enum mb_flag: only MB_FLAG_NODST matters here */
};
_Static_assert(sizeof(struct mb_source) == 8, "mb_source has padding");

/* mb_neigh: who claims this IPv6 address, or this IPv4 address as ::ffff:a.b.c.d. */
struct mb_neigh_key {
	__u32 addr[4]; /* network order */
};
_Static_assert(sizeof(struct mb_neigh_key) == 16, "mb_neigh_key has padding");

/*
 * An address belongs to the first that claims it in ARP or ND, until it is silent for MB_NEIGH_AGE.
 * Times are points on the clock of bpf_ktime_get_coarse_ns().
 */
#define MB_NEIGH_AGE	  300000000000ull /* ns */
#define MB_NEIGH_CHECK	  60000000000ull  /* ns: so often at least a request for it goes to all */
#define MB_NEIGH_PATIENCE 50000000ull	  /* ns: who was asked alone answers within that */

struct mb_neigh {
	__u64 expires;	/* forgotten then */
	__u64 disputed; /* until then another's claim makes it doubtful: asked of all */
	__u64 check;	/* the first request after that is for all */
	__u64 asked;	/* alone, and has said nothing since; 0: has */
	__u32 hostdev;	/* ifindex; the lower's: somebody on the wire */
	__u8 mac[MB_MAC_LEN];
	__u8 reserved[6];
};
_Static_assert(sizeof(struct mb_neigh) == 48, "mb_neigh has padding");

/* Whether the owner of an address is sure enough to be asked alone, and if not, why. */
enum mb_neigh_state {
	MB_NEIGH_SURE,
	MB_NEIGH_EXPIRED,  /* was silent for too long */
	MB_NEIGH_DISPUTED, /* another claims the address */
	MB_NEIGH_DUE,	   /* all are to be asked once, so that another may answer */
	MB_NEIGH_MUTE, /* doesn't answer: may have lost the address to one who has not told yet */
};

static inline enum mb_neigh_state mb_neigh_state(const struct mb_neigh *neigh, __u64 now)
{
	if (now >= neigh->expires)
		return MB_NEIGH_EXPIRED;
	if (now < neigh->disputed)
		return MB_NEIGH_DISPUTED;
	if (now >= neigh->check)
		return MB_NEIGH_DUE;
	return neigh->asked && now >= neigh->asked + MB_NEIGH_PATIENCE ? MB_NEIGH_MUTE
								       : MB_NEIGH_SURE;
}

/*
 * mb_neigh_rings[hostdev]: the addresses that an endpoint brought into mb_neigh, so that it can't
 * fill that alone. What the wire claims is spread over MB_NEIGH_WIRE rings with keys of their own.
 */
#define MB_NEIGH_WIRE_RING 0x80000000u /* no ifindex is so large */

struct mb_neigh_ring {
	__u32 next; /* its place is this modulo MB_NEIGH_RING */
	__u32 reserved;
	struct mb_neigh_key key[MB_NEIGH_RING];
};
_Static_assert(sizeof(struct mb_neigh_ring) == 264, "mb_neigh_ring has padding");

/* The programs that a port's settings ask for; index into mb_port_rec.prog. */
enum mb_prog {
	MB_PROG_LOWER,	     /* mb_lower_ingress, on the lower */
	MB_PROG_BRIDGE,	     /* mb_endpoint_ingress of bridge endpoints */
	MB_PROG_WIRE,	     /* mb_endpoint_ingress of all others: everything goes to the wire */
	MB_PROG_BRIDGE_XMIT, /* as MB_PROG_BRIDGE, for netkit endpoints */
	MB_PROG_COUNT,
};

enum mb_port_flag {
	MB_PORT_PASSTHRU = 1,	   /* its one endpoint is in mode passthru */
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

enum mb_endpoint_state {
	MB_EP_FREE,
	MB_EP_BUILDING, /* a command is making it, or died doing so: sweep removes it */
	MB_EP_LIVE,
};

enum mb_endpoint_flag {
	MB_EP_OWNS_MAC = 1, /* its mb_fdb entry is published */
	MB_EP_FILTER = 2,   /* its MAC is in the lower's unicast filter */
	MB_EP_PEER = 4,	    /* its entries carry MB_DEST_PEER */
	MB_EP_REKEYING = 8, /* its MAC is being changed: neither entry may be there */
	MB_EP_CARRIER = 16, /* a netkit whose program is at its hostdev's ingress as well */
};

/*
 * A flood is made in goes of so many slots, and what is left waits on the ingress of a hostdev that
 * has a program there (flood.h). Of netkits one in so many slots has: fewer make no second go.
 */
#define MB_GO 64u

static inline int mb_slot_carries(__u32 slot)
{
	return slot % MB_GO == MB_GO - 1;
}

enum mb_endpoint_kind {
	MB_KIND_VETH,
	MB_KIND_TAP, /* the device is its own hostdev */
	MB_KIND_NETKIT,
};

/* mb_endpoints[slot]: what commands know of an endpoint. No program reads it. */
struct mb_endpoint_rec {
	__u32 state;   /* enum mb_endpoint_state */
	__u32 status;  /* enum mb_endpoint_flag */
	__u32 hostdev; /* ifindex; 0 while building */
	__u32 id;      /* the N of hostdev mbN */
	__u32 kind;    /* enum mb_endpoint_kind */
	__u32 mode;    /* enum mb_mode */
	__u32 flags;   /* enum mb_flag */
	__u32 bc_queue_len;
	__u8 mac[MB_MAC_LEN];
	__u16 queues;		/* MB_KIND_TAP: how many may be attached; else 0 */
	char name[MB_NAME_LEN]; /* its device's name when it was made */
};
_Static_assert(sizeof(struct mb_endpoint_rec) == 56, "mb_endpoint_rec has padding");

/* Names of programs and maps, as the kernel keeps them: 15 characters. */
#define MB_NAME_LOWER_PROG    "mb_lower_ingres"
#define MB_NAME_ENDPOINT_PROG "mb_endpoint_ing"

#endif /* MB_ABI_H */
