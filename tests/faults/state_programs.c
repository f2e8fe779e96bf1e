// SPDX-License-Identifier: GPL-2.0-only
/* state_programs.c - which programs run on the host's devices, with which constants. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <string.h>
#include <unistd.h>

#include "bpf/abi/abi.h"
#include "place.h"
#include "state.h"
#include "tests/crowd/maps.h"
#include "tests/harness/wait.h"

#define HOOK_MAX    64
#define TCX_INGRESS 46
#define TCX_EGRESS  47

/* ---------------------------------------------------------------- one program */

static uint32_t hash_of(const uint8_t *bytes, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ bytes[i]) * 16777619u;
	return hash;
}

/* By what it is for: libbpf may have given it no name. */
static bool holds_constants(int fd, struct bpf_map_info *info)
{
	uint32_t len = sizeof(*info);

	return !bpf_obj_get_info_by_fd(fd, info, &len) && info->map_flags & BPF_F_RDONLY_PROG;
}

/* The largest: another holds what the compiler needs, and may be bound or not. */
static uint32_t hash_of_constants(uint32_t program)
{
	uint32_t ids[MAPS_MAX], count = maps_of(program, ids), largest = 0, hash = 0, first = 0;
	struct bpf_map_info info;
	uint8_t value[4096];

	for (uint32_t i = 0; i < count; i++) {
		int fd = bpf_map_get_fd_by_id(ids[i]);

		info = (struct bpf_map_info){ 0 };
		if (fd < 0)
			continue;
		if (holds_constants(fd, &info) && info.value_size > largest &&
		    info.value_size <= sizeof(value) && !bpf_map_lookup_elem(fd, &first, value)) {
			largest = info.value_size;
			hash = hash_of(value, largest);
		}
		close(fd);
	}
	return hash;
}

static void add_program(struct state *s, uint32_t ifindex, const char *hook, uint32_t id,
			uint32_t *program)
{
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int fd = bpf_prog_get_fd_by_id(id);

	if (fd < 0)
		return;
	if (!bpf_obj_get_info_by_fd(fd, &info, &len)) {
		state_add(s, "program %s %02x%02x%02x%02x on %s at %s, constants %08x", info.name,
			  info.tag[0], info.tag[1], info.tag[2], info.tag[3], state_label(ifindex),
			  hook, hash_of_constants(id));
		if (!strcmp(info.name, MB_NAME_LOWER_PROG))
			*program = id;
	}
	close(fd);
}

/* ---------------------------------------------------------------- the hooks */

static void add_tcx(struct state *s, uint32_t ifindex, int hook, uint32_t *program)
{
	uint32_t ids[HOOK_MAX], count = HOOK_MAX;

	if (bpf_prog_query((int)ifindex, hook, 0, NULL, ids, &count))
		return;
	for (uint32_t i = 0; i < count; i++)
		add_program(s, ifindex, hook == TCX_INGRESS ? "tcx" : "tcx egress", ids[i],
			    program);
}

/* Where nobody else has filters, ours is the first of the first priority. */
static void add_clsact(struct state *s, uint32_t ifindex, uint32_t *program)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)ifindex, .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts, .handle = 1, .priority = 1);

	if (!bpf_tc_query(&hook, &opts))
		add_program(s, ifindex, "clsact", opts.prog_id, program);
}

static void add_programs_of(struct state *s, uint32_t ifindex, void *arg)
{
	add_tcx(s, ifindex, TCX_INGRESS, arg);
	add_tcx(s, ifindex, TCX_EGRESS, arg);
	add_clsact(s, ifindex, arg);
}

void state_add_programs(struct state *s, uint32_t *program)
{
	libbpf_print_fn_t print = libbpf_set_print(NULL);

	netns_enter(&place[HOST]);
	state_each_device(add_programs_of, s, program);
	netns_leave();
	libbpf_set_print(print);
}
