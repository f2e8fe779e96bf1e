// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* object.c - an object of programs while it is loaded, whichever of the two it is. */
#include "datapath/object.h"

struct bpf_map *mb_object_map(struct bpf_object *obj, int map)
{
	return bpf_object__find_map_by_name(obj, mb_map_names[map]);
}

int mb_object_reuse(struct bpf_object *obj, const struct mb_maps *maps)
{
	int err = 0;

	for (int i = 0; !err && i < MB_MAP_COUNT; i++)
		if (maps->fd[i] >= 0)
			err = bpf_map__reuse_fd(mb_object_map(obj, i), maps->fd[i]);
	return err;
}

static const char *prog_name(const struct mb_config *config)
{
	bool groups = config->features & MB_F_GROUPS;
	bool guarded = config->features & MB_F_GUARDED;
	bool limited = config->features & MB_F_LIMITED;
	const char *const entries[] = {
		[MB_ENTRY_LOWER] = groups ? "mb_lower_ingress_groups" : "mb_lower_ingress",
		[MB_ENTRY_ENDPOINT] = limited	? "mb_endpoint_ingress_limited"
				      : guarded ? "mb_endpoint_ingress_guarded"
				      : groups	? "mb_endpoint_ingress_groups"
						: "mb_endpoint_ingress",
		[MB_ENTRY_CLOSED] = "mb_closed",
		[MB_ENTRY_PACED] = "mb_paced",
		[MB_ENTRY_HOST] = groups ? "mb_lower_egress_groups" : "mb_lower_egress",
	};

	return entries[config->entry];
}

struct bpf_program *mb_object_choose(struct bpf_object *obj, const struct mb_config *config)
{
	struct bpf_program *chosen, *prog;

	chosen = bpf_object__find_program_by_name(obj, prog_name(config));
	bpf_object__for_each_program(prog, obj) bpf_program__set_autoload(prog, prog == chosen);
	return chosen;
}
