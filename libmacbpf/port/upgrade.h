/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* upgrade.h - this library's programs in the place of those of another build. */
#ifndef MB_UPGRADE_H
#define MB_UPGRADE_H

#include "world/world.h"

struct mb_upgrade {
	bool dry;	  /* only told */
	uint32_t devices; /* whose programs are, or were, another build's */
	uint32_t tables;  /* that the port was made without */
};

/*
 * Puts the programs of this library in the place of those that the port runs, each in one step; of
 * who dies on the way the next writing function does the rest. If one is refused all is as it was.
 */
int mb_upgrade_port(struct macbpf *mb, struct mb_world *w, struct mb_port *port,
		    struct mb_upgrade *u);

/* How many tables the port was made without. */
uint32_t mb_upgrade_tables(const struct mb_port *port);

/* Makes the rows that endpoints lack in a table which is younger than they. */
int mb_upgrade_fill(const struct mb_port *port);

#endif /* MB_UPGRADE_H */
