// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* sweep.c - what every writing command does first: removing what died without one. */
#include "common/own.h"
#include "endpoint/carrier.h"
#include "endpoint/claim.h"
#include "endpoint/groups.h"
#include "endpoint/learning.h"
#include "endpoint/neigh.h"
#include "endpoint/parts.h"
#include "endpoint/queue.h"
#include "kinds/kind.h"
#include "port/config.h"
#include "port/first.h"
#include "port/host.h"
#include "port/lower.h"
#include "port/port.h"
#include "port/programs.h"
#include "port/record.h"
#include "port/traced.h"
#include "port/upgrade.h"
#include "session/carry.h"
#include "session/follow.h"
#include "session/sweep.h"
#include "world/hostdev.h"

static void compact(struct mb_port *port)
{
	size_t kept = 0;

	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state != MB_EP_FREE)
			port->ep[kept++] = port->ep[i];
	port->count = kept;
}

/* The mark of a change goes last: who dies on the way, and what programs don't know, leaves it. */
static void finish_change(struct macbpf *mb, struct mb_port *port, bool died)
{
	bool groups = port->rec.flags & MB_PORT_MCAST_SNOOPING;
	int err = died ? mb_upgrade_fill(port) : 0;

	if (!err && died && groups)
		err = mb_groups_begin_all(mb, port);
	if (!mb_config_has_host(port))
		err = err ?: mb_host_close(mb, port);
	err = err ?: mb_programs_follow(mb, port);
	if (!err && died && !(port->rec.flags & MB_PORT_ARP_DIRECTED))
		err = mb_neigh_forget_all(mb, port);
	if (!err && died)
		err = groups ? mb_groups_ask_all(mb, port) : mb_groups_forget_all(mb, port);
	if (err || port->sources == MB_SOURCES_UNTOLD)
		return;
	port->rec.flags &= ~(uint32_t)MB_PORT_CHANGING;
	mb_record_save_port(mb, port);
}

static bool is_dead(const struct mb_port *port, const struct mb_endpoint *ep)
{
	return !port->lower || !ep->hostdev || ep->rec.state == MB_EP_BUILDING;
}

/* The tap of somebody else, which is to be let go, or could not be. */
static bool holds_tap(const struct mb_port *port, const struct mb_endpoint *ep)
{
	return is_dead(port, ep) && ep->hostdev && mb_kind_of(ep)->let_go;
}

static void bury(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	mb_log(mb, MACBPF_LOG_INFO, "sweeping endpoint %s of %s (mb%u)", ep->rec.name,
	       mb_world_port_name(port), ep->rec.id);
	mb_parts_retire(mb, port, ep);
}

static bool bury_dead(struct macbpf *mb, struct mb_port *port)
{
	bool buried = false;

	for (size_t i = 0; i < port->count; i++) {
		if (!is_dead(port, &port->ep[i]) || holds_tap(port, &port->ep[i]))
			continue;
		bury(mb, port, &port->ep[i]);
		buried = true;
	}
	return buried;
}

/* By its alias a hostdev, of a port that can't be told any more. */
static bool may_be_of(const struct mb_world *w, const struct mb_port *port, size_t i)
{
	return !w->claimed[i] && mb_hostdev_is_on(&w->devs.dev[i], port->lower->name);
}

/* What another version made is its to change, until nothing hangs on it any more. */
static bool is_abandoned(const struct mb_world *w, const struct mb_port *port)
{
	bool in_use = !port->lower || port->hostdevs;

	for (size_t i = 0; !in_use && i < port->count; i++)
		in_use = port->ep[i].hostdev;
	for (size_t i = 0; !in_use && i < w->devs.count; i++)
		in_use = may_be_of(w, port, i);
	return !in_use;
}

/* True if it is gone. */
static bool take_off(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	if (!is_abandoned(w, port))
		return false;
	mb_log(mb, MACBPF_LOG_INFO,
	       "taking the port of contract %u off %s, as its endpoints are gone", port->rec.abi,
	       mb_world_port_name(port));
	bury_dead(mb, port);
	return mb_port_destroy(mb, w, port);
}

bool mb_sweep_trim(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	compact(port);
	if (port->incompatible)
		return take_off(mb, w, port);
	if (!port->count || !port->lower)
		return mb_port_destroy(mb, w, port);
	mb_claim_settle(mb, port);
	finish_change(mb, port, false);
	return false;
}

static bool has_left_device(const struct mb_port *port, const struct mb_endpoint *ep)
{
	return is_dead(port, ep) && ep->hostdev && !mb_kind_of(ep)->let_go;
}

static void let_taps_go(struct macbpf *mb, struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++) {
		struct mb_endpoint *ep = &port->ep[i];

		if (holds_tap(port, ep) && !mb_kind_of(ep)->let_go(mb, ep->hostdev, &ep->rec))
			ep->hostdev = NULL;
	}
}

/* All at once; if that can't be done, nothing. */
static bool delete_together(struct macbpf *mb, const struct mb_world *w, const struct mb_port *port)
{
	mb_auto_free uint32_t *left = calloc(port->count + 1, sizeof(*left));
	size_t count = 0;

	for (size_t i = 0; left && i < port->count; i++)
		if (has_left_device(port, &port->ep[i]))
			left[count++] = port->ep[i].hostdev->ifindex;
	return count > 1 && !mb_rtnl_del_all(mb->rtnl, left, count, mb_world_free_group(w));
}

