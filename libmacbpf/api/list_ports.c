// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* list_ports.c - the listing of ports, with their counters by reason. */
#include <errno.h>
#include <linux/if_ether.h>
#include <string.h>

#include "common/own.h"
#include "port/record.h"
#include "session/read.h"
#include "world/world.h"

struct macbpf_port {
	char lower[MB_IFNAME_LEN];
	uint32_t lower_ifindex;
	uint32_t hook;
	struct mb_port_rec rec;
	uint32_t endpoints, modes, bc_queue_len_used, macaddr_count, neigh_count;
	uint64_t frames[MB_R_COUNT];
};

struct macbpf_ports {
	struct macbpf_port *port;
	size_t count;
};

static uint32_t live_endpoints(const struct mb_port *port)
{
	uint32_t count = 0;

	for (size_t i = 0; i < port->count; i++)
		count += port->ep[i].rec.state == MB_EP_LIVE && port->ep[i].hostdev;
	return count;
}

/* What the wire has is known, too, but serves only to notice what it takes from endpoints. */
static int count_neigh(const struct mb_port *port, uint32_t *count)
{
	mb_auto_free struct mb_neigh_row *rows = NULL;
	size_t n = 0;
	int err;

	if (!(port->rec.flags & MB_PORT_ARP_DIRECTED))
		return 0;
	err = mb_neigh_read(&port->maps, &rows, &n);
	for (size_t i = 0; !err && i < n; i++)
		*count += rows[i].neigh.hostdev != port->lower_ifindex;
	return err;
}

static int append(struct macbpf *mb, struct mb_world *w, const struct mb_port *port, void *arg)
{
	mb_auto_free struct mb_source_row *rows = NULL;
	struct macbpf_ports *ports = arg;
	struct macbpf_port *row;
	size_t sources = 0;
	int err = 0;

	(void)mb;
	(void)w;
	if (!mb_grow(&ports->port, ports->count))
		return -ENOMEM;
	row = &ports->port[ports->count++];
	*row = (struct macbpf_port){
		.lower_ifindex = port->lower_ifindex,
		.hook = port->hook,
		.rec = port->rec,
		.endpoints = live_endpoints(port),
		.modes = mb_port_modes(port),
		.bc_queue_len_used = mb_port_bc_queue_len(port),
	};
	memcpy(row->lower, mb_port_name(port), strlen(mb_port_name(port)));
	if (!port->incompatible)
		err = mb_sources_read(&port->maps, &rows, &sources)
			      ?: mb_reasons_read(&port->maps, row->frames)
			      ?: count_neigh(port, &row->neigh_count);
	row->macaddr_count = (uint32_t)sources;
	return err;
}

int macbpf_ports__get(struct macbpf *mb, const char *lower, struct macbpf_ports **out)
{
	struct macbpf_ports *ports = calloc(1, sizeof(*ports));
	int err;

	if (!ports)
		return mb_no_memory(mb);
	err = mb_ports_read(mb, lower, append, ports);
	if (err)
		macbpf_ports__free(ports);
	else
		*out = ports;
	return err;
}

void macbpf_ports__free(struct macbpf_ports *ports)
{
	if (!ports)
		return;
	free(ports->port);
	free(ports);
}

const struct macbpf_port *macbpf_ports__next(const struct macbpf_ports *ports,
					     const struct macbpf_port *prev)
{
	const struct macbpf_port *next = prev ? prev + 1 : ports->port;

	return ports->count && next < ports->port + ports->count ? next : NULL;
}

int macbpf_port__info(const struct macbpf_port *port, struct macbpf_port_info *info)
{
	struct macbpf_port_info ours = {
		.lower = port->lower,
		.hook = port->hook,
		.lower_ifindex = port->lower_ifindex,
		.abi = port->rec.abi,
		.endpoints = port->endpoints,
		.modes = port->modes,
		.bc_queue_len_used = port->bc_queue_len_used,
		.bc_cutoff = port->rec.bc_cutoff,
		.prog_id = port->rec.prog[MB_PROG_LOWER],
		.macaddr_count = port->macaddr_count,
		.set_promisc = !!(port->rec.flags & MB_PORT_SET_PROMISC),
		.set_allmulti = !!(port->rec.flags & MB_PORT_SET_ALLMULTI),
		.arp_directed = !!(port->rec.flags & MB_PORT_ARP_DIRECTED),
		.neigh_count = port->neigh_count,
	};

	return mb_info_copy(info, &ours, sizeof(ours));
}

int macbpf_port__reason(const struct macbpf_port *port, uint32_t i, struct macbpf_reason *reason)
{
	static const struct {
		const char *name, *text;
	} reasons[MB_R_COUNT] = {
#define MB_REASON_ROW(id, word, sentence) [MB_R_##id] = { word, sentence },
		MB_REASONS(MB_REASON_ROW)
#undef MB_REASON_ROW
	};
	struct macbpf_reason ours = { 0 };

	if (i >= MB_R_COUNT) {
		errno = ENOENT;
		return -ENOENT;
	}
	ours.name = reasons[i].name;
	ours.text = reasons[i].text;
	ours.frames = port->frames[i];
	return mb_info_copy(reason, &ours, sizeof(ours));
}

static bool begins_range(const struct mb_port_rec *rec, uint32_t tag, uint32_t id)
{
	return mb_port_leaves(rec, tag, id) && !(id && mb_port_leaves(rec, tag, id - 1));
}

static uint32_t end_of_range(const struct mb_port_rec *rec, uint32_t tag, uint32_t id)
{
	while (id + 1 < MB_VIDS && mb_port_leaves(rec, tag, id + 1))
		id++;
	return id;
}

int macbpf_port__vlan_range(const struct macbpf_port *port, uint32_t i,
			    struct macbpf_vlan_range *range)
{
	static const uint32_t protocols[MB_TAG_COUNT] = {
		[MB_TAG_8021Q] = ETH_P_8021Q,
		[MB_TAG_8021AD] = ETH_P_8021AD,
	};
	struct macbpf_vlan_range ours = { 0 };

	for (uint32_t tag = 0; tag < MB_TAG_COUNT; tag++) {
		for (uint32_t id = 0; id < MB_VIDS; id++) {
			if (!begins_range(&port->rec, tag, id) || i--)
				continue;
			ours.protocol = protocols[tag];
			ours.first = id;
			ours.last = end_of_range(&port->rec, tag, id);
			return mb_info_copy(range, &ours, sizeof(ours));
		}
	}
	errno = ENOENT;
	return -ENOENT;
}
