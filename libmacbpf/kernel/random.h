/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* random.h - bytes that nobody can foretell. */
#ifndef MB_RANDOM_H
#define MB_RANDOM_H

#include <stddef.h>

/* At most 256 bytes. 0, or -errno: early in boot the kernel may have none yet, and lets us wait. */
int mb_random(void *buf, size_t size);

#endif /* MB_RANDOM_H */
