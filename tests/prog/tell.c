// SPDX-License-Identifier: GPL-2.0-only
/*
 * tell.c - a frame through the programs that tell, over the tables of a rig.
 */
#include "tell.h"

#include <err.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "macbpf_tell.skel.h"

static void reuse_maps(const struct rig *rig, struct macbpf_tell_bpf *skel)
{
#define REUSE(id, name, kind, entries, key, value)                                                 \
	if (bpf_map__reuse_fd(skel->maps.mb_##name, rig_map_fd(rig, "mb_" #name)))                 \
		err(1, "share mb_" #name);
	MB_MAPS(REUSE)
#undef REUSE
}

/* Only the one that is to be run. */
static int load(const struct rig *rig, struct macbpf_tell_bpf *skel, const char *name)
{
	struct mb_config config = { .lower = world_hostdev(WIRE),
				    .features = rig->features | MB_F_TRACE };
	struct bpf_program *prog, *chosen = bpf_object__find_program_by_name(skel->obj, name);

	bpf_object__for_each_program(prog, skel->obj)
		bpf_program__set_autoload(prog, prog == chosen);
	skel->rodata->mb_cfg = mb_constants_of(&config);
	reuse_maps(rig, skel);
	if (macbpf_tell_bpf__load(skel))
		err(1, "load %s, which tells", name);
	return bpf_program__fd(chosen);
}

int tell_run(const struct rig *rig, enum who from, const void *data, size_t len, uint16_t tci,
	     struct outcome *out, struct mb_told *told)
{
	struct macbpf_tell_bpf *skel = macbpf_tell_bpf__open();
	uint32_t zero = 0;
	int ret;

	if (!skel)
		err(1, "open the programs that tell");
	ret = rig_run_prog(load(rig, skel, rig_prog_name(rig, from)), from, data, len, tci, out);
	if (bpf_map_lookup_elem(bpf_map__fd(skel->maps.mb_told), &zero, told))
		err(1, "read what was told");
	macbpf_tell_bpf__destroy(skel);
	return ret;
}

bool tell_has_copy(const struct mb_told *told, enum who who)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < told->copies; i++)
		count += told->copy[i] == world_hostdev(who);
	return count == 1;
}
