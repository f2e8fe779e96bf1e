// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* guard.c - what an endpoint may send, and whether it is isolated: its tables. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "endpoint/guard.h"
#include "endpoint/part.h"
#include "port/record.h"

#define ALLOW                                                                                      \
	((uint32_t)(MACBPF_GUARD_ALLOW_RA | MACBPF_GUARD_ALLOW_DHCP_SERVER |                       \
		    MACBPF_GUARD_ALLOW_QUERY | MACBPF_GUARD_ALLOW_L2 | MACBPF_GUARD_ALLOW_VLAN))
#define FLAGS ((uint32_t)(MACBPF_GUARD_MAC | MACBPF_GUARD_IP) | ALLOW)

_Static_assert((uint32_t)MACBPF_GUARD_IP == (uint32_t)MB_GUARD_IP &&
		       (uint32_t)MACBPF_GUARD_ALLOW_VLAN == (uint32_t)MB_GUARD_ALLOW_VLAN,
	       "the words of the guard are those of the contract");

uint32_t mb_guard_wanted(const struct mb_change *c)
{
	uint32_t guard = c->old.guard;

	if (c->guard.has & MACBPF_GUARD_FLAGS)
		guard = (guard & MB_GUARD_ISOLATED) | c->guard.flags;
	if (c->guard.has & MACBPF_GUARD_ISOLATED)
		guard = (guard & ~(uint32_t)MB_GUARD_ISOLATED) |
			(c->guard.isolated ? MB_GUARD_ISOLATED : 0);
	return guard;
}

static int guard_failed(struct macbpf *mb, const struct mb_endpoint *ep, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't write the guard of %s: %s", ep->rec.name, strerror(-err));
}

/* ---------------------------------------------------------------- checks */

/* Nobody sends from a group, from everybody or from nobody. */
static bool is_unicast(const uint8_t addr[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, 0xff }, zero[15];

	if (!memcmp(addr, mapped, sizeof(mapped)))
		return addr[12] && addr[12] != 127 && addr[12] < 224;
	return addr[0] != 0xff && memcmp(addr, zero, sizeof(zero)) != 0;
}

static int check_list(struct macbpf *mb, const struct macbpf_guard_opts *o)
{
	if (!(o->flags & MACBPF_GUARD_IP) != !o->addr_count)
		return mb_fail(mb, -EINVAL, "%s",
			       o->addr_count
				       ? "a list of addresses is for guard ip"
				       : "guard ip needs the addresses that may be sent from");
	if (o->addr_count > MB_GUARD_ADDRS)
		return mb_fail(mb, -ENOSPC,
			       "%u addresses are too many for a guard: %u at most, or guard mac",
			       o->addr_count, MB_GUARD_ADDRS);
	if (o->addr_count && !o->addr)
		return mb_fail(mb, -EINVAL, "a guard's list of %u without addr", o->addr_count);
	for (uint32_t i = 0; i < o->addr_count; i++)
		if (!is_unicast(o->addr[i]))
			return mb_fail(mb, -EADDRNOTAVAIL,
				       "address %u of the guard's list is no unicast address of a "
				       "host",
				       i + 1);
	return 0;
}

static int check_flags(struct macbpf *mb, const struct macbpf_guard_opts *o)
{
	if (o->flags & ~FLAGS)
		return mb_fail(mb, -EINVAL, "guard flags %#x are unknown", o->flags & ~FLAGS);
	if (o->flags & (MACBPF_GUARD_IP | ALLOW) && !(o->flags & MACBPF_GUARD_MAC))
		return mb_fail(mb, -EINVAL, "a guard without mac: what else it has comes with it");
	return check_list(mb, o);
}

static int check(struct macbpf *mb, const struct macbpf_link_opts *opts)
{
	const struct macbpf_guard_opts *o = opts->guard;

	if (!o)
		return 0;
	if (o->has & MACBPF_GUARD_ISOLATED && o->isolated > 1)
		return mb_fail(mb, -EINVAL, "isolated is 0 or 1, not %u", o->isolated);
	return o->has & MACBPF_GUARD_FLAGS ? check_flags(mb, o) : 0;
}

/* It would be on record without effect, and come back unasked with the mode. */
static int check_leaving(struct mb_change *c, uint32_t mode)
{
	if (mb_change_is_new(c) || mode == c->old.mode)
		return 0;
	return mb_fail(c->mb, -EINVAL,
		       "%s is isolated, which is for mode bridge: say \"isolated off\", too, to "
		       "change to mode %s",
		       c->name, macbpf_mode__name(mode));
}

