// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* queue_find.c - which devices are the queue of an endpoint, and which that of one that is gone. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "datapath/attach.h"
#include "endpoint/queue.h"
#include "world/hostdev.h"
#include "world/peer.h"

/* ---------------------------------------------------------------- which it is */

static bool is_marked(const struct mb_dev *dev)
{
	return !strcmp(dev->alias, MB_QUEUE_ALIAS);
}

static bool is_named(const struct mb_dev *dev, uint32_t *id)
{
	char name[MB_IFNAME_LEN];

	return !strncmp(dev->name, "mb", 2) && sscanf(dev->name, "mb%u", id) == 1 &&
	       !strcmp(dev->name, mb_hostdev_queue_name(name, *id, "o"));
}

int mb_queue_find_out(struct macbpf *mb, const struct mb_dev *in, struct mb_dev *out)
{
	return in->link_netnsid < 0 ? mb_peer_get(mb, in, out) : -ENODEV;
}

/* A command may have died before it could mark it. */
static bool is_unmarked(struct macbpf *mb, const struct mb_endpoint *ep, const struct mb_dev *in)
{
	char name[MB_IFNAME_LEN];
	struct mb_dev out;

	return !*in->alias && !mb_queue_find_out(mb, in, &out) &&
	       !strcmp(out.name, mb_hostdev_queue_name(name, ep->rec.id, "b"));
}

static int find_by_name(struct macbpf *mb, const struct mb_endpoint *ep, struct mb_dev *in)
{
	char name[MB_IFNAME_LEN];
	int err = mb_rtnl_get_by_name(mb->rtnl, mb_hostdev_queue_name(name, ep->rec.id, "o"), in);

	if (err)
		return err;
	return is_marked(in) || is_unmarked(mb, ep, in) ? 0 : -ENODEV;
}

/* A number may be anybody's by now: its other end is the one on record, and gives back by our
 * program. */
static bool gives_back(struct macbpf *mb, const struct mb_dev *in, uint32_t known)
{
	struct mb_dev out;
	uint32_t hook;

	return !mb_queue_find_out(mb, in, &out) && out.ifindex == known &&
	       !mb_attach_where(mb, known, MB_NAME_PACED_PROG, &hook);
}

static bool is_named_for_another(const struct mb_dev *dev, uint32_t id)
{
	uint32_t other;

	return is_named(dev, &other) && other != id;
}

/* Somebody has given it another name or alias. Programs find it by its number. */
static int find_by_number(struct macbpf *mb, const struct mb_port *port,
			  const struct mb_endpoint *ep, struct mb_dev *in)
{
	uint32_t number, out, hostdev;
	int err;

	if (mb_queue_get(&port->maps, ep->rec.hostdev, &number) ||
	    mb_queue_get_out(&port->maps, number, &out) ||
	    mb_queue_get(&port->maps, out, &hostdev) || hostdev != ep->rec.hostdev)
		return -ENODEV;
	err = mb_rtnl_get(mb->rtnl, number, -1, in);
	if (err)
		return err;
	return gives_back(mb, in, out) && !is_named_for_another(in, ep->rec.id) ? 0 : -ENODEV;
}

int mb_queue_find(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		  struct mb_dev *in)
{
	int err = find_by_name(mb, ep, in);

	return err == -ENODEV ? find_by_number(mb, port, ep, in) : err;
}

/* ---------------------------------------------------------------- what is left of the dead */

static bool has_peer(const struct mb_world *w, const struct mb_dev *dev, uint32_t id)
{
	const struct mb_dev *peer = mb_world_dev(w, dev->link);
	char name[MB_IFNAME_LEN];

	return dev->link_netnsid < 0 && peer &&
	       !strcmp(peer->name, mb_hostdev_queue_name(name, id, "b"));
}

static bool is_queue(const struct mb_world *w, const struct mb_dev *dev, uint32_t *id)
{
	return is_named(dev, id) && (is_marked(dev) || !*dev->alias) && has_peer(w, dev, *id);
}

static bool is_known(const struct mb_world *w, uint32_t id)
{
	char name[MB_IFNAME_LEN];

	mb_hostdev_name(name, id);
	for (size_t i = 0; i < w->devs.count; i++)
		if (!strcmp(w->devs.dev[i].name, name) || !strcmp(w->devs.dev[i].hostname, name))
			return true;
	for (size_t i = 0; i < w->count; i++)
		for (size_t j = 0; j < w->port[i]->count; j++)
			if (w->port[i]->ep[j].rec.id == id)
				return true;
	return false;
}

bool mb_queue_sweep(struct macbpf *mb, const struct mb_world *w)
{
	bool any = false;
	uint32_t id;

	for (size_t i = 0; i < w->devs.count; i++) {
		const struct mb_dev *dev = &w->devs.dev[i];

		if (!is_queue(w, dev, &id) || is_known(w, id))
			continue;
		mb_log(mb, MACBPF_LOG_INFO, "removing %s, whose endpoint is gone", dev->name);
		any |= !mb_rtnl_del(mb->rtnl, dev->ifindex);
	}
	return any;
}
