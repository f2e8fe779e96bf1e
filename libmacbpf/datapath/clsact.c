// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * clsact.c - the hook clsact, of every kernel: a bpf filter, direct-action, of that qdisc.
 *
 * Others may have a clsact, and filters in it. Ours goes in front of theirs, as TCX is in front of
 * all filters; what is not ours goes on to them. Theirs stay, and so does a clsact that is not
 * ours or that they use.
 */
#include <errno.h>

#include "common/own.h"
#include "datapath/hook.h"
#include "kernel/rtnl.h"

#define PRIORITY_FIRST	1
#define PRIORITY_LAST	64	/* others' filters of another kind may sit on the first ones */
#define PRIORITY_BEHIND 0xffffu /* all that there can be */

/* One priority holds filters of one kind and protocol. */
static bool is_taken(int err)
{
	return err == -EINVAL || err == -EEXIST;
}

/* What is ours gets an ingress qdisc: half as large, as it has no place for filters of egress. */
static const char *kind_for(bool ours)
{
	return ours ? "ingress" : "clsact";
}

static bool is_egress(const struct mb_side *at)
{
	return at->direction == MB_EGRESS;
}

static bool has_egress(const struct mb_side *at)
{
	return mb_rtnl_has_clsact(at->rtnl, at->ifindex, true) > 0;
}

static int clsact_attach(const struct mb_side *at, int prog_fd, bool ours)
{
	struct mb_tc_filter filter = { .egress = is_egress(at), .priority = PRIORITY_FIRST };
	bool made = false;
	int err;

	/* An ingress qdisc would take it for its ingress. */
	if (filter.egress && !has_egress(at))
		return -EOPNOTSUPP;
	err = mb_rtnl_clsact_attach(at->rtnl, at->ifindex, kind_for(ours), prog_fd, &filter, &made);
	while (is_taken(err) && filter.priority++ < PRIORITY_LAST)
		err = mb_rtnl_bpf_put(at->rtnl, at->ifindex, &filter, prog_fd);
	if (err && made)
		mb_rtnl_clsact_del(at->rtnl, at->ifindex);
	/* A kernel without clsact has no such kind; a block that devices share has a door of its
	 * own. */
	if (err == -EOPNOTSUPP)
		return -EBUSY;
	return err == -ENOENT ? -EOPNOTSUPP : err;
}

/*
 * TCX comes first, and our filter does: while either is there, no frame gets as far as this one. To
 * take programs off TCX leaves it, and so does to take our filter off.
 */
int mb_clsact_behind(const struct mb_side *at, int prog_fd, bool ours)
{
	struct mb_tc_filter last = {
		.handle = 1,
		.priority = PRIORITY_BEHIND,
		.is_new = true,
	};
	int err = mb_rtnl_bpf_put(at->rtnl, at->ifindex, &last, prog_fd);
	bool made = false;

	if (err == -EINVAL) /* where there is no qdisc */
		err = mb_rtnl_clsact_attach(at->rtnl, at->ifindex, kind_for(ours), prog_fd, &last,
					    &made);
	if (err && made)
		mb_rtnl_clsact_del(at->rtnl, at->ifindex);
	if (err == -EEXIST)
		return 0;
	return err == -ENOENT ? -EOPNOTSUPP : err;
}

static int find(const struct mb_side *at, uint32_t prog_id, struct mb_tc_filter *out)
{
	mb_auto_free struct mb_tc_filter *all = NULL;
	size_t count = 0;
	int err;

	err = mb_rtnl_filters(at->rtnl, at->ifindex, is_egress(at), &all, &count);
	for (size_t i = 0; !err && i < count; i++) {
		if (all[i].prog_id != prog_id)
			continue;
		*out = all[i];
		return 0;
	}
	return err ?: -ENOENT;
}

static int clsact_replace(const struct mb_side *at, int new_fd, uint32_t old_id)
{
	struct mb_tc_filter filter;
	int err = find(at, old_id, &filter);

	return err ?: mb_rtnl_bpf_put(at->rtnl, at->ifindex, &filter, new_fd);
}

/* The qdisc takes what is in it along, in one message: nothing is left if we die on the way. */
static int clsact_remove(const struct mb_side *at, uint32_t prog_id, bool qdisc)
{
	struct mb_tc_filter filter;
	int others = 1, err = find(at, prog_id, &filter);

	if (!err && qdisc)
		others = mb_rtnl_clsact_others(at->rtnl, at->ifindex, &filter);
	if (err || others < 0)
		return err ?: others;
	if (!others)
		return mb_rtnl_clsact_del(at->rtnl, at->ifindex);
	return mb_rtnl_bpf_del(at->rtnl, at->ifindex, &filter);
}

static int clsact_query(const struct mb_side *at, uint32_t *ids, uint32_t *count)
{
	mb_auto_free struct mb_tc_filter *all = NULL;
	uint32_t found = 0;
	size_t n = 0;
	int err;

	if (is_egress(at) && !has_egress(at))
		return -EOPNOTSUPP;
	err = mb_rtnl_filters(at->rtnl, at->ifindex, is_egress(at), &all, &n);
	for (size_t i = 0; !err && i < n; i++)
		if ((all[i].prog_id || all[i].is_other) && found < *count)
			ids[found++] = all[i].prog_id;
	*count = found;
	return err;
}

const struct mb_hook mb_hook_clsact = {
	.id = MACBPF_HOOK_CLSACT,
	.attach = clsact_attach,
	.replace = clsact_replace,
	.remove = clsact_remove,
	.query = clsact_query,
};
