/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* program.h - the programs of a port, their constants, and what they tell tests. */
#ifndef MB_ABI_PROGRAM_H
#define MB_ABI_PROGRAM_H

#include <linux/types.h>

/* Where a program begins, which is where it is attached. */
enum mb_entry {
	MB_ENTRY_LOWER,	   /* mb_lower_ingress, on the lower */
	MB_ENTRY_ENDPOINT, /* mb_endpoint_ingress, on hostdevs */
	MB_ENTRY_CLOSED,   /* mb_closed, on hostdevs behind that */
	MB_ENTRY_HOST,	   /* mb_lower_egress, on the lower's egress, with MB_F_HOST */
	MB_ENTRY_PACED,	   /* mb_paced, where frames come out of a queue: with MB_F_PACED */
};

/*
 * What it does besides: a bit each of mb_config.features. X(NAME, name). Append; a program of an
 * older library doesn't know the newest.
 *
 *	bridge	 endpoint program: the endpoint's mode is bridge
 *	passthru lower program: the port's only endpoint takes every unicast frame
 *	sources	 the port's source table is not empty
 *	vlans	 lower program: VLAN devices on the lower take frames with their tags
 *	directed it learns who has which address
 *	groups	 multicast goes to those who report that they listen
 *	guard	 endpoint program: what the endpoint sends is looked at first
 *	guard_ip as guard, and its IP addresses are on a list
 *	isolated endpoint program: it and others that are don't reach each other
 *	host	 the host is a receiver as bridge endpoints are
 *	learnt	 somebody learns, and what was learnt is looked up where the FDB has nobody
 *	learns	 endpoint program: where the endpoint sends from leads to it
 *	group_rate endpoint program: broadcast and multicast are held to a rate
 *	paced	 endpoint program: what the endpoint sends goes through a queue first
 *	xmit	 endpoint program: it runs in the device's transmit, as netkit's do
 *	trace	 leave the decision in skb->cb[]: for tests, and who traces
 *	traced	 a tracer may put a program in front that does the same and tells of it
 */
#define MB_FEATURES(X)                                                                             \
	X(BRIDGE, bridge)                                                                          \
	X(PASSTHRU, passthru)                                                                      \
	X(SOURCES, sources)                                                                        \
	X(VLANS, vlans)                                                                            \
	X(DIRECTED, directed)                                                                      \
	X(GROUPS, groups)                                                                          \
	X(GUARD, guard)                                                                            \
	X(GUARD_IP, guard_ip)                                                                      \
	X(ISOLATED, isolated)                                                                      \
	X(HOST, host)                                                                              \
	X(LEARNT, learnt)                                                                          \
	X(LEARNS, learns)                                                                          \
	X(GROUP_RATE, group_rate)                                                                  \
	X(PACED, paced)                                                                            \
	X(XMIT, xmit)                                                                              \
	X(TRACE, trace)                                                                            \
	X(TRACED, traced)

enum mb_feature_bit {
#define MB_FEATURE_BIT(id, name) MB_F_##id##_BIT,
	MB_FEATURES(MB_FEATURE_BIT)
#undef MB_FEATURE_BIT
		MB_FEATURE_COUNT,
};

enum mb_feature {
#define MB_FEATURE(id, name) MB_F_##id = 1 << MB_F_##id##_BIT,
	MB_FEATURES(MB_FEATURE)
#undef MB_FEATURE
};

/* What a program is made of: two with the same are the same. */
struct mb_config {
	__u32 entry;	/* enum mb_entry */
	__u32 lower;	/* ifindex */
	__u32 features; /* MB_F_* */
	__u32 reserved[5];
};
_Static_assert(sizeof(struct mb_config) == 32, "mb_config has padding");

/* These want to look at a frame before it takes the way of most. */
#define MB_F_CAREFUL (MB_F_SOURCES | MB_F_VLANS | MB_F_DIRECTED | MB_F_LEARNT | MB_F_LEARNS)

/* With any of these an endpoint's program begins elsewhere, so that others have nothing of it. */
#define MB_F_GUARDED (MB_F_GUARD | MB_F_ISOLATED)
#define MB_F_LIMITED (MB_F_GROUP_RATE | MB_F_PACED)

/* These do something with a frame that has been decided. */
#define MB_F_AT_EXIT (MB_F_HOST | MB_F_TRACE)

/*
 * What is asked first, and but once: to tell its values apart is free. On the lower there is no
 * MB_WAY_WIRE, so it is taken for MB_WAY_SHORT there.
 */
enum mb_way {
	MB_WAY_WIRE,	/* from an endpoint to the wire, whatever it is */
	MB_WAY_SHORT,	/* one look into mb_front settles nearly all */
	MB_WAY_CAREFUL, /* one of these two, if nothing speaks against it */
};

/*
 * mb_config as the constants of a program, which the verifier knows: what is off is removed. Bytes,
 * since a bit would leave its mask behind in the program, and not only its load.
 */
struct mb_constants {
	__u32 lower;
	__u8 way;     /* enum mb_way */
	__u8 at_exit; /* any of MB_F_AT_EXIT: one of them asks for all */
#define MB_FEATURE_BYTE(id, name) __u8 name;
	MB_FEATURES(MB_FEATURE_BYTE)
#undef MB_FEATURE_BYTE
	__u8 reserved[4 - (2 + MB_FEATURE_COUNT) % 4]; /* 0: of padding nobody knows what it is */
};
_Static_assert(sizeof(struct mb_constants) % 4 == 0 &&
		       sizeof(struct mb_constants) <= 4 + 2 + MB_FEATURE_COUNT + 4,
	       "mb_constants has padding");

static inline __u8 mb_way_of(__u32 features)
{
	if (features & MB_F_CAREFUL)
		return MB_WAY_CAREFUL;
	return features & MB_F_BRIDGE ? MB_WAY_SHORT : MB_WAY_WIRE;
}

static inline struct mb_constants mb_constants_of(const struct mb_config *config)
{
	struct mb_constants constants = { .lower = config->lower };

	constants.way = mb_way_of(config->features);
	constants.at_exit = !!(config->features & MB_F_AT_EXIT);
#define MB_FEATURE_SET(id, name) constants.name = !!(config->features & MB_F_##id);
	MB_FEATURES(MB_FEATURE_SET)
#undef MB_FEATURE_SET
	return constants;
}

/* tc_index of a frame between programs of a port, with MB_F_HOST. */
enum mb_tc_index {
	MB_TC_SENT = 0x6d62, /* an endpoint's, to the wire */
	MB_TC_COPY = 0x6d63, /* the host's copy of an endpoint's group frame */
};

/* skb->cb[] with MB_F_TRACE */
enum mb_trace {
	MB_TRACE_ACT = 0,    /* enum mb_act of policy.h */
	MB_TRACE_TARGET = 1, /* ifindex the frame itself goes to, 0: none */
	MB_TRACE_REASON = 2, /* enum mb_reason */
	MB_TRACE_COPIES = 3, /* copies handed out */
	MB_TRACE_PEER = 4,   /* 1: by bpf_redirect_peer */
};

/* Names of programs and maps, as the kernel keeps them: 15 characters. */
#define MB_NAME_LOWER_PROG    "mb_lower_ingres"
#define MB_NAME_ENDPOINT_PROG "mb_endpoint_ing"
#define MB_NAME_CLOSED_PROG   "mb_closed"
#define MB_NAME_HOST_PROG     "mb_lower_egress"
#define MB_NAME_PACED_PROG    "mb_paced"

#endif /* MB_ABI_PROGRAM_H */
