// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* random.c - bytes that nobody can foretell, of getrandom(2). */
#include <errno.h>
#include <sys/random.h>

#include "kernel/random.h"

int mb_random(void *buf, size_t size)
{
	ssize_t got;

	do
		got = getrandom(buf, size, 0);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return -errno;
	return (size_t)got == size ? 0 : -EIO;
}
