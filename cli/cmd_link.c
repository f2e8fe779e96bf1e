// SPDX-License-Identifier: GPL-2.0-only
/* cmd_link.c - `macbpf link`: its commands, and those that change something */
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "link.h"

static void print_type_help(void)
{
	fputs("Usage: ... type macvlan", stdout);
	link_words_print(LINK_MACVLAN, 0, 23);
	fputs("       ... type macvtap", stdout);
	link_words_print(LINK_MACVTAP, LINK_MACVLAN, 23);
	puts("\t\t[ the words of type macvlan ]\n");
	link_words_help();
}

/* Help was asked for behind the type: nothing is run. */
static int finish_parse(struct link_request *request, int err)
{
	if (!err && request->help)
		print_type_help();
	return err;
}

typedef int change_fn(struct macbpf *mb, const struct link_request *request);

static int add_link(struct macbpf *mb, const struct link_request *request)
{
	return macbpf_link__add(mb, request->lower, request->name, &request->opts, NULL);
}

static int replace_link(struct macbpf *mb, const struct link_request *request)
{
	return macbpf_link__replace(mb, request->lower, request->name, &request->opts);
}

static int set_link(struct macbpf *mb, const struct link_request *request)
{
	return macbpf_link__set(mb, request->lower, request->name, &request->opts);
}

static int del_link(struct macbpf *mb, const struct link_request *request)
{
	return request->opts.owner ? macbpf_owner__del(mb, request->opts.owner)
				   : macbpf_link__del(mb, request->lower, request->name);
}

/* All words are read before the library is asked for anything. */
static int change(struct app *app, struct args *args, enum link_verb verb, change_fn *fn)
{
	struct link_request request;
	int code, err;

	code = finish_parse(&request, link_parse(args, verb, &request));
	if (!code && !request.help)
		code = app_open(app);
	if (!code && !request.help) {
		err = fn(app->mb, &request);
		code = err ? app_failed(app, err) : EXIT_OK;
	}
	link_request_free(&request);
	return code;
}

static int add(struct app *app, struct args *args)
{
	return change(app, args, LINK_ADD, add_link);
}

/* The words of an add, whatever comes of them. */
static int replace(struct app *app, struct args *args)
{
	return change(app, args, LINK_ADD, replace_link);
}

static int set(struct app *app, struct args *args)
{
	return change(app, args, LINK_SET, set_link);
}

static int del(struct app *app, struct args *args)
{
	return change(app, args, LINK_DEL, del_link);
}

/* [ link LOWER ] [ [ dev ] NAME ] */
static int parse_announce(struct args *args, const char **lower, const char **name)
{
	const char *word;
	int err = 0;

	while (!err && (word = args_peek(args))) {
		if (!strcmp(word, "link")) {
			args_take_keyword(args);
			err = args_value(args, "a device name", lower);
		} else if (*name) {
			return args_end(args, "link, dev");
		} else if (!strcmp(word, "dev")) {
			args_take_keyword(args);
			err = args_value(args, "a device name", name);
		} else {
			*name = args_take(args);
		}
	}
	return err;
}

static int announce(struct app *app, struct args *args)
{
	const char *lower = NULL, *name = NULL;
	int code = parse_announce(args, &lower, &name);
	int err;

	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = macbpf_link__announce(app->mb, lower, name);
	return err ? app_failed(app, err) : EXIT_OK;
}

static void print_announce(void)
{
	puts(" [ link LOWER ] [ [ dev ] NAME ]");
}

static void next_announce(char **words)
{
	complete_next("NAME link LOWER dev NAME", words);
}

static void print_show(void)
{
	link_words_print(LINK_SHOW, 0, 21);
}

static void print_add(void)
{
	link_words_print(LINK_ADD, 0, 21);
}

static void print_replace(void)
{
	link_words_print(LINK_ADD, 0, 25);
}

static void print_set(void)
{
	link_words_print(LINK_SET, 0, 21);
}

static void print_del(void)
{
	link_words_print(LINK_DEL, 0, 21);
}

static void next_show(char **words)
{
	link_words_next(LINK_SHOW, words);
}

static void next_add(char **words)
{
	link_words_next(LINK_ADD, words);
}

static void next_set(char **words)
{
	link_words_next(LINK_SET, words);
}

static void next_del(char **words)
{
	link_words_next(LINK_DEL, words);
}

static const struct command commands[] = {
	{ "show list lst ls", "list endpoints, in whatever netns they are", print_show, link_show,
	  next_show },
	{ "add a", "make an endpoint NAME on the device LOWER", print_add, add, next_add },
	{ "replace", "make it, or change the NAME on LOWER that is there", print_replace, replace,
	  next_add },
	{ "set change", "change an endpoint", print_set, set, next_set },
	{ "delete del", "delete an endpoint", print_del, del, next_del },
	{ "announce", "tell the switches behind a lower where endpoints are", print_announce,
	  announce, next_announce },
};

static int topic_help(const char *topic)
{
	if (strcmp(topic, "macvlan") != 0 && strcmp(topic, "macvtap") != 0)
		return usage_error("there is no help on \"%s\"; legal: macvlan, macvtap", topic);
	print_type_help();
	return EXIT_OK;
}

const struct object link_object = {
	"link", "endpoints, in the words of ip-link(8)", commands, ARRAY_SIZE(commands), topic_help,
};
