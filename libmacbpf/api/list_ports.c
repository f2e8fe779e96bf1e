// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* list_ports.c - the listing of ports, with their counters by reason. */
#include <errno.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "datapath/reason.h"
#include "port/record.h"
#include "session/read.h"
#include "world/world.h"

struct macbpf_vlan_range {
	uint32_t tag; /* enum mb_tag */
	uint32_t first, last;
};

struct macbpf_ahead {
	struct mb_ahead it;
	char name[MB_PROG_NAME_LEN];
};

struct macbpf_port {
	char lower[MB_IFNAME_LEN];
	uint32_t lower_ifindex, lower_flags, lower_mtu;
	uint8_t lower_address[6];
	uint32_t hook;
	struct mb_port_rec rec;
	uint32_t prog_id;
	char build[2 * MB_PROG_TAG_LEN + 1];
	uint32_t endpoints, modes, bc_queue_len_used, macaddr_count, neigh_count;
	struct macbpf_reason reason[MB_R_COUNT];
	struct macbpf_vlan_range *range;
	size_t ranges;
	struct macbpf_ahead *ahead;
	size_t aheads;
};

struct macbpf_ports {
	struct macbpf_port *port;
	size_t count;
};

static uint32_t live_endpoints(const struct mb_port *port)
{
	uint32_t count = port->unread ? port->hostdevs : 0;

	for (size_t i = 0; i < port->count; i++)
		count += mb_world_is_live(&port->ep[i]);
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

static int read_reasons(struct macbpf *mb, const struct mb_port *port, struct macbpf_port *row)
{
	uint64_t frames[MB_R_COUNT];
	int err = mb_reasons_read(mb, &port->maps, frames);

	if (!err)
		mb_reasons_fill(row->reason, frames);
	return err;
}

static bool begins_range(const struct mb_vlans *vlans, uint32_t tag, uint32_t id)
{
	return mb_vlans_have(vlans, tag, id) && !(id && mb_vlans_have(vlans, tag, id - 1));
}

static uint32_t end_of_range(const struct mb_vlans *vlans, uint32_t tag, uint32_t id)
{
	while (id + 1 < MB_VIDS && mb_vlans_have(vlans, tag, id + 1))
		id++;
	return id;
}

static int find_ranges(struct macbpf_port *row)
{
	for (uint32_t tag = 0; tag < MB_TAG_COUNT; tag++) {
		for (uint32_t id = 0; id < MB_VIDS; id++) {
			if (!begins_range(&row->rec.vlans, tag, id))
				continue;
			if (!mb_grow(&row->range, row->ranges))
				return -ENOMEM;
			row->range[row->ranges++] = (struct macbpf_vlan_range){
				tag, id, end_of_range(&row->rec.vlans, tag, id)
			};
		}
	}
	return 0;
}

/* Who stands before ours may be gone when asked for a name. */
static int find_ahead(struct macbpf *mb, struct macbpf_port *row)
{
	mb_auto_free struct mb_ahead *ahead = NULL;
	size_t count = 0;
	uint32_t hook;
	int err =
		mb_attach_ahead(mb, row->lower_ifindex, MB_NAME_LOWER_PROG, &hook, &ahead, &count);

	if (err || !count)
		return err == -ENOENT || err == -ENODEV ? 0 : err;
	row->ahead = calloc(count, sizeof(*row->ahead));
	if (!row->ahead)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		row->ahead[i].it = ahead[i];
		if (ahead[i].id)
			mb_prog_name(ahead[i].id, row->ahead[i].name);
	}
	row->aheads = count;
	return 0;
}

static void read_build(uint32_t prog_id, char build[2 * MB_PROG_TAG_LEN + 1])
{
	mb_auto_close int fd = mb_prog_open(prog_id);
	uint8_t tag[MB_PROG_TAG_LEN];

	for (size_t i = 0; fd >= 0 && !mb_prog_tag(fd, tag) && i < sizeof(tag); i++)
		snprintf(build + 2 * i, 3, "%02x", tag[i]);
}

