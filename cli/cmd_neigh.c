// SPDX-License-Identifier: GPL-2.0-only
/* cmd_neigh.c - `macbpf neigh`: who has which IP address, as ports with arp-directed know it */
#include <arpa/inet.h>

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

static int get_neighs(struct app *app, const char *lower, struct macbpf_neighs **neighs)
{
	return macbpf_neighs__get(app->mb, lower, neighs);
}

LISTING(neighs, macbpf_neighs, get_neighs, print_neigh);

static int show(struct app *app, struct args *args)
{
	return listing_run(app, &neighs, args);
}

static const struct command commands[] = {
	{ "show list lst ls", "list IP addresses; \"directed\": requests go to that endpoint alone",
	  args_lower_synopsis, show, complete_lower },
};

const struct object neigh_object = {
	"neigh", "IP addresses that arp-directed knows", commands, ARRAY_SIZE(commands), NULL,
};
