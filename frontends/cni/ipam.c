// SPDX-License-Identifier: GPL-2.0-only
/* ipam.c - the plugin that gives addresses: finding and calling it. */
#include "cni/ipam.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cni/ipam_version.h"
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

/* Whose words these are is told: its own name is in none of them. */
static void put_name(const struct call *call, json_t *object)
{
	const char *msg = json_string_value(json_object_get(object, "msg"));

	json_object_set_new(object, "msg",
			    json_sprintf("IPAM plugin %s: %s", call->conf.ipam, msg ?: "failed"));
}

static int take_error(struct call *call, json_t *object)
{
	put_name(call, object);
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

static int execute(struct call *call, const char *path, const char *verb, const char *text,
		   size_t len, struct exec *exec)
{
	const char *const argv[] = { path, NULL };
	int err;

	setenv("CNI_COMMAND", verb, 1);
	err = exec_run(argv, text, len, exec);
	if (err)
		return error_set(&call->error, ERROR_IPAM, "can't run %s: %s", path,
				 strerror(-err));
	return 0;
}

static bool has_verb(enum version version, const char *verb)
{
	if (!strcmp(verb, "GC") || !strcmp(verb, "STATUS"))
		return version >= VERSION_1_1_0;
	return strcmp(verb, "CHECK") != 0 || version >= VERSION_0_4_0;
}

/* Of a verb that it doesn't know a plugin says anything: what it needs for those it knows. */
static bool may_be_older(const struct exec *exec, const char *verb)
{
	return ipam_version_is_refused(exec) || !has_verb(VERSION_1_0_0, verb);
}

/* What came before this verb has nothing to say to it. */
static int execute_as(struct call *call, const char *path, const char *verb, enum version version,
		      struct exec *exec)
{
	char *text;
	int err;

	free(exec->out);
	*exec = (struct exec){ 0 };
	if (!has_verb(version, verb))
		return 0;
	text = ipam_version_text(call, version);
	if (!text)
		return error_set(&call->error, ERROR_INTERNAL, "out of memory");
	err = execute(call, path, verb, text, strlen(text), exec);
	free(text);
	return err;
}

/*
 * Plugins that are older than the list are called as one of their time, as the runtime would, which
 * never sees them. Who is asked for its versions is who has refused one, so others cost nothing.
 * `exec` is to be freed in either case.
 */
static int run(struct call *call, const char *verb, struct exec *exec, enum version *version)
{
	char path[PATH_MAX];
	int err = find(call, path);

	*exec = (struct exec){ 0 };
	*version = call->conf.version;
	if (!err)
		err = execute(call, path, verb, call->text, call->len, exec);
	if (err || !exec->status)
		return err;
	if (may_be_older(exec, verb) && ipam_version_ask(call, path, version) &&
	    *version < call->conf.version)
		err = execute_as(call, path, verb, *version, exec);
	return err || !exec->status ? err : failed(call, verb, exec);
}

int ipam_call(struct call *call, const char *verb)
{
	enum version version;
	struct exec exec;
	int err;

	if (!call->conf.ipam)
		return 0;
	err = run(call, verb, &exec, &version);
	free(exec.out);
	return err;
}

/* Older plugins don't say in which version they answer: then it is the one they were called in. */
static int read_version(struct call *call, const json_t *object, enum version *version)
{
	const char *text = json_string_value(json_object_get(object, "cniVersion"));

	return text && *text ? version_parse(&call->error, text, version) : 0;
}

static int read_answer(struct call *call, const struct exec *exec, enum version version,
		       struct result *result)
{
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
	enum version version;
	struct exec exec;
	int err;

	if (!call->conf.ipam)
		return 0;
	err = run(call, "ADD", &exec, &version) ?: read_answer(call, &exec, version, result);
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
