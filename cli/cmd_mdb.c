// SPDX-License-Identifier: GPL-2.0-only
/* cmd_mdb.c - `macbpf mdb`: who gets which multicast group, as ports with mcast-snooping know it */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "listing.h"

#define WORDS "link LOWER dev NAME"

static void print_entry(struct app *app, const struct macbpf_mdb_entry *entry)
{
	struct macbpf_mdb_info info = { .sz = sizeof(info) };
	char group[INET6_ADDRSTRLEN] = "all";
	struct out *out = &app->out;
	const char *why;

	macbpf_mdb_entry__info(entry, &info);
	why = macbpf_mdb_why__name(info.why);
	if (info.family)
		inet_ntop((int)info.family, info.group, group, sizeof(group));
	out_str(out, "dev", "dev ", info.name);
	out_str(out, "hostdev", " hostdev ", info.hostdev);
	out_str(out, "link", " link ", info.lower);
	out_str(out, "grp", " grp ", group);
	out_str(out, "why", " ", why ? why : "unknown");
}

struct chosen {
	const char *lower, *name;
};

static struct chosen chosen;

static int get_mdb(struct app *app, const char *lower, struct macbpf_mdb **mdb)
{
	return macbpf_mdb__get(app->mb, lower, chosen.name, mdb);
}

LISTING(mdb, macbpf_mdb, get_mdb, print_entry);

static int parse(struct args *args, const char *word)
{
	const char **value = !strcmp(word, "link")  ? &chosen.lower
			     : !strcmp(word, "dev") ? &chosen.name
						    : NULL;

	if (value && *value)
		return usage_error("\"%s\" is given twice", word);
	if (value)
		return args_value(args, "a device name", value);
	return usage_error("\"%s\" is unknown in \"macbpf %s\"; legal: link, dev", word,
			   args->command);
}

static int show(struct app *app, struct args *args)
{
	int code = 0;

	chosen = (struct chosen){ 0 };
	while (!code && args_peek(args))
		code = parse(args, args_take_keyword(args));
	if (!code)
		code = app_open(app);
	return code ? code : listing_show(app, &mdb, chosen.lower);
}

static void synopsis(void)
{
	puts(" [ link LOWER ] [ dev NAME ]");
}

static void complete(char **words)
{
	complete_next(WORDS, words);
}

static const struct command commands[] = {
	{ "show list lst ls", "list groups, and why; \"all\": it gets those of all", synopsis, show,
	  complete },
};

const struct object mdb_object = {
	"mdb", "multicast groups that mcast-snooping knows", commands, ARRAY_SIZE(commands), NULL,
};
