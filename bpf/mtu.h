/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * mtu.h - whether a frame is too large to leave by the lower.
 *
 * Whoever is root in a container sets its device's MTU; the lower's can change without a command.
 * So the kernel is asked, at the price of a call, for each frame that not every lower would take.
 */
#ifndef MB_MTU_H
#define MB_MTU_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "config.h"

#define MB_FITS_ALL (ETH_HLEN + ETH_MIN_MTU)
#define MB_TAG_LEN  4

/* In transmit the tag may still be in the frame; elsewhere the first one never is. */
static __always_inline bool mb_has_free_tag(struct __sk_buff *skb)
{
	__u16 type = 0;

	if (skb->vlan_present)
		return false;
	bpf_skb_load_bytes(skb, ETH_HLEN - sizeof(type), &type, sizeof(type));
	return type == bpf_htons(ETH_P_8021Q) || type == bpf_htons(ETH_P_8021AD);
}

/*
 * How a TCP segment over IPv6 of more than 64 KiB begins (BIG TCP): its length is in a hop-by-hop
 * option, which goes when it is cut. The kernel doesn't know that when it says what fits.
 */
struct mb_jumbo {
	__u8 next; /* of the IPv6 header: 0, hop-by-hop */
	__u8 rest[53];
	__u8 doff; /* of the TCP header, in words, in the upper half */
};

#define MB_IPV6_NEXT  (ETH_HLEN + 6)
#define MB_IPV6_HLEN  40
#define MB_LEGACY_MAX 65536 /* only what the kernel has made itself is larger */

static __always_inline bool mb_jumbo_fits(struct __sk_buff *skb, __u32 mtu)
{
	struct mb_jumbo h;

	return skb->len > MB_LEGACY_MAX && !bpf_skb_load_bytes(skb, MB_IPV6_NEXT, &h, sizeof(h)) &&
	       !h.next && MB_IPV6_HLEN + (h.doff >> 4) * 4 + skb->gso_size <= mtu;
}

/*
 * Of a frame that is to be cut, the parts count, and one tag is free. What can't be told is too
 * large.
 */
static __always_inline bool mb_is_over_mtu(struct __sk_buff *skb)
{
	__u32 mtu = 0;
	long answer = bpf_check_mtu(skb, mb_cfg.lower, &mtu, 0, BPF_MTU_CHK_SEGS);

	if (answer == BPF_MTU_CHK_RET_SEGS_TOOBIG)
		return !mb_jumbo_fits(skb, mtu);
	if (mb_cfg.xmit && answer == BPF_MTU_CHK_RET_FRAG_NEEDED && mb_has_free_tag(skb)) {
		mtu = 0;
		answer = bpf_check_mtu(skb, mb_cfg.lower, &mtu, -MB_TAG_LEN, 0);
	}
	return answer != BPF_MTU_CHK_RET_SUCCESS;
}

#endif /* MB_MTU_H */
