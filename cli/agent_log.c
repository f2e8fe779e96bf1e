// SPDX-License-Identifier: GPL-2.0-only
/* agent_log.c - what an agent says, once for as long as it stays so */
#include "agent_log.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LINES 64 /* of one pass: more are said again */

struct said {
	uint64_t line[LINES];
	size_t count;
};

static struct said last, now;

/* FNV-1a */
static uint64_t digest(const char *text)
{
	uint64_t sum = 0xcbf29ce484222325ull;

	for (; *text; text++)
		sum = (sum ^ (unsigned char)*text) * 0x100000001b3ull;
	return sum;
}

static bool has(const struct said *said, uint64_t line)
{
	for (size_t i = 0; i < said->count; i++)
		if (said->line[i] == line)
			return true;
	return false;
}

/* Each pass finds again what it can't put right. */
static void say(void *arg, enum macbpf_log_level level, const char *message)
{
	const struct app *app = arg;
	uint64_t line = digest(message);
	bool known = has(&last, line) || has(&now, line);

	if (!has(&now, line) && now.count < LINES)
		now.line[now.count++] = line;
	if (known || (level != MACBPF_LOG_WARN && !app->verbose))
		return;
	fprintf(stderr, "%s: %s\n", level == MACBPF_LOG_WARN ? "warning" : "info", message);
}

void agent_log_take(struct app *app)
{
	macbpf__set_log(app->mb, say, app);
}

void agent_log_turn(void)
{
	last = now;
	now.count = 0;
}
