/* SPDX-License-Identifier: GPL-2.0-only */
/* cable.h - a veth pair between two netns, without a process to make it. */
#ifndef PARITY_COMMANDS_CABLE_H
#define PARITY_COMMANDS_CABLE_H

#include <stdint.h>

#include "tests/harness/netns.h"

struct cable_end {
	const char *name;
	uint32_t index;
	uint8_t address; /* the last byte; 02:00:00:00:00 before it */
};

/* Both ends, `a` up, where the rtnetlink socket is, and `b` in the other netns. */
void cable_make(int nl, const struct cable_end *a, const struct cable_end *b,
		const struct netns *there);

void device_set_up(int nl, uint32_t index);

#endif
