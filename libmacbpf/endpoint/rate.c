// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* rate.c - how much an endpoint may get and send in a second: what is legal, and on record. */
#include <errno.h>
#include <string.h>

#include "endpoint/pace.h"
#include "endpoint/part.h"
#include "endpoint/queue.h"
#include "endpoint/rate.h"
#include "port/record.h"

#define BITS_MIN 8000ull
#define BITS_MAX 400000000000ull

static int rate_failed(struct macbpf *mb, const struct mb_endpoint *ep, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't write the rate of %s: %s", ep->rec.name, strerror(-err));
}

/* ---------------------------------------------------------------- checks */

static int check_one(struct macbpf *mb, const char *way, uint64_t bits, uint32_t burst)
{
	if (!bits && burst)
		return mb_fail(mb, -EINVAL, "rate %s has a burst of %u bytes, and no rate", way,
			       burst);
	if (!bits || (bits >= BITS_MIN && bits <= BITS_MAX))
		return 0;
	return mb_fail(mb, -EINVAL,
		       "rate %s %llu is out of range: %llu (8 kbit) to %llu (400 gbit) bits per "
		       "second, or none ('rate %s off')",
		       way, (unsigned long long)bits, BITS_MIN, BITS_MAX, way);
}

static int check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	const struct macbpf_rate_opts *rate = o->rate;
	int err = 0;

	if (rate && rate->has & MACBPF_RATE_GROUP && rate->group > MB_GROUP_RATE_MAX)
		return mb_fail(mb, -EINVAL,
			       "group-rate %u is out of range: 1 to %u frames per second, or none "
			       "('group-rate off')",
			       rate->group, MB_GROUP_RATE_MAX);
	if (rate && rate->has & MACBPF_RATE_IN)
		err = check_one(mb, "in", rate->in, rate->in_burst);
	if (!err && rate && rate->has & MACBPF_RATE_OUT)
		err = check_one(mb, "out", rate->out, rate->out_burst);
	return err;
}

static int check_burst(const struct mb_change *c, const char *way, enum mb_rate_way n)
{
	const struct mb_dev *lower = mb_change_lower(c);
	const struct mb_rate rate = mb_pace_wanted(c);

	if (!rate.burst[n] || rate.burst[n] >= rate.least[n])
		return 0;
	return mb_fail(c->mb, -EINVAL,
		       "a burst of %u bytes for rate %s lets no frame of %s through: %u at least",
		       rate.burst[n], way, lower->name, rate.least[n]);
}

static int fits(struct mb_change *c)
{
	int err = 0;

	if (c->rate.has & MACBPF_RATE_IN && c->rate.in)
		err = check_burst(c, "in", MB_RATE_IN) ?: mb_pace_fits(c);
	if (!err && c->rate.has & MACBPF_RATE_OUT && c->rate.out)
		err = check_burst(c, "out", MB_RATE_OUT);
	return err;
}

/* ---------------------------------------------------------------- the part */

static void note(struct mb_endpoint_rec *rec, const struct mb_rate *rate)
{
	rec->status &= ~(uint32_t)MB_EP_RATED;
	rec->status |= rate->bits[MB_RATE_IN] ? MB_EP_RATE_IN : 0;
	rec->status |= rate->bits[MB_RATE_OUT] ? MB_EP_RATE_OUT : 0;
	rec->status |= rate->group ? MB_EP_GROUP_RATE : 0;
}

void mb_rate_take(struct mb_change *c)
{
	struct mb_rate rate = mb_pace_wanted(c);

	if (c->rate.has)
		note(&c->ep->rec, &rate);
}

void mb_rate_untake(struct mb_change *c)
{
	if (c->rate_known)
		note(&c->ep->rec, &c->old_rate);
}

static int save(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep,
		const struct mb_rate *rate)
{
	return rate_failed(mb, ep, mb_rate_set(&port->maps, ep->rec.hostdev, rate));
}

/* The table comes first: a command that dies has meant what is there. */
static int apply(struct mb_change *c)
{
	struct mb_rate rate;
	int err = 0;

	if (!c->rate.has)
		return 0;
	if (c->old.status & MB_EP_RATED)
		err = mb_rate_get(&c->port->maps, c->ep->rec.hostdev, &c->old_rate);
	if (err)
		return rate_failed(c->mb, c->ep, err);
	c->rate_known = true;
	rate = mb_pace_wanted(c);
	return save(c->mb, c->port, c->ep, &rate);
}

static void undo(struct mb_change *c)
{
	if (c->rate_known)
		save(c->mb, c->port, c->ep, &c->old_rate);
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	const struct mb_rate none = { 0 };

	return ep->rec.status & MB_EP_RATED ? save(mb, port, ep, &none) : 0;
}

static int describe(struct macbpf *mb, struct mb_view *view)
{
	struct mb_rate rate = { 0 };
	int err = 0;

	if (view->ep->rec.status & MB_EP_RATED)
		err = mb_rate_get(&view->port->maps, view->ep->rec.hostdev, &rate);
	if (err)
		return mb_fail(mb, err, "can't read the rate of %s: %s", view->ep->rec.name,
			       strerror(-err));
	view->info.rate_in = rate.bits[MB_RATE_IN];
	view->info.rate_in_burst = mb_pace_burst(&rate, MB_RATE_IN);
	view->info.rate_out = rate.bits[MB_RATE_OUT];
	view->info.rate_out_burst = mb_pace_burst(&rate, MB_RATE_OUT);
	view->info.group_rate = rate.group;
	return 0;
}

const struct mb_part mb_part_rate = {
	.rate = MACBPF_RATE_IN | MACBPF_RATE_OUT | MACBPF_RATE_GROUP,
	.check = check,
	.fits = fits,
	.apply = apply,
	.undo = undo,
	.retire = retire,
	.describe = describe,
};

int mb_rate_restore(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	struct mb_rate rate;
	int err = mb_rate_get(&port->maps, ep->rec.hostdev, &rate);

	if (err)
		return rate_failed(mb, ep, err);
	note(&ep->rec, &rate);
	err = save(mb, port, ep, &rate) ?: mb_pace_set(mb, ep, &rate);
	if (!err && rate.bits[MB_RATE_OUT])
		err = mb_queue_ensure(mb, port, ep, &rate);
	return err;
}
