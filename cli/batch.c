// SPDX-License-Identifier: GPL-2.0-only
/* batch.c - a file of commands, in the grammar of `ip -batch` */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"

#define BATCH_WORDS 66000 /* a source list has 65536 at most */

static const char blanks[] = " \t\r\n";

/* The lines of one command, joined at "\" and a line break. */
struct batch {
	struct app *app;
	int fd;
	const char *name;
	char input[1 << 16];
	size_t next, end; /* what was read and not yet used */
	char *command;
	size_t length;
	char **words; /* of the command */
	int line;     /* the last that was read */
	int first;    /* of the command */
};

/* A sign that the batch is to end, for which something is to be put back first. */
static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

/* Reads on; 0: the end. While there is nothing to read, others need not wait for us. */
static ssize_t read_input(struct batch *batch)
{
	struct pollfd input = { .fd = batch->fd, .events = POLLIN };
	ssize_t length;

	if (!poll(&input, 1, 0) && batch->app->mb)
		macbpf_batch__pause(batch->app->mb);
	do
		length = read(batch->fd, batch->input, sizeof(batch->input));
	while (length < 0 && errno == EINTR && !stopped);
	batch->next = 0;
	batch->end = length > 0 ? (size_t)length : 0;
	return length;
}

/* Appends the rest of a line, or as much as there is of it; -1 if there is no memory. */
static int append_input(struct batch *batch)
{
	const char *from = batch->input + batch->next;
	const char *newline = memchr(from, '\n', batch->end - batch->next);
	size_t length = newline ? (size_t)(newline + 1 - from) : batch->end - batch->next;
	char *longer = realloc(batch->command, batch->length + length + 1);

	if (!longer)
		return -1;
	memcpy(longer + batch->length, from, length);
	batch->command = longer;
	batch->length += length;
	longer[batch->length] = '\0';
	batch->next += length;
	return 0;
}

static bool ends_with(const struct batch *batch, const char *end)
{
	size_t length = strlen(end);

	return batch->length >= length && !strcmp(batch->command + batch->length - length, end);
}

/* Appends a line to the command; 1: there was one; 0: the end; -1: an error that errno tells. */
static int read_line(struct batch *batch)
{
	size_t before = batch->length;
	ssize_t length = 1;

	do {
		if (batch->next == batch->end)
			length = read_input(batch);
		if (length > 0 && append_input(batch))
			return -1;
	} while (length > 0 && !ends_with(batch, "\n"));
	if (length < 0)
		return -1;
	batch->line += batch->length > before;
	return batch->length > before;
}

/* 1: a command was read; 0: the end; -1: an error that errno tells. */
static int read_command(struct batch *batch)
{
	int more;

	batch->length = 0;
	batch->first = batch->line + 1;
	while ((more = read_line(batch)) > 0 && ends_with(batch, "\\\n")) {
		batch->length -= 2;
		batch->command[batch->length] = '\0';
	}
	return more < 0 ? -1 : batch->line >= batch->first;
}

/* Cuts one word off, which may be quoted; NULL at the end. */
static char *cut_word(char **text, const char **error)
{
	char *word = *text + strspn(*text, blanks);
	char *end;

	if (!*word || *word == '#')
		return NULL;
	if (*word == '"' || *word == '\'') {
		end = strchr(word + 1, *word);
		word++;
		if (!end)
			*error = "a quoted string has no end";
	} else {
		end = word + strcspn(word, blanks);
	}
	if (!end)
		return NULL;
	*text = *end ? end + 1 : end;
	*end = '\0';
	return word;
}

/* Splits `text` in place; NULL, or what is wrong. */
static const char *split_words(char *text, char **words)
{
	const char *error = NULL;
	size_t count = 0;

	do {
		if (count == BATCH_WORDS)
			return "too many words";
		words[count] = cut_word(&text, &error);
	} while (words[count++]);
	return error;
}

static int run_text(struct batch *batch)
{
	const char *error = split_words(batch->command, batch->words);
	int code;

	if (error)
		return usage_error("%s", error);
	if (!batch->words[0])
		return EXIT_OK;
	code = app_run(batch->app, batch->words);
	out_flush(&batch->app->out);
	return code;
}

static int run_file(struct app *app, struct batch *batch)
{
	int code = EXIT_OK;
	int more;

	while (!stopped && (more = read_command(batch)) > 0) {
		if (run_text(batch) == EXIT_OK)
			continue;
		fprintf(stderr, "Command failed %s:%d\n", batch->name, batch->first);
		code = EXIT_USAGE;
		if (!app->force)
			return code;
	}
	if (stopped)
		return EXIT_REFUSED;
	if (more < 0)
		return usage_error("can't read \"%s\": %s", batch->name, strerror(errno));
	return code;
}

/* What the machine was given for the time of the batch is put back before a signal ends us. */
static void catch_signals(void)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE };
	struct sigaction action = { .sa_handler = stop };

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigaction(signals[i], &action, NULL);
}

static void die_of_signal(void)
{
	if (!stopped)
		return;
	signal(stopped, SIG_DFL);
	raise(stopped);
}

int app_run_batch(struct app *app)
{
	struct batch batch = { .app = app, .name = app->batch };
	int code;

	if (strcmp(app->batch, "-") != 0)
		batch.fd = open(app->batch, O_RDONLY | O_CLOEXEC);
	if (batch.fd < 0)
		return usage_error("can't open \"%s\": %s", app->batch, strerror(errno));
	if (app->expedite)
		catch_signals();
	batch.words = calloc(BATCH_WORDS, sizeof(*batch.words));
	code = batch.words ? run_file(app, &batch) : usage_error("%s", strerror(ENOMEM));
	macbpf_batch__end(app->mb);
	free(batch.words);
	free(batch.command);
	if (batch.fd)
		close(batch.fd);
	die_of_signal();
	return code;
}
