// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_refused_kernel.c - what a kernel refuses, and options of tomorrow.
 *
 * guards: libmacbpf/api/ libmacbpf/base/error.c
 */
#include <errno.h>
#include <string.h>

#include "tests/unit/refusal.h"

START_TEST(newer_options)
{
	struct {
		struct macbpf_link_opts opts;
		uint64_t newer;
	} big = { .opts.sz = sizeof(big), .newer = 1 };
	struct macbpf_link_opts tiny = { .sz = 1 };

	rig_open();
	refusal_two();
	rig_expect(macbpf_link__add(rig_mb, "eth0", "mv9", &big.opts, NULL), -E2BIG, "newer",
		   "add with an option of tomorrow");
	rig_expect(macbpf_link__set(rig_mb, NULL, "mv0", &big.opts), -E2BIG, "newer",
		   "set with an option of tomorrow");
	rig_expect(macbpf_link__add(rig_mb, "eth0", "mv9", &tiny, NULL), -EINVAL, "options",
		   "add with a size too small");
}
END_TEST

/* Each struct that the options lead to is of its own age. */
START_TEST(newer_subjects)
{
	struct {
		struct macbpf_macvlan_opts opts;
		uint64_t newer;
	} macvlan = { .opts.sz = sizeof(macvlan), .newer = 1 };
	struct {
		struct macbpf_source_opts opts;
		uint64_t newer;
	} source = { .opts.sz = sizeof(source), .newer = 1 };
	struct {
		struct macbpf_macvtap_opts opts;
		uint64_t newer;
	} macvtap = { .opts.sz = sizeof(macvtap), .newer = 1 };
	const struct macbpf_link_opts opts[] = {
		{ .macvlan = &macvlan.opts },
		{ .source = &source.opts },
		{ .macvtap = &macvtap.opts },
	};

	rig_open();
	refusal_two();
	for (size_t i = 0; i < ARRAY_SIZE(opts); i++) {
		rig_expect(rig_try_add("eth0", "mv9", opts[i]), -E2BIG, "newer", "add");
		rig_expect(rig_try_set("eth0", "mv0", opts[i]), -E2BIG, "newer", "set");
	}
	macvlan.newer = source.newer = macvtap.newer = 0;
	source.opts.op = MACBPF_MACADDR_FLUSH;
	rig_set("mv0", opts[0]);
	rig_expect(rig_try_set("eth0", "mv0", opts[1]), -EINVAL, "mode source only", "a flush");
	rig_add("mv9", opts[2]);
	macvlan.opts.sz = source.opts.sz = macvtap.opts.sz = 1;
	for (size_t i = 0; i < ARRAY_SIZE(opts); i++)
		rig_expect(rig_try_add("eth0", "mv8", opts[i]), -EINVAL, "options", "add");
}
END_TEST

static const struct {
	const char *what, *call;
	int error, want;
	const char *word;
} kernels[] = {
	{ "no hook", "mb_attach", -EOPNOTSUPP, -EOPNOTSUPP, "CONFIG_NET_XGRESS" },
	{ "no veth", "mb_rtnl_add_veth", -EOPNOTSUPP, -EOPNOTSUPP, "CONFIG_VETH" },
	{ "no BPF", "mb_attach_find", -ENOSYS, -EOPNOTSUPP, "CONFIG_BPF_SYSCALL" },
	{ "not allowed to look", "mb_attach_find", -EPERM, -EPERM, "be root" },
	{ "not allowed to load", "mb_datapath_load", -EPERM, -EPERM, "CAP_BPF" },
	{ "not allowed to attach", "mb_attach", -EPERM, -EPERM, "attach a BPF program to eth0" },
	{ "not allowed to make a device", "mb_rtnl_add_veth", -EPERM, -EPERM, "CAP_NET_ADMIN" },
	{ "nobody knows if it is made", "mb_rtnl_add_veth", -ENOBUFS, -ENOBUFS, "make device mv9" },
	{ "a NIC with a full filter", "mb_rtnl_filter", -ENOSPC, -ENOSPC,
	  "eth0 can't receive for another" },
};

START_TEST(refused_by_the_kernel)
{
	char *before;

	rig_open();
	before = fake_text();
	fake_fault = (struct fake_fault){ .call = kernels[_i].call, .error = kernels[_i].error };
	rig_expect(rig_try_add("eth0", "mv9", (struct macbpf_link_opts){ 0 }), kernels[_i].want,
		   kernels[_i].word, kernels[_i].what);
	rig_expect_same(before, fake_text(), kernels[_i].what);
}
END_TEST

static const struct {
	const char *call;
	struct macbpf_link_opts opts;
	bool said; /* by rtnetlink, in answer to this */
} hints[] = {
	{ "mb_rtnl_add_veth", { 0 }, true },
	{ "mb_rtnl_no_queue", { .has = TAP }, true },
	{ "mb_tun_make", { .has = TAP }, false },
	{ "mb_tun_keep", { .has = TAP }, false },
};

/* What rtnetlink has said to the last request is no reason of what was asked elsewhere. */
START_TEST(hints_are_of_what_failed)
{
	const char *word = hints[_i].said ? "Invalid argument (as it said)"
					  : "can't make device mv9: Invalid argument";

	rig_open();
	fake.hint = "as it said";
	fake_fault = (struct fake_fault){ .call = hints[_i].call, .error = -EINVAL };
	rig_expect(rig_try_add("eth0", "mv9", hints[_i].opts), -EINVAL, word, hints[_i].call);
	ck_assert(hints[_i].said || !strchr(macbpf__error(rig_mb), '('));
}
END_TEST

START_TEST(renamed_while_up_before_linux_6_2)
{
	char *before;

	rig_open();
	rig_add("mv0", (struct macbpf_link_opts){ 0 });
	before = fake_text();
	fake_fault = (struct fake_fault){ .call = "mb_rtnl_set", .error = -EBUSY };
	rig_expect(rig_try_set("eth0", "mv0", (struct macbpf_link_opts){ .name = "mv9" }), -EBUSY,
		   "Set it down first", "a device that is up");
	rig_expect_same(before, fake_text(), "a device that is up");
}
END_TEST

static void fill(TCase *tc)
{
	tcase_add_test(tc, newer_options);
	tcase_add_test(tc, newer_subjects);
	tcase_add_loop_test(tc, refused_by_the_kernel, 0, ARRAY_SIZE(kernels));
	tcase_add_loop_test(tc, hints_are_of_what_failed, 0, ARRAY_SIZE(hints));
	tcase_add_test(tc, renamed_while_up_before_linux_6_2);
}

int main(void)
{
	return rig_main("refused kernel", fill);
}
