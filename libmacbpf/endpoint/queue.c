// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * queue.c - the pair of devices whose queue holds what an endpoint sends to a rate.
 *
 * The hostdev's program sends all into the one end, which has a tbf; the program of the other gives
 * it back to the hostdev, marked, and only then it is decided upon. So all that the endpoint sends
 * waits in one place, for siblings and the wire, and the lower's own queues are left alone.
 */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "endpoint/claim.h"
#include "endpoint/closed.h"
#include "endpoint/pace.h"
#include "endpoint/part.h"
#include "endpoint/queue.h"
#include "kernel/tbf.h"
#include "kinds/kind.h"
#include "kinds/make.h"
#include "port/programs.h"
#include "port/record.h"
#include "world/hostdev.h"

#define MTU	   65535 /* whatever the endpoint's own is, by now */
#define TXQUEUELEN 1000

static int failed(struct macbpf *mb, const struct mb_endpoint *ep, int err)
{
	return err ? mb_fail(mb, err, "can't hold what %s sends to a rate: %s", ep->rec.name,
			     strerror(-err))
		   : 0;
}

/* ---------------------------------------------------------------- made and removed */

static int make(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		struct mb_dev *in)
{
	char near[MB_IFNAME_LEN], far[MB_IFNAME_LEN];
	const struct mb_device_spec spec = {
		.hostdev = mb_hostdev_queue_name(near, ep->rec.id, "o"),
		.name = mb_hostdev_queue_name(far, ep->rec.id, "b"),
		.netns_fd = -1,
		.mtu = MTU,
		.txqueuelen = TXQUEUELEN,
		.numtxqueues = 1,
		.numrxqueues = 1,
		.gso = port->lower->gso,
		.flags = IFF_NOARP,
		.flags_mask = IFF_NOARP,
	};

	return mb_pair_make(mb, &spec, MB_QUEUE_ALIAS, in, mb_rtnl_add_veth);
}

/* Nothing of what comes out is for the host, also when its program was taken off. */
static int close_out(struct macbpf *mb, struct mb_port *port, const struct mb_dev *out)
{
	struct mb_dev_change deaf = { .netns_fd = -1, .deaf = true };
	mb_auto_close int fd = mb_program_open_closing(mb, port);
	int err;

	if (fd < 0)
		return fd;
	err = mb_make_silence(mb, out->ifindex, out->name)
		      ?: mb_rtnl_set(mb->rtnl, out->ifindex, &deaf)
		      ?: mb_attach_behind(mb, out->ifindex, fd, true);
	return err == -EOPNOTSUPP ? 0 : err;
}

static int attach_out(struct macbpf *mb, struct mb_port *port, const struct mb_dev *out)
{
	mb_auto_close int fd = -1;
	uint32_t hook;
	int err = mb_attach_where(mb, out->ifindex, MB_NAME_PACED_PROG, &hook);

	if (err != -ENOENT)
		return err;
	fd = mb_program_open_paced(mb, port);
	return fd < 0 ? fd
		      : mb_attach(mb, MACBPF_HOOK_AUTO, out->ifindex, MB_NAME_PACED_PROG, fd, true);
}

static int set_up(struct macbpf *mb, const struct mb_dev *dev)
{
	struct mb_dev_change up = { .netns_fd = -1, .flags = IFF_UP, .flags_mask = IFF_UP };

	return dev->flags & IFF_UP ? 0 : mb_rtnl_set(mb->rtnl, dev->ifindex, &up);
}

static int join_ends(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep,
		     const struct mb_dev *in, const struct mb_tbf *tbf)
{
	struct mb_dev out;
	int err = mb_queue_find_out(mb, in, &out);

	err = err ?: close_out(mb, port, &out) ?: attach_out(mb, port, &out) ?:
	      mb_tbf_put(mb->rtnl, in->ifindex, tbf, true) ?: set_up(mb, &out) ?:
	      set_up(mb, in) ?:
	      mb_queue_set(&port->maps, ep->rec.hostdev, in->ifindex, out.ifindex);
	return failed(mb, ep, err);
}

/* Where programs are in the device's transmit, what comes back needs one in its hostdev's ingress.
 */
static int relay(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	mb_auto_close int fd = -1;
	int err;

	if (!mb_kind_of(ep)->xmit || ep->rec.status & MB_EP_RELAY)
		return 0;
	fd = mb_program_open(mb, port, ep);
	if (fd < 0)
		return fd;
	err = mb_attach(mb, mb->hook, ep->rec.hostdev, MB_NAME_ENDPOINT_PROG, fd, true);
	if (err && err != -EEXIST)
		return mb_program_refused(mb, mb->hook, ep->hostdev->name, err);
	ep->rec.status |= MB_EP_RELAY;
	return mb_record_save_endpoint(mb, port, ep) ?: mb_closed_ensure(mb, port, ep)
		       ?: mb_claim_publish(mb, port, ep);
}

static int take_off_ingress(struct macbpf *mb, const struct mb_endpoint *ep)
{
	uint32_t hostdev = ep->rec.hostdev, hook = mb_kind_of(ep)->hook;
	int err = mb_attach_remove(mb, hostdev, MB_NAME_CLOSED_PROG, true)
			  ?: mb_attach_remove_but(mb, hook, hostdev, MB_NAME_ENDPOINT_PROG);

	return err ? mb_program_refused(mb, MACBPF_HOOK_AUTO, ep->hostdev->name, err) : 0;
}

/*
 * Who was one for its rate only goes past its hostdev again. Who floods is told first. What still
 * waits in the queue goes with that; it comes last, as it can't be brought back.
 */
