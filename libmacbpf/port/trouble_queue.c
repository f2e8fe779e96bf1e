// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* trouble_queue.c - what is missing of that by which `rate in` and `rate out` hold an endpoint. */
#include <errno.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "datapath/attach.h"
#include "kernel/tbf.h"
#include "port/trouble.h"
#include "world/hostdev.h"

#define MEND "'macbpf port sweep' puts it back"

static void say_gone(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	char name[MB_IFNAME_LEN];

	mb_trouble_say(t, ep, MB_TROUBLE_QUEUE,
		       "The queue of rate out of %s (hostdev %s) is gone, and with it all that it "
		       "sends: " MEND ".",
		       mb_trouble_name(t, ep, name), mb_hostdev_shown(ep->hostdev));
}

/* The other end gives frames back by a program. */
static bool gives_back(const struct mb_trouble *t, uint32_t out)
{
	uint32_t hook;

	return mb_attach_where(t->mb, out, MB_NAME_PACED_PROG, &hook) != -ENOENT;
}

static void look_at_tbf(const struct mb_trouble *t, const struct mb_endpoint *ep,
			const struct mb_dev *dev, const char *does, const char *way)
{
	char name[MB_IFNAME_LEN];

	if (mb_tbf_is_on(t->mb->rtnl, dev))
		return;
	mb_trouble_name(t, ep, name);
	if (!strcmp(dev->qdisc, "tbf"))
		mb_trouble_say(t, ep, MB_TROUBLE_QUEUE,
			       "%s has a tbf of somebody else, so what %s %s is not held to "
			       "its rate: %s.",
			       dev->name, name, does, way);
	else
		mb_trouble_say(t, ep, MB_TROUBLE_QUEUE,
			       "%s has a %s and no tbf, so what %s %s is held to no rate: %s.",
			       dev->name, *dev->qdisc ? dev->qdisc : "queue", name, does, way);
}

static void look_at(const struct mb_trouble *t, const struct mb_endpoint *ep,
		    const struct mb_dev *in)
{
	char name[MB_IFNAME_LEN];

	mb_trouble_name(t, ep, name);
	if (!(in->flags & IFF_UP) || !(in->flags & IFF_LOWER_UP))
		mb_trouble_say(
			t, ep, MB_TROUBLE_QUEUE,
			"%s or its other end is down, where what %s sends is queued, and all "
			"of it is lost: " MEND ".",
			in->name, name);
	else if (!gives_back(t, in->link))
		mb_trouble_say(t, ep, MB_TROUBLE_QUEUE,
			       "The other end of %s has lost its program, so nothing of what %s "
			       "sends comes out of its queue: " MEND ".",
			       in->name, name);
	else
		look_at_tbf(t, ep, in, "sends", MEND);
}

void mb_trouble_queue(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	const struct mb_dev *in = NULL;
	uint32_t ifindex;

	if (!(ep->rec.status & MB_EP_RATE_OUT))
		return;
	if (!mb_queue_get(&t->port->maps, ep->rec.hostdev, &ifindex))
		in = mb_world_dev(t->survey->w, ifindex);
	if (in)
		look_at(t, ep, in);
	else
		say_gone(t, ep);
}

/* What somebody has put there stays until he takes it off. */
void mb_trouble_pace(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	const struct mb_dev *dev = ep->hostdev;
	char way[128] = MEND;

	if (!(ep->rec.status & MB_EP_RATE_IN))
		return;
	if (strcmp(dev->qdisc, "noqueue") != 0 && strcmp(dev->qdisc, "noop") != 0)
		snprintf(way, sizeof(way),
			 "'tc qdisc del dev %s root' if somebody put that there, then 'macbpf port "
			 "sweep'",
			 dev->name);
	look_at_tbf(t, ep, dev, "receives", way);
}
