/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kernel.h - a kernel in place of the system calls that a netlink socket is made of, and their
 * faults.
 *
 * It is a queue of datagrams. It has twenty devices, tells of each its index, and counts how often
 * it was told to change one.
 */
#ifndef UNIT_KERNEL_H
#define UNIT_KERNEL_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DEVICES	 20
#define REFUSED	 13 /* the device that can't be changed */
#define SENTENCE "not that one"

struct datagram {
	uint32_t from; /* the sender's port; 0: the kernel */
	size_t len;
	_Alignas(NLMSG_ALIGNTO) char byte[1024];
};

struct kernel {
	struct datagram queue[64];
	size_t first, end;
	uint32_t list_seq, list_next; /* the list being told, and its next device; 0: none */
	int changed[DEVICES + 1];
	int sockets, told; /* how many sockets there were, how often the list was told */
	bool unsteady;	   /* the first list changes while it is told */
	size_t bulk;	   /* so large are datagrams at least */
};

extern struct kernel kernel;

enum how {
	FAIL, /* the call, and nothing else */
	LOSE, /* a datagram as well */
	CUT,  /* a datagram doesn't fit */
	OLD,  /* an answer to an older request comes before */
	LIE,  /* a datagram of somebody else comes before */
};

struct fault {
	enum how how;
	int error;
	int sends, receives; /* which call; 0: none */
	bool hit;
};

extern struct fault fault;

#endif /* UNIT_KERNEL_H */
