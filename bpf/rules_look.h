/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * rules_look.h - what the rules of a guard look at: a frame, its list, how messages begin.
 */
#ifndef MB_RULES_LOOK_H
#define MB_RULES_LOOK_H

#include "frame.h"
#include "solicit.h"

/* The verifier walks a loop that was unrolled no faster. */
#ifdef __bpf__
#define MB_ROLLED _Pragma("clang loop unroll(disable)")
#else
#define MB_ROLLED
#endif

struct mb_rules {
	struct __sk_buff *skb;
	const struct mb_guard *guard;
	__u32 flags; /* of it */
	__u32 off;   /* what is looked at now */
	__u32 end;   /* of the packet, by its own header */
	struct mb_frame frame;
};

#define MB_PROTO_UDP 17
#define MB_RULES_PIM 103

/* How messages begin: the ports of UDP, the type of IGMP and ICMP. */
struct mb_rules_upper {
	union {
		struct {
			__be16 sport, dport;
		};
		__u8 type;
	};
	__be32 more;
};

static __always_inline struct mb_guard_addr mb_rules_addr(const __be32 addr[4])
{
	return (struct mb_guard_addr){ (__u64)addr[1] << 32 | addr[0],
				       (__u64)addr[3] << 32 | addr[2] };
}

static __always_inline struct mb_guard_addr mb_rules_addr4(__be32 addr)
{
	return (struct mb_guard_addr){ 0, (__u64)addr << 32 | bpf_htonl(0xffff) };
}

static __always_inline bool mb_rules_list(const struct mb_guard *guard, struct mb_guard_addr addr)
{
	MB_ROLLED
	for (__u32 i = 0; i < MB_GUARD_ADDRS; i++) {
		if (i >= guard->count)
			return false;
		if (guard->addr[i].high == addr.high && guard->addr[i].low == addr.low)
			return true;
	}
	return false;
}

/* What a stack makes of its MAC in fe80::/64, where all other addresses have to be on the list. */
static __always_inline struct mb_guard_addr mb_rules_link_local(const __u8 *mac)
{
	__be32 addr[4] = { bpf_htonl(0xfe800000), 0 };

	addr[2] = bpf_htonl((__u32)(mac[0] ^ 2) << 24 | mac[1] << 16 | mac[2] << 8 | 0xff);
	addr[3] = bpf_htonl(0xfe000000u | mac[3] << 16 | mac[4] << 8 | mac[5]);
	return mb_rules_addr(addr);
}

static __always_inline bool mb_rules_own4(const struct mb_rules *r, __be32 addr)
{
	return !(r->flags & MB_GUARD_IP) || mb_rules_list(r->guard, mb_rules_addr4(addr));
}

static __always_inline bool mb_rules_own6(const struct mb_rules *r, struct mb_guard_addr addr)
{
	struct mb_guard_addr local = mb_rules_link_local(r->frame.src);

	return !(r->flags & MB_GUARD_IP) || (addr.high == local.high && addr.low == local.low) ||
	       mb_rules_list(r->guard, addr);
}

/* It has to be whole as far as it is looked at: 8 bytes, which no other fragment can replace. */
static __always_inline bool mb_rules_upper(const struct mb_rules *r, struct mb_rules_upper *upper)
{
	return r->off + sizeof(*upper) <= r->end &&
	       !bpf_skb_load_bytes(r->skb, r->off, upper, sizeof(*upper));
}

static __always_inline bool mb_rules_allows(const struct mb_rules *r, __u32 flag)
{
	return r->flags & flag;
}

/* Clients look at where an answer goes, not at where it comes from. */
static __always_inline bool mb_rules_is_dhcp(const struct mb_rules_upper *udp, __u16 server,
					     __u16 client)
{
	return udp->sport == bpf_htons(server) || udp->dport == bpf_htons(client);
}

#endif /* MB_RULES_LOOK_H */
