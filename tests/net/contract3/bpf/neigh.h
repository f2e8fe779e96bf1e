/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * neigh.h - who claims which address, learnt from ARP and neighbour discovery.
 *
 * What is learnt is a guess that may be wrong at any time. So whom it names is asked for in the FDB
 * before it is used, and whatever is in doubt is sent to all, as if there were nothing here.
 */
#ifndef MB_NEIGH_H
#define MB_NEIGH_H

#include "config.h"
#include "fdb.h"
#include "maps.h"
#include "policy.h"
#include "solicit.h"

#define MB_BEHIND_ETHERNET(type, member) (ETH_HLEN + __builtin_offsetof(type, member))

static const struct mb_neigh_ring mb_neigh_no_ring = {};

/* Most frames are something else. A tag makes another network of it, which is not ours. */
static __always_inline bool mb_may_solicit(struct __sk_buff *skb)
{
	__u8 next;

	if (skb->vlan_present)
		return false;
	if (skb->protocol == bpf_htons(ETH_P_ARP))
		return true;
	return skb->protocol == bpf_htons(ETH_P_IPV6) &&
	       !bpf_skb_load_bytes(skb, MB_BEHIND_ETHERNET(struct mb_nd, next_header), &next, 1) &&
	       next == MB_PROTO_ICMPV6;
}

/* Read before the first copy is made. */
static __always_inline void mb_solicit_read(struct mb_solicit *out, struct __sk_buff *skb,
					    const struct mb_frame *frame)
{
	struct mb_arp arp;
	struct mb_nd nd;

	if (skb->protocol == bpf_htons(ETH_P_ARP)) {
		if (!bpf_skb_load_bytes(skb, ETH_HLEN, &arp, sizeof(arp)))
			mb_arp_read(out, &arp, frame);
	} else if (!bpf_skb_load_bytes(skb, ETH_HLEN, &nd, sizeof(nd))) {
		mb_nd_read(out, &nd, frame);
	}
}

static __always_inline __u32 mb_neigh_ring_of(const struct mb_neigh_key *key, __u32 hostdev)
{
	__u32 hash;

	if (hostdev != mb_cfg.lower)
		return hostdev;
	hash = key->addr[0] ^ key->addr[1] ^ key->addr[2] ^ key->addr[3];
	return MB_NEIGH_WIRE_RING | (hash * 0x9e3779b1u >> 16) * MB_NEIGH_WIRE >> 16;
}

static __always_inline struct mb_neigh_ring *mb_neigh_ring_get(__u32 id)
{
	struct mb_neigh_ring *ring = bpf_map_lookup_elem(&mb_neigh_rings, &id);

	if (ring)
		return ring;
	bpf_map_update_elem(&mb_neigh_rings, &id, &mb_neigh_no_ring, BPF_NOEXIST);
	return bpf_map_lookup_elem(&mb_neigh_rings, &id);
}

/* Puts the address in the place of the oldest that its owner has, which is forgotten. */
static __always_inline void mb_neigh_recycle(const struct mb_neigh_key *key, __u32 hostdev)
{
	struct mb_neigh_ring *ring = mb_neigh_ring_get(mb_neigh_ring_of(key, hostdev));
	struct mb_neigh_key oldest;
	struct mb_neigh *neigh;
	__u32 place;

	if (!ring) {
		bpf_map_delete_elem(&mb_neigh, key);
		return;
	}
	place = __sync_fetch_and_add(&ring->next, 1) % MB_NEIGH_RING;
	oldest = ring->key[place];
	ring->key[place] = *key;
	neigh = bpf_map_lookup_elem(&mb_neigh, &oldest);
	if (neigh && neigh->hostdev == hostdev && !mb_key_equal(&oldest, key))
		bpf_map_delete_elem(&mb_neigh, &oldest);
}

static __always_inline void mb_neigh_take(const struct mb_solicit *solicit, __u32 hostdev,
					  bool listed, __u64 now)
{
	struct mb_neigh neigh = { .expires = now + MB_NEIGH_AGE, .hostdev = hostdev };

	mb_mac_copy(neigh.mac, solicit->mac);
	if (!bpf_map_update_elem(&mb_neigh, &solicit->claimed, &neigh, BPF_ANY) && !listed)
		mb_neigh_recycle(&solicit->claimed, hostdev);
}

/* `speaker`: hostdev, or the lower. True if this is no news: all who care have heard it before. */
static __always_inline bool mb_neigh_hear_claim(const struct mb_solicit *solicit, __u32 speaker,
						struct mb_claim claim)
{
	struct mb_neigh *neigh = bpf_map_lookup_elem(&mb_neigh, &solicit->claimed);
	__u64 now = bpf_ktime_get_coarse_ns();
	bool listed = neigh && neigh->hostdev == speaker;

	claim.known = neigh && now < neigh->expires;
	claim.mine = listed;
	claim.same = listed && mb_mac_equal(neigh->mac, solicit->mac);
	switch (mb_judge_claim(claim)) {
	case MB_CLAIM_KEEP:
		if (!neigh)
			return false;
		neigh->expires = now + MB_NEIGH_AGE;
		neigh->asked = 0;
		return now >= neigh->disputed;
	case MB_CLAIM_TAKE:
		mb_neigh_take(solicit, speaker, listed, now);
		return false;
	case MB_CLAIM_DISPUTE:
		if (neigh)
			neigh->disputed = now + MB_NEIGH_AGE;
		return false;
	default:
		return false;
	}
}

/* A frame of one of our endpoints that came back from the wire is heard as the endpoint's. */
static __always_inline void mb_neigh_hear(struct mb_solicit *out, struct __sk_buff *skb,
					  const struct mb_frame *frame, bool from_wire)
{
	struct mb_claim claim = {};
	struct mb_dest owner;
	__u32 speaker;

	mb_solicit_read(out, skb, frame);
	if (!out->claims)
		return;
	owner = mb_fdb_find(frame->src);
	speaker = !from_wire ? skb->ifindex : owner.hostdev ? owner.hostdev : mb_cfg.lower;
	claim.sound = !out->weak && mb_mac_equal(frame->src, out->mac) &&
		      (from_wire || owner.hostdev == speaker);
	claim.local = !(from_wire && owner.hostdev);
	if (!mb_neigh_hear_claim(out, speaker, claim))
		out->asks = false;
}

/* The endpoint that has the address and may have the frame; mode 0: none that is sure. */
static __always_inline struct mb_dest mb_neigh_dest(struct mb_neigh *neigh, struct mb_plan plan,
						    __u32 sender, __u64 now)
{
	struct mb_dest dest;

	if (mb_neigh_state(neigh, now) != MB_NEIGH_SURE) {
		neigh->check = now + MB_NEIGH_CHECK;
		return (struct mb_dest){};
	}
	dest = mb_fdb_find(neigh->mac);
	if (!mb_may_direct(plan, sender, dest, neigh->hostdev))
		return (struct mb_dest){};
	if (!neigh->asked)
		neigh->asked = now;
	return dest;
}

/* Who is asked for; mode 0: all are to be asked. */
static __always_inline struct mb_dest mb_neigh_find(const struct mb_solicit *solicit,
						    struct mb_plan plan, __u32 sender)
{
	struct mb_neigh *neigh;

	if (!solicit->asks || !plan.modes)
		return (struct mb_dest){};
	neigh = bpf_map_lookup_elem(&mb_neigh, &solicit->asked);
	if (!neigh)
		return (struct mb_dest){};
	return mb_neigh_dest(neigh, plan, sender, bpf_ktime_get_coarse_ns());
}

#endif /* MB_NEIGH_H */
