// SPDX-License-Identifier: GPL-2.0-only
/* cmd_fdb.c - `macbpf fdb`: which address leads to which endpoint */
#include "complete.h"
#include "listing.h"

static const char *type_name(uint32_t type)
{
	switch (type) {
	case MACBPF_FDB_SOURCE:
		return "source";
	case MACBPF_FDB_SECONDARY:
		return "secondary";
	case MACBPF_FDB_LEARNT:
		return "learnt";
	default:
		return "unicast";
	}
}

static void print_entry(struct app *app, const struct macbpf_fdb_entry *entry)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	struct out *out = &app->out;
	const char *mode, *type;

	macbpf_fdb_entry__info(entry, &info);
	mode = macbpf_mode__name(info.mode);
	type = type_name(info.type);
	out_mac(out, "mac", "", info.address);
	out_str(out, "ifname", " dev ", info.name);
	if (info.vlan)
		out_num(out, "vlan", " vlan ", info.vlan);
	out_str(out, "hostdev", " hostdev ", info.hostdev);
	out_str(out, "link", " link ", info.lower);
	out_str(out, "mode", " mode ", mode ? mode : "unknown");
	out_str(out, "type", info.type == MACBPF_FDB_UNICAST ? NULL : " ", type);
	out_bool(out, "peer", " peer", info.peer);
	out_bool(out, "down", " down", info.down);
}

static int get_fdb(struct app *app, const char *lower, struct macbpf_fdb **fdb)
{
	return macbpf_fdb__get(app->mb, lower, fdb);
}

LISTING(fdb, macbpf_fdb, get_fdb, print_entry);

static int show(struct app *app, struct args *args)
{
	return listing_run(app, &fdb, args);
}

static const struct command commands[] = {
	{ "show list lst ls", "list addresses; \"source\": frames from it, not for it",
	  args_lower_synopsis, show, complete_lower },
};

const struct object fdb_object = {
	"fdb", "addresses and the endpoints they lead to", commands, ARRAY_SIZE(commands), NULL,
};
