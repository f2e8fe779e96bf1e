/* SPDX-License-Identifier: GPL-2.0-only */
/* compare.h - who saw which frame: macvlan's answer against macbpf's. */
#ifndef PARITY_COMPARE_H
#define PARITY_COMPARE_H

#include "world.h"

/*
 * Compares the sightings of both worlds, where a frame's token is its index in `probes`, and prints
 * what differs and no mask allows. Returns how many frames differ.
 */
size_t compare(struct world *macvlan, struct world *macbpf, const struct probe *probes,
	       size_t count);

#endif
