/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* change.h - one change of one endpoint: from nothing, or from what it was. */
#ifndef MB_CHANGE_H
#define MB_CHANGE_H

#include <linux/if.h>

#include "endpoint/macs.h"
#include "world/world.h"

struct mb_kind;

struct mb_change {
	struct macbpf *mb;
	const char *lower_name, *name;
	/* What is wanted; what is not given is 0. Pointers in `o` lead to the others. */
	struct macbpf_link_opts o;
	struct macbpf_macvlan_opts macvlan;
	struct macbpf_source_opts source;
	struct macbpf_macvtap_opts macvtap;
	struct macbpf_guard_opts guard;
	struct macbpf_rate_opts rate;
	struct macbpf_link_made *made; /* add: the caller's; NULL: nobody asks */
	const struct mb_kind *kind;    /* add: the one that is asked for; set: the one that it is */
	struct mb_world *w;
	const struct mb_dev *lower;
	struct mb_port *port;
	struct mb_endpoint *ep;
	struct mb_dev device;  /* add: as it was made; set: as it was */
	struct mb_dev hostdev; /* add: as it was made; set: after a move */
	int target_fd;	/* the device's netns, or where it moves to; -1: the lower's, nowhere */
	uint8_t mac[6]; /* add: the address that it is made with */
	struct mb_endpoint *robbed; /* who had the address, being down; NULL: nobody */
	int32_t far_nsid; /* add: where the endpoint is that has the lower for its device; -1 */
	bool new_port;
	bool hushes; /* add: the adopted has IPv6 on its host's side, which is switched off */
	/* What it was; in an add nothing. */
	struct mb_endpoint_rec old;
	int32_t old_bc_cutoff;
	struct mb_macs old_macs;
	struct mb_guard old_guard;
	struct mb_rate old_rate;
	bool rate_known;   /* that is what it was, and can be put back */
	uint32_t old_hook; /* 0: the program was not moved */
};

static inline bool mb_change_is_new(const struct mb_change *c)
{
	return c->old.state == MB_EP_FREE;
}

/*
 * Takes over the caller's structs, each of which may be of another age than ours. Then
 * c->o.macvlan and c->o.macvtap are never NULL.
 */
int mb_change_take(struct mb_change *c, const struct macbpf_link_opts *opts);

static inline const struct mb_dev *mb_change_lower(const struct mb_change *c)
{
	return mb_change_is_new(c) ? c->lower : c->port->lower;
}

/* The mode that it is to have. */
static inline uint32_t mb_change_mode(const struct mb_change *c)
{
	return c->macvlan.has & MACBPF_MACVLAN_MODE ? c->macvlan.mode : c->old.mode;
}

/* A uid or gid that is given; -1: MACBPF_NO_ID, which listings say of none. */
static inline int64_t mb_change_id(uint32_t id)
{
	return id == MACBPF_NO_ID ? -1 : (int64_t)id;
}

static inline bool mb_change_wants_up(const struct mb_change *c)
{
	return c->o.dev_flags & c->o.dev_flags_mask & IFF_UP;
}

#endif /* MB_CHANGE_H */
