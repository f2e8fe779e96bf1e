/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * rules.h - what a guarded endpoint may send, decided from a frame's bytes and its list.
 *
 * No map and no device: the host compiles this too, and gives its own bpf_skb_load_bytes(). Each
 * answer is enum mb_reason, MB_R_NONE for a frame that may pass. What can't be read to where it
 * matters is refused, and nothing is believed that lies behind the end which the headers tell:
 * receivers don't read it, and it would show us another message than them.
 */
#ifndef MB_RULES_H
#define MB_RULES_H

#include "rules_ipv4.h"
#include "rules_ipv6.h"

#define MB_RULES_TAGS 2 /* in the frame, beside one that may be in its metadata */

/* A probe, from 0.0.0.0, is for an address of its own. */
static __always_inline __u32 mb_rules_arp(const struct mb_rules *r)
{
	__be32 sender, target;
	struct mb_arp arp;
	bool request;

	if (bpf_skb_load_bytes(r->skb, r->off, &arp, sizeof(arp)) || !mb_arp_is_usual(&arp))
		return MB_R_GUARD_ARP;
	request = arp.operation == bpf_htons(MB_ARP_REQUEST);
	if (!request && arp.operation != bpf_htons(MB_ARP_REPLY))
		return MB_R_GUARD_ARP;
	if (!mb_mac_equal((const __u8 *)arp.sender_mac, r->frame.src))
		return MB_R_GUARD_ARP;
	__builtin_memcpy(&sender, arp.sender, sizeof(sender));
	__builtin_memcpy(&target, arp.target, sizeof(target));
	return mb_rules_own4(r, !sender && request ? target : sender) ? MB_R_NONE : MB_R_GUARD_ARP;
}

static __always_inline bool mb_rules_is_tag(__be16 type)
{
	return type == bpf_htons(ETH_P_8021Q) || type == bpf_htons(ETH_P_8021AD);
}

/*
 * What is behind tags is told by the same rules. Who receives takes off as many as there are, if
 * they are of no VLAN, and finds there what nobody has looked at: so too many are refused.
 */
static __always_inline bool mb_rules_untag(struct mb_rules *r, __be16 *type)
{
	bool tagged = r->skb->vlan_present;

	for (int i = 0; i < MB_RULES_TAGS; i++) {
		if (!mb_rules_is_tag(*type))
			break;
		tagged = true;
		if (bpf_skb_load_bytes(r->skb, r->off + 2, type, sizeof(*type)))
			*type = 0;
		r->off += 4;
	}
	return !tagged || (mb_rules_allows(r, MB_GUARD_ALLOW_VLAN) && !mb_rules_is_tag(*type));
}

/*
 * Whether the endpoint may send this: enum mb_reason. `own`: the frame's source is its MAC. One
 * that has no Ethernet header is left to who knows what to do with it.
 */
static __always_inline __u32 mb_rules_judge(struct __sk_buff *skb, const struct mb_guard *guard,
					    const struct mb_frame *frame, __be16 type, bool own)
{
	struct mb_rules r = {
		.skb = skb, .guard = guard, .flags = guard->flags, .off = ETH_HLEN, .frame = *frame
	};

	if (!own)
		return MB_R_GUARD_MAC;
	if (!mb_rules_untag(&r, &type))
		return MB_R_GUARD_L2;
	if (type == bpf_htons(ETH_P_IP))
		return mb_rules_ipv4(&r);
	if (type == bpf_htons(ETH_P_IPV6))
		return mb_rules_ipv6(&r);
	if (type == bpf_htons(ETH_P_ARP))
		return mb_rules_arp(&r);
	return mb_rules_allows(&r, MB_GUARD_ALLOW_L2) ? MB_R_NONE : MB_R_GUARD_L2;
}

#endif /* MB_RULES_H */
