/* SPDX-License-Identifier: GPL-2.0-only */
/* random_parts.h - the parts of a scenario, each from the next random numbers. */
#ifndef PARITY_RANDOM_PARTS_H
#define PARITY_RANDOM_PARTS_H

#include "random.h"
#include "scenario.h"

const char *random_mode(struct rng *r); /* all but passthru */
unsigned int random_mtu(struct rng *r);
const char *random_listable(struct rng *r);

/* Up to `most` different addresses for a source list. */
void random_list(struct rng *r, const char **names, size_t most);

/* With an address that nobody has yet: that of its slot. */
struct endpoint random_endpoint(struct rng *r, size_t slot, unsigned int lower_mtu);
void turn_passthru(struct rng *r, struct endpoint *ep);

void random_topology(struct rng *r, struct topology *t);
struct change random_change(struct rng *r, const struct topology *start);
struct shot random_shot(struct rng *r, const struct topology *start);

#endif
