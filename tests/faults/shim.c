// SPDX-License-Identifier: GPL-2.0-only
/* shim.c - preloaded into a command: counts what it allocates, and refuses one. */
#include <errno.h>
#include <execinfo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "shared.h"

#define DEPTH 24

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static struct shared *shared;
static __thread bool busy;

static uint64_t hash_of_callers(void)
{
	uint64_t hash = 14695981039346656037u;
	void *caller[DEPTH];
	int count;

	busy = true;
	count = backtrace(caller, DEPTH);
	busy = false;
	for (int i = 0; i < count; i++)
		hash = (hash ^ (uintptr_t)caller[i]) * 1099511628211u;
	return hash;
}

static bool fails(void)
{
	uint64_t n;

	if (!shared || busy)
		return false;
	n = __atomic_fetch_add(&shared->allocations, 1, __ATOMIC_RELAXED);
	if (shared->counts && n < SITES_MAX)
		shared->site[n] = hash_of_callers();
	if (n != shared->fail_at)
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

/* What the command itself starts is not under test. */
__attribute__((constructor)) static void begin(void)
{
	const char *fd = getenv(SHARED_FD);
	void *caller[1], *mapped;

	if (!fd)
		return;
	backtrace(caller, 1); /* it allocates, once */
	mapped = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, atoi(fd), 0);
	close(atoi(fd));
	unsetenv("LD_PRELOAD");
	unsetenv(SHARED_FD);
	syscall(SYS_prctl, BEGIN_MAGIC);
	if (mapped != MAP_FAILED)
		shared = mapped;
}
