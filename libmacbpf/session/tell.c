// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* tell.c - telling whoever listens what a writing function has changed. */
#include <stdio.h>

#include "common/own.h"
#include "common/text.h"
#include "session/tell.h"
#include "world/hostdev.h"

#define COPY(to, from) snprintf(to, sizeof(to), "%s", from)

static void add_word(struct mb_bus_message *m, bool given, const char *word)
{
	if (given)
		mb_text_append(m->changed, sizeof(m->changed), "%s%s", *m->changed ? " " : "",
			       word);
}

static void name_macvlan(struct mb_bus_message *m, const struct mb_change *c)
{
	uint64_t has = c->macvlan.has;

	add_word(m, has & MACBPF_MACVLAN_MODE, "mode");
	add_word(m, has & MACBPF_MACVLAN_FLAGS, "flags");
	add_word(m, has & MACBPF_MACVLAN_BC_QUEUE_LEN, "bcqueuelen");
	add_word(m, has & MACBPF_MACVLAN_BC_CUTOFF, "bclim");
	add_word(m, has & MACBPF_MACVLAN_MCAST_FLOOD, "mcast-flood");
	add_word(m, has & MACBPF_MACVLAN_MACADDR_LIMIT, "macaddr-limit");
	add_word(m, has & MACBPF_MACVLAN_LEARNING, "learning");
	add_word(m, c->o.source, "macaddr");
}

static void name_limits(struct mb_bus_message *m, const struct mb_change *c)
{
	add_word(m, c->guard.has & MACBPF_GUARD_FLAGS, "guard");
	add_word(m, c->guard.has & MACBPF_GUARD_ISOLATED, "isolated");
	add_word(m, c->rate.has & (MACBPF_RATE_IN | MACBPF_RATE_OUT), "rate");
	add_word(m, c->rate.has & MACBPF_RATE_GROUP, "group-rate");
}

static void name_device(struct mb_bus_message *m, const struct macbpf_link_opts *o)
{
	add_word(m, o->address, "address");
	add_word(m, o->broadcast, "broadcast");
	add_word(m, o->has & MACBPF_LINK_MTU, "mtu");
	add_word(m, o->has & MACBPF_LINK_TXQUEUELEN, "txqueuelen");
	add_word(m, o->has & MACBPF_LINK_GROUP, "group");
	add_word(m, o->has & MACBPF_LINK_HOOK, "hook");
	add_word(m, o->name, "name");
	add_word(m, o->alias, "alias");
	add_word(m, o->netns, "netns");
}

static void name_state(struct mb_bus_message *m, const struct macbpf_link_opts *o)
{
	uint32_t given = o->dev_flags_mask;

	add_word(m, given & IFF_UP, o->dev_flags & IFF_UP ? "up" : "down");
	add_word(m, given & IFF_NOARP, "arp");
	add_word(m, given & IFF_MULTICAST, "multicast");
	add_word(m, given & IFF_ALLMULTI, "allmulticast");
	add_word(m, given & IFF_PROMISC, "promisc");
	add_word(m, o->has & MACBPF_LINK_PROTODOWN, "protodown");
}

/* The words of the command line. */
static void name_given(struct mb_bus_message *m, const struct mb_change *c)
{
	name_macvlan(m, c);
	name_limits(m, c);
	name_device(m, &c->o);
	name_state(m, &c->o);
}

void mb_tell_draft(struct mb_bus_message *m, const char *command, const struct mb_port *port,
		   const struct mb_endpoint *ep)
{
	*m = (struct mb_bus_message){ .magic = MB_BUS_MAGIC };
	COPY(m->command, command);
	COPY(m->lower, mb_world_port_name(port));
	COPY(m->name, ep->rec.name);
	mb_hostdev_name(m->hostdev, ep->rec.id);
}

void mb_tell_link(const struct mb_change *c, const char *command)
{
	struct mb_bus_message m;

	mb_tell_draft(&m, command, c->port, c->ep);
	if (!mb_change_is_new(c)) {
		COPY(m.name, c->o.name ?: c->device.name);
		name_given(&m, c);
	}
	mb_bus_send(&m);
}

void mb_tell_port(const char *lower, const char *command, const char *changed)
{
	struct mb_bus_message m = { .magic = MB_BUS_MAGIC };

	COPY(m.command, command);
	COPY(m.lower, lower ?: "");
	COPY(m.changed, changed);
	mb_bus_send(&m);
}
