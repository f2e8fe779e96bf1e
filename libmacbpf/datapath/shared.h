/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* shared.h - an array that programs change at the same time, mapped into memory. */
#ifndef MB_SHARED_H
#define MB_SHARED_H

#include <stddef.h>
#include <stdint.h>

/*
 * The array is in a map of maps, whose first element it is: made, all zero, unless there is one,
 * and dropped, when the last that uses it has done so.
 */
int mb_shared_make(int map_fd, size_t size, uint32_t count);
int mb_shared_drop(int map_fd);

/* NULL, and errno, ENOENT if there is none; given back by mb_shared_unmap(). */
void *mb_shared_map(int map_fd, size_t size);
void mb_shared_unmap(void *memory, size_t size);

#endif /* MB_SHARED_H */
