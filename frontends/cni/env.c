// SPDX-License-Identifier: GPL-2.0-only
/* env.c - what the runtime says by environment variables. */
#include "cni/env.h"

#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/own.h"
#include "common/text.h"
#include "container/name.h"

static const char *get(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

void env_read(struct env *env)
{
	const char *override = get("CNI_NETNS_OVERRIDE");

	*env = (struct env){
		.command = get("CNI_COMMAND"),
		.container = get("CNI_CONTAINERID"),
		.netns = get("CNI_NETNS"),
		.ifname = get("CNI_IFNAME"),
		.args = get("CNI_ARGS"),
		.path = get("CNI_PATH"),
		.netns_override =
			override && (!strcasecmp(override, "true") || !strcmp(override, "1")),
	};
}

/* In one message, as the reference plugins have it. */
static int check_present(struct error *error, const struct env *env, unsigned int needs)
{
	const struct {
		unsigned int need;
		const char *value, *name;
	} variables[] = {
		{ ENV_CONTAINER, env->container, "CNI_CONTAINERID" },
		{ ENV_NETNS, env->netns, "CNI_NETNS" },
		{ ENV_IFNAME, env->ifname, "CNI_IFNAME" },
		{ ENV_PATH, env->path, "CNI_PATH" },
	};
	char missing[128] = "";

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
		if (needs & variables[i].need && !variables[i].value)
			mb_text_append(missing, sizeof(missing), "%s%s", *missing ? "," : "",
				       variables[i].name);
	if (!*missing)
		return 0;
	return error_set(error, ERROR_ENVIRONMENT, "required env variables [%s] missing", missing);
}

int env_check(struct error *error, const struct env *env, unsigned int needs)
{
	int err = check_present(error, env, needs);

	if (err)
		return err;
	if (env->container && needs & ENV_CONTAINER && !name_is_identifier(env->container))
		return error_set(error, ERROR_ENVIRONMENT,
				 "CNI_CONTAINERID \"%s\" is not an identifier: a letter or digit, "
				 "then letters, digits, '_', '.' and '-'",
				 env->container);
	if (env->ifname && needs & ENV_IFNAME && !name_is_device(env->ifname))
		return error_set(error, ERROR_ENVIRONMENT,
				 "CNI_IFNAME \"%s\" is not a device name: 1 to %d characters, "
				 "without '/', ':', '%%' and spaces",
				 env->ifname, IFNAMSIZ - 1);
	return 0;
}
