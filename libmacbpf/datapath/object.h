/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* object.h - an object of programs while it is loaded, whichever of the two it is. */
#ifndef MB_OBJECT_H
#define MB_OBJECT_H

#include <bpf/libbpf.h>

#include "abi/abi.h"
#include "datapath/maps.h"

/* Its map of this enum mb_map. */
struct bpf_map *mb_object_map(struct bpf_object *obj, int map);

/* Makes it share the maps that are open. */
int mb_object_reuse(struct bpf_object *obj, const struct mb_maps *maps);

/* The program of these constants, which alone is to be loaded. */
struct bpf_program *mb_object_choose(struct bpf_object *obj, const struct mb_config *config);

#endif /* MB_OBJECT_H */
