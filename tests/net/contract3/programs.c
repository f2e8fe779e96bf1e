// SPDX-License-Identifier: GPL-2.0-only
/* programs.c - programs of 0.1, loaded over tables that are filled as 0.1 did. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "abi/abi.h"
#include "contract3.skel.h"
#include "tests/net/contract3/old_port.h"

static const char *const names[] = {
#define NAME(id, name, kind, entries, key, value) [MB_MAP_##id] = "mb_" #name,
	MB_MAPS(NAME)
};

static int maps[MB_MAP_COUNT];

static struct bpf_map *map_of(const struct contract3_bpf *skel, int i)
{
	return bpf_object__find_map_by_name(skel->obj, names[i]);
}

static int reuse_maps(const struct contract3_bpf *skel)
{
	int err = 0;

	for (int i = 0; !err && i < MB_MAP_COUNT; i++)
		if (maps[i] >= 0)
			err = bpf_map__reuse_fd(map_of(skel, i), maps[i]);
	return err;
}

static int keep_maps(const struct contract3_bpf *skel, int prog_fd)
{
	int err = 0;

	for (int i = 0; !err && i < MB_MAP_COUNT; i++) {
		int fd = bpf_map__fd(map_of(skel, i));

		err = bpf_prog_bind_map(prog_fd, fd, NULL);
		if (!err && maps[i] < 0)
			maps[i] = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	}
	return err;
}

static int load(const char *name, struct mb_config config)
{
	struct contract3_bpf *skel = contract3_bpf__open();
	struct bpf_program *chosen, *prog;
	int fd = -1;

	if (!skel)
		return -errno;
	memcpy((void *)&skel->rodata->mb_cfg, &config, sizeof(config));
	chosen = bpf_object__find_program_by_name(skel->obj, name);
	bpf_object__for_each_program(prog, skel->obj)
		bpf_program__set_autoload(prog, prog == chosen);
	if (!reuse_maps(skel) && !contract3_bpf__load(skel) &&
	    !keep_maps(skel, bpf_program__fd(chosen)))
		fd = fcntl(bpf_program__fd(chosen), F_DUPFD_CLOEXEC, 0);
	contract3_bpf__destroy(skel);
	return fd;
}

static uint32_t id_of(int prog_fd)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);

	bpf_obj_get_info_by_fd(prog_fd, &info, &len);
	return info.id;
}

static int put(enum mb_map map, const void *key, const void *value)
{
	return bpf_map_update_elem(maps[map], key, value, 0);
}

static int put_front(const struct mb_fdb_key *key, struct mb_dest dest)
{
	uint16_t half[3];
	uint64_t product, entry;
	uint32_t slot;
	int err;

	memcpy(half, key->mac, sizeof(half));
	product = mb_front_product(mb_mac_number(half));
	slot = mb_front_slot(product);
	err = bpf_map_lookup_elem(maps[MB_MAP_FRONT], &slot, &entry);
	if (err)
		return err;
	entry = entry & MB_FRONT_HOSTDEV ? entry | MB_FRONT_CROWDED : mb_front_entry(product, dest);
	return put(MB_MAP_FRONT, &slot, &entry);
}

static int put_address(const struct old_endpoint *ep, struct mb_dest dest)
{
	struct mb_fdb_key key = { 0 };

	dest.flags &= MB_DEST_PEER;
	memcpy(key.mac, ep->mac, sizeof(key.mac));
	return put(MB_MAP_FDB, &key, &dest) ?: put_front(&key, dest);
}

static int put_endpoint(const struct old_endpoint *ep)
{
	const struct mb_dest dest = { ep->hostdev, (uint16_t)ep->mode, ep->dest_flags };
	struct mb_endpoint_rec rec = {
		.state = MB_EP_LIVE,
		.status = ep->status,
		.hostdev = ep->hostdev,
		.id = ep->id,
		.kind = ep->kind,
		.mode = ep->mode,
		.flags = ep->flags,
		.bc_queue_len = ep->bc_queue_len,
		.queues = ep->queues,
	};
	int err;

	memcpy(rec.mac, ep->mac, sizeof(rec.mac));
	memcpy(rec.name, ep->name, sizeof(rec.name));
	err = put(MB_MAP_ENDPOINTS, &ep->slot, &rec) ?: put(MB_MAP_MEMBERS, &ep->slot, &dest);
	return err ?: ep->owns_mac ? put_address(ep, dest) : 0;
}

static int put_source(const struct old_source *source)
{
	struct mb_source_key key = { .n = source->n };
	const struct mb_source value = { source->hostdev, source->slot, source->flags };

	memcpy(key.mac, source->mac, sizeof(key.mac));
	return put(MB_MAP_SOURCES, &key, &value);
}

static int put_port(const struct old_port *port, const struct mb_config config[MB_PROG_COUNT])
{
	struct mb_port_rec rec = {
		.abi = MB_ABI,
		.lower = port->lower,
		.slots = port->slots,
		.next_id = port->next_id,
		.flags = port->flags,
		.bc_cutoff = 1,
		.netns = port->netns,
		.prog = { id_of(port->lower_fd), id_of(port->bridge_fd), id_of(port->wire_fd) },
	};
	uint32_t key = 0;
	int err = 0;

	memcpy(rec.config, config, sizeof(rec.config));
	for (size_t i = 0; !err && i < port->count; i++)
		err = put_endpoint(&port->ep[i]);
	for (size_t i = 0; !err && i < port->sources; i++)
		err = put_source(&port->source[i]);
	return err ?: put(MB_MAP_PORT, &key, &rec);
}

/* Endpoints of a port are all of one kind here, so that three programs do. */
int old_port_load(struct old_port *port)
{
	uint8_t sources = port->sources > 0, xmit = port->count && port->ep[0].xmit;
	const struct mb_config config[MB_PROG_COUNT] = {
		[MB_PROG_LOWER] = { .lower = port->lower, .sources = sources, .careful = sources },
		[MB_PROG_BRIDGE] = { .lower = port->lower,
				     .bridge = 1,
				     .sources = sources,
				     .xmit = xmit },
		[MB_PROG_WIRE] = { .lower = port->lower },
	};
	int err;

	memset(maps, -1, sizeof(maps));
	port->lower_fd = load("mb_lower_ingress", config[MB_PROG_LOWER]);
	port->bridge_fd = load("mb_endpoint_ingress", config[MB_PROG_BRIDGE]);
	port->wire_fd = load("mb_endpoint_ingress", config[MB_PROG_WIRE]);
	if (port->lower_fd < 0 || port->bridge_fd < 0 || port->wire_fd < 0)
		return -1;
	err = put_port(port, config);
	for (int i = 0; i < MB_MAP_COUNT; i++)
		close(maps[i]);
	return err;
}
