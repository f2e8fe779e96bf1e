// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* xdp.bpf.c - an XDP firewall: nothing of IPv4 gets past it. */
#include <linux/bpf.h>
#include <linux/if_ether.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

static __always_inline int no_ipv4(struct xdp_md *ctx)
{
	const struct ethhdr *eth = (void *)(long)ctx->data;

	if ((void *)(eth + 1) > (void *)(long)ctx->data_end)
		return XDP_DROP;
	return eth->h_proto == bpf_htons(ETH_P_IP) ? XDP_DROP : XDP_PASS;
}

SEC("xdp")
int whole(struct xdp_md *ctx)
{
	return no_ipv4(ctx);
}

SEC("xdp.frags")
int frags(struct xdp_md *ctx)
{
	return no_ipv4(ctx);
}

char _license[] SEC("license") = "Dual BSD/GPL";
