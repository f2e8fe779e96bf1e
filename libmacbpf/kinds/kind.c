// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* kind.c - which endpoint kinds there are, and which one is asked for. */
#include <errno.h>

#include "common/own.h"
#include "kernel/nsid.h"
#include "kinds/kind.h"

/* In the order in which they are asked whether they are wanted. */
static const struct mb_kind *const kinds[] = { &mb_kind_adopted, &mb_kind_tap, &mb_kind_netkit,
					       &mb_kind_veth };

const struct mb_kind *mb_kind_of(const struct mb_endpoint *ep)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i]->id == ep->rec.kind)
			return kinds[i];
	return &mb_kind_veth;
}

/* Where the kind has a hook of its own, the device's frames go nowhere without a program anyway. */
bool mb_kind_is_open(const struct mb_endpoint *ep)
{
	return !mb_kind_of(ep)->hook || ep->rec.status & MB_EP_RELAY;
}

const struct mb_kind *mb_kind_for(const struct macbpf *mb, const struct macbpf_link_opts *o)
{
	size_t i = 0;

	while (kinds[i]->is_wanted && !kinds[i]->is_wanted(mb, o))
		i++;
	return kinds[i];
}

static bool has_type(uint32_t type)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i]->type == type)
			return true;
	return false;
}

int mb_kind_check_words(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->has & MACBPF_LINK_TYPE && !has_type(o->type))
		return mb_fail(mb, -EINVAL, "type %u is unknown: 0 (macvlan) or 1 (macvtap)",
			       o->type);
	if (o->has & MACBPF_LINK_KIND && !macbpf_kind__name(o->kind))
		return mb_fail(mb, -EINVAL,
			       "endpoint %u is unknown: 0 (auto), 1 (veth), 2 (netkit) or 3 (tap)",
			       o->kind);
	return 0;
}

int mb_kind_check_type(struct macbpf *mb, const struct mb_kind *kind, const char *name,
		       const struct macbpf_link_opts *o)
{
	if (!(o->has & MACBPF_LINK_TYPE) || o->type == kind->type)
		return 0;
	return mb_fail(mb, -EOPNOTSUPP, "%s is of type %s, and stays so: delete it and add it anew",
		       name, macbpf_type__name(kind->type));
}

static const struct mb_kind *owner_of(uint32_t hook)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i]->hook && kinds[i]->hook == hook)
			return kinds[i];
	return NULL;
}

int mb_kind_check_hook(struct macbpf *mb, const struct mb_kind *kind,
		       const struct macbpf_link_opts *o)
{
	const struct mb_kind *owner = owner_of(o->hook);

	if (!(o->has & MACBPF_LINK_HOOK) || o->hook == kind->hook)
		return 0;
	if (owner)
		return mb_fail(mb, -EINVAL,
			       "hook %s is that of %s endpoints, and of no others: 'endpoint %s' "
			       "makes one",
			       macbpf_hook__name(o->hook), macbpf_kind__name(owner->word),
			       macbpf_kind__name(owner->word));
	if (kind->hook && o->hook != MACBPF_HOOK_AUTO)
		return mb_fail(mb, -EINVAL,
			       "a %s endpoint has a hook of its own: leave out hook, or make an "
			       "endpoint with 'endpoint veth'",
			       macbpf_kind__name(kind->word));
	return 0;
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
