// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_proc.c - any bytes as files of /proc, which processes name themselves in.
 *
 * guards: libmacbpf/kernel/proc.c
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "libmacbpf/kernel/proc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(int truth)
{
	if (!truth)
		abort();
}

static FILE *open_text(const uint8_t *data, size_t size)
{
	FILE *file = fmemopen((void *)data, size, "r");

	expect(!!file);
	return file;
}

static void try_locks(FILE *file)
{
	bool exclusive;
	pid_t pid;

	if (mb_proc_flock(file, 4, 4026531840, &pid, &exclusive))
		expect(pid > 0);
}

/* A sentence is made of it. */
static void try_name(FILE *file)
{
	char *name = malloc(16); /* a block of its own, so that the sanitizer knows where it ends */

	if (mb_proc_name(file, name, 16)) {
		expect(strlen(name) < 16);
		for (const char *c = name; *c; c++)
			expect(isprint((unsigned char)*c));
	}
	free(name);
}

static void try_groups(FILE *file)
{
	uint32_t ifindex;

	while (mb_proc_added_group(file, &ifindex))
		;
}

/* The first byte chooses the file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t capabilities;
	FILE *file;

	if (size < 2)
		return 0;
	file = open_text(data + 1, size - 1);
	switch (data[0] % 5) {
	case 0:
		try_locks(file);
		break;
	case 1:
		mb_proc_is_link_to(file, 1234);
		break;
	case 2:
		mb_proc_capabilities(file, &capabilities);
		break;
	case 3:
		try_groups(file);
		break;
	default:
		try_name(file);
	}
	fclose(file);
	return 0;
}
