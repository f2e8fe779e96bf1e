// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* explanation.c - what a port would do with a frame, as a listing of sentences. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>

#include "common/own.h"
#include "datapath/reason.h"
#include "port/explain.h"
#include "session/read.h"
#include "world/hostdev.h"

struct macbpf_explanation_line {
	struct mb_explain_line it;
};

struct macbpf_explanation {
	struct macbpf_explanation_line *line;
	size_t lines;
	struct macbpf_explanation_info info;
	char lower[MB_IFNAME_LEN], target[MB_IFNAME_LEN], hostdev[MB_IFNAME_LEN];
};

_Static_assert((int)MACBPF_ACT_NEXT == MB_ACT_NEXT && (int)MACBPF_ACT_DROP == MB_ACT_DROP &&
		       (int)MACBPF_ACT_WIRE == MB_ACT_WIRE &&
		       (int)MACBPF_ACT_DELIVER == MB_ACT_DELIVER &&
		       (int)MACBPF_ACT_REFLECT == MB_ACT_REFLECT &&
		       (int)MACBPF_ACT_HOST == MB_ACT_HOST,
	       "the programs and the library call it otherwise");

struct request {
	struct macbpf_explanation_opts o;
	struct macbpf_explanation *out;
};

static int check(struct macbpf *mb, const struct macbpf_explanation_opts *o)
{
	if (!o->lower)
		return mb_fail(mb, -EINVAL, "which lower it is about is not given");
	if (o->origin < MACBPF_ORIGIN_WIRE || o->origin > MACBPF_ORIGIN_HOST)
		return mb_fail(mb, -EINVAL,
			       "origin %u is unknown: 1 (wire), 2 (endpoint) or 3 (host)",
			       o->origin);
	if ((o->origin == MACBPF_ORIGIN_ENDPOINT) != !!o->endpoint)
		return mb_fail(mb, -EINVAL,
			       "a frame has an endpoint that sends it, or comes from elsewhere");
	if (!o->frame || o->bytes < MACBPF_FRAME_MIN)
		return mb_fail(mb, -EINVAL,
			       "a frame of %zu bytes has no Ethernet header: that is %d", o->bytes,
			       MACBPF_FRAME_MIN);
	if (o->bytes > MACBPF_FRAME_MAX || o->length > MACBPF_FRAME_MAX ||
	    o->gso_size > MACBPF_FRAME_MAX)
		return mb_fail(mb, -EINVAL, "a frame has no more than %d bytes", MACBPF_FRAME_MAX);
	if (o->length && o->length < o->bytes)
		return mb_fail(mb, -EINVAL, "length %u is less than the %zu bytes of the frame",
			       o->length, o->bytes);
	return mb_opts_spare(mb, o->reserved);
}

/* The kernel takes the first tag out of a frame before programs see it. */
static size_t take_tag(struct mb_explain_frame *f, const uint8_t *data, size_t bytes)
{
	uint16_t half[2];

	if (bytes < ETH_HLEN + sizeof(half))
		return 0;
	memcpy(half, data + 12, sizeof(half));
	if (half[0] != htons(ETH_P_8021Q) && half[0] != htons(ETH_P_8021AD))
		return 0;
	f->tag = ntohs(half[0]);
	f->tag_tci = ntohs(half[1]);
	return sizeof(half);
}

static void take_frame(struct mb_explain_frame *f, const struct macbpf_explanation_opts *o)
{
	const uint8_t *data = o->frame;
	size_t tag = take_tag(f, data, o->bytes), rest = o->bytes - 12 - tag;

	f->length = (uint32_t)((o->length ?: o->bytes) - tag);
	f->gso_size = o->gso_size;
	f->len = f->length < MB_TELLING_MAX ? f->length : MB_TELLING_MAX;
	if (f->len < ETH_ZLEN)
		f->len = ETH_ZLEN; /* the kernel runs no program with half a header of IP */
	memcpy(f->data, data, 12);
	memcpy(f->data + 12, data + 12 + tag, rest < f->len - 12 ? rest : f->len - 12);
}

static int check_cut(struct macbpf *mb, const struct mb_explain_frame *f)
{
	if (!f->gso_size || mb_explain_segment(f))
		return 0;
	return mb_fail(mb, -EINVAL,
		       "a frame that is neither TCP nor UDP over IP is not cut into segments");
}

static int find(struct macbpf *mb, struct mb_world *w, const struct macbpf_explanation_opts *o,
		struct mb_port **port, struct mb_endpoint **from)
{
	const struct mb_dev *lower = mb_world_dev_named(w, o->lower);
	struct mb_port *found = lower ? mb_world_port(w, lower->ifindex) : NULL;
	int err;

