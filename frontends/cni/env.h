/* SPDX-License-Identifier: GPL-2.0-only */
/* env.h - what the runtime says by environment variables */
#ifndef CNI_ENV_H
#define CNI_ENV_H

#include <stdbool.h>

#include "cni/error.h"

/* What is empty counts as absent: NULL. */
struct env {
	const char *command;
	const char *container;
	const char *netns;
	const char *ifname;
	const char *args;
	const char *path;
	bool netns_override; /* the container's netns may be the plugin's own */
};

/* Which of them a verb needs. */
enum env_need {
	ENV_CONTAINER = 1,
	ENV_NETNS = 2,
	ENV_IFNAME = 4,
	ENV_PATH = 8,
};

void env_read(struct env *env);

/* All that is needed is there, and what is there is legal. */
int env_check(struct error *error, const struct env *env, unsigned int needs);

#endif
