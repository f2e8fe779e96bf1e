/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * older.h - makes of the library one that knew a table less, which OLDER_WITHOUT of the environment
 * names: put before libmacbpf/datapath/datapath.c, whose programs don't keep it.
 */
#ifndef HARNESS_OLDER_H
#define HARNESS_OLDER_H

#include <bpf/bpf.h>
#include <stdlib.h>
#include <string.h>

static inline int older_bind_map(int prog_fd, int map_fd, const struct bpf_prog_bind_opts *opts)
{
	struct bpf_map_info info = { 0 };
	const char *without = getenv("OLDER_WITHOUT");
	uint32_t len = sizeof(info);

	if (without && !bpf_obj_get_info_by_fd(map_fd, &info, &len) && !strcmp(info.name, without))
		return 0;
	return bpf_prog_bind_map(prog_fd, map_fd, opts);
}

#define bpf_prog_bind_map older_bind_map

#endif
