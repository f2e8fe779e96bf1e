/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hook.h - a test's own program on the ingress of a device of this netns: at TCX, or in a clsact
 * where the kernel has no TCX. For programs that link with libbpf.
 */
#ifndef HARNESS_HOOK_H
#define HARNESS_HOOK_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>

#define HOOK_TCX_INGRESS 46 /* BPF_TCX_INGRESS, younger than some UAPI headers */
#define HOOK_TCX_EGRESS	 47 /* BPF_TCX_EGRESS */

static inline bool hook_has_tcx(void)
{
	const int loopback = 1;
	__u32 none = 0;

	return !bpf_prog_query(loopback, HOOK_TCX_INGRESS, 0, NULL, NULL, &none);
}

/* Of the second priority: macbpf's has the first. 0 or -errno. */
static inline int hook_attach_clsact(int prog, unsigned int ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, place, .ifindex = (int)ifindex, .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .prog_fd = prog, .priority = 2);
	libbpf_print_fn_t print = libbpf_set_print(NULL);
	int err = bpf_tc_hook_create(&place);

	libbpf_set_print(print);
	return err && err != -EEXIST ? err : bpf_tc_attach(&place, &opts);
}

/* Behind what is there already; 0 or -errno. */
static inline int hook_attach(int prog, unsigned int ifindex)
{
	if (!hook_has_tcx())
		return hook_attach_clsact(prog, ifindex);
	return bpf_prog_attach_opts(prog, (int)ifindex, HOOK_TCX_INGRESS, NULL);
}

#define HOOK_BEFORE (1U << 3) /* BPF_F_BEFORE, younger too */

/* In front of what is there already, as who came later may do; 0 or -errno. */
static inline int hook_attach_before(int prog, unsigned int ifindex)
{
	LIBBPF_OPTS(bpf_prog_attach_opts, before, .flags = HOOK_BEFORE);
	LIBBPF_OPTS(bpf_tc_hook, place, .ifindex = (int)ifindex, .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .prog_fd = prog, .priority = 1);

	if (hook_has_tcx())
		return bpf_prog_attach_opts(prog, (int)ifindex, HOOK_TCX_INGRESS, &before);
	return bpf_tc_attach(&place, &opts);
}

/* What leaves by the device, in front of what is there already; 0 or -errno. */
static inline int hook_attach_egress(int prog, unsigned int ifindex)
{
	LIBBPF_OPTS(bpf_prog_attach_opts, before, .flags = HOOK_BEFORE);
	LIBBPF_OPTS(bpf_tc_hook, place, .ifindex = (int)ifindex, .attach_point = BPF_TC_EGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .prog_fd = prog, .priority = 1);
	int err;

	if (hook_has_tcx())
		return bpf_prog_attach_opts(prog, (int)ifindex, HOOK_TCX_EGRESS, &before);
	err = bpf_tc_hook_create(&place);
	return err && err != -EEXIST ? err : bpf_tc_attach(&place, &opts);
}

static inline int hook_detach_egress(int prog, unsigned int ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, place, .ifindex = (int)ifindex,
		    .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);

	if (!hook_has_tcx())
		return bpf_tc_hook_destroy(&place);
	return bpf_prog_detach2(prog, (int)ifindex, HOOK_TCX_EGRESS);
}

/* A clsact goes with all that is in it; 0 or -errno. */
static inline int hook_detach(int prog, unsigned int ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, place, .ifindex = (int)ifindex,
		    .attach_point = BPF_TC_INGRESS | BPF_TC_EGRESS);

	if (!hook_has_tcx())
		return bpf_tc_hook_destroy(&place);
	return bpf_prog_detach2(prog, (int)ifindex, HOOK_TCX_INGRESS);
}

#endif
