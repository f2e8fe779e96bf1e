// SPDX-License-Identifier: GPL-2.0-only
/* cmd_show.c - `macbpf show`, or nothing at all: lowers and their endpoints on one screen */
#include <arpa/inet.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "listing.h"

/* ---------------------------------------------------------------- a lower */

static const char *state_of(uint32_t flags)
{
	if (!(flags & IFF_UP))
		return "down";
	return flags & IFF_RUNNING ? "up" : "no carrier";
}

static void print_settings(struct out *out, const struct macbpf_port_info *info)
{
	const struct {
		const char *name;
		uint32_t on;
	} settings[] = {
		{ "arp-directed", info->arp_directed },
		{ "mcast-snooping", info->mcast_snooping },
		{ "host-access", info->host_access },
		{ "carrier follow", info->carrier_follow },
	};

	out_array_begin(out, "settings");
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (settings[i].on)
			out_element(out, ", ", settings[i].name);
	out_array_end(out);
}

static void print_lower(struct out *out, const struct macbpf_port_info *info)
{
	const char *state = state_of(info->lower_flags);

	out_str(out_in(out, OUT_NAME), "link", "", info->lower);
	out_str(out_in(out, strcmp(state, "up") ? OUT_BAD : OUT_GOOD), "state", ": ", state);
	out_num(out, "mtu", ", mtu ", info->lower_mtu);
	out_mac(out, "address", ", ", info->lower_address);
	out_str(out, "attach", ", ", macbpf_hook__name(info->hook));
	print_settings(out, info);
}

/* ---------------------------------------------------------------- an endpoint */

static void print_place(struct out *out, const struct macbpf_link_info *info)
{
	if (info->netnsid < 0)
		return;
	if (*info->netns)
		out_str(out, "netns", ", in ", info->netns);
	else
		out_num(out, "link_netnsid", ", in netns with id ", info->netnsid);
}

static bool is_of_the_link(const struct macbpf_ip_info *ip)
{
	return ip->family == AF_INET6 && ip->addr[0] == 0xfe && (ip->addr[1] & 0xc0) == 0x80;
}

/* Text is silent about what every device has. */
static void print_ip(struct out *out, const struct macbpf_ip_info *ip, const char *label)
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop((int)ip->family, ip->addr, text, sizeof(text));
	out_object_begin(out, "");
	out_str(out, "family", NULL, ip->family == AF_INET ? "inet" : "inet6");
	out_str(out_in(out, ip->family == AF_INET ? OUT_INET : OUT_INET6), "local", label, text);
	out_num(out, "prefixlen", label ? "/" : NULL, ip->prefixlen);
	out_object_end(out);
}

static void print_ips(struct out *out, const struct macbpf_link *link)
{
	struct macbpf_ip_info info = { .sz = sizeof(info) };
	const struct macbpf_ip *ip = NULL;
	bool any = false;

	out_array_begin(out, "addr_info");
	while ((ip = macbpf_ip__next(link, ip))) {
		bool is_told;

		macbpf_ip__info(ip, &info);
		is_told = !is_of_the_link(&info);
		if (is_told && !any)
			out_text(out, "\n    addresses:");
		print_ip(out, &info, is_told ? " " : NULL);
		any |= is_told;
	}
	out_array_end(out);
}

static void print_lost(struct out *out, const struct macbpf_link *link)
{
	struct macbpf_reason_info info = { .sz = sizeof(info) };
	const struct macbpf_reason *reason = NULL;
	const char *label = "\n    lost: ";

	out_object_begin(out, "lost");
	while ((reason = macbpf_link_reason__next(link, reason))) {
		macbpf_reason__info(reason, &info);
		if (!info.lost || !info.frames)
			continue;
		out_text(out, "%s%s %" PRIu64, label, info.name, info.frames);
		out_num(out, info.name, NULL, (int64_t)info.frames);
		label = ", ";
	}
	out_object_end(out);
}

static void print_endpoint(struct out *out, const struct macbpf_link *link,
			   const struct macbpf_link_info *info)
{
	const char *mode = macbpf_mode__name(info->mode);

	out_object_begin(out, "");
	out_str(out_in(out, OUT_NAME), "ifname", "\n  ", info->name);
	out_str(out, "hostdev", " (", info->hostdev);
	out_str(out, "mode", "): ", mode ? mode : "unknown");
	out_str(out_in(out, OUT_BAD), "state", info->dev_flags & IFF_RUNNING ? NULL : ", ",
		state_of(info->dev_flags));
	print_place(out, info);
	out_mac(out, "address", ", ", info->address);
	print_ips(out, link);
	if (*info->owner)
		out_str(out, "owner", "\n    owner: ", info->owner);
	print_lost(out, link);
	out_object_end(out);
}

/* ---------------------------------------------------------------- all of it */

static void print_endpoints(struct out *out, const struct macbpf_links *links, uint32_t lower)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;

	out_array_begin(out, "endpoints");
	while ((link = macbpf_links__next(links, link))) {
		macbpf_link__info(link, &info);
		if (info.lower_ifindex == lower)
			print_endpoint(out, link, &info);
	}
	out_array_end(out);
}

static void print_all(struct app *app, const char *lower, const struct macbpf_ports *ports,
		      const struct macbpf_links *links)
{
	const char *example = lower ?: "eth0";
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_port *port = NULL;
	bool any = false;

	while ((port = macbpf_ports__next(ports, port))) {
		macbpf_port__info(port, &info);
		if (any)
			out_text(&app->out, "\n");
		out_row_begin(&app->out);
		print_lower(&app->out, &info);
		print_endpoints(&app->out, links, info.lower_ifindex);
		out_row_end(&app->out);
		any = true;
	}
	if (!any)
		out_text(&app->out,
			 "No endpoints%s%s. 'macbpf link add link %s name mv0 type macvlan mode "
			 "bridge' makes one on %s, 'macbpf help' tells what else there is.\n",
			 lower ? " on " : "", lower ?: "", example, example);
}

static int list(struct app *app, const char *lower)
{
	MACBPF_OPTS(macbpf_links_opts, which, .lower = lower, .skip_hooks = 1, .ips = 1);
	struct macbpf_ports *ports;
	struct macbpf_links *links;
	int code, err;

	err = macbpf_ports__get(app->mb, lower, &ports);
	if (err)
		return app_failed(app, err);
	err = macbpf_links__get(app->mb, &which, &links);
	if (err) {
		macbpf_ports__free(ports);
		return app_failed(app, err);
	}
	out_begin(&app->out);
	print_all(app, lower, ports, links);
	code = app_listed(app, out_end(&app->out));
	macbpf_ports__free(ports);
	macbpf_links__free(links);
	return code;
}

static int run(struct app *app, struct args *args)
{
	const char *lower;
	int code = args_lower(args, &lower);

	if (!code)
		code = app_open(app);
	return code ? code : list(app, lower);
}

static const struct command commands[] = {
	{ "", "", args_lower_synopsis, run, complete_lower },
};

const struct object show_object = {
	.name = "show",
	.what = "lowers and their endpoints on one screen, as without an object",
	.commands = commands,
	.count = ARRAY_SIZE(commands),
	.is_command = true,
};
