// SPDX-License-Identifier: GPL-2.0-only
/* cmd_fdb.c - `macbpf fdb`: which address leads to which endpoint */
#include <stdio.h>
#include <string.h>

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
	out_str(out_in(out, OUT_NAME), "ifname", " dev ", info.name);
	if (info.vlan)
		out_num(out, "vlan", " vlan ", info.vlan);
	out_str(out, "hostdev", " hostdev ", info.hostdev);
	out_str(out, "link", " link ", info.lower);
	out_str(out, "mode", " mode ", mode ? mode : "unknown");
	out_str(out, "type", info.type == MACBPF_FDB_UNICAST ? NULL : " ", type);
	out_bool(out, "peer", " peer", info.peer);
	out_bool(out, "down", " down", info.down);
}

/* Which rows are wanted. */
struct which {
	const char *lower; /* NULL: of all */
	const char *name;  /* of an endpoint; NULL: of any */
	char hostdev[MACBPF_NAME_SIZE];
	const uint8_t *mac; /* NULL: all */
};

static bool is_wanted(const struct which *which, const struct macbpf_fdb_entry *entry)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };

	macbpf_fdb_entry__info(entry, &info);
	if (which->mac && memcmp(info.address, which->mac, MACBPF_MAC_LEN) != 0)
		return false;
	return !which->name || !strcmp(info.hostdev, which->hostdev);
}

static int print_wanted(struct app *app, const struct which *which, const struct macbpf_fdb *fdb)
{
	const struct macbpf_fdb_entry *entry = NULL;
	int rows = 0;

	while ((entry = macbpf_fdb__next(fdb, entry))) {
		if (!is_wanted(which, entry))
			continue;
		out_row_begin(&app->out);
		print_entry(app, entry);
		out_row_end(&app->out);
		rows++;
	}
	return rows;
}

/* *rows is how many were printed. */
static int list(struct app *app, struct which *which, int *rows)
{
	struct macbpf_fdb *fdb;
	int code, err;

	code = app_open(app);
	if (!code)
		code = listing_hostdev(app, which->lower, which->name, which->hostdev);
	if (code)
		return code;
	err = macbpf_fdb__get(app->mb, which->lower, &fdb);
	if (err)
		return app_failed(app, err);
	out_begin(&app->out);
	*rows = print_wanted(app, which, fdb);
	code = app_listed(app, out_end(&app->out));
	macbpf_fdb__free(fdb);
	return code;
}

static int show(struct app *app, struct args *args)
{
	struct which which = { 0 };
	int code = args_lower_dev(args, &which.lower, &which.name), rows;

	return code ? code : list(app, &which, &rows);
}

/* Elsewhere there may be one. */
static int not_found(const struct which *which, const char *mac)
{
	const char *of = which->name ?: which->lower;

	if (!of)
		return usage_error("no endpoint has the address %s: 'macbpf fdb show' lists all",
				   mac);
	return usage_error("%s %s has the address %s: 'macbpf fdb get %s' looks at all",
			   which->name ? "no entry of" : "no endpoint on", of, mac, mac);
}

/* As bridge(8), it is an error if there is none. */
static int get(struct app *app, struct args *args)
{
	struct which which = { 0 };
	const char *text = args_take(args);
	uint8_t mac[MACBPF_MAC_LEN];
	int code, rows = 0;

	if (!text)
		return usage_error("\"fdb get\" needs a MAC address, e.g. 02:00:00:00:00:01");
	if (!parse_mac(text, mac))
		return usage_error("\"fdb get\" needs a MAC address such as 02:00:00:00:00:01, not "
				   "\"%s\"",
				   text);
	which.mac = mac;
	code = args_lower_dev(args, &which.lower, &which.name);
	if (!code)
		code = list(app, &which, &rows);
	if (code || rows)
		return code;
	return not_found(&which, text);
}

static void print_get(void)
{
	puts(" LLADDR [ [ link ] LOWER ] [ dev NAME ]");
}

static void next_get(char **words)
{
	complete_next("LLADDR link LOWER dev NAME", words);
}

static const struct command commands[] = {
	{ "show list lst ls", "list addresses; \"source\": frames from it, not for it",
	  args_lower_dev_synopsis, show, complete_lower_dev },
	{ "get", "which endpoint frames for an address lead to", print_get, get, next_get },
};

const struct object fdb_object = {
	"fdb", "addresses and the endpoints they lead to", commands, ARRAY_SIZE(commands), NULL,
};
