// SPDX-License-Identifier: GPL-2.0-only
/* main.c - the CNI plugin: which verb, what it needs, and the answer. */
#include <macbpf/version.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cni/ask.h"
#include "cni/call.h"
#include "cni/sandbox.h"
#include "common/own.h"
#include "json/input.h"

#define ATTACHMENT (ENV_CONTAINER | ENV_IFNAME | ENV_PATH)

static const struct verb {
	const char *name;
	int (*run)(struct call *call);
	unsigned int needs; /* enum env_need */
	enum version since; /* that the configuration must have */
	bool names;	    /* are enough: what is wrong with the rest keeps nobody from deleting */
} verbs[] = {
	{ "ADD", verb_add, ATTACHMENT | ENV_NETNS, VERSION_0_1_0, false },
	{ "DEL", verb_del, ATTACHMENT, VERSION_0_1_0, true },
	{ "CHECK", verb_check, ATTACHMENT | ENV_NETNS, VERSION_0_4_0, false },
	{ "GC", verb_gc, ENV_PATH, VERSION_1_1_0, true },
	{ "STATUS", verb_status, ENV_PATH, VERSION_1_1_0, false },
};

static int read_stdin(struct call *call)
{
	return input_read(&call->error, ERROR_IO, "the network configuration", &call->text,
			  &call->len);
}

static int check_version(struct call *call, const struct verb *verb)
{
	if (call->conf.version >= verb->since)
		return 0;
	return error_set(&call->error, ERROR_VERSION,
			 "config version does not allow %s: it is of version %s, %s began with %s",
			 verb->name, version_name(call->conf.version), verb->name,
			 version_name(verb->since));
}

static int read_conf(struct call *call, const struct verb *verb)
{
	return conf_read_names(&call->error, call->text, call->len, &call->conf)
		       ?: check_version(call, verb)
		       ?: verb->names ? 0 : conf_read(&call->error, &call->conf);
}

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

static int run_verb(struct call *call, const struct verb *verb)
{
	int err;

	ask_fill(call);
	err = verb->run(call);
	sandbox_close(call);
	return err;
}

static int run(struct call *call)
{
	const struct verb *verb = find_verb(call->env.command);

	if (!verb)
		return error_set(&call->error, ERROR_ENVIRONMENT,
				 "unknown CNI_COMMAND: %s; ADD, DEL, CHECK, GC, STATUS and VERSION "
				 "are known",
				 call->env.command);
	return env_check(&call->error, &call->env, verb->needs)
		       ?: read_stdin(call)
		       ?: read_conf(call, verb)
		       ?: run_verb(call, verb);
}

/* Without a command somebody looks at what this is. */
static int introduce(void)
{
	fprintf(stderr, "CNI plugin macbpf-cni v" MACBPF_VERSION
			", see macbpf-cni(8)\nCNI protocol versions supported: ");
	for (int i = 0; i < VERSION_COUNT; i++)
		fprintf(stderr, "%s%s", i ? ", " : "", version_name((enum version)i));
	fputc('\n', stderr);
	return 0;
}

int main(void)
{
	struct call call = { .conf.version = VERSION_COUNT };
	int err;

	signal(SIGPIPE, SIG_IGN);
	env_read(&call.env);
	if (!call.env.command)
		return introduce();
	if (!strcmp(call.env.command, "VERSION")) {
		version_print();
		return 0;
	}
	err = run(&call);
	if (err)
		error_print(&call.error, call.foreign, conf_version(&call.conf));
	json_decref(call.foreign);
	conf_free(&call.conf);
	free(call.text);
	return err ? 1 : 0;
}
