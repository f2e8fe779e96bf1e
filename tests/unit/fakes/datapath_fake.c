// SPDX-License-Identifier: GPL-2.0-only
/* datapath_fake.c - datapath.h without a datapath: programs that only hold constants and maps. */
#include <errno.h>
#include <stdlib.h>

#include "libmacbpf/datapath/datapath.h"
#include "libmacbpf/datapath/prog.h"
#include "tests/unit/fakes/fake.h"

static struct fake_map *new_map(enum mb_map kind)
{
	struct fake_map *map = calloc(1, sizeof(*map));

	if (!map)
		abort();
	map->kind = kind;
	map->id = fake.next_map++;
	map->next = fake.maps;
	fake.maps = map;
	return map;
}

/* What has failed half-way has opened some maps already: the caller closes them. */
int mb_datapath_load(const struct mb_config *config, struct mb_maps *maps)
{
	struct fake_prog *prog = calloc(1, sizeof(*prog));
	int err = fake_change(__func__);

	if (!prog)
		abort();
	prog->id = fake.next_prog++;
	prog->config = *config;
	prog->next = fake.progs;
	fake.progs = prog;
	for (int i = 0; i < MB_MAP_COUNT; i++) {
		if (maps->fd[i] < 0)
			maps->fd[i] = fake_open(FAKE_FD_MAP, new_map((enum mb_map)i));
		prog->map[i] = fake_object(maps->fd[i], FAKE_FD_MAP);
		if (!prog->map[i])
			return -EBADF;
		if (err && i == MB_MAP_COUNT / 2)
			return err;
	}
	return fake_open(FAKE_FD_PROG, prog);
}

int mb_prog_maps(int prog_fd, struct mb_maps *maps)
{
	const struct fake_prog *prog = fake_object(prog_fd, FAKE_FD_PROG);
	int err = fake_call(__func__);

	if (err || !prog)
		return err ? err : -EBADF;
	for (int i = 0; i < MB_MAP_COUNT; i++)
		maps->fd[i] = fake_open(FAKE_FD_MAP, prog->map[i]);
	maps->id = prog->map[MB_MAP_PORT]->id;
	return 0;
}

int mb_prog_id(int prog_fd, uint32_t *id)
{
	const struct fake_prog *prog = fake_object(prog_fd, FAKE_FD_PROG);
	int err = fake_call(__func__);

	if (err || !prog)
		return err ? err : -EBADF;
	*id = prog->id;
	return 0;
}

int mb_prog_open(uint32_t id)
{
	int err = fake_call(__func__);

	for (struct fake_prog *prog = fake.progs; !err && prog; prog = prog->next)
		if (prog->id == id && fake_prog_lives(prog))
			return fake_open(FAKE_FD_PROG, prog);
	return err ? err : -ENOENT;
}
