/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * records.h - what a contract that is not made yet may look like: what every contract keeps, and
 * else nothing where it is today.
 */
#ifndef CONTRACT5_RECORDS_H
#define CONTRACT5_RECORDS_H

#include <linux/types.h>

#define ABI	  5u
#define ENDPOINTS 16384u

enum mb_need {
	MB_NEEDS_HOST = 1,
	MB_NEEDS_TELEPORT = 1 << 20,
	MB_NEEDS_TIME_TRAVEL = 1 << 21,
};

/* Kept. */
struct mb_abi_head {
	__u32 size;
	enum mb_need needs;
	__u32 lower, netns, next_id, flags;
	__s32 bc_cutoff;
	__u8 lower_mac[6];
	__u16 turn;
};

struct mb_abi_port {
	struct mb_abi_head head;
	__u32 news[3];
};

/* Its first word is kept. */
struct mb_port_facts {
	__u32 abi;
	__u32 news[7];
	__u64 slots;
};

struct mb_endpoint_rec {
	__u64 news[2];
	char name[32];
	__u64 status;
	__u16 mode, kind;
	__u8 mac[6];
	__u16 state;
	__u8 more_news, queues;
	__u16 bc_queue_len;
	__u32 id, flags;
	__u64 hostdev;
};

/* Longer than today's. */
struct mb_fdb_key {
	__u8 mac[6];
	__u8 news[18];
};

#endif
