// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* abi3.c - the records of contract 3, of macbpf 0.1: read, marked and freed. */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>

#include "common/own.h"
#include "datapath/contract.h"

/* The numbers that it had, whatever they are today. */
#define ENDPOINTS 4096
#define PROGS	  4

struct port {
	uint32_t abi, lower, slots, next_id;
	uint32_t flags; /* of enum mb_port_flag, and 1: mode passthru */
	int32_t bc_cutoff;
	uint8_t lower_mac[6];
	uint16_t turn;
	uint32_t prog[PROGS];
	uint32_t config[PROGS][3];
	uint32_t netns;
	struct mb_vlans vlans;
};
_Static_assert(sizeof(struct port) == 1124, "the port of contract 3");

struct endpoint {
	uint32_t state, status, hostdev, id, kind, mode, flags, bc_queue_len;
	uint8_t mac[6];
	uint16_t queues;
	char name[16];
};
_Static_assert(sizeof(struct endpoint) == 56, "the endpoint of contract 3");

static int read_port(const struct mb_maps *maps, struct mb_port_rec *rec)
{
	struct port port;
	uint32_t key = 0;
	int err = bpf_map_lookup_elem(maps->fd[MB_MAP_PORT], &key, &port);

	if (err)
		return err;
	rec->lower = port.lower;
	rec->netns = port.netns;
	rec->slots = port.slots;
	rec->next_id = port.next_id;
	rec->flags = port.flags & ~1u;
	rec->bc_cutoff = port.bc_cutoff;
	rec->turn = port.turn;
	rec->vlans = port.vlans;
	memcpy(rec->lower_mac, port.lower_mac, sizeof(rec->lower_mac));
	return port.slots > ENDPOINTS ? -EPROTO : 0;
}

static void take_endpoint(struct mb_endpoint_rec *rec, const struct endpoint *endpoint)
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
		.macaddr_limit = MB_MACADDR_LIMIT,
	};
	memcpy(rec->mac, endpoint->mac, sizeof(rec->mac));
	memcpy(rec->name, endpoint->name, sizeof(rec->name));
}

static int read_endpoints(const struct mb_maps *maps, uint32_t count, struct mb_endpoint_rec *recs)
{
	mb_auto_free struct endpoint *endpoints = calloc(count + 1, sizeof(*endpoints));
	int err;

	if (!endpoints)
		return -ENOMEM;
	err = mb_abi_read_slots(maps, count, endpoints);
	for (uint32_t slot = 0; !err && slot < count; slot++)
		take_endpoint(&recs[slot], &endpoints[slot]);
	return err;
}

static int forget_endpoint(const struct mb_maps *maps, uint32_t slot)
{
	const struct endpoint none = { 0 };

	return bpf_map_update_elem(maps->fd[MB_MAP_ENDPOINTS], &slot, &none, 0);
}

/* A bit that its maker didn't know, and that it leaves there. */
static int mark_port(const struct mb_maps *maps)
{
	struct port port;
	uint32_t key = 0;
	int err = bpf_map_lookup_elem(maps->fd[MB_MAP_PORT], &key, &port);

	if (err)
		return err;
	port.flags |= MB_PORT_CHANGING;
	return bpf_map_update_elem(maps->fd[MB_MAP_PORT], &key, &port, 0);
}

/* What counts per CPU has a row for each reason that its maker knew. */
const struct mb_contract mb_abi3 = {
	.abi = 3,
	.shape = {
		[MB_MAP_PORT] = { BPF_MAP_TYPE_ARRAY, 4, sizeof(struct port), 1, 0 },
		[MB_MAP_ENDPOINTS] = { BPF_MAP_TYPE_ARRAY, 4, sizeof(struct endpoint), ENDPOINTS, 0 },
		[MB_MAP_MEMBERS] = { BPF_MAP_TYPE_ARRAY, 4, 8, ENDPOINTS, 0 },
		[MB_MAP_FRONT] = { BPF_MAP_TYPE_ARRAY, 4, 8, 8192, 0 },
		[MB_MAP_FDB] = { BPF_MAP_TYPE_HASH, 8, 8, ENDPOINTS, BPF_F_NO_PREALLOC },
		[MB_MAP_SOURCES] = { BPF_MAP_TYPE_HASH, 8, 8, 65536, BPF_F_NO_PREALLOC },
		[MB_MAP_REASONS] = { BPF_MAP_TYPE_PERCPU_ARRAY, 4, 8, 0, 0 },
		[MB_MAP_NEIGH] = { BPF_MAP_TYPE_HASH, 16, 48, 16384, BPF_F_NO_PREALLOC },
		[MB_MAP_NEIGH_RINGS] = { BPF_MAP_TYPE_HASH, 4, 264, ENDPOINTS + 64,
					 BPF_F_NO_PREALLOC },
	},
	.read_port = read_port,
	.read_endpoints = read_endpoints,
	.forget_endpoint = forget_endpoint,
	.mark_port = mark_port,
};