static int fits(struct mb_change *c)
{
	uint32_t mode = mb_change_mode(c);

	if (!(mb_guard_wanted(c) & MB_GUARD_ISOLATED) || mode == MB_MODE_BRIDGE)
		return 0;
	if (!(c->guard.has & MACBPF_GUARD_ISOLATED))
		return check_leaving(c, mode);
	return mb_fail(c->mb, -EINVAL,
		       "isolated is for mode bridge, and the mode is %s: in mode private no "
		       "endpoint reaches another",
		       macbpf_mode__name(mode));
}

/* ---------------------------------------------------------------- the part */

static bool is_given(const struct mb_change *c)
{
	return c->guard.has & MACBPF_GUARD_FLAGS;
}

/* What was counted stays so while it is guarded. */
static struct mb_guard plan(const struct mb_change *c)
{
	struct mb_guard guard = { .flags = c->guard.flags, .count = c->guard.addr_count };

	if (guard.count)
		memcpy(guard.addr, c->guard.addr, guard.count * sizeof(guard.addr[0]));
	memcpy(guard.drops, c->old_guard.drops, sizeof(guard.drops));
	return guard;
}

static int read_old(struct mb_change *c)
{
	int err = 0;

	if (c->old.guard & MB_GUARD_MAC)
		err = mb_guard_get(&c->port->maps, c->ep->rec.hostdev, &c->old_guard);
	return err == -ENOENT ? 0 : guard_failed(c->mb, c->ep, err);
}

/* Its list is there before its program asks for it; libraries that know no guard keep off. */
static int apply(struct mb_change *c)
{
	struct mb_guard guard;
	int err;

	if (!is_given(c))
		return 0;
	err = read_old(c);
	if (err || !(c->guard.flags & MB_GUARD_MAC))
		return err;
	guard = plan(c);
	return guard_failed(c->mb, c->ep, mb_guard_set(&c->port->maps, c->ep->rec.hostdev, &guard));
}

static int forget(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	return guard_failed(mb, ep, mb_guard_del(&port->maps, ep->rec.hostdev));
}

static void undo(struct mb_change *c)
{
	if (!is_given(c))
		return;
	if (!(c->old.guard & MB_GUARD_MAC))
		forget(c->mb, c->port, c->ep);
	else if (c->old_guard.flags) /* what could not be read was not changed either */
		mb_guard_set(&c->port->maps, c->ep->rec.hostdev, &c->old_guard);
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	return ep->rec.guard & MB_GUARD_MAC ? forget(mb, port, ep) : 0;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	const uint32_t guard = view->ep->rec.guard;
	int err = 0;

	view->info.guard = guard & FLAGS;
	view->info.isolated = !!(guard & MB_GUARD_ISOLATED);
	if (guard & MB_GUARD_MAC)
		err = mb_guard_get(&view->port->maps, view->ep->rec.hostdev, &view->guard);
	if (err && err != -ENOENT)
		return mb_fail(mb, err, "can't read the guard of %s: %s", view->ep->rec.name,
			       strerror(-err));
	view->info.guard_addr_count = view->guard.count;
	for (uint32_t i = 0; i < MB_GUARD_REASONS; i++)
		view->info.guard_drops += view->guard.drops[i];
	return 0;
}

const struct mb_part mb_part_guard = {
	.guard = MACBPF_GUARD_FLAGS | MACBPF_GUARD_ISOLATED,
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.retire = retire,
	.describe = describe,
};

/* No program asks any more. */
static int end(struct mb_change *c)
{
	bool ends = is_given(c) && c->old.guard & MB_GUARD_MAC && !(c->guard.flags & MB_GUARD_MAC);

	return ends ? forget(c->mb, c->port, c->ep) : 0;
}

const struct mb_part mb_part_unguard = {
	.apply = end,
};

int mb_guard_restore(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_guard guard = { 0 };
	int err;

	if (!(ep->rec.guard & MB_GUARD_MAC))
		return forget(mb, port, ep);
	err = mb_guard_get(&port->maps, ep->rec.hostdev, &guard);
	if (!err) {
		guard.flags = ep->rec.guard & FLAGS;
		err = mb_guard_set(&port->maps, ep->rec.hostdev, &guard);
	}
	return guard_failed(mb, ep, err == -ENOENT ? 0 : err);
}
