// SPDX-License-Identifier: GPL-2.0-only
/* cmd_neigh.c - `macbpf neigh`: who has which IP address, as ports with arp-directed know it */
#include <arpa/inet.h>
#include <string.h>

#include "complete.h"
#include "listing.h"

static void print_neigh(struct app *app, const struct macbpf_neigh *neigh)
{
	struct macbpf_neigh_info info = { .sz = sizeof(info) };
	char dst[INET6_ADDRSTRLEN] = "";
	struct out *out = &app->out;
	const char *state;

	macbpf_neigh__info(neigh, &info);
	state = macbpf_neigh_state__name(info.state);
	inet_ntop((int)info.family, info.dst, dst, sizeof(dst));
	out_str(out, "dst", "", dst);
	if (*info.name) {
		out_str(out, "dev", " dev ", info.name);
		out_str(out, "hostdev", " hostdev ", info.hostdev);
	}
	out_str(out, "link", " link ", info.lower);
	out_mac(out, "lladdr", " lladdr ", info.address);
	out_str(out, "state", " ", state ? state : "unknown");
	out_num(out, "expires", " expires ", info.expires_ms / 1000);
}

static char chosen[MACBPF_NAME_SIZE]; /* a hostdev; "": all */

static bool is_wanted(const struct macbpf_neigh *neigh)
{
	struct macbpf_neigh_info info = { .sz = sizeof(info) };

	macbpf_neigh__info(neigh, &info);
	return !*chosen || !strcmp(info.hostdev, chosen);
}

static int get(struct app *app, const char *lower, void **rows)
{
	struct macbpf_neighs *neighs = NULL;
	int err = macbpf_neighs__get(app->mb, lower, &neighs);

	*rows = neighs;
	return err;
}

static const void *next(const void *rows, const void *row)
{
	const struct macbpf_neigh *neigh = row;

	do
		neigh = macbpf_neighs__next(rows, neigh);
	while (neigh && !is_wanted(neigh));
	return neigh;
}

static void print(struct app *app, const void *row)
{
	print_neigh(app, row);
}

static void free_rows(void *rows)
{
	macbpf_neighs__free(rows);
}

static const struct listing neighs = { get, next, print, free_rows };

static int show(struct app *app, struct args *args)
{
	const char *lower, *name;
	int code = args_lower_dev(args, &lower, &name);

	if (!code)
		code = app_open(app);
	if (!code)
		code = listing_hostdev(app, lower, name, chosen);
	return code ? code : listing_show(app, &neighs, lower);
}

static const struct command commands[] = {
	{ "show list lst ls", "list IP addresses; \"directed\": requests go to that endpoint alone",
	  args_lower_dev_synopsis, show, complete_lower_dev },
};

const struct object neigh_object = {
	"neigh", "IP addresses that arp-directed knows", commands, ARRAY_SIZE(commands), NULL,
};
