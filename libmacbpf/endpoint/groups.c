// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* groups.c - who listens to which multicast group: beginning to learn it, and forgetting it. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "endpoint/groups.h"
#include "endpoint/part.h"
#include "kernel/packet.h"
#include "port/ask.h"

static int groups_failed(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't tell the programs of %s who listens to which group: %s",
		       mb_world_port_name(port), strerror(-err));
}

static bool is_learnt(const struct mb_port *port)
{
	return port->rec.flags & MB_PORT_MCAST_SNOOPING;
}

static int says_enough(const struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_group_list list;
	int err = mb_groups_get(&port->maps, ep->rec.hostdev, &list);

	if (err)
		return err == -ENOENT ? 0 : err;
	return !list.flags && !(ep->rec.status & (MB_EP_MCAST_FLOOD | MB_EP_WANTS_ALL));
}

/* Of these all multicast goes to those whose list doesn't say enough; or to all. */
static int set_always(const struct mb_port *port, bool on)
{
	mb_auto_free uint32_t *slots = calloc(port->count + 1, sizeof(*slots));
	size_t count = 0;
	int enough;

	if (!slots)
		return -ENOMEM;
	for (size_t i = 0; i < port->count; i++) {
		enough = on ? 1 : says_enough(port, &port->ep[i]);
		if (enough < 0)
			return enough;
		if (enough && port->ep[i].rec.state == MB_EP_LIVE)
			slots[count++] = port->ep[i].slot;
	}
	return mb_groups_set_always(&port->maps, slots, count, on);
}

int mb_groups_follow_flood(struct macbpf *mb, const struct mb_port *port,
			   const struct mb_endpoint *ep)
{
	int enough = says_enough(port, ep), err = enough < 0 ? enough : 0;

	return groups_failed(mb, port,
			     err ?: mb_groups_set_always(&port->maps, &ep->slot, 1, !enough));
}

/* A list that programs write into stays as it is. */
static int begin_if_none(const struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_group_list list;
	int err = mb_groups_get(&port->maps, ep->rec.hostdev, &list);

	if (!err && list.slot == ep->slot)
		return 0;
	if (err && err != -ENOENT)
		return err;
	return mb_groups_begin(&port->maps, ep->rec.hostdev, ep->slot);
}

int mb_groups_begin_all(struct macbpf *mb, const struct mb_port *port)
{
	int err = mb_groups_make(&port->maps);

	for (size_t i = 0; !err && i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE)
			err = begin_if_none(port, &port->ep[i]);
	return groups_failed(mb, port, err ?: set_always(port, true));
}

int mb_groups_end_doubt(struct macbpf *mb, const struct mb_port *port)
{
	return groups_failed(mb, port, set_always(port, false));
}

/* Who answers in between is on its list, whichever comes first. */
int mb_groups_ask_all(struct macbpf *mb, const struct mb_port *port)
{
	int err = mb_ask_all(mb, port);

	if (err)
		return err;
	mb_packet_linger(MB_ASK_MS);
	return mb_groups_end_doubt(mb, port);
}

int mb_groups_forget_all(struct macbpf *mb, const struct mb_port *port)
{
	int err = 0;

	for (size_t i = 0; !err && i < port->count; i++)
		if (port->ep[i].rec.hostdev)
			err = mb_groups_forget(&port->maps, port->ep[i].rec.hostdev,
					       port->ep[i].slot);
	return groups_failed(mb, port, err ?: mb_groups_drop(&port->maps));
}

/* Before it gets frames. A stack that begins tells all that it joins. */
static int apply(struct mb_change *c)
{
	if (!mb_change_is_new(c) || !is_learnt(c->port))
		return 0;
	return groups_failed(c->mb, c->port,
			     mb_groups_begin(&c->port->maps, c->ep->rec.hostdev, c->ep->slot));
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	if (!is_learnt(port))
		return 0;
	return groups_failed(mb, port, mb_groups_forget(&port->maps, ep->rec.hostdev, ep->slot));
}

static void undo(struct mb_change *c)
{
	if (mb_change_is_new(c))
		retire(c->mb, c->port, c->ep);
}

const struct mb_part mb_part_groups = {
	.apply = apply,
	.undo = undo,
	.retire = retire,
};
