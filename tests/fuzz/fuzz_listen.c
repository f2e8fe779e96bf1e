// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_listen.c - what is sent to who listens: messages of commands, and of the kernel about
 * devices.
 *
 * guards: libmacbpf/kernel/bus.c libmacbpf/kernel/linkwatch.c
 */
#include <stdlib.h>
#include <string.h>

#include "libmacbpf/kernel/bus.h"
#include "libmacbpf/kernel/linkwatch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each text must end. */
static void read_command(const uint8_t *data, size_t size)
{
	struct mb_bus_message m;

	if (!mb_bus_read(data, size, &m))
		return;
	if (strlen(m.command) >= sizeof(m.command) || strlen(m.lower) >= sizeof(m.lower) ||
	    strlen(m.hostdev) >= sizeof(m.hostdev) || strlen(m.name) >= sizeof(m.name) ||
	    strlen(m.changed) >= sizeof(m.changed))
		abort();
}

/* A datagram that has come, of exactly that size; the socket has no more. */
static void read_links(const uint8_t *data, size_t size)
{
	struct mb_linkwatch w = { .fd = -1, .nsid = -1, .size = size, .end = size };
	struct mb_linkevent event;

	w.buffer = malloc(size + !size);
	if (!w.buffer)
		return;
	memcpy(w.buffer, data, size);
	while (mb_linkwatch_next(&w, &event) > 0)
		if (strlen(event.name) >= sizeof(event.name))
			abort();
	free(w.buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_command(data, size);
	read_links(data, size);
	return 0;
}
