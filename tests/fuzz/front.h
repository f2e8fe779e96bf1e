/* SPDX-License-Identifier: GPL-2.0-only */
/* front.h - what fuzzers of front ends have in common; each is one file. */
#ifndef FUZZ_FRONT_H
#define FUZZ_FRONT_H

#include <macbpf/macbpf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* No library is called here. */
const char *macbpf__error(const struct macbpf *mb)
{
	(void)mb;
	return "";
}

/* What is printed is for nobody; a sanitizer writes to the descriptor, not to the stream. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	stderr = fopen("/dev/null", "w");
	stdout = fopen("/dev/null", "w");
	return stderr && stdout ? 0 : -1;
}

static void expect(int truth)
{
	if (!truth)
		abort();
}

#endif
