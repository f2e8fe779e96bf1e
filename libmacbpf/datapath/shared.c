// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* shared.c - an array that programs change at the same time, mapped into memory. */
#include <sys/mman.h>

#include "datapath/shared.h"

void *mb_shared_map(int map_fd, size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, map_fd, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

void mb_shared_unmap(void *memory, size_t size)
{
	munmap(memory, size);
}
