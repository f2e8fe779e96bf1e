/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * guard.h - whether a guarded endpoint may send a frame, by the tables of its port.
 *
 * What most frames are, TCP and UDP over IPv4, two looks into arrays settle, beside the one that
 * every frame costs. All else is judged by rules.h, in a function of its own. What has no entry, or
 * can't be asked for, isn't let through.
 */
#ifndef MB_GUARD_H
#define MB_GUARD_H

#include "account.h"
#include "fast.h"
#include "hands.h"
#include "rules.h"
#include "stamp.h"

#define MB_PROTO_TCP 6

struct mb_guard_head {
	__u8 dst[MB_MAC_LEN], src[MB_MAC_LEN];
	__be16 type;
	struct mb_rules_ipv4 ip;
	__be16 sport, dport;
} __attribute__((packed));
_Static_assert(sizeof(struct mb_guard_head) == 38, "mb_guard_head has padding");

/* By one look; false may mean that more has to be asked. */
static __always_inline bool mb_guard_fast_mac(const struct __sk_buff *skb, const __u8 *mac)
{
	__u64 product = mb_front_product(mb_mac_number_wide(mac));
	__u64 entry = mb_front_look(product);

	return mb_front_has(entry, product) && (entry & MB_FRONT_HOSTDEV) == skb->ifindex;
}

static __always_inline bool mb_guard_fast_addr(const struct __sk_buff *skb, __be32 addr)
{
	__u64 pair = mb_guard_pair(skb->ifindex, addr);
	__u32 slot = mb_guard_slot(pair);
	const volatile __u64 *place = bpf_map_lookup_elem(&mb_guard_front, &slot);

	return place && *place == pair;
}

/* False if more has to be asked. */
static __always_inline bool mb_guard_fast(const struct __sk_buff *skb)
{
	const struct mb_guard_head *h = (void *)(long)skb->data;

	if ((void *)(h + 1) > (void *)(long)skb->data_end || skb->vlan_present)
		return false;
	if (h->type != bpf_htons(ETH_P_IP) || h->ip.version_ihl != 0x45)
		return false;
	if (!mb_guard_fast_mac(skb, h->src))
		return false;
	if (mb_cfg.guard_ip && !mb_guard_fast_addr(skb, h->ip.src))
		return false;
	if (h->ip.proto == MB_PROTO_TCP)
		return true;
	return h->ip.proto == MB_PROTO_UDP && !(h->ip.frag & bpf_htons(0x3fff)) &&
	       h->sport != bpf_htons(67) && h->dport != bpf_htons(68);
}

static __always_inline bool mb_guard_owns(const struct __sk_buff *skb, const __u8 *mac)
{
	return mb_fdb_find(mac).hostdev == skb->ifindex;
}

/* enum mb_reason. A frame that has no header is left to who knows what to do with it. */
static __noinline __u32 mb_guard_judge(struct __sk_buff *skb)
{
	__u32 hostdev = skb->ifindex;
	struct mb_guard *guard = bpf_map_lookup_elem(&mb_guards, &hostdev);
	struct {
		struct mb_frame frame;
		__be16 type;
	} h;
	__u32 reason, n;

	if (bpf_skb_load_bytes(skb, 0, &h, ETH_HLEN))
		return MB_R_NONE;
	if (!guard)
		return MB_R_GUARD_MAC;
	reason = mb_rules_judge(skb, guard, &h.frame, h.type, mb_guard_owns(skb, h.frame.src));
	n = reason - MB_R_GUARD_MAC;
	if (n < MB_GUARD_REASONS)
		mb_hand_add(&guard->drops[n], 1);
	return reason;
}

/* enum mb_reason. What is left of a flood is not the endpoint's. */
static __always_inline __u32 mb_guard_refuses(struct __sk_buff *skb)
{
	if (mb_guard_fast(skb) || mb_stamp_is_later(skb))
		return MB_R_NONE;
	return mb_guard_judge(skb);
}

#endif /* MB_GUARD_H */
