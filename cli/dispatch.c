// SPDX-License-Identifier: GPL-2.0-only
/* dispatch.c - finds the command that words name, and runs it or helps */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "complete.h"

static const struct object *const objects[] = {
	&show_object,  &link_object,	&port_object,	 &fdb_object,	  &mdb_object,
	&neigh_object, &tap_object,	&save_object,	 &explain_object, &diagnose_object,
	&trace_object, &metrics_object, &feature_object, &monitor_object, &agent_object,
};

/* NULL after an error was printed. */
static const struct object *find_object(const char *word)
{
	char legal[LEGAL_SIZE] = "";

	for (size_t i = 0; i < ARRAY_SIZE(objects); i++) {
		if (names_contain_prefix(objects[i]->name, word))
			return objects[i];
		names_list(legal, objects[i]->name);
	}
	usage_error("object \"%s\" is unknown; legal: %s, help", word, legal);
	return NULL;
}

static const struct command *find_exact(const struct object *object, const char *word)
{
	for (size_t i = 0; i < object->count; i++)
		if (names_contain(object->commands[i].names, word))
			return &object->commands[i];
	return NULL;
}

static void unknown_command(const struct object *object, const char *word)
{
	char legal[LEGAL_SIZE] = "";

	for (size_t i = 0; i < object->count; i++)
		names_list(legal, object->commands[i].names);
	usage_error("command \"%s %s\" is unknown; legal: %s, help", object->name, word, legal);
}

/* NULL after an error was printed. */
static const struct command *find_command(const struct object *object, const char *word)
{
	const struct command *found = find_exact(object, word);
	const struct command *c;

	if (found)
		return found;
	for (c = object->commands; c < object->commands + object->count; c++) {
		if (!names_contain_prefix(c->names, word))
			continue;
		if (found) {
			usage_error("\"%s\" could be \"%.*s\" or \"%.*s\"", word,
				    names_first_length(found->names), found->names,
				    names_first_length(c->names), c->names);
			return NULL;
		}
		found = c;
	}
	if (!found)
		unknown_command(object, word);
	return found;
}

static int unknown_topic(const struct object *object, const char *word)
{
	const char *topic = object->topics ? object->topics : "";
	char legal[LEGAL_SIZE] = "";

	for (size_t i = 0; !object->is_command && i < object->count; i++)
		names_list(legal, object->commands[i].names);
	for (; *topic; topic += names_first_length(topic), topic += *topic == ' ')
		names_list(legal, topic);
	return usage_error("there is no help on \"%s\"%s%s", word, *legal ? "; legal: " : "",
			   legal);
}

/* The first that an abbreviation may stand for: nothing is done but help. */
static const struct command *topic_command(const struct object *object, const char *word)
{
	const struct command *found = find_exact(object, word);

	for (size_t i = 0; !found && i < object->count; i++)
		if (names_contain_prefix(object->commands[i].names, word))
			found = &object->commands[i];
	return found;
}

static int object_help(const struct object *object, const char *topic)
{
	const struct command *command;

	if (!topic) {
		help_object(object);
		return EXIT_OK;
	}
	if (object->topics && names_contain(object->topics, topic)) {
		object->topic_help();
		return EXIT_OK;
	}
	command = object->is_command ? NULL : topic_command(object, topic);
	if (!command)
		return unknown_topic(object, topic);
	help_command(object, command, "Usage: ");
	return EXIT_OK;
}

static void name_command(const struct object *object, const struct command *command, char *name,
			 size_t size)
{
	if (object->is_command)
		snprintf(name, size, "%s", object->name);
	else
		snprintf(name, size, "%s %.*s", object->name, names_first_length(command->names),
			 command->names);
}

static int run_command(struct app *app, const struct object *object, const struct command *command,
		       char **words)
{
	char name[64];
	struct args args = { .next = words, .command = name };

	name_command(object, command, name, sizeof(name));
	if (args_wants_help(&args)) {
		help_command(object, command, "Usage: ");
		return EXIT_OK;
	}
	return command->run(app, &args);
}

static bool is_help(const char *word)
{
	return names_contain("help -h -help --help", word);
}

static int complete_objects(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(objects); i++)
		complete_name(objects[i]->name);
	puts("help");
	return EXIT_OK;
}

static int complete_commands(const struct object *object)
{
	for (size_t i = 0; i < object->count; i++)
		complete_name(object->commands[i].names);
	puts("help");
	return EXIT_OK;
}

static int complete_words(const struct command *command, char **words)
{
	if (command->next)
		command->next(words);
	else
		puts("help");
	return EXIT_OK;
}

/* `macbpf help words WORDS...`: what may come behind them. */
static int complete(char **words)
{
	const struct command *command;
	const struct object *object;

	words = options_complete(words);
	if (!words)
		return EXIT_OK;
	if (!words[0])
		return complete_objects();
	object = find_object(words[0]);
	if (object && object->is_command)
		return complete_words(object->commands, words + 1);
	if (object && !words[1])
		return complete_commands(object);
	command = object ? find_command(object, words[1]) : NULL;
	return command ? complete_words(command, words + 2) : EXIT_USAGE;
}

int app_run(struct app *app, char **words)
{
	const struct command *command;
	const struct object *object;

	if (is_help(words[0]) && words[1] && !strcmp(words[1], "words"))
		return complete(words + 2);
	if (is_help(words[0]) && !words[1]) {
		help_top();
		return EXIT_OK;
	}
	object = find_object(words[is_help(words[0])]);
	if (!object)
		return EXIT_USAGE;
	if (is_help(words[0]))
		return object_help(object, words[2]);
	if (words[1] && is_help(words[1]))
		return object_help(object, words[2]);
	if (!words[1] || object->is_command)
		return run_command(app, object, object->commands, words + 1);
	command = find_command(object, words[1]);
	return command ? run_command(app, object, command, words + 2) : EXIT_USAGE;
}

void help_top(void)
{
	puts("Usage: macbpf [ OPTIONS ] [ OBJECT { COMMAND | help } ]\n"
	     "       macbpf [ -force ] -batch FILE\n"
	     "\n"
	     "Objects:");
	for (size_t i = 0; i < ARRAY_SIZE(objects); i++)
		printf("  %-24s %s\n", objects[i]->name, objects[i]->what);
	puts("\nOptions (two dashes do as well):");
	options_print();
	puts("\nAll of these may be abbreviated, as in \"macbpf -s l\". \"macbpf help OBJECT\" "
	     "tells its "
	     "commands,\n\"macbpf help OBJECT COMMAND\" the words of one.");
}

void help_command(const struct object *object, const struct command *command, const char *usage)
{
	char name[64];

	name_command(object, command, name, sizeof(name));
	printf("%smacbpf %s", usage, name);
	command->synopsis();
}

void help_object(const struct object *object)
{
	printf("%s: %s\n\n", object->name, object->what);
	for (size_t i = 0; i < object->count; i++)
		help_command(object, &object->commands[i], i ? "       " : "Usage: ");
	if (object->is_command)
		return;
	puts("\nCommands:");
	for (size_t i = 0; i < object->count; i++)
		printf("  %-24s %s\n", object->commands[i].names, object->commands[i].what);
	if (object->topics)
		printf("\nMore of the words: macbpf %s help { %s }\n", object->name,
		       object->topics);
}
