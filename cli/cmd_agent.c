// SPDX-License-Identifier: GPL-2.0-only
/* cmd_agent.c - `macbpf agent`: endpoints follow at once what is done without macbpf */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>

#include "agent_log.h"
#include "app.h"
#include "common/stop.h"
#include "gone.h"
#include "notify.h"
#include "safe.h"

#define EXIT_ANOTHER 75 /* another version's agent is to run: EX_TEMPFAIL */

/* Other writers that take too long are no reason to end. */
static int tell_failure(struct app *app, int err)
{
	if (err != -EBUSY)
		return err;
	safe_tell("warning", macbpf__error(app->mb));
	return 0;
}

/* One look at what there is to hear. */
static int turn(struct app *app, struct macbpf_agent *agent, bool *ready)
{
	int got = macbpf_agent__dispatch(agent);

	if (got < 0)
		return tell_failure(app, got);
	if (got && !*ready)
		notify("READY=1");
	*ready = *ready || got;
	if (got)
		agent_log_turn();
	return 0;
}

/* 1: the netns has lost its name, and would live on for nobody but us. */
static int follow(struct app *app, struct macbpf_agent *agent, int gone)
{
	struct pollfd in[] = { { .fd = macbpf_agent__fd(agent), .events = POLLIN },
			       { .fd = gone, .events = POLLIN } };
	bool ready = false;
	sigset_t waiting;

	mb_stop_catch(&waiting);
	while (!mb_stop_asked()) {
		int err = turn(app, agent, &ready);

		if (err)
			return err;
		if (ppoll(in, ARRAY_SIZE(in), NULL, &waiting) < 0 && errno != EINTR)
			return -errno;
		if (in[1].revents && gone_happened(gone, app->netns))
			return 1;
	}
	notify("STOPPING=1");
	return 0;
}

static int tell_gone(const struct app *app)
{
	char line[256];

	snprintf(line, sizeof(line),
		 "network namespace \"%.100s\" was deleted: start an agent again when there is "
		 "another of this name",
		 app->netns);
	safe_tell("Error", line);
	return EXIT_REFUSED;
}

static int run(struct app *app, int gone)
{
	struct macbpf_agent *agent;
	int err;

	agent_log_take(app);
	err = macbpf_agent__open(app->mb, &agent);
	if (!err) {
		err = follow(app, agent, gone);
		macbpf_agent__close(agent);
	}
	if (err > 0)
		return tell_gone(app);
	if (!err)
		return EXIT_OK;
	app_failed(app, err);
	return err == -EPROTO ? EXIT_ANOTHER : EXIT_REFUSED;
}

static int agent(struct app *app, struct args *args)
{
	int code = args_end(args, "help");
	mb_auto_close int gone = -1;

	if (!code && app->batch)
		code = usage_error("\"macbpf agent\" doesn't end: not in a batch");
	if (code)
		return code;
	gone = gone_watch(app->netns);
	code = app_open(app);
	return code ? code : run(app, gone);
}

static void synopsis(void)
{
	puts("\n\nIt runs until it is stopped. Nothing depends on it: what it doesn't follow, the "
	     "next\n"
	     "command that changes something does.");
}

static const struct command commands[] = {
	{ "", "", synopsis, agent, NULL },
};

const struct object agent_object = {
	.name = "agent",
	.what = "follow at once what is done without macbpf",
	.commands = commands,
	.count = ARRAY_SIZE(commands),
	.is_command = true,
};
