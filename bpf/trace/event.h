/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * event.h - what a tracing program tells of a frame, and of which frames it is to.
 *
 * Both sides of this are of one build: it is no part of the contract.
 */
#ifndef MB_EVENT_H
#define MB_EVENT_H

#include <linux/types.h>

#include "abi/base.h"

#define MB_EVENT_COPIES 16u   /* receivers that are told by number, a power of two */
#define MB_EVENT_BYTES	2048u /* of a frame at most, the same */

/* Which frames are told; constants of the program. What is 0 asks for nothing. */
struct mb_event_want {
	__u32 dev;    /* ifindex of a hostdev: what it sends or is given */
	__u32 sample; /* one in so many */
	__u32 rate;   /* so many in a second and CPU */
	__u32 bytes;  /* of each frame */
	__u32 entry;  /* enum mb_entry, of the program */
	__u8 wire;    /* from the wire, or to it */
	__u8 host;    /* from the host, or to it */
	__u8 drops;   /* what was dropped, or a copy of it refused */
	__u8 groups;  /* to broadcast or multicast */
	__u8 by_mac;  /* from or to this address */
	__u8 mac[MB_MAC_LEN];
	__u8 reserved;
};

/* One frame, with its bytes behind this. */
struct mb_event {
	__u64 time;		     /* ns, by CLOCK_MONOTONIC */
	__u32 ifindex;		     /* of the device where it was */
	__u32 entry;		     /* enum mb_entry */
	__u32 act;		     /* enum mb_act */
	__u32 target;		     /* ifindex; 0: none */
	__u32 reason;		     /* enum mb_reason */
	__u32 peer;		     /* 1: straight into the netns of its receiver */
	__s32 verdict;		     /* of TC */
	__u32 copies;		     /* made */
	__u32 refused;		     /* copies that the kernel refused */
	__u32 later;		     /* 1: more copies are made after this */
	__u32 tag;		     /* the protocol of the tag that is beside it; 0: none */
	__u32 tci;		     /* of that */
	__u32 length;		     /* of all of the frame without that tag */
	__u32 bytes;		     /* how many of it follow */
	__u32 left_out;		     /* wanted, but not told since the last: by sample or rate */
	__u32 lost;		     /* the same: there was no room */
	__u32 copy[MB_EVENT_COPIES]; /* ifindex of the first of them */
};
_Static_assert(sizeof(struct mb_event) % 8 == 0, "mb_event has padding");

/* What a program keeps of the frame that it is at, on this CPU, and from one to the next. */
struct mb_note {
	__u32 cb[5];	      /* as it was: what is decided goes through there */
	__u32 own;	      /* 1: it was told by the program that it comes from */
	__u32 given;	      /* 1: a copy went to mb_event_want.dev */
	__u32 hosts;	      /* 1: a copy went to the host */
	__u32 seen;	      /* wanted frames so far */
	__u32 in_window;      /* told since */
	__u64 window;	      /* this time */
	__u32 left_out, lost; /* since the last that was told */
	struct mb_event event;
	__u8 data[MB_EVENT_BYTES];
};

#endif /* MB_EVENT_H */
