// SPDX-License-Identifier: GPL-2.0-only
/* agent_log.c - what an agent says, once for as long as it stays so */
#include "agent_log.h"

#include "common/said.h"
#include "safe.h"

static struct mb_said said;

/* Each pass finds again what it can't put right. */
static void say(void *arg, enum macbpf_log_level level, const char *message)
{
	const struct app *app = arg;

	if (!mb_said_is_new(&said, message) || (level != MACBPF_LOG_WARN && !app->verbose))
		return;
	safe_tell(level == MACBPF_LOG_WARN ? "warning" : "info", message);
}

void agent_log_take(struct app *app)
{
	macbpf__set_log(app->mb, say, app);
}

void agent_log_turn(void)
{
	mb_said_turn(&said);
}
