// SPDX-License-Identifier: GPL-2.0-only
/* session.c - talks to the library for a command, and tells what it said */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "choice.h"
#include "safe.h"

static const char *const log_words[] = {
	[MACBPF_LOG_WARN] = "warning",
	[MACBPF_LOG_INFO] = "info",
	[MACBPF_LOG_DEBUG] = "debug",
};

static void print_log(void *arg, enum macbpf_log_level level, const char *message)
{
	const struct app *app = arg;

	if (level == MACBPF_LOG_WARN || app->verbose)
		safe_tell(log_words[level], message);
}

/* The way out of an error, if it is a privilege, or a limit of this process. */
static const char *missing_for(int err, char text[MISSING_SIZE])
{
	if (err == -EMFILE)
		return "; more files have to be open than 'ulimit -n' allows";
	return err == -EPERM || err == -EACCES ? missing_capabilities(text) : "";
}

/* A file of /proc leads to its own. */
static const char *way_home(const struct app *app, int err, char text[MISSING_SIZE])
{
	return err == -ENOENT && !app->netns ? "; is /proc mounted?" : missing_for(err, text);
}

static int open_failed(const struct app *app, int err)
{
	char missing[MISSING_SIZE];

	if (err == -ENOENT && app->netns)
		return usage_error("there is no network namespace \"%s\", see \"ip netns list\"",
				   app->netns);
	fprintf(stderr, "Error: can't open the network namespace%s%s: %s%s\n",
		app->netns ? " " : " of this process", app->netns ? app->netns : "", strerror(-err),
		way_home(app, err, missing));
	return EXIT_REFUSED;
}

static int begin_batch(struct app *app)
{
	struct macbpf_batch_opts opts = { .sz = sizeof(opts) };
	int err;

	if (app->expedite)
		opts.flags |= MACBPF_BATCH_EXPEDITE;
	err = macbpf_batch__begin(app->mb, &opts);
	return err ? app_failed(app, err) : 0;
}

static int read_kind(const struct app *app, uint32_t *kind)
{
	const char *variable = getenv("MACBPF_ENDPOINT");
	const char *word = app->endpoint ? app->endpoint : variable;
	char legal[CHOICE_SIZE];

	if (!word || !*word || choice_parse(&choice_kind, word, kind))
		return 0;
	return usage_error("%s must be %s, not \"%s\"",
			   app->endpoint ? "option \"-endpoint\"" : "MACBPF_ENDPOINT",
			   choice_legal(&choice_kind, legal), word);
}

int app_open(struct app *app)
{
	struct macbpf_open_opts opts = { .sz = sizeof(opts) };
	char legal[CHOICE_SIZE];
	int err;

	if (app->mb)
		return 0;
	opts.netns = app->netns;
	opts.log = print_log;
	opts.log_arg = app;
	if (app->hook && !choice_parse(&choice_hook, app->hook, &opts.hook))
		return usage_error("option \"-hook\" must be %s, not \"%s\"",
				   choice_legal(&choice_hook, legal), app->hook);
	if (read_kind(app, &opts.kind))
		return EXIT_USAGE;
	err = macbpf__open(&app->mb, &opts);
	if (err)
		return open_failed(app, err);
	return app->batch ? begin_batch(app) : 0;
}

int app_failed(struct app *app, int err)
{
	const char *sentence = app->mb ? macbpf__error(app->mb) : "";
	bool misnamed = err == -ENODEV || err == -ENOENT || err == -ENOTUNIQ;
	char missing[MISSING_SIZE], line[1024];

	snprintf(line, sizeof(line), "%s%s", *sentence ? sentence : strerror(-err),
		 strstr(sentence, "CAP_") ? "" : missing_for(err, missing));
	safe_tell("Error", line);
	return misnamed ? EXIT_USAGE : EXIT_REFUSED;
}

int app_listed(const struct app *app, int code)
{
	return !code && macbpf__incomplete(app->mb) ? EXIT_REFUSED : code;
}
