/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* read.h - how a function that only reads gets in: the world, loaded and freed. */
#ifndef MB_READ_H
#define MB_READ_H

#include "world/world.h"

typedef int (*mb_port_fn)(struct macbpf *mb, struct mb_world *w, const struct mb_port *port,
			  void *arg);

/*
 * The work of a public function that only reads, as mb_run(): loads the world, calls, frees.
 * -ENODEV with a sentence if `lower` (NULL: any) isn't there.
 */
int mb_read_world(struct macbpf *mb, const char *lower, mb_world_fn fn, void *arg);
/* The same for each port on it, until one fails. */
int mb_read_ports(struct macbpf *mb, const char *lower, mb_port_fn fn, void *arg);

#endif /* MB_READ_H */
