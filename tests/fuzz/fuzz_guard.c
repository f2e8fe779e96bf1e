// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_guard.c - any bytes as a frame of a guarded endpoint: each is read within its bounds, and
 * what may pass keeps what the guard promises, told by bytes at fixed places.
 *
 * guards: bpf/rules.h
 */
#include <stdlib.h>
#include <string.h>

#include "tests/harness/load.h"
#include "bpf/rules.h"

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size);

static const __u8 own[6] = { 2, 0, 0, 0, 0, 1 };
static const __u8 own4[4] = { 10, 9, 0, 1 };
static const __u8 own6[16] = { 0xfd, [15] = 1 };
static const __u8 local6[16] = { 0xfe, 0x80, [11] = 0xff, 0xfe, 0, 0, 1 };

static void require(bool fact)
{
	if (!fact)
		abort();
}

static struct mb_guard_addr addr_of(const __u8 bytes[16])
{
	struct mb_guard_addr addr;

	memcpy(&addr, bytes, sizeof(addr));
	return addr;
}

/* ::ffff:10.9.0.1 and fd00::1 */
static struct mb_guard guard_of(__u32 flags)
{
	__u8 mapped[16] = { [10] = 0xff, 0xff };
	struct mb_guard guard = { .flags = flags | MB_GUARD_MAC, .count = 2 };

	memcpy(mapped + 12, own4, 4);
	guard.addr[0] = addr_of(mapped);
	guard.addr[1] = addr_of(own6);
	return guard;
}

static bool is_zero(const __u8 *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (bytes[i])
			return false;
	return true;
}

/* Of an untagged frame that passed a guard with a list, and no word that allows more. */
static void check_passed(const __u8 *f, size_t size)
{
	__u16 type = (__u16)(f[12] << 8 | f[13]);

	require(!memcmp(f + 6, own, 6));
	if (type == ETH_P_IP) {
		require(size >= ETH_HLEN + 20);
		require(!memcmp(f + 26, own4, 4) || is_zero(f + 26, 4));
	} else if (type == ETH_P_IPV6) {
		require(size >= ETH_HLEN + 40);
		require(!memcmp(f + 22, own6, 16) || !memcmp(f + 22, local6, 16) ||
			(!memcmp(f + 22, (__u8[10]){ 0 }, 10) && f[32] == 0xff && f[33] == 0xff &&
			 !memcmp(f + 34, own4, 4)) ||
			is_zero(f + 22, 16));
		require(f[20] != 58 || f[54] < 133 || (f[54] != 134 && f[54] != 137));
	} else {
		require(type == ETH_P_ARP && size >= ETH_HLEN + 28);
		require(!memcmp(f + 22, own, 6));
		require(!memcmp(f + 28, own4, 4) || is_zero(f + 28, 4));
	}
}

static bool is_tag(const __u8 *type)
{
	return (type[0] == 0x81 && !type[1]) || (type[0] == 0x88 && type[1] == 0xa8);
}

/* More tags than the rules look behind: nobody may send them. */
static bool has_too_many_tags(const __u8 *f, size_t size)
{
	return size >= 22 && is_tag(f + 12) && is_tag(f + 16) && is_tag(f + 20);
}

/* What `flags` allow is not refused for its type, and what hides behind tags never passes. */
static void check_loose(const __u8 *f, size_t size, __u8 flags, __u32 reason)
{
	bool all = (flags & MB_GUARD_ALLOW_L2) && (flags & MB_GUARD_ALLOW_VLAN);

	if (has_too_many_tags(f, size))
		require(reason == MB_R_GUARD_L2 || reason == MB_R_GUARD_MAC);
	else
		require(!all || reason != MB_R_GUARD_L2);
}

static void check_frame(const __u8 *f, size_t size, __u8 flags, bool tagged)
{
	struct __sk_buff skb = { .len = (__u32)size, .vlan_present = tagged };
	const struct mb_guard strict = guard_of(MB_GUARD_IP), loose = guard_of(flags);
	struct mb_frame frame;
	__u32 reason;
	__be16 type;

	memcpy(&frame, f, sizeof(frame));
	memcpy(&type, f + 12, sizeof(type));
	load_frame = f;
	reason = mb_rules_judge(&skb, &strict, &frame, type, !memcmp(frame.src, own, 6));
	require(reason == MB_R_NONE || (reason >= MB_R_GUARD_MAC && reason <= MB_R_GUARD_HIDDEN));
	if (reason == MB_R_NONE) {
		require(!tagged);
		check_passed(f, size);
	}
	reason = mb_rules_judge(&skb, &loose, &frame, type, !memcmp(frame.src, own, 6));
	check_loose(f, size, flags, reason);
}

/* The first byte is what is allowed, and whether there is a tag; the rest is the frame. */
int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	__u8 *copy;

	if (size < 1 + ETH_HLEN)
		return 0;
	copy = malloc(size - 1);
	require(copy);
	memcpy(copy, data + 1, size - 1);
	check_frame(copy, size - 1, data[0] & 0x7e, data[0] & 0x80);
	free(copy);
	return 0;
}
