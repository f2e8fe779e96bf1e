/* SPDX-License-Identifier: GPL-2.0-only */
/* parent.h - parents that docker's users expect to be made: VLAN devices, and dummies */
#ifndef DOCKER_PARENT_H
#define DOCKER_PARENT_H

#include "container/error.h"
#include "docker/network.h"

/* If the network's parent is not there and is one that is made, makes it. */
int parent_prepare(struct error *error, const struct network *network);

/* Deletes it if it was made here and no network of the records in `state` has it any more. */
int parent_release(struct error *error, const char *state, const struct network *network);

#endif
