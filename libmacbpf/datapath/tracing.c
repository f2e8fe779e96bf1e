// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* tracing.c - the programs that tell of frames, behind the doors of those that are on devices. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/hush.h"
#include "datapath/object.h"
#include "datapath/tracing.h"
#include "macbpf_trace.skel.h"

#define RING_BYTES (1u << 21)
#define DOOR	   "mb_door"
#define MAPS_MAX   64 /* of a program */

struct mb_tracing_ring {
	int fd;
	struct ring_buffer *reader;
	mb_event_fn fn;
	void *arg;
	int count;
};

struct mb_tracing {
	struct macbpf_trace_bpf *skel;
	int door_fd;
	int prog_fd; /* the skeleton's */
};

/* ---------------------------------------------------------------- what is told */

static int take_one(void *ctx, void *bytes, size_t size)
{
	struct mb_tracing_ring *ring = ctx;
	const struct mb_event *event = bytes;

	if (size < sizeof(*event) || size - sizeof(*event) < event->bytes)
		return 0;
	ring->fn(event, (const uint8_t *)bytes + sizeof(*event), ring->arg);
	ring->count++;
	return 0;
}

int mb_tracing_ring_open(struct mb_tracing_ring **out)
{
	struct mb_tracing_ring *ring = calloc(1, sizeof(*ring));

	if (!ring)
		return -ENOMEM;
	ring->fd = bpf_map_create(BPF_MAP_TYPE_RINGBUF, "mb_events", 0, 0, RING_BYTES, NULL);
	if (ring->fd < 0) {
		int err = ring->fd;

		free(ring);
		return err;
	}
	mb_hush_begin();
	ring->reader = ring_buffer__new(ring->fd, take_one, ring, NULL);
	mb_hush_end();
	if (!ring->reader) {
		int err = -errno;

		mb_tracing_ring_close(ring);
		return err;
	}
	*out = ring;
	return 0;
}

void mb_tracing_ring_close(struct mb_tracing_ring *ring)
{
	if (!ring)
		return;
	ring_buffer__free(ring->reader);
	close(ring->fd);
	free(ring);
}

int mb_tracing_ring_fd(const struct mb_tracing_ring *ring)
{
	return ring_buffer__epoll_fd(ring->reader);
}

int mb_tracing_ring_take(struct mb_tracing_ring *ring, mb_event_fn fn, void *arg)
{
	int err;

	ring->fn = fn;
	ring->arg = arg;
	ring->count = 0;
	err = ring_buffer__consume(ring->reader);
	return err < 0 ? err : ring->count;
}

/* ---------------------------------------------------------------- the door */

/* -ENOENT: it is another map. */
static int open_if_door(uint32_t id)
{
	mb_auto_close int fd = bpf_map_get_fd_by_id(id);
	struct bpf_map_info info = { 0 };
	uint32_t len = sizeof(info);
	int err = fd < 0 ? fd : bpf_obj_get_info_by_fd(fd, &info, &len);

	if (err)
		return err;
	return info.type == BPF_MAP_TYPE_PROG_ARRAY && !strcmp(info.name, DOOR) ? mb_take_fd(fd)
										: -ENOENT;
}

static int open_door(int prog_fd)
{
	uint32_t ids[MAPS_MAX];
	struct bpf_prog_info info = { .nr_map_ids = MAPS_MAX, .map_ids = (uintptr_t)ids };
	uint32_t len = sizeof(info);
	int fd = bpf_obj_get_info_by_fd(prog_fd, &info, &len);

	if (fd)
		return fd;
	fd = -ENOENT;
	for (uint32_t i = 0; fd == -ENOENT && i < info.nr_map_ids && i < MAPS_MAX; i++)
		fd = open_if_door(ids[i]);
	return fd;
}

/* ---------------------------------------------------------------- the program */

