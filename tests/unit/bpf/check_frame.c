// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_frame.c - where the datapath's header reads end.
 *
 * guards: bpf/frame.h
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/runner.h"
#include "bpf/frame.h"

/* On the heap and exactly as long as the frame, so that a sanitizer sees one byte too many. */
static bool read_frame(struct mb_frame *frame, size_t len)
{
	static const __u8 header[ETH_HLEN] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 9, 0x88, 0xb5 };
	__u8 *data = malloc(len ? len : 1);
	bool ok;

	ck_assert_ptr_nonnull(data);
	memcpy(data, header, len);
	ok = mb_frame_copy(frame, data, data + len);
	free(data);
	return ok;
}

START_TEST(too_short)
{
	struct mb_frame frame;

	ck_assert_msg(!read_frame(&frame, _i), "a header was seen in a frame of %d bytes", _i);
}
END_TEST

START_TEST(shortest)
{
	static const __u8 dst[MB_MAC_LEN] = { 2, 0, 0, 0, 0, 1 };
	static const __u8 src[MB_MAC_LEN] = { 2, 0, 0, 0, 0, 9 };
	struct mb_frame frame;

	ck_assert_msg(read_frame(&frame, ETH_HLEN), "a bare header is long enough");
	ck_assert_mem_eq(frame.dst, dst, sizeof(dst));
	ck_assert_mem_eq(frame.src, src, sizeof(src));
}
END_TEST

START_TEST(len_decides)
{
	struct __sk_buff skb = { .len = _i };

	ck_assert_msg(mb_is_short(&skb) == (_i < ETH_HLEN), "length %d is judged wrongly", _i);
}
END_TEST

START_TEST(group_bit)
{
	struct mb_frame frame = { .dst = { 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff } };

	ck_assert_msg(!mb_is_group(&frame), "only the first byte's lowest bit makes a group");
	frame.dst[0] = 1;
	ck_assert_msg(mb_is_group(&frame), "the group bit makes a group");
}
END_TEST

START_TEST(pause)
{
	struct __sk_buff skb = { .protocol = bpf_htons(0x8808) };

	ck_assert_msg(mb_is_pause(&skb) && mb_is_untagged_pause(&skb), "0x8808 is PAUSE");
	skb.vlan_present = 1;
	ck_assert_msg(mb_is_pause(&skb), "a tag does not hide PAUSE from the lower");
	ck_assert_msg(!mb_is_untagged_pause(&skb), "a tag hides PAUSE from the sender's device");
	skb.protocol = bpf_htons(0x0800);
	ck_assert_msg(!mb_is_pause(&skb), "IPv4 is not PAUSE");
}
END_TEST

START_TEST(loopback)
{
	for (__u32 type = 0; type < 8; type++) {
		struct __sk_buff skb = { .pkt_type = type };

		ck_assert_msg(mb_is_loopback(&skb) == (type == 5), "packet type %u", type);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("frame");
	TCase *tc = tcase_create("frame");

	tcase_add_loop_test(tc, too_short, 0, ETH_HLEN);
	tcase_add_test(tc, shortest);
	tcase_add_loop_test(tc, len_decides, 0, ETH_HLEN + 2);
	tcase_add_test(tc, group_bit);
	tcase_add_test(tc, pause);
	tcase_add_test(tc, loopback);
	suite_add_tcase(suite, tc);
	return run_tests(suite);
}
