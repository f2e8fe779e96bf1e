// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* shared.c - an array that programs change at the same time, mapped into memory. */
#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <sys/mman.h>

#include "common/own.h"
#include "datapath/shared.h"

static const uint32_t first;

/* -ENOENT: there is none. */
static int open_array(int map_fd)
{
	uint32_t id;
	int err = bpf_map_lookup_elem(map_fd, &first, &id);

	return err ?: bpf_map_get_fd_by_id(id);
}

/* The kernel waits until no program has the old one, so one that is there stays. */
int mb_shared_make(int map_fd, size_t size, uint32_t count)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = BPF_F_MMAPABLE);
	mb_auto_close int there = open_array(map_fd);
	mb_auto_close int fd = -1;

	if (there != -ENOENT)
		return there < 0 ? there : 0;
	fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "mb_shared", sizeof(first), (uint32_t)size, count,
			    &opts);
	return fd < 0 ? fd : bpf_map_update_elem(map_fd, &first, &fd, 0);
}

int mb_shared_drop(int map_fd)
{
	int err = bpf_map_delete_elem(map_fd, &first);

	return err == -ENOENT ? 0 : err;
}

void *mb_shared_map(int map_fd, size_t size)
{
	mb_auto_close int fd = open_array(map_fd);
	void *memory = MAP_FAILED;

	if (fd < 0)
		errno = -fd;
	else
		memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

void mb_shared_unmap(void *memory, size_t size)
{
	munmap(memory, size);
}
