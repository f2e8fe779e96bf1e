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
 * Of a frame that is to be cut, the parts count, and one tag is free. What can't be told is too
 * large.
 */
static __always_inline bool mb_is_over_mtu(struct __sk_buff *skb)
{
	__u32 none = 0;
	long answer = bpf_check_mtu(skb, mb_cfg.lower, &none, 0, BPF_MTU_CHK_SEGS);

	if (mb_cfg.xmit && answer == BPF_MTU_CHK_RET_FRAG_NEEDED && mb_has_free_tag(skb)) {
		none = 0;
		answer = bpf_check_mtu(skb, mb_cfg.lower, &none, -MB_TAG_LEN, 0);
	}
	return answer != BPF_MTU_CHK_RET_SUCCESS;
}

#endif /* MB_MTU_H */
