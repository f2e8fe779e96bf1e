/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * frame.h - questions about a frame: bounds, addresses, kind.
 *
 * What is needed of the header is copied out once, before anything is done with the frame: packet
 * pointers die with the first copy.
 */
#ifndef MB_FRAME_H
#define MB_FRAME_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "abi/abi.h"

struct mb_frame {
	__u8 dst[MB_MAC_LEN];
	__u8 src[MB_MAC_LEN];
};

/* By halfwords, because struct ethhdr is packed and would be read byte by byte. */
static __always_inline void mb_mac_copy(__u8 *to, const __u8 *from)
{
	__u16 *t = (__u16 *)to;
	const __u16 *f = (const __u16 *)from;

	t[0] = f[0];
	t[1] = f[1];
	t[2] = f[2];
}

static __always_inline bool mb_frame_copy(struct mb_frame *frame, const void *data, const void *end)
{
	const struct ethhdr *eth = data;

	if ((const void *)(eth + 1) > end)
		return false;
	mb_mac_copy(frame->dst, eth->h_dest);
	mb_mac_copy(frame->src, eth->h_source);
	return true;
}

/* False if the frame is shorter than an Ethernet header, or its header could not be reached. */
static __always_inline bool mb_frame_read(struct mb_frame *frame, struct __sk_buff *skb)
{
	if (mb_frame_copy(frame, (void *)(long)skb->data, (void *)(long)skb->data_end))
		return true;
	if (bpf_skb_pull_data(skb, ETH_HLEN))
		return false;
	return mb_frame_copy(frame, (void *)(long)skb->data, (void *)(long)skb->data_end);
}

static __always_inline bool mb_is_short(const struct __sk_buff *skb)
{
	return skb->len < ETH_HLEN;
}

static __always_inline bool mb_is_group(const struct mb_frame *frame)
{
	return frame->dst[0] & 1;
}

/* The host's own multicast looped back: it has no Ethernet header. */
static __always_inline bool mb_is_loopback(const struct __sk_buff *skb)
{
	return skb->pkt_type == PACKET_LOOPBACK;
}

static __always_inline bool mb_is_pause(const struct __sk_buff *skb)
{
	return skb->protocol == bpf_htons(ETH_P_PAUSE);
}

/* As the sender's device would see it: there a tag is still in the way of the ethertype. */
static __always_inline bool mb_is_untagged_pause(const struct __sk_buff *skb)
{
	return mb_is_pause(skb) && !skb->vlan_present;
}

#endif /* MB_FRAME_H */
