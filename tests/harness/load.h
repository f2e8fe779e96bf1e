/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load.h - bpf_skb_load_bytes() over a frame in memory, for headers of bpf/ that are compiled for
 * the host. To be included before them.
 */
#ifndef HARNESS_LOAD_H
#define HARNESS_LOAD_H

#include <errno.h>
#include <linux/bpf.h>
#include <stdint.h>
#include <string.h>

#include <bpf/bpf_helpers.h>

/* The frame that all read; its length is that of the __sk_buff. */
static const uint8_t *load_frame;

static inline long load_bytes(const struct __sk_buff *skb, uint32_t off, void *to, uint32_t len)
{
	if (off > skb->len || len > skb->len - off)
		return -EFAULT;
	memcpy(to, load_frame + off, len);
	return 0;
}

#define bpf_skb_load_bytes load_bytes

#endif /* HARNESS_LOAD_H */
