// SPDX-License-Identifier: GPL-2.0-only
/* options.c - what stands in front of the object */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

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
	{ "timestamp", NULL, "the time in front of each line of \"monitor\"", MEMBER(timestamp) },
	{ "Version", NULL, "print the version", MEMBER(version), true },
	{ "help", NULL, "print this", MEMBER(help), true },
	{ "hook", "HOOK", "where programs are attached: auto, tcx or clsact", MEMBER(hook),
	  .choice = &choice_hook },
	{ "endpoint", "KIND", "what endpoints are made of: auto, veth or netkit", MEMBER(endpoint),
	  .choice = &choice_kind },
};

static const struct option *find_option(const char *word)
{
	const char *name = word + 1 + (word[1] == '-');

	for (size_t i = 0; *name && i < ARRAY_SIZE(options); i++)
		if (names_contain_prefix(options[i].names, name))
			return &options[i];
	return NULL;
}

static int set_option(struct app *app, const struct option *option, const char *value)
{
	void *member = (char *)app + option->offset;
	bool *again = (bool *)((char *)app + option->twice);

	if (option->value)
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
		return usage_error("option \"%s\" is unknown, try \"macbpf help\"", word);
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
