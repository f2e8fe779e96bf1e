// SPDX-License-Identifier: GPL-2.0-only
/* main.c - the netavark plugin: which command, what it is told, and the answer. */
#include <macbpf/version.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/own.h"
#include "json/input.h"
#include "netavark/answer.h"
#include "netavark/ask.h"
#include "netavark/call.h"

#define API "1.0.0" /* of netavark's plugins */

static int info(struct call *call)
{
	(void)call;
	answer_print(json_pack("{s:s, s:s}", "version", MACBPF_VERSION, "api_version", API));
	return 0;
}

/* What setup and teardown have in common. */
static int read_names(struct call *call)
{
	json_t *network = NULL;
	int err = json_get_object(&call->error, call->root, "", "network", &network);

	if (!err && !network)
		err = error_set(&call->error, ERROR_CONFIG, "network is missing");
	err = err ?: network_read_names(&call->error, network, &call->network)
		      ?: request_read_names(&call->error, call->root, &call->request);
	if (!err)
		ask_names(call);
	return err;
}

static int setup(struct call *call)
{
	return read_names(call) ?: cmd_setup(call);
}

static int teardown(struct call *call)
{
	return read_names(call) ?: cmd_teardown(call);
}

static const struct command {
	const char *name;
	int (*run)(struct call *call);
	bool reads; /* stdin */
	bool netns; /* its path is the next word */
} commands[] = {
	{ "info", info, false, false },
	{ "create", cmd_create, true, false },
	{ "setup", setup, true, true },
	{ "teardown", teardown, true, true },
};

static int read_stdin(struct call *call)
{
	mb_auto_free char *text = NULL;
	char why[256];
	size_t len;
	int err = input_read(&call->error, ERROR_INTERNAL, "what is asked for", &text, &len);

	if (err)
		return err;
	call->root = json_read(text, len, why, sizeof(why));
	if (call->root)
		return 0;
	return error_set(&call->error, ERROR_CONFIG,
			 "what is asked for on stdin is no JSON object: %s", why);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int run(struct call *call, int argc, char **argv)
{
	const struct command *command = find_command(argv[1]);

	if (!command)
		return error_set(
			&call->error, ERROR_CONFIG,
			"there is no command \"%.40s\": create, setup, teardown and info are "
			"known",
			argv[1]);
	if (argc != 2 + command->netns)
		return error_set(&call->error, ERROR_CONFIG, "%s takes %s", command->name,
				 command->netns ? "one word, the path of the container's network "
						  "namespace"
						: "no words");
	call->netns = command->netns ? argv[2] : NULL;
	return (command->reads ? read_stdin(call) : 0) ?: command->run(call);
}

/* Without a command somebody looks at what this is. */
static int introduce(void)
{
	fprintf(stderr, "netavark plugin macbpf v" MACBPF_VERSION
			", see macbpf-netavark(8)\nAPI version " API "\n");
	return 0;
}

int main(int argc, char **argv)
{
	struct call call = { 0 };
	int err;

	signal(SIGPIPE, SIG_IGN);
	if (argc < 2)
		return introduce();
	err = run(&call, argc, argv);
	if (err)
		answer_error(&call.error);
	request_free(&call.request);
	network_free(&call.network);
	json_decref(call.root);
	return err ? 1 : 0;
}
