// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * pace.c - what holds an endpoint to its rate: a tbf on its hostdev, where its user has no say.
 *
 * What it receives leaves by the hostdev. Nothing goes past the qdisc: without MB_DEST_PEER
 * (dest.c) unicast takes that way as well.
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>

#include "endpoint/pace.h"
#include "endpoint/part.h"
#include "kernel/tbf.h"
#include "kinds/kind.h"
#include "world/hostdev.h"

#define PER_SECOND(ms) (1000 / (ms))

#define BURST_MS 10    /* by so much the kernel may come late */
#define QUEUE_MS 50    /* what waits besides */
#define LEAST	 16384 /* bytes of either: some frames */

#define FRAME_MORE (ETH_HLEN + 4) /* beside the MTU: header and tag */

static uint32_t frame_of(const struct mb_dev *lower)
{
	return lower ? lower->mtu + FRAME_MORE : 0;
}

static void want(struct mb_rate *rate, enum mb_rate_way way, uint64_t bits, uint32_t burst,
		 const struct mb_dev *lower)
{
	rate->bits[way] = bits;
	rate->burst[way] = burst;
	rate->least[way] = bits ? frame_of(lower) : 0;
}

struct mb_rate mb_pace_wanted(const struct mb_change *c)
{
	const struct mb_dev *lower = mb_change_lower(c);
	struct mb_rate rate = c->old_rate;

	if (c->rate.has & MACBPF_RATE_IN)
		want(&rate, MB_RATE_IN, c->rate.in, c->rate.in_burst, lower);
	if (c->rate.has & MACBPF_RATE_OUT)
		want(&rate, MB_RATE_OUT, c->rate.out, c->rate.out_burst, lower);
	if (c->rate.has & MACBPF_RATE_GROUP)
		rate.group = c->rate.group;
	return rate;
}

uint32_t mb_pace_burst(const struct mb_rate *rate, enum mb_rate_way way)
{
	uint64_t burst = rate->bits[way] / 8 / PER_SECOND(BURST_MS);

	if (!rate->bits[way])
		return 0;
	if (rate->burst[way])
		burst = rate->burst[way];
	else if (burst < LEAST)
		burst = LEAST;
	return burst > rate->least[way] ? (uint32_t)burst : rate->least[way];
}

/* What is longer than the burst never gets its turn. */
bool mb_pace_is_outgrown(const struct mb_port *port, struct mb_rate *rate, enum mb_rate_way way)
{
	uint32_t burst = mb_pace_burst(rate, way);

	rate->least[way] = frame_of(port->lower);
	return mb_pace_burst(rate, way) != burst;
}

struct mb_tbf mb_pace_tbf(const struct mb_rate *rate, enum mb_rate_way way)
{
	uint64_t bytes = rate->bits[way] / 8, queue = bytes / PER_SECOND(QUEUE_MS), limit;
	uint32_t burst = mb_pace_burst(rate, way);

	limit = burst + (queue > LEAST ? queue : LEAST);
	return (struct mb_tbf){
		.rate = bytes,
		.burst = burst,
		.limit = limit > UINT32_MAX ? UINT32_MAX : (uint32_t)limit,
	};
}

/* ---------------------------------------------------------------- the qdisc */

static int taken(struct macbpf *mb, const struct mb_dev *hostdev)
{
	const char *name = hostdev->name;

	return mb_fail(mb, -EBUSY,
		       "%s, by which the endpoint receives, has a queueing discipline that "
		       "somebody else put there, and a rate needs its place: 'tc qdisc del dev %s "
		       "root' gives it free",
		       name, name);
}

static int put_failed(struct macbpf *mb, const struct mb_dev *hostdev, int err)
{
	if (err == -EEXIST)
		return taken(mb, hostdev);
	if (err == -ENOENT)
		return mb_fail(mb, -EOPNOTSUPP,
			       "this kernel has no tbf, which holds a rate (CONFIG_NET_SCH_TBF, "
			       "'modprobe sch_tbf')");
	return mb_refused(mb, err, mb_netlink_hint(mb->rtnl), "can't hold %s to a rate",
			  hostdev->name);
}