/* What is left of the dead. Those of a lower that is gone are many. */
static void delete_devices(struct macbpf *mb, const struct mb_world *w, const struct mb_port *port)
{
	if (delete_together(mb, w, port))
		return;
	for (size_t i = 0; i < port->count; i++)
		if (has_left_device(port, &port->ep[i]))
			mb_rtnl_del(mb->rtnl, port->ep[i].hostdev->ifindex);
}

/* Somebody took the program off the lower, and with it all that endpoints get from the wire. */
static bool is_mended(struct macbpf *mb, struct mb_port *port)
{
	if (mb_port_mend(mb, port)) {
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s has lost its program, and gets it back by the next "
		       "command: %s",
		       mb_world_port_name(port), mb->error);
		return false;
	}
	mb_log(mb, MACBPF_LOG_WARN, "%s had lost its program, and has it again at hook %s",
	       mb_world_port_name(port), macbpf_hook__name(port->hook));
	return true;
}

/* What a command that died was setting for the whole port is on record. */
static void finish_for_the_dead(struct macbpf *mb, struct mb_port *port)
{
	if (port->lower && port->rec.flags & MB_PORT_CHANGING)
		finish_change(mb, port, true);
}

/* True if the port is gone. Sets *any if endpoints or port were buried. */
static bool sweep_port(struct macbpf *mb, struct mb_world *w, struct mb_port *port, bool *any)
{
	bool buried;

	if (port->lost && !is_mended(mb, port))
		return false;
	finish_for_the_dead(mb, port);
	if (port->lower)
		mb_traced_heal(mb, port);
	if (port->lower)
		mb_first_ensure(mb, port);
	mb_carrier_follow(mb, port);
	let_taps_go(mb, port);
	delete_devices(mb, w, port);
	buried = bury_dead(mb, port);
	mb_follow_all(mb, w, port);
	*any |= buried || !port->count;
	if ((buried || !port->count) && mb_sweep_trim(mb, w, port))
		return true;
	if (!buried)
		mb_claim_settle(mb, port);
	if (!port->count)
		return false;
	mb_lower_follow(mb, w, port);
	if (mb_host_follow(mb, w, port))
		mb_log(mb, MACBPF_LOG_WARN, "host access to %s is not as it should be: %s",
		       mb_world_port_name(port), mb->error);
	mb_first_ensure_host(mb, port);
	mb_learning_follow(mb, port);
	return false;
}

/* One that was made anew for this library's contract by a command that died. */
static void finish_carry(struct macbpf *mb, struct mb_port *port)
{
	const char *name = mb_world_port_name(port);

	if (!mb_carry_is_begun(port))
		return;
	if (mb_carry_port(mb, port))
		mb_log(mb, MACBPF_LOG_WARN,
		       "a command that died was upgrading %s, and the next one "
		       "goes on: %s",
		       name, mb->error);
	else
		mb_log(mb, MACBPF_LOG_INFO, "a command that died was upgrading %s: did the rest",
		       name);
}

/* Of what may be somebody else's nothing is known but its second name. */
static void remove_litter(struct macbpf *mb, const struct mb_dev *hostdev)
{
	const struct mb_endpoint_rec none = { 0 };

	if (mb_hostdev_is_made(hostdev))
		mb_rtnl_del(mb->rtnl, hostdev->ifindex);
	else
		mb_kind_adopted.let_go(mb, hostdev, &none);
}

static bool delete_litter(struct macbpf *mb, struct mb_world *w)
{
	for (size_t i = 0; i < w->litter_count; i++) {
		mb_log(mb, MACBPF_LOG_INFO, "removing %s, which its port doesn't know",
		       mb_hostdev_shown(w->litter[i]));
		remove_litter(mb, w->litter[i]);
	}
	return w->litter_count;
}

/* The same of any version's. */
static bool sweep_any(struct macbpf *mb, struct mb_world *w, struct mb_port *port, bool *any)
{
	bool gone;

	if (!port->incompatible)
		return sweep_port(mb, w, port, any);
	gone = take_off(mb, w, port);
	*any |= gone;
	return gone;
}

/* True if anything was buried: then the world is another. */
static bool sweep(struct macbpf *mb, struct mb_world *w)
{
	bool buried = delete_litter(mb, w);
	size_t i = 0;

	buried |= mb_queue_sweep(mb, w);
	while (i < w->count) {
		finish_carry(mb, w->port[i]);
		if (!sweep_any(mb, w, w->port[i], &buried))
			i++;
	}
	/* What could not be swept stays for the next command; it is not this one's error. */
	mb_begin(mb);
	return buried;
}

/* With an endpoint go its hostdev, and what its lower was given: MAC, flags, programs. */
int mb_sweep_world(struct macbpf *mb, struct mb_world *w)
{
	int err = mb_world_load(mb, w);

	if (err || !sweep(mb, w))
		return err;
	mb_world_free(w);
	return mb_world_load(mb, w);
}
