// SPDX-License-Identifier: GPL-2.0-only
/* cmd_mdb.c - `macbpf mdb`: who gets which multicast group, as ports with mcast-snooping know it */
#include <arpa/inet.h>
#include <stdio.h>

#include "complete.h"
#include "listing.h"

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

static const char *chosen; /* the name of an endpoint; NULL: all */

static int get_mdb(struct app *app, const char *lower, struct macbpf_mdb **mdb)
{
	return macbpf_mdb__get(app->mb, lower, chosen, mdb);
}

LISTING(mdb, macbpf_mdb, get_mdb, print_entry);

static int show(struct app *app, struct args *args)
{
	const char *lower;
	int code = args_lower_dev(args, &lower, &chosen);

	if (!code)
		code = app_open(app);
	return code ? code : listing_show(app, &mdb, lower);
}

static const struct command commands[] = {
	{ "show list lst ls", "list groups, and why; \"all\": it gets those of all",
	  args_lower_dev_synopsis, show, complete_lower_dev },
};

const struct object mdb_object = {
	"mdb", "multicast groups that mcast-snooping knows", commands, ARRAY_SIZE(commands), NULL,
};
