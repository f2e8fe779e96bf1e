// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* kind.c - which endpoint kinds there are, and which one is asked for. */
#include <errno.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "kernel/nsid.h"
#include "kinds/kind.h"

static const struct mb_kind *const kinds[] = { &mb_kind_veth, &mb_kind_netkit, &mb_kind_tap };

const struct mb_kind *mb_kind_of(const struct mb_endpoint *ep)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i]->id == ep->rec.kind)
			return kinds[i];
	return &mb_kind_veth;
}

bool mb_kind_has_type(uint32_t type)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i]->type == type)
			return true;
	return false;
}

/*
 * What is asked for with the endpoint counts more than the context's kind, and than auto. A program
 * at netkit's hook takes a grace period of RCU, as at TCX.
 */
static bool wants_netkit(const struct macbpf *mb, const struct macbpf_link_opts *o)
{
	bool asked = o->has & MACBPF_LINK_KIND && o->kind != MACBPF_KIND_AUTO;

	if (asked || o->kind == MACBPF_KIND_VETH)
		return o->kind == MACBPF_KIND_NETKIT;
	if (o->index || o->hook)
		return false;
	if (o->kind == MACBPF_KIND_NETKIT)
		return true;
	return !mb->haste && mb_attach_has_netkit();
}

const struct mb_kind *mb_kind_for(const struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->type == MACBPF_TYPE_MACVTAP)
		return &mb_kind_tap;
	return wants_netkit(mb, o) ? &mb_kind_netkit : &mb_kind_veth;
}

int mb_kind_check_netns(struct macbpf *mb, const struct mb_kind *kind, const char *name,
			int netns_fd)
{
	if (!kind->is_own_hostdev || netns_fd < 0 || mb_nsid_is(mb, netns_fd, -1))
		return 0;
	return mb_fail(mb, -EOPNOTSUPP,
		       "%s is a tap, which stays in the network namespace of its lower: open its "
		       "queues there and hand the file descriptors on ('macbpf tap exec', "
		       "macbpf_tap__open()), or use type macvlan",
		       name);
}
