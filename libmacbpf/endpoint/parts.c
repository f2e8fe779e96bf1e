// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* parts.c - all that an endpoint has: the one table, and what runs over it. */
#include <errno.h>

#include "base/txn.h"
#include "common/own.h"
#include "endpoint/filter.h"
#include "endpoint/part.h"
#include "endpoint/parts.h"
#include "endpoint/secondary.h"
#include "port/record.h"

/* What a part needs stands above it; undo reads up. */
#define PARTS(X)                                                                                   \
	X(adopt)     /* done before */                                                             \
	X(mark)	     /* what is begun is told to whoever comes if we die */                        \
	X(program)   /* where it runs; its undo, the last but one, makes all programs follow */    \
	X(closed)    /* what it leaves goes nowhere */                                             \
	X(counts)    /* from nothing, before there is anything */                                  \
	X(guard)     /* what it may send, before a program asks for it */                          \
	X(rate)	     /* what it may get in a second, before a record says that it has a rate */    \
	X(record)    /* mode, flags, broadcast queue */                                            \
	X(pace)	     /* what holds it to that, when nothing goes past any more */                  \
	X(queue)     /* what it sends waits there, before its program sends it there */            \
	X(neigh)     /* forgotten when the tables have the new mode */                             \
	X(groups)    /* its list, before it gets frames */                                         \
	X(allmulti)  /* after its list, which says what it gets without */                         \
	X(filter)    /* the NIC lets frames for the MAC in */                                      \
	X(sources)   /* after the record: its flags go along */                                    \
	X(address)   /* a new endpoint gets frames */                                              \
	X(behind)    /* which addresses lead to it besides */                                      \
	X(learning)  /* before programs do */                                                      \
	X(constants) /* after all that programs follow */                                          \
	X(unguard)   /* when no program asks for it any more */                                    \
	X(promisc)   /* passthru */                                                                \
	X(place)     /* to another netns */                                                        \
	X(hostdev)   /* up, before somebody waits for the device */                                \
	X(device)    /* it moves with the place, and may be waited for */                          \
	X(unqueue)   /* when no program leads there any more */                                    \
	X(unmark)    /* the last: all is done */

#define DECLARE(name) extern const struct mb_part mb_part_##name;
#define ROW(name)     &mb_part_##name,

PARTS(DECLARE)

static const struct mb_part *const parts[] = { PARTS(ROW) };

static const char *const names[] = {
#define NAME(name) #name,
	PARTS(NAME)
};

static int check_known(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	uint64_t link = o->has, macvlan = o->macvlan->has, macvtap = o->macvtap->has;
	uint64_t guard = o->guard ? o->guard->has : 0, rate = o->rate ? o->rate->has : 0;

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		link &= ~parts[i]->link;
		macvlan &= ~parts[i]->macvlan;
		macvtap &= ~parts[i]->macvtap;
		guard &= ~parts[i]->guard;
		rate &= ~parts[i]->rate;
	}
	if (!link && !macvlan && !macvtap && !guard && !rate)
		return 0;
	return mb_fail(mb, -EINVAL, "an option that this version of libmacbpf doesn't know");
}

int mb_parts_check(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	int err = check_known(mb, o);

	for (size_t i = 0; !err && i < ARRAY_SIZE(parts); i++)
		if (parts[i]->check)
			err = parts[i]->check(mb, o);
	return err;
}

int mb_parts_fit(struct mb_change *c)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(parts); i++)
		if (parts[i]->fits)
			err = parts[i]->fits(c);
	return err;
}

struct undo {
	struct mb_change *c;
	size_t count;
};

static void undo(void *arg)
{
	const struct undo *u = arg;

	for (size_t i = u->count; i--;)
		if (parts[i]->undo)
			parts[i]->undo(u->c);
}

int mb_parts_apply(struct mb_change *c)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		int err;

		mb_log(c->mb, MACBPF_LOG_DEBUG, "part %s", names[i]);
		err = parts[i]->apply(c);
		if (!err)
			continue;
		mb_log(c->mb, MACBPF_LOG_DEBUG, "that failed: %s; undo of all parts before",
		       c->mb->error);
		mb_txn_undo(c->mb, undo, &(struct undo){ c, i + 1 });
		return err;
	}
	return 0;
}

void mb_parts_undo(struct mb_change *c)
{
	undo(&(struct undo){ c, ARRAY_SIZE(parts) });
}

/* Programs follow when the endpoint is gone; who comes after us may have to make them. */
static void mark_port(struct macbpf *mb, struct mb_port *port)
{
	if (port->rec.flags & MB_PORT_CHANGING)
		return;
	port->rec.flags |= MB_PORT_CHANGING;
	mb_record_save_port(mb, port);
}

/* What the lower was given is in no table, and nobody may come who knows of it. */
static int leave_lower(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	int err = mb_filter_del(mb, port, ep);

	return err ?: mb_world_port_has_tables(port) ? mb_secondary_drop(mb, port, ep) : 0;
}

static int retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	int err = 0;

	if (mb_world_port_is_foreign(port))
		return leave_lower(mb, port, ep);
	for (size_t i = ARRAY_SIZE(parts); i--;)
		if (parts[i]->retire)
			err = parts[i]->retire(mb, port, ep) ?: err;
	return err;
}

void mb_parts_retire(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep)
{
	int err;

	mark_port(mb, port);
	ep->rec.state = MB_EP_BUILDING;
	ep->hostdev = NULL;
	err = retire(mb, port, ep);
	if (err)
		mb_log(mb, MACBPF_LOG_WARN, "the next command tries again: %s", mb->error);
	else
		ep->rec = (struct mb_endpoint_rec){ 0 };
	mb_record_save_endpoint(mb, port, ep);
}

void mb_parts_follow(struct macbpf *mb, struct mb_port *port, struct mb_endpoint *ep,
		     struct mb_dev *dev)
{
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (parts[i]->follow)
			parts[i]->follow(mb, port, ep, dev);
}

int mb_parts_describe(struct macbpf *mb, struct mb_view *view)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(parts); i++)
		if (parts[i]->describe)
			err = parts[i]->describe(mb, view);
	return err;
}
