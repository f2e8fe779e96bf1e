// SPDX-License-Identifier: GPL-2.0-only
/* options.c - what stands in front of the object */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "choice.h"
#include "complete.h"

/* The negative of "stop, all is well". */
enum { STOP = -1 };

struct option {
	const char *names;
	const char *value; /* NULL: takes none */
	const char *what;
	size_t offset; /* in struct app: of a string if there is a value, else of a bool */
	bool stops;    /* it is a command of its own: what comes after it is not read */
	const struct choice *choice; /* of its value */
	size_t twice;		     /* a bool for who gives it again; 0: that says nothing more */
	bool joined;		     /* a string, "" or what stands behind "=" */
};

#define MEMBER(member) offsetof(struct app, member)

/* In the order in which an abbreviation is tried, as in ip(8): -b is -batch, -br is -brief. */
static const struct option options[] = {
	{ "json", NULL, "listings as JSON, with the key names of ip(8)", MEMBER(out.json) },
	{ "pretty", NULL, "JSON with line breaks", MEMBER(out.pretty) },
	{ "details", NULL, "all that is known", MEMBER(details) },
	{ "statistics stats", NULL, "counters; twice: also those that are 0", MEMBER(stats),
	  .twice = MEMBER(all_stats) },
	{ "batch", "FILE", "commands from a file, \"-\" for standard input", MEMBER(batch) },
	{ "brief", NULL, "one line a row, the main columns", MEMBER(brief) },
	{ "oneline", NULL, "one line a row, \"\\\" in place of line breaks", MEMBER(out.oneline) },
	{ "netns", "NETNS", "the network namespace (name or path) of the lowers", MEMBER(netns) },
	{ "force", NULL, "go on after an error in a batch", MEMBER(force) },
	{ "expedite", NULL, "switch /sys/kernel/rcu_expedited on while a batch runs",
	  MEMBER(expedite) },
	{ "verbose", NULL, "tell on standard error what is done (or MACBPF_LOG=debug)",
	  MEMBER(verbose) },
	{ "timestamp", NULL, "the time in front of each line of \"monitor\" and \"trace\"",
	  MEMBER(timestamp) },
	{ "color", NULL, "colours; -color=auto on a terminal only, -color=never none",
	  MEMBER(color), .joined = true },
	{ "Numeric", NULL, "nothing: numbers are printed as such anyway", MEMBER(numeric) },
	{ "Version version", NULL, "print the version", MEMBER(version), true },
	{ "help", NULL, "print this", MEMBER(help), true },
	{ "hook", "HOOK", "where programs are attached: auto, tcx or clsact", MEMBER(hook),
	  .choice = &choice_hook },
	{ "endpoint", "KIND", "what endpoints are made of: auto, veth or netkit", MEMBER(endpoint),
	  .choice = &choice_kind },
};

/* Those of ip(8) that say nothing here, and why. */
static const struct {
	const char *names, *why;
} refused[] = {
	{ "all", "one network namespace at a time: \"-netns NAME\" for each of \"ip netns list\"" },
	{ "4 6 0 B M family", "there are no listings by family" },
	{ "resolve", "no address is looked up as a name" },
	{ "iec human-readable", "numbers are printed whole" },
	{ "ts tshort", "\"-timestamp\" has the whole date" },
	{ "loops rcvbuf", "there is no such buffer" },
};

static const char *name_of(const char *word)
{
	return word + 1 + (word[1] == '-');
}

static const struct option *find_option(const char *word)
{
	const char *name = name_of(word);
	const char *end = strchr(name, '=');
	char text[32];

	snprintf(text, sizeof(text), "%.*s", (int)(end ? end - name : (int)sizeof(text)), name);
	for (size_t i = 0; *text && i < ARRAY_SIZE(options); i++)
		if (names_contain_prefix(options[i].names, text) && (!end || options[i].joined))
			return &options[i];
	return NULL;
}

static int unknown_option(const char *word)
{
	for (size_t i = 0; *name_of(word) && i < ARRAY_SIZE(refused); i++)
		if (names_contain_prefix(refused[i].names, name_of(word)))
			return usage_error("option \"%s\" of ip(8) is none of macbpf: %s", word,
					   refused[i].why);
	return usage_error("option \"%s\" is unknown, try \"macbpf help\"", word);
}

static int set_option(struct app *app, const struct option *option, const char *value)
{
	void *member = (char *)app + option->offset;
	bool *again = (bool *)((char *)app + option->twice);

	if (option->value || option->joined)
		*(const char **)member = value;
	else if (option->twice && *(bool *)member)
		*again = true;
	else
		*(bool *)member = true;
	return option->stops ? STOP : 0;
}

/* Takes one option and its value; 0, STOP, or EXIT_USAGE. */
static int take_option(struct app *app, char ***words)
{
	const char *word = *(*words)++;
	const struct option *option = find_option(word);
	const char *value = NULL;

	if (!option)
		return unknown_option(word);
	if (option->joined)
		value = strchr(word, '=') ? strchr(word, '=') + 1 : "";
	if (option->value) {
		value = **words;
		if (!value)
			return usage_error("option \"%s\" needs %s", word, option->value);
		++*words;
	}
	return set_option(app, option, value);
}

char **options_take(struct app *app, char **words, int *code)
{
	while (*words && (*words)[0] == '-') {
		if (!strcmp(*words, "--"))
			return words + 1;
		*code = take_option(app, &words);
		if (*code == STOP)
			*code = EXIT_OK;
		else if (!*code)
			continue;
		return NULL;
	}
	return words;
}

/* A user who wants none says so once, for all programs: https://no-color.org */
static bool is_unwanted(void)
{
	const char *variable = getenv("NO_COLOR");

	return variable && *variable;
}

int options_color(struct app *app)
{
	const char *when = app->color;

	if (!when || !strcmp(when, "never"))
		return 0;
	if (!strcmp(when, "always"))
		app->out.color = true;
	else if (!*when)
		app->out.color = !is_unwanted();
	else if (!strcmp(when, "auto"))
		app->out.color = !is_unwanted() && isatty(STDOUT_FILENO);
	else
		return usage_error("option \"-color\" must be \"always\", \"auto\" or \"never\", "
				   "not \"%s\"",
				   when);
	return 0;
}

static void complete_value(const struct option *option)
{
	const struct choice *choice = option->choice;

	for (size_t i = 0; choice && i < choice->count; i++)
		puts(choice->name(choice->values[i]));
	if (!choice)
		puts(option->value);
}

char **options_complete(char **words)
{
	for (; *words && **words == '-'; words++) {
		const struct option *option = find_option(*words);

		if (!option || !option->value)
			continue;
		if (!words[1]) {
			complete_value(option);
			return NULL;
		}
		words++;
	}
	for (size_t i = 0; !*words && i < ARRAY_SIZE(options); i++)
		printf("-%.*s\n", names_first_length(options[i].names), options[i].names);
	return words;
}

void options_print(void)
{
	char text[64];

	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		snprintf(text, sizeof(text), "-%.*s%s%s", names_first_length(options[i].names),
			 options[i].names, options[i].value ? " " : "",
			 options[i].value ? options[i].value : "");
		printf("  %-24s %s\n", text, options[i].what);
	}
}
