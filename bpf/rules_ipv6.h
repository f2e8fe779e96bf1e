/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * rules_ipv6.h - what a guarded endpoint may send over IPv6.
 *
 * Nothing hides behind headers and fragments: RFC 7113, RFC 6980.
 */
#ifndef MB_RULES_IPV6_H
#define MB_RULES_IPV6_H

#include "rules_nd.h"

#define MB_RULES_EXTENSIONS 6

struct mb_rules_ipv6 {
	__u8 version, flow[3];
	__be16 len;
	__u8 next, hops;
	__be32 src[4], dst[4];
};

enum mb_rules_extension {
	MB_RULES_HOPS = 0,
	MB_RULES_ROUTING = 43,
	MB_RULES_FRAGMENT = 44,
	MB_RULES_AH = 51,
	MB_RULES_DESTINATION = 60,
};

static __always_inline bool mb_rules_is_extension(__u32 next)
{
	return next == MB_RULES_HOPS || next == MB_RULES_ROUTING || next == MB_RULES_FRAGMENT ||
	       next == MB_RULES_AH || next == MB_RULES_DESTINATION;
}

enum mb_rules_cut { MB_RULES_WHOLE, MB_RULES_FIRST, MB_RULES_LATER };

struct mb_rules_walk {
	__u32 next;
	__u32 cut; /* enum mb_rules_cut */
};

/* One further. False: it can't be read, or is the second that says that this is a fragment. */
static __always_inline bool mb_rules_step(struct mb_rules *r, struct mb_rules_walk *walk)
{
	__u8 ext[4];

	if (r->off + 8 > r->end || bpf_skb_load_bytes(r->skb, r->off, ext, sizeof(ext)))
		return false;
	if (walk->next == MB_RULES_FRAGMENT) {
		if (walk->cut != MB_RULES_WHOLE)
			return false;
		walk->cut = ext[2] || ext[3] & 0xf8 ? MB_RULES_LATER : MB_RULES_FIRST;
		r->off += 8;
	} else if (walk->next == MB_RULES_AH) {
		r->off += (ext[1] + 2) * 4;
	} else {
		r->off += (ext[1] + 1) * 8;
	}
	walk->next = ext[0];
	return true;
}

/* To what is behind the extension headers. A later fragment has none that is to be believed. */
static __always_inline bool mb_rules_walk(struct mb_rules *r, struct mb_rules_walk *walk)
{
	MB_ROLLED
	for (int i = 0; i < MB_RULES_EXTENSIONS; i++) {
		if (walk->cut == MB_RULES_LATER || !mb_rules_is_extension(walk->next))
			return true;
		if (!mb_rules_step(r, walk))
			return false;
	}
	return walk->cut == MB_RULES_LATER || !mb_rules_is_extension(walk->next);
}

static __always_inline __u32 mb_rules_upper6(const struct mb_rules *r, struct mb_rules_walk walk,
					     bool nobody)
{
	struct mb_rules_upper udp;

	if (walk.cut == MB_RULES_LATER)
		return nobody ? MB_R_GUARD_IP : MB_R_NONE;
	if (walk.next == MB_PROTO_ICMPV6)
		return mb_rules_icmp6(r, nobody, walk.cut == MB_RULES_WHOLE);
	if (nobody)
		return MB_R_GUARD_IP;
	if (walk.next == MB_RULES_PIM && !mb_rules_allows(r, MB_GUARD_ALLOW_QUERY))
		return MB_R_GUARD_QUERY;
	if (walk.next != MB_PROTO_UDP)
		return MB_R_NONE;
	if (!mb_rules_upper(r, &udp))
		return MB_R_GUARD_HIDDEN;
	if (mb_rules_is_dhcp(&udp, 547, 546) && !mb_rules_allows(r, MB_GUARD_ALLOW_DHCP))
		return MB_R_GUARD_DHCP;
	return MB_R_NONE;
}

/* A jumbogram tells its length in a hop-by-hop option; to others without a length nothing belongs.
 */
static __always_inline __u32 mb_rules_end6(const struct mb_rules *r, const struct mb_rules_ipv6 *ip)
{
	if (!ip->len && ip->next == MB_RULES_HOPS)
		return r->skb->len;
	return r->off + sizeof(*ip) + bpf_ntohs(ip->len);
}

/* `nobody`: from ::, where an address would have to be its own. */
static __always_inline __u32 mb_rules_ipv6(struct mb_rules *r)
{
	struct mb_rules_walk walk = {};
	struct mb_guard_addr src;
	struct mb_rules_ipv6 ip;
	bool nobody;

	if (bpf_skb_load_bytes(r->skb, r->off, &ip, sizeof(ip)) || ip.version >> 4 != 6)
		return MB_R_GUARD_IP;
	src = mb_rules_addr(ip.src);
	nobody = mb_rules_allows(r, MB_GUARD_IP) && !(src.high | src.low);
	if (!nobody && !mb_rules_own6(r, src))
		return MB_R_GUARD_IP;
	r->end = mb_rules_end6(r, &ip);
	r->off += sizeof(ip);
	walk.next = ip.next;
	if (!mb_rules_walk(r, &walk))
		return MB_R_GUARD_HIDDEN;
	return mb_rules_upper6(r, walk, nobody);
}

#endif /* MB_RULES_IPV6_H */
