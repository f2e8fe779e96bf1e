// SPDX-License-Identifier: GPL-2.0-only
/* ipam.c - the plugin that gives addresses: finding and calling it. */
#include "cni/ipam.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "container/exec.h"
#include "json/json.h"

static int find(struct call *call, char path[PATH_MAX])
{
	if (exec_find(call->env.path ?: "", call->conf.ipam, path))
		return 0;
	return error_set(&call->error, ERROR_CONFIG,
			 "failed to find plugin \"%s\" of key \"ipam.type\" in path [%s]",
			 call->conf.ipam, call->env.path ?: "");
}

static int unusable(struct call *call, const char *verb, const char *why, const struct exec *exec)
{
	return error_set(&call->error, ERROR_IPAM, "IPAM plugin %s, %s: %s: %.200s",
			 call->conf.ipam, verb, why, exec->len ? exec->out : "nothing was printed");
}

static int take_error(struct call *call, json_t *object)
{
	if (call->error.kind) {
		json_decref(object);
	} else {
		call->foreign = object;
		call->error.kind = ERROR_IPAM;
	}
	return call->error.kind;
}

/* An error object is the plugin's own word; without one we have to find the words. */
static int failed(struct call *call, const char *verb, const struct exec *exec)
{
	char why[128];
	json_t *object = json_read(exec->out, exec->len, why, sizeof(why));

	if (object && json_is_integer(json_object_get(object, "code")))
		return take_error(call, object);
	json_decref(object);
	snprintf(why, sizeof(why), WIFSIGNALED(exec->status) ? "signal %d" : "exit code %d",
		 WIFSIGNALED(exec->status) ? WTERMSIG(exec->status) : WEXITSTATUS(exec->status));
	return unusable(call, verb, why, exec);
}

/* `exec` is to be freed in either case. */
static int run(struct call *call, const char *verb, struct exec *exec)
{
	char path[PATH_MAX];
	const char *const argv[] = { path, NULL };
	int err = find(call, path);

	*exec = (struct exec){ 0 };
	if (err)
		return err;
	setenv("CNI_COMMAND", verb, 1);
	err = exec_run(argv, call->text, call->len, exec);
	if (err)
		return error_set(&call->error, ERROR_IPAM, "can't run %s: %s", path,
				 strerror(-err));
	return exec->status ? failed(call, verb, exec) : 0;
}

int ipam_call(struct call *call, const char *verb)
{
	struct exec exec;
	int err;

	if (!call->conf.ipam)
		return 0;
	err = run(call, verb, &exec);
	free(exec.out);
	return err;
}

/* Older plugins don't say in which version they answer: then it is the configuration's. */
static int read_version(struct call *call, const json_t *object, enum version *version)
{
	const char *text = json_string_value(json_object_get(object, "cniVersion"));

	*version = call->conf.version;
	return text && *text ? version_parse(&call->error, text, version) : 0;
}

static int read_answer(struct call *call, const struct exec *exec, struct result *result)
{
	enum version version;
	char why[128];
	json_t *object = json_read(exec->out, exec->len, why, sizeof(why)), *entry;
	size_t i;
	int err;

	if (!object)
		return unusable(call, "ADD", why, exec);
	err = read_version(call, object, &version)
		      ?: result_parse(&call->error, ERROR_IPAM, call->conf.ipam, object, version,
				      result);
	json_decref(object);
	if (!err && !json_array_size(result->ips))
		err = error_set(&call->error, ERROR_IPAM,
				"IPAM plugin %s returned missing IP config", call->conf.ipam);
	json_array_foreach (result->ips, i, entry)
		json_object_set_new(entry, "interface", json_integer(0));
	return err;
}

int ipam_add(struct call *call, struct result *result)
{
	struct exec exec;
	int err;

	if (!call->conf.ipam)
		return 0;
	err = run(call, "ADD", &exec) ?: read_answer(call, &exec, result);
	free(exec.out);
	return err;
}

static void put(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

int ipam_release(struct call *call, const char *container, const char *ifname)
{
	int err;

	put("CNI_CONTAINERID", container);
	put("CNI_IFNAME", ifname);
	put("CNI_NETNS", "");
	err = ipam_call(call, "DEL");
	put("CNI_CONTAINERID", call->env.container);
	put("CNI_IFNAME", call->env.ifname);
	put("CNI_NETNS", call->env.netns);
	return err;
}