	*port = found;
	if (!found)
		return mb_fail(mb, -ENODEV,
			       "%s has no endpoints of macbpf, so frames on it meet nothing of it",
			       o->lower);
	err = mb_world_port_check(mb, found);
	if (err || !o->endpoint)
		return err;
	err = mb_world_find(mb, w, o->lower, o->endpoint, port, from);
	if (!err && !(*from)->hostdev)
		err = mb_fail(mb, -ENODEV, "endpoint \"%s\" is being deleted", o->endpoint);
	return err;
}

static int keep_lines(struct macbpf_explanation *x, const struct mb_explain *e)
{
	x->line = calloc(e->lines, sizeof(*x->line));
	if (!x->line)
		return -ENOMEM;
	for (size_t i = 0; i < e->lines; i++)
		x->line[i].it = e->line[i];
	x->lines = e->lines;
	return 0;
}

static void name_target(struct macbpf_explanation *x, struct mb_explain *e)
{
	const struct mb_endpoint *ep = mb_explain_line_endpoint(e, mb_explain_receiver(e));

	if (ep) {
		x->info.target = mb_explain_line_name(e, ep, x->target);
		memcpy(x->hostdev, mb_hostdev_shown(ep->hostdev), MB_IFNAME_LEN);
		x->info.target_hostdev = x->hostdev;
	} else if (e->tell.target == e->port->lower_ifindex) {
		x->info.target = x->lower;
	}
}

static int keep(struct macbpf_explanation *x, struct mb_explain *e)
{
	memcpy(x->lower, e->port->lower->name, MB_IFNAME_LEN);
	x->info = (struct macbpf_explanation_info){
		.lower = x->lower,
		.reason = mb_reason_name(e->tell.reason),
		.act = e->tell.act,
		.copies = e->tell.told.copies,
		.peer = e->tell.peer,
		.prog_id = e->prog_id,
		.other_build = e->other_build,
	};
	name_target(x, e);
	return keep_lines(x, e);
}

static int explain(struct macbpf *mb, struct mb_world *w, void *arg)
{
	struct request *r = arg;
	mb_auto_free struct mb_explain *e = calloc(1, sizeof(*e));
	struct mb_endpoint *from = NULL;
	int err;

	if (!e)
		return -ENOMEM;
	e->mb = mb;
	e->w = w;
	e->origin = r->o.origin;
	take_frame(&e->frame, &r->o);
	err = check_cut(mb, &e->frame) ?: find(mb, w, &r->o, &e->port, &from);
	e->from = from;
	if (!err)
		err = mb_explain_frame(e) ?: keep(r->out, e);
	mb_explain_free(e);
	return err;
}

int macbpf_explanation__get(struct macbpf *mb, const struct macbpf_explanation_opts *opts,
			    struct macbpf_explanation **out)
{
	struct request r = { .out = NULL };
	int err = mb_opts_take(mb, &r.o, sizeof(r.o), opts) ?: check(mb, &r.o);

	if (err)
		return err;
	r.out = calloc(1, sizeof(*r.out));
	if (!r.out)
		return mb_no_memory(mb);
	err = mb_read_world(mb, r.o.lower, explain, &r);
	if (err)
		macbpf_explanation__free(r.out);
	else
		*out = r.out;
	return err;
}

void macbpf_explanation__free(struct macbpf_explanation *explanation)
{
	if (!explanation)
		return;
	free(explanation->line);
	free(explanation);
}

int macbpf_explanation__info(const struct macbpf_explanation *explanation,
			     struct macbpf_explanation_info *info)
{
	return mb_opts_give(info, &explanation->info, sizeof(explanation->info));
}

const struct macbpf_explanation_line *macbpf_explanation_line__next(
	const struct macbpf_explanation *explanation, const struct macbpf_explanation_line *prev)
{
	const struct macbpf_explanation_line *next = prev ? prev + 1 : explanation->line;

	return next < explanation->line + explanation->lines ? next : NULL;
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

int macbpf_explanation_line__info(const struct macbpf_explanation_line *line,
				  struct macbpf_explanation_line_info *info)
{
	const struct mb_explain_line *it = &line->it;
	struct macbpf_explanation_line_info ours = {
		.text = it->text,
		.name = it->reason ?: or_null(it->name),
		.hostdev = or_null(it->hostdev),
		.frames = it->frames,
		.type = it->type,
	};

	return mb_opts_give(info, &ours, sizeof(ours));
}
