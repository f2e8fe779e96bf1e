/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * vlan.h - whether a VLAN device on the lower takes a frame.
 *
 * To macvlan such a frame never comes: the kernel asks VLAN devices first. We are asked before.
 */
#ifndef MB_VLAN_H
#define MB_VLAN_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "config.h"
#include "maps.h"

static __always_inline bool mb_vlan_takes(const struct __sk_buff *skb)
{
	__u32 tag = skb->vlan_proto == bpf_htons(ETH_P_8021AD) ? MB_TAG_8021AD : MB_TAG_8021Q;
	__u32 vid = skb->vlan_tci & (MB_VIDS - 1), zero = 0;
	const struct mb_port_rec *port;

	if (!skb->vlan_present)
		return false;
	port = bpf_map_lookup_elem(&mb_port, &zero);
	return port && mb_port_leaves(port, tag, vid);
}

/* Whether the short way, which knows neither sources nor VLAN devices, is not for this frame. */
static __always_inline bool mb_needs_care(const struct __sk_buff *skb)
{
	return mb_cfg.careful && (mb_cfg.sources || skb->vlan_present);
}

#endif /* MB_VLAN_H */
