/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* shared.h - an array that programs change at the same time, mapped into memory. */
#ifndef MB_SHARED_H
#define MB_SHARED_H

#include <stddef.h>

/* NULL, and errno, if the kernel can't; given back by mb_shared_unmap(). */
void *mb_shared_map(int map_fd, size_t size);
void mb_shared_unmap(void *memory, size_t size);

#endif /* MB_SHARED_H */
