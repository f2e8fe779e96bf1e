/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* sweep.h - what every writing command does first: removing what died without one. */
#ifndef MB_SWEEP_H
#define MB_SWEEP_H

#include "world/world.h"

/*
 * With the lock held: loads the world, and sweeps it.
 *
 * The sweep removes endpoints whose device was deleted behind our back, those that a killed command
 * left half made, those whose lower is gone, and ports without endpoints. The others follow what
 * was done to their devices and their lower.
 */
int mb_sweep_world(struct macbpf *mb, struct mb_world *w);

/*
 * After endpoints have been retired: MACs and constants follow, but not on another version's port;
 * true if the port is gone.
 */
bool mb_sweep_trim(struct macbpf *mb, struct mb_world *w, struct mb_port *port);

#endif /* MB_SWEEP_H */
