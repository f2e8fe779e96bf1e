// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* list_neigh.c - the listing of IP addresses that programs with arp-directed have learnt. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "common/own.h"
#include "kinds/device.h"
#include "session/read.h"
#include "world/hostdev.h"
#include "world/world.h"

struct macbpf_neigh {
	char lower[MB_IFNAME_LEN], name[MB_IFNAME_LEN], hostdev[MB_IFNAME_LEN];
	struct mb_neigh_row row;
	uint32_t state; /* enum macbpf_neigh_state */
	uint32_t expires_ms;
};

struct macbpf_neighs {
	struct macbpf_neigh *neigh;
	size_t count;
};

struct list {
	struct macbpf_neighs *neighs;
	uint64_t now; /* on the programs' clock, ns */
};

static const char *const state_names[] = {
	[MACBPF_NEIGH_DIRECTED] = "directed", [MACBPF_NEIGH_WIRE] = "wire",
	[MACBPF_NEIGH_DUE] = "due",	      [MACBPF_NEIGH_DISPUTED] = "disputed",
	[MACBPF_NEIGH_MUTE] = "mute",	      [MACBPF_NEIGH_EXPIRED] = "expired",
};

const char *macbpf_neigh_state__name(uint32_t state)
{
	return state < sizeof(state_names) / sizeof(state_names[0]) ? state_names[state] : NULL;
}

static uint32_t state_of(const struct mb_neigh *neigh, bool wire, uint64_t now)
{
	static const uint32_t states[] = {
		[MB_NEIGH_SURE] = MACBPF_NEIGH_DIRECTED,
		[MB_NEIGH_EXPIRED] = MACBPF_NEIGH_EXPIRED,
		[MB_NEIGH_DISPUTED] = MACBPF_NEIGH_DISPUTED,
		[MB_NEIGH_DUE] = MACBPF_NEIGH_DUE,
		[MB_NEIGH_MUTE] = MACBPF_NEIGH_MUTE,
	};
	enum mb_neigh_state state = mb_neigh_state(neigh, now);

	if (wire && state != MB_NEIGH_EXPIRED && state != MB_NEIGH_DISPUTED)
		return MACBPF_NEIGH_WIRE;
	return states[state];
}

/* What all rows of one owner have in common. False: it is gone, or going. */
static bool describe_owner(struct macbpf *mb, struct mb_world *w, const struct mb_port *port,
			   uint32_t hostdev, struct macbpf_neigh *owner)
{
	struct mb_endpoint *ep;
	struct mb_port *its;
	struct mb_dev dev;

	*owner = (struct macbpf_neigh){ 0 };
	memcpy(owner->lower, port->lower->name, MB_IFNAME_LEN);
	if (hostdev == port->lower_ifindex)
		return true;
	ep = mb_world_endpoint(w, hostdev, &its);
	if (!ep || !mb_world_is_live(ep) || mb_device_find(mb, w, ep, &dev))
		return false;
	memcpy(owner->name, dev.name, MB_IFNAME_LEN);
	memcpy(owner->hostdev, mb_hostdev_shown(ep->hostdev), MB_IFNAME_LEN);
	return true;
}

static int append(struct list *l, const struct macbpf_neigh *owner, const struct mb_neigh_row *row)
{
	struct macbpf_neigh *neigh;

	if (!mb_grow(&l->neighs->neigh, l->neighs->count))
		return -ENOMEM;
	neigh = &l->neighs->neigh[l->neighs->count++];
	*neigh = *owner;
	neigh->row = *row;
	neigh->state = state_of(&row->neigh, !*owner->name, l->now);
	if (row->neigh.expires > l->now)
		neigh->expires_ms = (uint32_t)((row->neigh.expires - l->now) / 1000000);
	return 0;
}

static int compare_owners(const void *a, const void *b)
{
	const struct mb_neigh_row *x = a, *y = b;

	return (x->neigh.hostdev > y->neigh.hostdev) - (x->neigh.hostdev < y->neigh.hostdev);
}

/* An owner's rows in one piece, so that its device is looked at once. */
static int append_port(struct macbpf *mb, struct mb_world *w, const struct mb_port *port, void *arg)
{
	struct macbpf_neigh owner;
	struct list *l = arg;
	struct mb_neigh_row *rows;
	bool there = false;
	size_t count;
	int err;

	if (!mb_world_port_has_tables(port))
		return 0;
	err = mb_neigh_read(&port->maps, &rows, &count);
	if (err)
		return err;
	if (count)
		qsort(rows, count, sizeof(*rows), compare_owners);
	for (size_t i = 0; !err && i < count; i++) {
		if (!i || compare_owners(&rows[i], &rows[i - 1]))
			there = describe_owner(mb, w, port, rows[i].neigh.hostdev, &owner);
		if (there)
			err = append(l, &owner, &rows[i]);
	}
	free(rows);
	return err;
}

static uint64_t coarse_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	const struct macbpf_neigh *x = a, *y = b;

	return memcmp(&x->row.key, &y->row.key, sizeof(x->row.key)) ?: strcmp(x->lower, y->lower);
}

int macbpf_neighs__get(struct macbpf *mb, const char *lower, struct macbpf_neighs **out)
{
	struct list l = { calloc(1, sizeof(struct macbpf_neighs)), coarse_now() };
	int err;

	if (!l.neighs)
		return mb_no_memory(mb);
	err = mb_read_ports(mb, lower, append_port, &l);
	if (err) {
		macbpf_neighs__free(l.neighs);
		return err;
	}
	if (l.neighs->count)
		qsort(l.neighs->neigh, l.neighs->count, sizeof(*l.neighs->neigh), compare);
	*out = l.neighs;
	return 0;
}

void macbpf_neighs__free(struct macbpf_neighs *neighs)
{
	if (!neighs)
		return;
	free(neighs->neigh);
	free(neighs);
}

const struct macbpf_neigh *macbpf_neighs__next(const struct macbpf_neighs *neighs,
					       const struct macbpf_neigh *prev)
{
	const struct macbpf_neigh *next = prev ? prev + 1 : neighs->neigh;

	return neighs->count && next < neighs->neigh + neighs->count ? next : NULL;
}

/* IPv4 addresses are kept as ::ffff:a.b.c.d. */
static void fill_dst(const struct mb_neigh_key *key, struct macbpf_neigh_info *info)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	bool ipv4 = !memcmp(key->addr, mapped, sizeof(mapped));

	info->family = ipv4 ? AF_INET : AF_INET6;
	if (ipv4)
		memcpy(info->dst, &key->addr[3], 4);
	else
		memcpy(info->dst, key->addr, sizeof(info->dst));
}

int macbpf_neigh__info(const struct macbpf_neigh *neigh, struct macbpf_neigh_info *info)
{
	struct macbpf_neigh_info ours = {
		.lower = neigh->lower,
		.name = neigh->name,
		.hostdev = neigh->hostdev,
		.state = neigh->state,
		.expires_ms = neigh->expires_ms,
	};

	fill_dst(&neigh->row.key, &ours);
	memcpy(ours.address, neigh->row.neigh.mac, sizeof(ours.address));
	return mb_opts_give(info, &ours, sizeof(ours));
}
