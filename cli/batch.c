// SPDX-License-Identifier: GPL-2.0-only
/* batch.c - a file of commands, in the grammar of `ip -batch` */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"

#define BATCH_WORDS 512

static const char blanks[] = " \t\r\n";

/* The lines of one command, joined at "\" and a line break. */
struct batch {
	FILE *file;
	const char *name;
	char *command;
	size_t length;
	int line;  /* the last that was read */
	int first; /* of the command */
};

/* Appends `line` and reports whether another one continues it; -1 if there is no memory. */
static int append_line(struct batch *batch, const char *line, size_t length)
{
	bool goes_on = length >= 2 && !strcmp(line + length - 2, "\\\n");
	char *longer = realloc(batch->command, batch->length + length + 1);

	if (!longer)
		return -1;
	length -= goes_on ? 2 : 0;
	memcpy(longer + batch->length, line, length);
	batch->length += length;
	longer[batch->length] = '\0';
	batch->command = longer;
	return goes_on;
}

/* 1: a command was read; 0: the end; -1: an error that errno tells. */
static int read_command(struct batch *batch)
{
	size_t size = 0;
	char *line = NULL;
	ssize_t length;
	int more = 1;

	batch->length = 0;
	batch->first = batch->line + 1;
	while (more > 0) {
		length = getline(&line, &size, batch->file);
		if (length < 0)
			break;
		batch->line++;
		more = append_line(batch, line, (size_t)length);
	}
	free(line);
	if (more < 0 || ferror(batch->file))
		return -1;
	return batch->line >= batch->first;
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
static const char *split_words(char *text, char *words[BATCH_WORDS])
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

static int run_text(struct app *app, char *text)
{
	char *words[BATCH_WORDS];
	const char *error = split_words(text, words);
	int code;

	if (error)
		return usage_error("%s", error);
	if (!words[0])
		return EXIT_OK;
	code = app_run(app, words);
	fflush(stdout);
	return code;
}

static int run_file(struct app *app, struct batch *batch)
{
	int code = EXIT_OK;
	int more;

	while ((more = read_command(batch)) > 0) {
		if (run_text(app, batch->command) == EXIT_OK)
			continue;
		fprintf(stderr, "Command failed %s:%d\n", batch->name, batch->first);
		code = EXIT_USAGE;
		if (!app->force)
			return code;
	}
	if (more < 0)
		return usage_error("can't read \"%s\": %s", batch->name, strerror(errno));
	return code;
}

int app_run_batch(struct app *app)
{
	struct batch batch = { .file = stdin, .name = app->batch };
	int code;

	if (strcmp(app->batch, "-") != 0)
		batch.file = fopen(app->batch, "re");
	if (!batch.file)
		return usage_error("can't open \"%s\": %s", app->batch, strerror(errno));
	code = run_file(app, &batch);
	free(batch.command);
	if (batch.file != stdin)
		fclose(batch.file);
	return code;
}