static int unrelay(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	if (!mb_kind_of(ep)->xmit || mb_slot_relays(ep->slot) || !ep->hostdev)
		return 0;
	ep->rec.status &= ~(uint32_t)MB_EP_RELAY;
	return mb_record_save_endpoint(mb, port, ep) ?: mb_claim_publish(mb, port, ep)
		       ?: take_off_ingress(mb, ep);
}

/* One that has no mark yet is not silent either. */
static int find_whole(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		      struct mb_dev *in)
{
	struct mb_dev_change mark = { .netns_fd = -1, .alias = MB_QUEUE_ALIAS, .deaf = true };
	int err = mb_queue_find(mb, port, ep, in);

	if (err || *in->alias)
		return err;
	return mb_make_silence(mb, in->ifindex, in->name)
		       ?: mb_rtnl_set(mb->rtnl, in->ifindex, &mark);
}

/* One whose ends somebody has parted goes, and is made anew. */
static int find_joined(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		       struct mb_dev *in)
{
	struct mb_dev out;
	int err = find_whole(mb, port, ep, in);

	if (err || mb_queue_find_out(mb, in, &out) != -ENODEV)
		return err;
	return mb_rtnl_del(mb->rtnl, in->ifindex) ?: -ENODEV;
}

/* It is looked for first, as it may be known by its number alone. */
static int drop(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_dev in;
	int found = mb_queue_find(mb, port, ep, &in), err = found == -ENODEV ? 0 : found;

	err = err ?: mb_queue_del(&port->maps, ep->rec.hostdev);
	if (!err && !found)
		err = mb_rtnl_del(mb->rtnl, in.ifindex);
	return failed(mb, ep, err == -ENODEV ? 0 : err);
}

int mb_queue_ensure(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		    const struct mb_rate *rate)
{
	const struct mb_tbf tbf = mb_pace_tbf(rate, MB_RATE_OUT);
	struct mb_dev in;
	int err = relay(mb, port, ep);

	ep->queued = true;
	if (err)
		return err;
	err = find_joined(mb, port, ep, &in);
	if (err == -ENODEV)
		err = make(mb, port, ep, &in);
	else if (err)
		err = failed(mb, ep, err);
	return err ?: join_ends(mb, port, ep, &in, &tbf);
}

int mb_queue_trim(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	return ep->rec.status & MB_EP_RATE_OUT ? 0 : unrelay(mb, port, ep) ?: drop(mb, port, ep);
}

/* ---------------------------------------------------------------- the parts */

static bool is_given(const struct mb_change *c)
{
	return c->rate.has & MACBPF_RATE_OUT;
}

static int apply(struct mb_change *c)
{
	const struct mb_rate rate = mb_pace_wanted(c);

	if (!is_given(c) || !rate.bits[MB_RATE_OUT])
		return 0;
	return mb_queue_ensure(c->mb, c->port, c->ep, &rate);
}

static void undo(struct mb_change *c)
{
	if (!is_given(c) || !c->rate_known || !c->ep->hostdev)
		return;
	if (c->old_rate.bits[MB_RATE_OUT]) {
		mb_queue_ensure(c->mb, c->port, c->ep, &c->old_rate);
		return;
	}
	unrelay(c->mb, c->port, c->ep);
	drop(c->mb, c->port, c->ep);
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	return ep->rec.status & MB_EP_RATE_OUT ? drop(mb, port, ep) : 0;
}

static bool is_whole(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	struct mb_dev in, out;
	uint32_t known = 0, hook;

	return !mb_queue_find(mb, port, ep, &in) && !mb_queue_find_out(mb, &in, &out) &&
	       mb_tbf_is_on(mb->rtnl, &in) && in.flags & IFF_UP && in.flags & IFF_LOWER_UP &&
	       !mb_queue_get(&port->maps, ep->rec.hostdev, &known) && known == in.ifindex &&
	       mb_attach_where(mb, out.ifindex, MB_NAME_PACED_PROG, &hook) != -ENOENT;
}

static void tell(struct macbpf *mb, const struct mb_endpoint *ep, bool lost, int err)
{
	const char *name = mb_hostdev_shown(ep->hostdev);

	if (err)
		mb_log(mb, MACBPF_LOG_WARN, "what %s sends is not held to its rate: %s", name,
		       mb->error);
	else if (lost)
		mb_log(mb, MACBPF_LOG_WARN, "%s had lost the queue of its rate: it has it again",
		       name);
}

/*
 * Somebody deleted it, its qdisc or its program, or set an end of it down; or frames of the lower
 * are others by now.
 */
static void follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		   struct mb_dev *dev)
{
	bool lost, outgrown;
	struct mb_rate rate;
	int err;

	(void)dev;
	if (ep->queued || !(ep->rec.status & MB_EP_RATE_OUT))
		return;
	lost = !is_whole(mb, port, ep);
	err = mb_rate_get(&port->maps, ep->rec.hostdev, &rate);
	outgrown = !err && mb_pace_is_outgrown(port, &rate, MB_RATE_OUT);
	if (!err && !lost && !outgrown)
		return;
	err = err ?: mb_queue_ensure(mb, port, ep, &rate);
	if (!err && outgrown)
		err = mb_rate_set(&port->maps, ep->rec.hostdev, &rate);
	tell(mb, ep, lost, err);
}

const struct mb_part mb_part_queue = {
	.apply = apply,
	.undo = undo,
	.retire = retire,
	.follow = follow,
};

/* No program leads there any more. */
static int end(struct mb_change *c)
{
	if (is_given(c) && c->old.status & MB_EP_RATE_OUT)
		return mb_queue_trim(c->mb, c->port, c->ep);
	return 0;
}

const struct mb_part mb_part_unqueue = {
	.apply = end,
};
