// SPDX-License-Identifier: GPL-2.0-only
/* cmd_neigh.c - `macbpf neigh`: who has which IP address, as ports with arp-directed know it */
#include <arpa/inet.h>
#include <stdio.h>

#include "app.h"

static void print_neigh(struct out *out, const struct macbpf_neigh_info *info)
{
	char dst[INET6_ADDRSTRLEN] = "";
	const char *state = macbpf_neigh_state__name(info->state);

	inet_ntop((int)info->family, info->dst, dst, sizeof(dst));
	out_str(out, "dst", "", dst);
	if (*info->name) {
		out_str(out, "dev", " dev ", info->name);
		out_str(out, "hostdev", " hostdev ", info->hostdev);
	}
	out_str(out, "link", " link ", info->lower);
	out_mac(out, "lladdr", " lladdr ", info->address);
	out_str(out, "state", " ", state ? state : "unknown");
	out_num(out, "expires", " expires ", info->expires_ms / 1000);
}

static void print_neighs(struct app *app, const struct macbpf_neighs *neighs)
{
	struct macbpf_neigh_info info = { .sz = sizeof(info) };
	const struct macbpf_neigh *neigh = NULL;

	while ((neigh = macbpf_neighs__next(neighs, neigh))) {
		macbpf_neigh__info(neigh, &info);
		out_row_begin(&app->out);
		print_neigh(&app->out, &info);
		out_row_end(&app->out);
	}
}

static int show(struct app *app, struct args *args)
{
	struct macbpf_neighs *neighs;
	const char *lower;
	int code, err;

	code = args_lower(args, &lower);
	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = macbpf_neighs__get(app->mb, lower, &neighs);
	if (err)
		return app_failed(app, err);
	out_begin(&app->out);
	print_neighs(app, neighs);
	code = out_end(&app->out);
	macbpf_neighs__free(neighs);
	return code;
}

static const struct command commands[] = {
	{ "show list lst ls", "list IP addresses; \"directed\": requests go to that endpoint alone",
	  args_lower_synopsis, show },
};

const struct object neigh_object = {
	"neigh", "IP addresses that arp-directed knows", commands, ARRAY_SIZE(commands), NULL,
};
