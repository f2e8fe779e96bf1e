// SPDX-License-Identifier: GPL-2.0-only
/* ipam_version.c - an IPAM plugin that is older than the configuration. */
#include "cni/ipam_version.h"

#include <stdlib.h>
#include <string.h>

#include "json/json.h"

#define CODE_VERSION 1 /* the specification's */

static json_t *read_answer(const struct exec *exec)
{
	char why[128];

	return json_read(exec->out, exec->len, why, sizeof(why));
}

bool ipam_version_is_refused(const struct exec *exec)
{
	json_t *answer = read_answer(exec);
	json_int_t code = json_integer_value(json_object_get(answer, "code"));

	json_decref(answer);
	return code == CODE_VERSION;
}

static bool knows(const json_t *supported, enum version version)
{
	const json_t *entry;
	size_t i;

	json_array_foreach (supported, i, entry)
		if (json_is_string(entry) &&
		    !strcmp(json_string_value(entry), version_name(version)))
			return true;
	return false;
}

static bool choose(const json_t *supported, enum version ours, enum version *version)
{
	for (int v = (int)ours; v >= 0; v--) {
		*version = (enum version)v;
		if (knows(supported, *version))
			return true;
	}
	return false;
}

bool ipam_version_ask(struct call *call, const char path[PATH_MAX], enum version *version)
{
	const char *const argv[] = { path, NULL };
	struct exec exec = { 0 };
	json_t *answer = NULL;
	bool found;

	setenv("CNI_COMMAND", "VERSION", 1);
	if (!exec_run(argv, call->text, call->len, &exec) && !exec.status)
		answer = read_answer(&exec);
	found = choose(json_object_get(answer, "supportedVersions"), call->conf.version, version);
	json_decref(answer);
	free(exec.out);
	return found;
}

char *ipam_version_text(const struct call *call, enum version version)
{
	char why[128], *text;
	json_t *conf = json_read(call->text, call->len, why, sizeof(why));

	if (!conf || json_object_set_new(conf, "cniVersion", json_string(version_name(version))))
		text = NULL;
	else
		text = json_dumps(conf, JSON_COMPACT);
	json_decref(conf);
	return text;
}
