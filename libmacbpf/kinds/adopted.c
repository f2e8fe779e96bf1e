// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* adopted.c - the endpoint kind that is a tap of another program's: taken over, and let go. */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>

#include "base/txn.h"
#include "common/own.h"
#include "datapath/attach.h"
#include "kernel/sysctl.h"
#include "kernel/tbf.h"
#include "kinds/kind.h"
#include "kinds/make.h"
#include "kinds/tap.h"
#include "world/hostdev.h"

/* ---------------------------------------------------------------- let go */

/* The filter behind the others may be what is left in the qdisc: then that is ours as well. */
static int take_programs(struct macbpf *mb, uint32_t ifindex)
{
	int err = mb_attach_remove(mb, ifindex, MB_NAME_ENDPOINT_PROG, true)
			  ?: mb_attach_remove(mb, ifindex, MB_NAME_CLOSED_PROG, true);

	return err == -ENOENT ? 0 : err;
}

static int take_rate(struct macbpf *mb, uint32_t ifindex)
{
	int err = mb_tbf_del(mb->rtnl, ifindex);

	return err == -ENOENT ? 0 : err;
}

/* Where it was hushed by rtnetlink, there is no file to write to. */
static int give_voice(const struct mb_dev *tap, const struct mb_endpoint_rec *rec)
{
	int err = rec->status & MB_EP_HUSHED ? mb_sysctl_again_ipv6(tap->name) : 0;

	return err == -ENOENT || err == -EROFS || err == -EACCES ? 0 : err;
}

static int take_name(struct macbpf *mb, const struct mb_dev *tap)
{
	int err = *tap->hostname ? mb_rtnl_del_name(mb->rtnl, tap->ifindex, tap->hostname) : 0;

	return err == -EINVAL || err == -ENOENT ? 0 : err;
}

/* The second name is the last: by it whoever comes if we die finds what is left to do. */
static int adopted_let_go(struct macbpf *mb, const struct mb_dev *tap,
			  const struct mb_endpoint_rec *rec)
{
	struct mb_dev_change alias = { .netns_fd = -1, .alias = mb_hostdev_alias_behind(tap) };

	return take_programs(mb, tap->ifindex) ?: take_rate(mb, tap->ifindex) ?:
	       give_voice(tap, rec) ?: mb_rtnl_set(mb->rtnl, tap->ifindex, &alias) ?:
	       take_name(mb, tap);
}

/* ---------------------------------------------------------------- taken over */

static int failed(struct macbpf *mb, const struct mb_device_spec *spec, int err)
{
	if (err == -ENODEV)
		return mb_fail(mb, err, "%s was deleted meanwhile by who has made it", spec->name);
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to change %s: CAP_NET_ADMIN is needed (be root)",
			       spec->name);
	return mb_refused(mb, err, mb_netlink_hint(mb->rtnl), "can't adopt %s", spec->name);
}

/* What its maker has there stays behind our mark, and there is room for both. */
static int mark(struct macbpf *mb, const struct mb_dev *tap, const char *alias)
{
	char both[2 * MB_IFALIAS_LEN];
	struct mb_dev_change change = { .netns_fd = -1, .alias = both };

	snprintf(both, sizeof(both), "%s%s%s", alias, *tap->alias ? " " : "", tap->alias);
	return mb_rtnl_set(mb->rtnl, tap->ifindex, &change);
}

static int take_over(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
		     struct mb_dev *tap)
{
	int err = mb_rtnl_add_name(mb->rtnl, tap->ifindex, spec->hostdev) ?: mark(mb, tap, alias);

	if (!err && spec->hush)
		err = mb_make_silence(mb, tap->ifindex, tap->name);
	return err ?: mb_rtnl_get(mb->rtnl, tap->ifindex, -1, tap);
}

/* What was tried of a tap. */
struct tried {
	struct macbpf *mb;
	struct mb_dev tap;
	struct mb_endpoint_rec rec;
};

static void undo(void *arg)
{
	const struct tried *t = arg;

	adopted_let_go(t->mb, &t->tap, &t->rec);
}

/* `spec->index` is that of the tap which was looked at. */
static int adopted_make(struct macbpf *mb, const struct mb_device_spec *spec, const char *alias,
			struct mb_dev *tap)
{
	struct tried tried = { .mb = mb, .rec.status = spec->hush ? MB_EP_HUSHED : 0 };
	int err = mb_rtnl_get(mb->rtnl, spec->index, -1, tap);

	if (err)
		return failed(mb, spec, err);
	tried.tap = *tap;
	snprintf(tried.tap.hostname, sizeof(tried.tap.hostname), "%s", spec->hostdev);
	err = take_over(mb, spec, alias, tap);
	if (!err)
		return 0;
	failed(mb, spec, err);
	mb_txn_undo(mb, undo, &tried);
	return err;
}

/* ---------------------------------------------------------------- what is asked for */

static bool adopted_is_wanted(const struct macbpf *mb, const struct macbpf_link_opts *o)
{
	(void)mb;
	return o->type == MACBPF_TYPE_MACVTAP && o->macvtap->has & MACBPF_MACVTAP_ADOPT &&
	       o->macvtap->adopt;
}

/* What its maker has chosen. */
static const char *fixed(const struct macbpf_link_opts *o)
{
	const struct {
		const char *word;
		uint64_t given;
	} words[] = {
		{ "index", o->has & MACBPF_LINK_INDEX },
		{ "numtxqueues", o->has & MACBPF_LINK_NUMTXQUEUES },
		{ "numrxqueues", o->has & MACBPF_LINK_NUMRXQUEUES },
		{ "queues", o->macvtap->has & MACBPF_MACVTAP_QUEUES },
		{ "user", o->macvtap->has & MACBPF_MACVTAP_USER },
		{ "group", o->macvtap->has & MACBPF_MACVTAP_GROUP },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].given)
			return words[i].word;
	return NULL;
}

static int adopted_check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	bool asked = o->has & MACBPF_LINK_KIND && o->kind != MACBPF_KIND_AUTO;
	bool has_address = o->address || o->macvlan->mode == MACBPF_MODE_PASSTHRU;
	const char *word = fixed(o);

	if (asked && o->kind != MACBPF_KIND_TAP)
		return mb_fail(mb, -EINVAL,
			       "what is adopted is a tap: leave out \"endpoint\", or \"adopt\"");
	if (word)
		return mb_fail(mb, -EINVAL,
			       "\"%s\" of a tap that is adopted was chosen by who has made it: "
			       "leave the word out",
			       word);
	if (has_address)
		return 0;
	return mb_fail(mb, -EINVAL,
		       "the \"address\" of the guest is needed to adopt its tap: that of the tap "
		       "itself is another");
}

const struct mb_kind mb_kind_adopted = {
	.id = MB_KIND_ADOPTED,
	.word = MACBPF_KIND_TAP,
	.type = MACBPF_TYPE_MACVTAP,
	.up_flag = IFF_UP,
	.is_own_hostdev = true,
	.is_wanted = adopted_is_wanted,
	.check = adopted_check,
	.make = adopted_make,
	.let_go = adopted_let_go,
	.view = mb_tap_view,
	.wrap_alias = mb_tap_wrap_alias,
};
