// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * floor.bpf.c - the least that a datapath on these hooks can do: addresses known by heart.
 *
 * No table, no count, no second thought. What it needs is the price of the hooks and redirects.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

const volatile __u32 lower, a, b; /* ifindexes: the lower, A's and B's hostdev */
const volatile __u8 from_wire, taps;

/* A tap is its own hostdev: to transmit on it is to deliver. */
static __always_inline int to_endpoint(__u32 hostdev)
{
	return taps ? bpf_redirect(hostdev, 0) : bpf_redirect_peer(hostdev, 0);
}

SEC("tc")
int floor_ingress(struct __sk_buff *skb)
{
	const struct ethhdr *eth = (void *)(long)skb->data;

	if ((void *)(eth + 1) > (void *)(long)skb->data_end)
		return TC_ACT_SHOT;
	if (eth->h_dest[5] == 1)
		return to_endpoint(a);
	if (eth->h_dest[5] == 2)
		return to_endpoint(b);
	return from_wire ? TC_ACT_UNSPEC : bpf_redirect(lower, 0);
}

const volatile __u32 first; /* ifindex of the first of many hostdevs; the others' follow */

SEC("tc")
int floor_crowd(struct __sk_buff *skb)
{
	const struct ethhdr *eth = (void *)(long)skb->data;

	if ((void *)(eth + 1) > (void *)(long)skb->data_end)
		return TC_ACT_SHOT;
	return bpf_redirect_peer(first + (eth->h_dest[4] << 8 | eth->h_dest[5]), 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
