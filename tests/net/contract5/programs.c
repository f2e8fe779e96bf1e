// SPDX-License-Identifier: GPL-2.0-only
/* programs.c - programs of a contract that is not made yet, over tables that say what is asked. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "records.h"
#include "contract5.skel.h"
#include "tests/net/contract3/old_port.h"

static int put(const struct bpf_map *map, uint32_t key, const void *value)
{
	return bpf_map_update_elem(bpf_map__fd(map), &key, value, 0);
}

static int put_endpoint(const struct contract5_bpf *skel, const struct old_endpoint *ep)
{
	struct mb_endpoint_rec rec = {
		.news = { ~0ull, ~0ull },
		.more_news = 255,
		.state = 2,
		.status = ep->status,
		.hostdev = ep->hostdev,
		.id = ep->id,
		.kind = (uint16_t)ep->kind,
		.mode = (uint16_t)ep->mode,
		.flags = ep->flags,
		.bc_queue_len = (uint16_t)ep->bc_queue_len,
		.queues = (uint8_t)ep->queues,
	};

	memcpy(rec.mac, ep->mac, sizeof(rec.mac));
	memcpy(rec.name, ep->name, sizeof(ep->name));
	return put(skel->maps.mb_endpoints, ep->slot, &rec);
}

static int put_port(const struct contract5_bpf *skel, const struct old_port *port)
{
	const struct mb_port_facts facts = { .abi = ABI,
					     .news = { 1, 2, 3 },
					     .slots = port->slots };
	const struct mb_abi_port record = {
		.head = {
			.size = sizeof(record),
			.needs = MB_NEEDS_TELEPORT | MB_NEEDS_TIME_TRAVEL,
			.lower = port->lower,
			.netns = port->netns,
			.next_id = port->next_id,
			.flags = port->flags,
		},
	};

	return put(skel->maps.mb_port, 0, &facts) ?: put(skel->maps.mb_record, 0, &record);
}

static int keep_maps(const struct contract5_bpf *skel, const struct bpf_program *prog)
{
	const struct bpf_map *map;
	int err = 0;

	bpf_object__for_each_map(map, skel->obj) err =
		err ?: bpf_prog_bind_map(bpf_program__fd(prog), bpf_map__fd(map), NULL);
	return err;
}

static int take(const struct bpf_program *prog)
{
	return fcntl(bpf_program__fd(prog), F_DUPFD_CLOEXEC, 0);
}

int old_port_load(struct old_port *port)
{
	struct contract5_bpf *skel = contract5_bpf__open_and_load();
	int err;

	if (!skel)
		return -errno;
	err = keep_maps(skel, skel->progs.mb_lower_ingress)
		      ?: keep_maps(skel, skel->progs.mb_endpoint_ingress)
		      ?: put_port(skel, port);
	for (size_t i = 0; !err && i < port->count; i++)
		err = put_endpoint(skel, &port->ep[i]);
	port->lower_fd = take(skel->progs.mb_lower_ingress);
	port->bridge_fd = take(skel->progs.mb_endpoint_ingress);
	port->wire_fd = take(skel->progs.mb_endpoint_ingress);
	contract5_bpf__destroy(skel);
	return err;
}