/* What is decided is left where the program itself takes it from. */
static int load(struct macbpf_trace_bpf *skel, const struct mb_config *config,
		const struct mb_maps *maps, const struct mb_event_want *want, int ring_fd)
{
	struct mb_config tracing = *config;
	struct mb_constants constants;
	struct bpf_program *chosen = mb_object_choose(skel->obj, config);
	int err;

	tracing.features |= MB_F_TRACE;
	constants = mb_constants_of(&tracing);
	memcpy((void *)&skel->rodata->mb_cfg, &constants, sizeof(constants));
	memcpy((void *)&skel->rodata->mb_want, want, sizeof(*want));
	err = mb_object_reuse(skel->obj, maps) ?: bpf_map__reuse_fd(skel->maps.mb_events, ring_fd);
	return err ?: bpf_object__load(skel->obj) ?: bpf_program__fd(chosen);
}

static int put_behind(int door_fd, int prog_fd)
{
	uint32_t zero = 0;

	return bpf_map_update_elem(door_fd, &zero, &prog_fd, BPF_ANY);
}

static int begin(struct mb_tracing *t, const struct mb_config *config, const struct mb_maps *maps,
		 const struct mb_event_want *want, int ring_fd, int prog_fd)
{
	int fd = -ENOMEM;

	mb_hush_begin();
	t->skel = macbpf_trace_bpf__open();
	if (t->skel)
		fd = load(t->skel, config, maps, want, ring_fd);
	mb_hush_end();
	if (fd < 0)
		return fd;
	t->prog_fd = fd;
	t->door_fd = open_door(prog_fd);
	return t->door_fd < 0 ? t->door_fd : put_behind(t->door_fd, fd);
}

int mb_tracing_hold(struct mb_tracing *tracing)
{
	uint32_t zero = 0, id;
	int err = bpf_map_lookup_elem(tracing->door_fd, &zero, &id);

	return err == -ENOENT ? put_behind(tracing->door_fd, tracing->prog_fd) : err;
}

void mb_tracing_close_doors(struct mb_doors *doors)
{
	while (doors->count)
		mb_close_fd(&doors->fd[--doors->count]);
}

int mb_tracing_open(const struct mb_config *config, const struct mb_maps *maps,
		    const struct mb_event_want *want, const struct mb_tracing_ring *ring,
		    int prog_fd, struct mb_tracing **out)
{
	struct mb_tracing *t = calloc(1, sizeof(*t));
	int err;

	if (!t)
		return -ENOMEM;
	t->door_fd = -1;
	err = begin(t, config, maps, want, ring->fd, prog_fd);
	if (err)
		mb_tracing_close(t);
	else
		*out = t;
	return err;
}

/* By our end the kernel empties the array; here it is said, as a command may have it open, too. */
void mb_tracing_close(struct mb_tracing *tracing)
{
	uint32_t zero = 0;

	if (!tracing)
		return;
	if (tracing->door_fd >= 0)
		bpf_map_delete_elem(tracing->door_fd, &zero);
	mb_close_fd(&tracing->door_fd);
	macbpf_trace_bpf__destroy(tracing->skel);
	free(tracing);
}

int mb_tracing_missed(const struct mb_tracing *tracing, uint64_t *left_out, uint64_t *lost)
{
	size_t room = (sizeof(struct mb_note) + 7) & ~(size_t)7;
	int cpus = mb_maps_cpus(), err;
	mb_auto_free uint8_t *notes = cpus < 0 ? NULL : calloc((size_t)cpus, room);
	uint32_t zero = 0;

	if (!notes)
		return cpus < 0 ? cpus : -ENOMEM;
	err = bpf_map_lookup_elem(bpf_map__fd(tracing->skel->maps.mb_note), &zero, notes);
	for (int cpu = 0; !err && cpu < cpus; cpu++) {
		const struct mb_note *note = (const void *)(notes + (size_t)cpu * room);

		*left_out += note->left_out;
		*lost += note->lost;
	}
	return err;
}
