// SPDX-License-Identifier: GPL-2.0-only
/* answer.c - a call of docker's, from its path and body to what is answered. */
#include "docker/answer.h"

#include <string.h>

#include "common/own.h"
#include "docker/call.h"

#define HTTP_OK	       200
#define HTTP_NOT_FOUND 404

static int say(struct call *call, json_t *answer)
{
	call->answer = answer;
	return answer ? 0 : error_set(&call->error, ERROR_INTERNAL, "out of memory");
}

static int activate(struct call *call)
{
	return say(call, json_pack("{s:[s]}", "Implements", "NetworkDriver"));
}

/* Networks and endpoints are of this machine, and the containers are reached from others. */
static int capabilities(struct call *call)
{
	return say(call, json_pack("{s:s, s:s, s:b}", "Scope", "local", "ConnectivityScope",
				   "global", "GwAllocChecker", 1));
}

static int oper_info(struct call *call)
{
	return say(call, json_pack("{s:{}}", "Value"));
}

static int nothing(struct call *call)
{
	(void)call;
	return 0;
}

static const struct command {
	const char *path;
	int (*run)(struct call *call);
	bool reads; /* what docker says */
} commands[] = {
	{ "/Plugin.Activate", activate, false },
	{ "/NetworkDriver.GetCapabilities", capabilities, false },
	{ "/NetworkDriver.GwAllocCheck", cmd_check_gateway, true },
	{ "/NetworkDriver.CreateNetwork", cmd_create_network, true },
	{ "/NetworkDriver.DeleteNetwork", cmd_delete_network, true },
	{ "/NetworkDriver.CreateEndpoint", cmd_create_endpoint, true },
	{ "/NetworkDriver.DeleteEndpoint", cmd_delete_endpoint, true },
	{ "/NetworkDriver.EndpointOperInfo", oper_info, false },
	{ "/NetworkDriver.Join", cmd_join, true },
	{ "/NetworkDriver.Leave", nothing, false },
	{ "/NetworkDriver.ProgramExternalConnectivity", cmd_publish, true },
	{ "/NetworkDriver.RevokeExternalConnectivity", nothing, false },
	{ "/NetworkDriver.DiscoverNew", nothing, false },
	{ "/NetworkDriver.DiscoverDelete", nothing, false },
};

static const struct command *find_command(const char *path)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].path, path))
			return &commands[i];
	return NULL;
}

static int read_body(struct call *call, const char *body, size_t len)
{
	char why[256];

	call->root = json_read(body, len, why, sizeof(why));
	if (call->root)
		return 0;
	return error_set(&call->error, ERROR_CONFIG, "what is asked for is no JSON object: %s",
			 why);
}

static int run(struct call *call, const struct command *command, const char *body, size_t len)
{
	return (command->reads ? read_body(call, body, len) : 0) ?: command->run(call);
}

static void end(struct call *call)
{
	json_decref(call->answer);
	json_decref(call->record);
	json_decref(call->root);
}

char *answer_error(const char *sentence)
{
	json_t *object = json_pack("{s:s}", "Err", sentence);
	char *text = json_dumps(object, JSON_COMPACT);

	json_decref(object);
	return text;
}

static char *written(const json_t *object)
{
	return object ? json_dumps(object, JSON_COMPACT) : strdup("{}");
}

/* Docker knows a failure by its text, not by the status. */
void answer_call(const char *state, const char *path, const char *body, size_t len,
		 struct answer *answer)
{
	const struct command *command = find_command(path);
	struct call call = { .state = state };

	*answer = (struct answer){ .status = command ? HTTP_OK : HTTP_NOT_FOUND };
	if (!command) {
		answer->text = answer_error("this is no call that network drivers have");
		return;
	}
	answer->text = run(&call, command, body, len) ? answer_error(call.error.msg)
						      : written(call.answer);
	answer->made = call.made;
	end(&call);
}
