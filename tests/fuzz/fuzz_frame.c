// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_frame.c - any bytes as a frame: its header is read within bounds, and every decision about
 * it is one that exists and keeps what policy.h promises. The same bytes as ARP and ND messages.
 *
 * guards: bpf/frame.h bpf/policy.h bpf/solicit.h
 */
#include <stdlib.h>
#include <string.h>

#include "bpf/frame.h"
#include "bpf/policy.h"
#include "bpf/solicit.h"

#define COPIED (MB_MODE_PRIVATE | MB_MODE_VEPA | MB_MODE_BRIDGES | MB_MODE_PASSTHRU)

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size);

static void require(bool fact)
{
	if (!fact)
		abort();
}

/* What is true of every plan. */
static void check_plan(struct mb_plan plan)
{
	require(plan.act <= MB_ACT_REFLECT);
	require(plan.reason < MB_R_COUNT || plan.reason == MB_R_NONE);
	require(!(plan.modes & ~COPIED));
	require(!plan.modes || plan.act == MB_ACT_NEXT || plan.act == MB_ACT_WIRE);
}

/* Nothing that an endpoint sends ever reaches the host's stack. */
static void check_from_endpoint(struct mb_plan plan)
{
	check_plan(plan);
	require(plan.act != MB_ACT_NEXT);
}

static __u32 mode_of(__u8 byte)
{
	return byte % 6 ? 1u << (byte % 6 - 1) : 0;
}

static void decide(const struct mb_frame *frame, const struct __sk_buff *skb, __u8 choice)
{
	__u32 owner = mode_of(choice & 0x7f);
	bool flag = choice & 0x80;

	if (mb_is_group(frame)) {
		check_plan(mb_plan_wire_group(owner, mb_is_pause(skb)));
		check_from_endpoint(mb_plan_endpoint_group(flag, mb_is_untagged_pause(skb), flag));
	} else {
		check_plan(mb_plan_wire_unicast(flag, owner));
		check_from_endpoint(mb_plan_endpoint_unicast(flag, owner, flag));
	}
}

/* Nobody is asked for by whom nothing is known. */
static void check_solicit(const struct mb_frame *frame, const __u8 *data, size_t size)
{
	struct mb_solicit arp_said = { 0 }, nd_said = { 0 };
	struct mb_arp arp = { 0 };
	struct mb_nd nd = { 0 };

	memcpy(&arp, data, size < sizeof(arp) ? size : sizeof(arp));
	memcpy(&nd, data, size < sizeof(nd) ? size : sizeof(nd));
	mb_arp_read(&arp_said, &arp, frame);
	mb_nd_read(&nd_said, &nd, frame);
	require(!arp_said.asks || (arp_said.claims && mb_is_group(frame)));
	require(!nd_said.asks || (nd_said.claims && !nd_said.weak && mb_is_group(frame)));
	require(!nd_said.claims || nd_said.claimed.addr[0] || nd_said.claimed.addr[1]);
}

static void check_frame(const __u8 *data, size_t size, __u8 choice)
{
	struct __sk_buff skb = { .len = (__u32)size };
	struct mb_frame frame;

	if (!mb_frame_copy(&frame, data, data + size)) {
		require(mb_is_short(&skb));
		check_from_endpoint(mb_plan_short(false));
		check_plan(mb_plan_short(true));
		return;
	}
	require(!mb_is_short(&skb));
	require(!memcmp(frame.dst, data, 6) && !memcmp(frame.src, data + 6, 6));
	skb.protocol = (__u32)(data[12] | data[13] << 8);
	decide(&frame, &skb, choice);
	check_solicit(&frame, data + ETH_HLEN, size - ETH_HLEN);
}

/* The first byte is the circumstances; the rest is the frame, in a block of its own length. */
int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	__u8 *copy;

	if (size < 2)
		return 0;
	copy = malloc(size - 1);
	require(copy);
	memcpy(copy, data + 1, size - 1);
	check_frame(copy, size - 1, data[0]);
	free(copy);
	return 0;
}
