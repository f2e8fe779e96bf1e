/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* program.h - the programs of a port, their constants, and what they tell tests. */
#ifndef MB_ABI_PROGRAM_H
#define MB_ABI_PROGRAM_H

#include <linux/types.h>

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

/* The programs that a port's settings ask for; index into mb_port_rec.prog. */
enum mb_prog {
	MB_PROG_LOWER,	     /* mb_lower_ingress, on the lower */
	MB_PROG_BRIDGE,	     /* mb_endpoint_ingress of bridge endpoints */
	MB_PROG_WIRE,	     /* mb_endpoint_ingress of all others: everything goes to the wire */
	MB_PROG_BRIDGE_XMIT, /* as MB_PROG_BRIDGE, for netkit endpoints */
	MB_PROG_COUNT,
};

/* Names of programs and maps, as the kernel keeps them: 15 characters. */
#define MB_NAME_LOWER_PROG    "mb_lower_ingres"
#define MB_NAME_ENDPOINT_PROG "mb_endpoint_ing"

#endif /* MB_ABI_PROGRAM_H */
