// SPDX-License-Identifier: GPL-2.0-only
/* cmd_fdb.c - `macbpf fdb`: which address leads to which endpoint */
#include <stdio.h>

#include "app.h"

static void print_entry(struct out *out, const struct macbpf_fdb_info *info)
{
	const char *mode = macbpf_mode__name(info->mode);
	bool source = info->type == MACBPF_FDB_SOURCE;

	out_mac(out, "mac", "", info->address);
	out_str(out, "ifname", " dev ", info->name);
	if (info->vlan)
		out_num(out, "vlan", " vlan ", info->vlan);
	out_str(out, "hostdev", " hostdev ", info->hostdev);
	out_str(out, "link", " link ", info->lower);
	out_str(out, "mode", " mode ", mode ? mode : "unknown");
	out_str(out, "type", NULL, source ? "source" : "unicast");
	out_text(out, "%s", source ? " source" : "");
	out_bool(out, "peer", " peer", info->peer);
}

static void print_entries(struct app *app, const struct macbpf_fdb *fdb)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	const struct macbpf_fdb_entry *entry = NULL;

	while ((entry = macbpf_fdb__next(fdb, entry))) {
		macbpf_fdb_entry__info(entry, &info);
		out_row_begin(&app->out);
		print_entry(&app->out, &info);
		out_row_end(&app->out);
	}
}

static int show(struct app *app, struct args *args)
{
	struct macbpf_fdb *fdb;
	const char *lower;
	int code, err;

	code = args_lower(args, &lower);
	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = macbpf_fdb__get(app->mb, lower, &fdb);
	if (err)
		return app_failed(app, err);
	out_begin(&app->out);
	print_entries(app, fdb);
	code = out_end(&app->out);
	macbpf_fdb__free(fdb);
	return code;
}

static const struct command commands[] = {
	{ "show list lst ls", "list addresses; \"source\": frames from it, not for it",
	  args_lower_synopsis, show },
};

const struct object fdb_object = {
	"fdb", "addresses and the endpoints they lead to", commands, ARRAY_SIZE(commands), NULL,
};