/* A tap of ours is made with noqueue, which is then no default of the kernel's. */
static bool has_noqueue(const struct mb_endpoint *ep)
{
	return mb_kind_of(ep)->is_own_hostdev && !mb_kind_of(ep)->let_go;
}

static bool is_our_noqueue(const struct mb_endpoint *ep)
{
	return has_noqueue(ep) && !strcmp(ep->hostdev->qdisc, "noqueue");
}

static int put(struct macbpf *mb, struct mb_endpoint *ep, const struct mb_tbf *tbf)
{
	int err = mb_tbf_put(mb->rtnl, ep->rec.hostdev, tbf, is_our_noqueue(ep));

	return err ? put_failed(mb, ep->hostdev, err) : 0;
}

static int take_off(struct macbpf *mb, const struct mb_endpoint *ep)
{
	int err = mb_tbf_del(mb->rtnl, ep->rec.hostdev);

	if (!err && has_noqueue(ep))
		err = mb_rtnl_no_queue(mb->rtnl, ep->rec.hostdev);
	if (!err || err == -ENOENT || err == -ENODEV)
		return 0;
	return mb_fail(mb, err, "can't take the rate off %s: %s", ep->hostdev->name,
		       strerror(-err));
}

int mb_pace_set(struct macbpf *mb, struct mb_endpoint *ep, const struct mb_rate *rate)
{
	const struct mb_tbf in = mb_pace_tbf(rate, MB_RATE_IN);

	ep->paced = true;
	return in.rate ? put(mb, ep, &in) : take_off(mb, ep);
}

/* ---------------------------------------------------------------- the part */

/* One that is new, or down since, has none yet; an adopted one may have the kernel's own. */
int mb_pace_fits(const struct mb_change *c)
{
	const struct mb_dev *hostdev;

	if (mb_change_is_new(c) || c->old.status & MB_EP_RATE_IN || c->kind->let_go)
		return 0;
	hostdev = c->ep->hostdev;
	if (!strcmp(hostdev->qdisc, "noqueue") || !strcmp(hostdev->qdisc, "noop"))
		return 0;
	return taken(c->mb, hostdev);
}

static bool is_given(const struct mb_change *c)
{
	return c->rate.has && (c->old.status | c->ep->rec.status) & MB_EP_RATE_IN;
}

static int apply(struct mb_change *c)
{
	struct mb_rate rate = mb_pace_wanted(c);

	return is_given(c) ? mb_pace_set(c->mb, c->ep, &rate) : 0;
}

static void undo(struct mb_change *c)
{
	if (c->rate_known && c->ep->hostdev && is_given(c))
		mb_pace_set(c->mb, c->ep, &c->old_rate);
}

static void tell(struct macbpf *mb, const struct mb_endpoint *ep, bool lost, int err)
{
	const char *name = mb_hostdev_shown(ep->hostdev);

	if (err)
		mb_log(mb, MACBPF_LOG_WARN, "%s is not held to its rate: %s", name, mb->error);
	else if (lost)
		mb_log(mb, MACBPF_LOG_WARN, "%s had lost its rate: it is held to it again", name);
}

/* Somebody took it off, or put another in its place; or frames of the lower are others by now. */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	bool lost, outgrown;
	struct mb_rate rate;
	int err;

	(void)dev;
	if (ep->paced || !(ep->rec.status & MB_EP_RATE_IN))
		return;
	lost = !mb_tbf_is_on(mb->rtnl, ep->hostdev);
	err = mb_rate_get(&port->maps, ep->rec.hostdev, &rate);
	outgrown = !err && mb_pace_is_outgrown(port, &rate, MB_RATE_IN);
	if (!err && !lost && !outgrown)
		return;
	err = err ?: mb_pace_set(mb, ep, &rate);
	if (!err && outgrown)
		err = mb_rate_set(&port->maps, ep->rec.hostdev, &rate);
	tell(mb, ep, lost, err);
}

const struct mb_part mb_part_pace = {
	.apply = apply,
	.undo = undo,
	.follow = follow,
};