static int append(struct macbpf *mb, struct mb_world *w, const struct mb_port *port, void *arg)
{
	static const uint64_t none[MB_R_COUNT];
	mb_auto_free struct mb_source_row *rows = NULL;
	struct macbpf_ports *ports = arg;
	struct macbpf_port *row;
	size_t sources = 0;
	int err = 0;

	(void)w;
	if (!mb_grow(&ports->port, ports->count))
		return -ENOMEM;
	row = &ports->port[ports->count++];
	*row = (struct macbpf_port){
		.lower_ifindex = port->lower_ifindex,
		.hook = port->hook,
		.rec = port->rec,
		.prog_id = port->prog_id,
		.endpoints = live_endpoints(port),
		.modes = mb_record_modes(port),
		.bc_queue_len_used = mb_record_bc_queue_len(port),
	};
	read_build(port->prog_id, row->build);
	memcpy(row->lower, mb_world_port_name(port), strlen(mb_world_port_name(port)));
	if (port->lower) {
		row->lower_flags = port->lower->flags;
		row->lower_mtu = port->lower->mtu;
		memcpy(row->lower_address, port->lower->address, sizeof(row->lower_address));
	}
	mb_reasons_fill(row->reason, none);
	if (mb_world_port_has_tables(port))
		err = mb_sources_read(&port->maps, &rows, &sources) ?: read_reasons(mb, port, row)
			      ?: count_neigh(port, &row->neigh_count)
			      ?: find_ranges(row)
			      ?: find_ahead(mb, row);
	row->macaddr_count = (uint32_t)sources;
	return err;
}

int macbpf_ports__get(struct macbpf *mb, const char *lower, struct macbpf_ports **out)
{
	struct macbpf_ports *ports = calloc(1, sizeof(*ports));
	int err;

	if (!ports)
		return mb_no_memory(mb);
	err = mb_read_ports(mb, lower, append, ports);
	if (err)
		macbpf_ports__free(ports);
	else
		*out = ports;
	return err;
}

static void free_row(struct macbpf_port *row)
{
	free(row->range);
	free(row->ahead);
}

void macbpf_ports__free(struct macbpf_ports *ports)
{
	if (!ports)
		return;
	for (size_t i = 0; i < ports->count; i++)
		free_row(&ports->port[i]);
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
		.lower_flags = port->lower_flags,
		.lower_mtu = port->lower_mtu,
		.abi = port->rec.abi,
		.endpoints = port->endpoints,
		.modes = port->modes,
		.bc_queue_len_used = port->bc_queue_len_used,
		.bc_cutoff = port->rec.bc_cutoff,
		.build = port->build,
		.prog_id = port->prog_id,
		.macaddr_count = port->macaddr_count,
		.set_promisc = !!(port->rec.flags & MB_PORT_SET_PROMISC),
		.set_allmulti = !!(port->rec.flags & MB_PORT_SET_ALLMULTI),
		.arp_directed = !!(port->rec.flags & MB_PORT_ARP_DIRECTED),
		.neigh_count = port->neigh_count,
		.mcast_snooping = !!(port->rec.flags & MB_PORT_MCAST_SNOOPING),
		.host_access = !!(port->rec.flags & MB_PORT_HOST_ACCESS),
		.carrier_follow = !!(port->rec.flags & MB_PORT_CARRIER),
		.traced = !!(port->rec.flags & MB_PORT_TRACED),
	};

	memcpy(ours.lower_address, port->lower_address, sizeof(ours.lower_address));

	return mb_opts_give(info, &ours, sizeof(ours));
}

const struct macbpf_reason *macbpf_reason__next(const struct macbpf_port *port,
						const struct macbpf_reason *prev)
{
	const struct macbpf_reason *next = prev ? prev + 1 : port->reason;

	return next < port->reason + MB_R_COUNT ? next : NULL;
}

const struct macbpf_vlan_range *macbpf_vlan_range__next(const struct macbpf_port *port,
							const struct macbpf_vlan_range *prev)
{
	const struct macbpf_vlan_range *next = prev ? prev + 1 : port->range;

	return port->ranges && next < port->range + port->ranges ? next : NULL;
}

int macbpf_vlan_range__info(const struct macbpf_vlan_range *range,
			    struct macbpf_vlan_range_info *info)
{
	static const uint32_t protocols[MB_TAG_COUNT] = {
		[MB_TAG_8021Q] = ETH_P_8021Q,
		[MB_TAG_8021AD] = ETH_P_8021AD,
	};
	struct macbpf_vlan_range_info ours = {
		.protocol = protocols[range->tag],
		.first = range->first,
		.last = range->last,
	};

	return mb_opts_give(info, &ours, sizeof(ours));
}

const struct macbpf_ahead *macbpf_ahead__next(const struct macbpf_port *port,
					      const struct macbpf_ahead *prev)
{
	const struct macbpf_ahead *next = prev ? prev + 1 : port->ahead;

	return port->aheads && next < port->ahead + port->aheads ? next : NULL;
}

int macbpf_ahead__info(const struct macbpf_ahead *ahead, struct macbpf_ahead_info *info)
{
	struct macbpf_ahead_info ours = {
		.name = ahead->name,
		.prog_id = ahead->it.id,
		.hook = ahead->it.hook,
	};

	return mb_opts_give(info, &ours, sizeof(ours));
}
