/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * rules_ipv4.h - what a guarded endpoint may send over IPv4.
 */
#ifndef MB_RULES_IPV4_H
#define MB_RULES_IPV4_H

#include "rules_look.h"

#define MB_PROTO_ICMP 1
#define MB_RULES_IGMP 2

struct mb_rules_ipv4 {
	__u8 version_ihl, tos;
	__be16 len, id, frag;
	__u8 ttl, proto;
	__be16 checksum;
	__be32 src, dst;
};

/* Queries of IGMP, DVMRP, PIMv1, and two of multicast router discovery. */
static __always_inline bool mb_rules_is_igmp_query(__u8 type)
{
	return type == 0x11 || type == 0x13 || type == 0x14 || type == 0x30 || type == 0x32;
}

/* Redirect, router advertisement */
static __always_inline bool mb_rules_is_icmp_router(__u8 type)
{
	return type == 5 || type == 9;
}

/* MB_R_NONE: nothing that only a router or a server says. */
static __always_inline __u32 mb_rules_role4(const struct mb_rules *r, __u8 proto,
					    const struct mb_rules_upper *upper)
{
	if (proto == MB_PROTO_UDP && mb_rules_is_dhcp(upper, 67, 68) &&
	    !mb_rules_allows(r, MB_GUARD_ALLOW_DHCP))
		return MB_R_GUARD_DHCP;
	if (proto == MB_RULES_IGMP && mb_rules_is_igmp_query(upper->type) &&
	    !mb_rules_allows(r, MB_GUARD_ALLOW_QUERY))
		return MB_R_GUARD_QUERY;
	if (proto == MB_PROTO_ICMP && mb_rules_is_icmp_router(upper->type) &&
	    !mb_rules_allows(r, MB_GUARD_ALLOW_RA))
		return MB_R_GUARD_RA;
	return MB_R_NONE;
}

/* From 0.0.0.0 come a DHCP client and reports of groups. */
static __always_inline bool mb_rules_may_be_nobody(__u8 proto, const struct mb_rules_upper *upper)
{
	if (proto == MB_RULES_IGMP)
		return true;
	return proto == MB_PROTO_UDP && upper->sport == bpf_htons(68) &&
	       upper->dport == bpf_htons(67);
}

static __always_inline bool mb_rules_looks_into(__u8 proto)
{
	return proto == MB_PROTO_UDP || proto == MB_RULES_IGMP || proto == MB_PROTO_ICMP;
}

static __always_inline __u32 mb_rules_ipv4(struct mb_rules *r)
{
	struct mb_rules_upper upper;
	struct mb_rules_ipv4 ip;
	__u32 head, reason;
	bool own;

	if (bpf_skb_load_bytes(r->skb, r->off, &ip, sizeof(ip)))
		return MB_R_GUARD_IP;
	head = (ip.version_ihl & 15) * 4;
	own = mb_rules_own4(r, ip.src);
	if (ip.version_ihl >> 4 != 4 || head < sizeof(ip) || (!own && ip.src))
		return MB_R_GUARD_IP;
	if (ip.frag & bpf_htons(0x1fff)) /* the first of them was looked at */
		return own ? MB_R_NONE : MB_R_GUARD_IP;
	if (ip.proto == MB_RULES_PIM && !mb_rules_allows(r, MB_GUARD_ALLOW_QUERY))
		return MB_R_GUARD_QUERY;
	if (!mb_rules_looks_into(ip.proto))
		return own ? MB_R_NONE : MB_R_GUARD_IP;
	r->end = r->off + bpf_ntohs(ip.len);
	r->off += head;
	if (!mb_rules_upper(r, &upper))
		return MB_R_GUARD_HIDDEN;
	reason = mb_rules_role4(r, ip.proto, &upper);
	if (reason != MB_R_NONE || own)
		return reason;
	if (ip.frag & bpf_htons(0x3fff) || !mb_rules_may_be_nobody(ip.proto, &upper))
		return MB_R_GUARD_IP;
	return MB_R_NONE;
}

#endif /* MB_RULES_IPV4_H */
