// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* abi4.c - the records of contract 4, which is this library's own. */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stddef.h>
#include <string.h>

#include "common/own.h"
#include "datapath/contract.h"
#include "datapath/record.h"

_Static_assert(MB_ABI == 4, "another contract: its records have a file of their own");

/* What counts per CPU has a row for each reason, and an older maker knew fewer. */
#define FLAGS_ARRAY		 0
#define FLAGS_PERCPU_ARRAY	 0
#define FLAGS_ARRAY_OF_MAPS	 0
#define FLAGS_HASH		 BPF_F_NO_PREALLOC
#define FLAGS_DEVMAP_HASH	 BPF_F_RDONLY_PROG /* set by the kernel */
#define ENTRIES_ARRAY(n)	 n
#define ENTRIES_PERCPU_ARRAY(n)	 0
#define ENTRIES_ARRAY_OF_MAPS(n) n
#define ENTRIES_HASH(n)		 n
#define ENTRIES_DEVMAP_HASH(n)	 n
#define SHAPE(id, name, kind, entries, key, value)                                                 \
	[MB_MAP_##id] = { BPF_MAP_TYPE_##kind, sizeof(key), sizeof(value),                         \
			  ENTRIES_##kind(entries), FLAGS_##kind },

static int get_only(const struct mb_maps *maps, enum mb_map map, void *value)
{
	uint32_t key = 0;

	return bpf_map_lookup_elem(maps->fd[map], &key, value);
}

static int put_only(const struct mb_maps *maps, enum mb_map map, const void *value)
{
	uint32_t key = 0;

	return bpf_map_update_elem(maps->fd[map], &key, value, 0);
}

/* A field that comes behind the others is read if head.size reaches that far. */
static int read_port(const struct mb_maps *maps, struct mb_port_rec *rec)
{
	struct mb_port_facts facts;
	struct mb_abi_port port;
	int err = get_only(maps, MB_MAP_PORT, &facts) ?: get_only(maps, MB_MAP_RECORD, &port);

	if (err)
		return err;
	mb_abi_take_head(rec, &port.head);
	rec->slots = facts.slots;
	memcpy(rec->prog, port.prog, sizeof(rec->prog));
	if (port.head.size >= offsetof(struct mb_abi_port, more))
		memcpy(rec->host_mac, port.host_mac, sizeof(rec->host_mac));
	if (facts.slots > MB_ENDPOINTS_MAX)
		return -EPROTO;
	return get_only(maps, MB_MAP_VLANS, &rec->vlans);
}

static void give_port(struct mb_abi_port *port, const struct mb_port_rec *rec)
{
	const uint32_t size = offsetof(struct mb_abi_port, more), old = port->head.size;

	port->head = (struct mb_abi_head){
		.size = old > size ? old : size,
		.needs = rec->needs,
		.lower = rec->lower,
		.netns = rec->netns,
		.next_id = rec->next_id,
		.flags = rec->flags,
		.bc_cutoff = rec->bc_cutoff,
		.turn = rec->turn,
	};
	memcpy(port->head.lower_mac, rec->lower_mac, sizeof(port->head.lower_mac));
	memcpy(port->prog, rec->prog, sizeof(port->prog));
	memcpy(port->host_mac, rec->host_mac, sizeof(port->host_mac));
}

int mb_abi_write_port(const struct mb_maps *maps, const struct mb_port_rec *rec)
{
	struct mb_abi_port port;
	int err = get_only(maps, MB_MAP_RECORD, &port);

	if (err)
		return err;
	give_port(&port, rec);
	return put_only(maps, MB_MAP_RECORD, &port);
}

int mb_abi_write_slots(const struct mb_maps *maps, const struct mb_port_rec *rec)
{
	struct mb_port_facts facts;
	int err = get_only(maps, MB_MAP_PORT, &facts);

	if (err)
		return err;
	facts.abi = rec->abi;
	facts.slots = rec->slots;
	return put_only(maps, MB_MAP_PORT, &facts);
}

int mb_abi_write_vlans(const struct mb_maps *maps, const struct mb_port_rec *rec)
{
	return put_only(maps, MB_MAP_VLANS, &rec->vlans);
}

static void take_endpoint(struct mb_endpoint_rec *rec, const struct mb_abi_endpoint *endpoint)
{
	*rec = (struct mb_endpoint_rec){
		.state = endpoint->state,
		.status = endpoint->status,
		.hostdev = endpoint->hostdev,
		.id = endpoint->id,
		.kind = endpoint->kind,
		.mode = endpoint->mode,
		.flags = endpoint->flags,
		.bc_queue_len = endpoint->bc_queue_len,
		.queues = endpoint->queues,
		.learning = endpoint->learning & 1,
		.macaddr_limit =
			endpoint->macaddr_limit ? endpoint->macaddr_limit - 1u : MB_MACADDR_LIMIT,
		.guard = endpoint->guard,
	};
	memcpy(rec->mac, endpoint->mac, sizeof(rec->mac));
	memcpy(rec->name, endpoint->name, sizeof(rec->name));
}

static int read_endpoints(const struct mb_maps *maps, uint32_t count, struct mb_endpoint_rec *recs)
{
	mb_auto_free struct mb_abi_endpoint *endpoints = calloc(count + 1, sizeof(*endpoints));
	int err;

	if (!endpoints)
		return -ENOMEM;
	err = mb_abi_read_slots(maps, count, endpoints);
	for (uint32_t slot = 0; !err && slot < count; slot++)
		take_endpoint(&recs[slot], &endpoints[slot]);
	return err;
}

const struct mb_contract mb_abi4 = {
	.abi = 4,
	.shape = { MB_MAPS(SHAPE) },
	.read_port = read_port,
	.read_endpoints = read_endpoints,
};

static void give_endpoint(struct mb_abi_endpoint *endpoint, const struct mb_endpoint_rec *rec)
{
	endpoint->state = (uint8_t)rec->state;
	endpoint->status = rec->status;
	endpoint->hostdev = rec->hostdev;
	endpoint->id = rec->id;
	endpoint->kind = (uint8_t)rec->kind;
	endpoint->mode = (uint8_t)rec->mode;
	endpoint->flags = rec->flags;
	endpoint->bc_queue_len = rec->bc_queue_len;
	endpoint->queues = rec->queues;
	endpoint->learning = (uint8_t)rec->learning;
	endpoint->macaddr_limit = rec->state ? (uint16_t)(rec->macaddr_limit + 1) : 0;
	endpoint->guard = rec->guard;
	memcpy(endpoint->mac, rec->mac, sizeof(endpoint->mac));
	memcpy(endpoint->name, rec->name, sizeof(endpoint->name));
}

/* Who gets the slot next begins from nothing. */
int mb_abi_write_endpoint(const struct mb_maps *maps, uint32_t slot,
			  const struct mb_endpoint_rec *rec)
{
	struct mb_abi_endpoint endpoint = { 0 };
	int err = 0;

	if (rec->state != MB_EP_FREE)
		err = bpf_map_lookup_elem(maps->fd[MB_MAP_ENDPOINTS], &slot, &endpoint);
	if (err)
		return err;
	give_endpoint(&endpoint, rec);
	return bpf_map_update_elem(maps->fd[MB_MAP_ENDPOINTS], &slot, &endpoint, 0);
}
