/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * rules_nd.h - what a guarded endpoint may send in ICMPv6, neighbour discovery before all.
 */
#ifndef MB_RULES_ND_H
#define MB_RULES_ND_H

#include "rules_look.h"

#define MB_RULES_OPTIONS 16

/* Each that tells a MAC tells its own; they end where the packet does. */
static __always_inline bool mb_rules_options(const struct mb_rules *r, __u32 off)
{
	struct {
		__u8 type, len;
		__be16 mac[3];
	} option;

	MB_ROLLED
	for (int i = 0; i < MB_RULES_OPTIONS; i++) {
		if (off == r->end)
			return true;
		if (off + sizeof(option) > r->end ||
		    bpf_skb_load_bytes(r->skb, off, &option, sizeof(option)) || !option.len)
			return false;
		if ((option.type == MB_ND_SOURCE_MAC || option.type == MB_ND_TARGET_MAC) &&
		    !mb_mac_equal((const __u8 *)option.mac, r->frame.src))
			return false;
		off += option.len * 8;
	}
	return off == r->end;
}

enum mb_rules_icmp6 {
	MB_RULES_MLD_QUERY = 130,
	MB_RULES_MLD_REPORT = 131,
	MB_RULES_MLD_DONE = 132,
	MB_RULES_RS = 133,
	MB_RULES_RA = 134,
	MB_RULES_NS = 135,
	MB_RULES_NA = 136,
	MB_RULES_REDIRECT = 137,
	MB_RULES_INVERSE_NS = 141,
	MB_RULES_INVERSE_NA = 142,
	MB_RULES_MLD2_REPORT = 143,
	MB_RULES_MRD_ADVERTISEMENT = 151,
	MB_RULES_MRD_TERMINATION = 153,
};

/* Where its options begin; 0: it is no neighbour discovery, or has none. */
static __always_inline __u32 mb_rules_nd_size(__u8 type)
{
	switch (type) {
	case MB_RULES_RS:
		return 8;
	case MB_RULES_RA:
		return 16;
	case MB_RULES_NS:
	case MB_RULES_NA:
		return 24;
	default:
		return 0;
	}
}

/* An answer, and a look for duplicates, is about an address of its own. */
static __always_inline __u32 mb_rules_nd(const struct mb_rules *r, __u8 type, bool nobody)
{
	__u32 size = mb_rules_nd_size(type);
	__be32 target[4];

	if (r->end > r->skb->len || r->off + size > r->end || !mb_rules_options(r, r->off + size))
		return MB_R_GUARD_ND;
	if (type != MB_RULES_NA && !(type == MB_RULES_NS && nobody))
		return MB_R_NONE;
	if (bpf_skb_load_bytes(r->skb, r->off + 8, target, sizeof(target)))
		return MB_R_GUARD_ND;
	return mb_rules_own6(r, mb_rules_addr(target)) ? MB_R_NONE : MB_R_GUARD_ND;
}

static __always_inline bool mb_rules_is_mld_query(__u8 type)
{
	return type == MB_RULES_MLD_QUERY || type == MB_RULES_MRD_ADVERTISEMENT ||
	       type == MB_RULES_MRD_TERMINATION;
}

static __always_inline bool mb_rules_may_be_unspecified(__u8 type)
{
	return type == MB_RULES_NS || type == MB_RULES_RS || type == MB_RULES_MLD_REPORT ||
	       type == MB_RULES_MLD_DONE || type == MB_RULES_MLD2_REPORT;
}

/* Of several fragments no neighbour discovery is made (RFC 6980). */
static __always_inline __u32 mb_rules_icmp6(const struct mb_rules *r, bool nobody, bool whole)
{
	struct mb_rules_upper icmp;

	if (!mb_rules_upper(r, &icmp))
		return MB_R_GUARD_HIDDEN;
	if (nobody && !mb_rules_may_be_unspecified(icmp.type))
		return MB_R_GUARD_IP;
	if (mb_rules_is_mld_query(icmp.type) && !mb_rules_allows(r, MB_GUARD_ALLOW_QUERY))
		return MB_R_GUARD_QUERY;
	if ((icmp.type == MB_RULES_RA || icmp.type == MB_RULES_REDIRECT) &&
	    !mb_rules_allows(r, MB_GUARD_ALLOW_RA))
		return MB_R_GUARD_RA;
	if (icmp.type == MB_RULES_INVERSE_NS || icmp.type == MB_RULES_INVERSE_NA)
		return MB_R_GUARD_ND;
	if (icmp.type < MB_RULES_RS || icmp.type > MB_RULES_REDIRECT)
		return nobody && !whole ? MB_R_GUARD_IP : MB_R_NONE;
	if (!whole)
		return MB_R_GUARD_HIDDEN;
	return icmp.type == MB_RULES_REDIRECT ? MB_R_NONE : mb_rules_nd(r, icmp.type, nobody);
}

#endif /* MB_RULES_ND_H */
