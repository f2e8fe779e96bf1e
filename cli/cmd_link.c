// SPDX-License-Identifier: GPL-2.0-only
/* cmd_link.c - `macbpf link`: its commands, and those that change something */
#include <errno.h>
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

typedef int change_fn(struct macbpf *mb, const struct link_request *request);

#define NAMES_TRIED 4096

/* As the kernel does for ip(8): the first of macvlan0, macvlan1, ... that is free where it goes. */
static int add_nameless(struct macbpf *mb, const struct link_request *request)
{
	const char *type = macbpf_type__name(request->opts.type);
	char name[MACBPF_NAME_SIZE];
	int err = -EEXIST;

	for (int i = 0; err == -EEXIST && i < NAMES_TRIED; i++) {
		snprintf(name, sizeof(name), "%s%d", type, i);
		err = macbpf_link__add(mb, request->lower, name, &request->opts, NULL);
		if (err == -EEXIST && !strstr(macbpf__error(mb), name))
			break;
	}
	return err;
}

static int add_link(struct macbpf *mb, const struct link_request *request)
{
	if (!request->name)
		return add_nameless(mb, request);
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
	if (request->opts.owner)
		return macbpf_owner__del(mb, request->opts.owner);
	return request->name ? macbpf_link__del(mb, request->lower, request->name)
			     : link_del_all(mb, request);
}

/* Help was asked for behind the type: nothing is run. A name is the kernel's choice for new ones.
 */
static int finish_parse(struct link_request *request, change_fn *fn, int err)
{
	if (!err && request->help)
		print_type_help();
	if (!err && !request->help && !request->name && fn == replace_link)
		return usage_error("\"macbpf link replace\" needs the name of a device");
	return err;
}

/* All words are read before the library is asked for anything. */
static int change(struct app *app, struct args *args, enum link_verb verb, change_fn *fn)
{
	struct link_request request;
	int code, err;

	code = finish_parse(&request, fn, link_parse(args, verb, &request));
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
	link_words_print(LINK_ADD | LINK_REPLACE, 0, 25);
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

const struct object link_object = {
	"link",		 "endpoints, in the words of ip-link(8)",
	commands,	 ARRAY_SIZE(commands),
	print_type_help, .topics = "macvlan macvtap",
};
