// SPDX-License-Identifier: GPL-2.0-only
/* cmd_tap.c - `macbpf tap`: start a program with the queues of a tap */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/text.h"
#include "app.h"
#include "complete.h"

#define PLACEHOLDER "{fds}"

struct exec_request {
	const char *lower, *name;
	uint32_t queues; /* 0: all that it was made with */
	char **command;
};

static int parse_word(struct args *args, struct exec_request *request)
{
	const char *word = args_take_keyword(args);

	if (!strcmp(word, "link"))
		return args_value(args, "a device name", &request->lower);
	if (!strcmp(word, "queues"))
		return args_u32(args, &request->queues);
	if (!strcmp(word, "dev"))
		return args_value(args, "a device name", &request->name);
	request->name = word;
	return 0;
}

/* The command begins with the first word behind the name that is none of ours. */
static bool is_ours(const struct exec_request *request, const char *word)
{
	return !request->name || names_contain("link queues", word);
}

static int parse(struct args *args, struct exec_request *request)
{
	int err = 0;

	while (!err && args_peek(args) && is_ours(request, args_peek(args)))
		err = parse_word(args, request);
	if (err)
		return err;
	if (!request->name)
		return usage_error("\"macbpf tap exec\" needs the name of a tap");
	if (args_peek(args) && !strcmp(args_peek(args), "--"))
		args_take(args);
	if (!args_peek(args))
		return usage_error("\"macbpf tap exec\" needs a command to run");
	request->command = args->next;
	return 0;
}

/* How many the tap was made with, if none were asked for. */
static int count_queues(struct app *app, struct exec_request *request)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	MACBPF_OPTS(macbpf_links_opts, which, .lower = request->lower, .name = request->name);
	struct macbpf_links *links;
	int err;

	if (request->queues)
		return 0;
	err = macbpf_links__get(app->mb, &which, &links);
	if (err)
		return err;
	macbpf_link__info(macbpf_links__next(links, NULL), &info);
	request->queues = info.queues ? info.queues : 1; /* what is no tap is refused when opened */
	macbpf_links__free(links);
	return 0;
}

/* "3:4", as QEMU takes them; the descriptors stay open in the program. */
static char *list_queues(const int *fds, uint32_t count)
{
	size_t size = 12 * (size_t)count + 1;
	char *text = calloc(1, size);

	for (uint32_t i = 0; text && i < count; i++) {
		fcntl(fds[i], F_SETFD, 0);
		mb_text_append(text, size, "%s%d", i ? ":" : "", fds[i]);
	}
	return text;
}

/* The word with the list in place of the placeholder; NULL: out of memory. */
static char *fill_in(char *word, const char *list)
{
	const char *place = strstr(word, PLACEHOLDER);
	char *text = word;

	if (place && asprintf(&text, "%.*s%s%s", (int)(place - word), word, list,
			      place + strlen(PLACEHOLDER)) < 0)
		return NULL;
	return text;
}

/* Only returns if it fails. */
static int run(char **command, const int *fds, uint32_t count)
{
	char *list = list_queues(fds, count);

	for (char **word = command; list && *word; word++) {
		*word = fill_in(*word, list);
		if (!*word)
			break;
	}
	if (list && *command)
		execvp(command[0], command);
	fprintf(stderr, "Error: can't run \"%s\": %s\n", *command ? *command : "", strerror(errno));
	return EXIT_REFUSED;
}

static int exec_open(struct app *app, struct exec_request *request)
{
	int *fds = NULL, code, err;

	err = count_queues(app, request);
	if (err)
		return app_failed(app, err);
	fds = calloc(request->queues, sizeof(*fds));
	if (!fds)
		return app_failed(app, -ENOMEM);
	err = macbpf_tap__open(app->mb, request->lower, request->name, NULL, fds, request->queues);
	code = err ? app_failed(app, err) : run(request->command, fds, request->queues);
	free(fds);
	return code;
}

static int exec(struct app *app, struct args *args)
{
	struct exec_request request = { 0 };
	int code;

	if (app->batch)
		return usage_error("\"macbpf tap exec\" becomes another program: not in a batch");
	code = parse(args, &request);
	if (!code)
		code = app_open(app);
	return code ? code : exec_open(app, &request);
}

static void print_exec(void)
{
	printf(" [ link LOWER ] [ dev ] NAME [ queues N ] [ -- ] COMMAND [ ARG ... ]\n"
	       "\t\t" PLACEHOLDER
	       " in a word stands for the descriptors of the queues, e.g. 5:6\n");
}

static void exec_next(char **words)
{
	complete_next("NAME link LOWER dev NAME queues N", words);
}

static const struct command commands[] = {
	{ "exec", "run a command with the queues of a tap, for QEMU's fds=", print_exec, exec,
	  exec_next },
};

const struct object tap_object = {
	"tap", "queues of endpoints of type macvtap", commands, ARRAY_SIZE(commands), NULL,
};
