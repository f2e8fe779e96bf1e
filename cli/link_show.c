// SPDX-License-Identifier: GPL-2.0-only
/* link_show.c - `macbpf link show`, in the format and with the JSON keys of ip(8) */
#include <inttypes.h>
#include <linux/if.h>
#include <stdio.h>
#include <string.h>

#include "link_show_guard.h"
#include "link_show_rate.h"
#include "link_show_stats.h"

static const struct {
	unsigned int flag;
	const char *name;
} flag_names[] = {
	{ IFF_LOOPBACK, "LOOPBACK" },
	{ IFF_BROADCAST, "BROADCAST" },
	{ IFF_POINTOPOINT, "POINTOPOINT" },
	{ IFF_MULTICAST, "MULTICAST" },
	{ IFF_NOARP, "NOARP" },
	{ IFF_ALLMULTI, "ALLMULTI" },
	{ IFF_PROMISC, "PROMISC" },
	{ IFF_MASTER, "MASTER" },
	{ IFF_SLAVE, "SLAVE" },
	{ IFF_DEBUG, "DEBUG" },
	{ IFF_DYNAMIC, "DYNAMIC" },
	{ IFF_AUTOMEDIA, "AUTOMEDIA" },
	{ IFF_PORTSEL, "PORTSEL" },
	{ IFF_NOTRAILERS, "NOTRAILERS" },
	{ IFF_UP, "UP" },
	{ IFF_LOWER_UP, "LOWER_UP" },
	{ IFF_DORMANT, "DORMANT" },
	{ IFF_ECHO, "ECHO" },
};

/* Indices are IF_OPER_* of linux/if.h. */
static const char *const operstates[] = {
	"UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP",
};

static void print_flags(struct out *out, uint32_t flags)
{
	const char *label = "<";

	out_array_begin(out, "flags");
	if (flags & IFF_UP && !(flags & IFF_RUNNING)) {
		out_element(out, label, "NO-CARRIER");
		label = ",";
	}
	for (size_t i = 0; i < ARRAY_SIZE(flag_names); i++) {
		if (!(flags & flag_names[i].flag))
			continue;
		out_element(out, label, flag_names[i].name);
		label = ",";
	}
	out_array_end(out);
	out_text(out, "%s>", *label == '<' ? "<" : "");
}

static const char *operstate_name(uint32_t state)
{
	return operstates[state < ARRAY_SIZE(operstates) ? state : 0];
}

static struct out *state_ink(struct out *out, const struct macbpf_link_info *info)
{
	const char *name = operstate_name(info->operstate);

	if (!strcmp(name, "UP"))
		return out_in(out, OUT_GOOD);
	return out_in(out, strstr(name, "DOWN") ? OUT_BAD : OUT_PLAIN);
}

static void print_group(struct out *out, uint32_t group)
{
	char text[16];

	snprintf(text, sizeof(text), group ? "%" PRIu32 : "default", group);
	out_str(out, "group", " group ", text);
}

/* Where the device is, if it isn't where its lower is. */
static void print_netns(struct out *out, const struct macbpf_link_info *info)
{
	if (info->netnsid < 0)
		return;
	out_num(out, "link_netnsid", *info->netns ? NULL : " link-netnsid ", info->netnsid);
	if (*info->netns)
		out_str(out, "netns", " link-netns ", info->netns);
}

static const char *hook_name(const struct macbpf_link_info *info)
{
	return info->hook ? macbpf_hook__name(info->hook) : "";
}

/* Unicast for it goes nowhere, and nothing counts it. */
static bool is_down(const struct macbpf_link_info *info)
{
	return !(info->dev_flags & IFF_UP);
}

/* JSON only, and only what is so. */
static void print_peculiar(struct out *out, const struct macbpf_link_info *info)
{
	if (info->in_loop)
		out_bool(out, "in_loop", NULL, true);
	if (info->mcast_flood)
		out_bool(out, "mcast_flood", NULL, true);
	if (info->hostdev_down)
		out_bool(out, "hostdev_down", NULL, true);
	if (info->past_xdp)
		out_bool(out, "past_xdp", NULL, true);
	if (info->adopted)
		out_bool(out, "adopted", NULL, true);
	if (info->other_guest)
		out_bool(out, "other_guest", NULL, true);
	if (is_down(info))
		out_bool(out, "down", NULL, true);
}

static void print_head(struct out *out, const struct macbpf_link_info *info)
{
	out_num(out, "ifindex", "", info->ifindex);
	out_str(out, "link", NULL, info->lower);
	out_str(out_in(out, OUT_NAME), "ifname", ": ", info->name);
	out_str(out, NULL, "@", info->lower);
	out_text(out, ": ");
	print_flags(out, info->dev_flags);
	out_num(out, "mtu", " mtu ", info->mtu);
	out_str(out, "qdisc", " qdisc ", info->qdisc);
	out_str(state_ink(out, info), "operstate", " state ", operstate_name(info->operstate));
	out_str(out, "linkmode", " mode ", "DEFAULT");
	print_group(out, info->group);
	if (info->txqueuelen)
		out_num(out, "txqlen", " qlen ", info->txqueuelen);
	out_line(out);
	out_str(out, "link_type", "link/", "ether");
	out_mac(out, "address", " ", info->address);
	out_mac(out, "broadcast", " brd ", info->broadcast);
	print_netns(out, info);
	if (info->protodown)
		out_bool(out, "proto_down", " protodown on", true);
	out_str(out, "hostdev", NULL, info->hostdev);
	out_str(out, "endpoint", NULL, macbpf_kind__name(info->kind));
	out_str(out, "hook", NULL, hook_name(info));
	out_str(out, "created_name", NULL, info->created_name);
	out_bool(out, "owns_address", NULL, info->owns_address);
	print_peculiar(out, info);
	if (info->ahead) {
		out_str(out, "behind", NULL, info->ahead_name);
		out_num(out, "behind_prog_id", NULL, info->ahead_prog_id);
		out_num(out, "behind_count", NULL, info->ahead);
	}
	if (*info->owner)
		out_str(out, "owner", NULL, info->owner);
}

static void print_source_list(struct out *out, const struct macbpf_link *link,
			      const struct macbpf_link_info *info)
{
	const uint8_t *mac = NULL;

	if (info->mode != MACBPF_MODE_SOURCE)
		return;
	out_num(out, "macaddr_count", " remotes (", info->macaddr_count);
	out_text(out, ")");
	if (!info->macaddr_count)
		return;
	out_array_begin(out, "macaddr_data");
	while ((mac = macbpf_source__next(link, mac)))
		out_mac(out, "", " ", mac);
	out_array_end(out);
}

static void print_tap(struct out *out, const struct macbpf_link_info *info)
{
	if (info->queues)
		out_num(out, "queues", " queues ", info->queues);
	if (info->tap_user != MACBPF_NO_ID)
		out_num(out, "user", " user ", info->tap_user);
	if (info->tap_group != MACBPF_NO_ID)
		out_num(out, "group", " group ", info->tap_group);
}

/* What `ip -d` prints of a macvlan or macvtap. */
static void print_macvlan(struct out *out, const struct macbpf_link *link,
			  const struct macbpf_link_info *info)
{
	const char *mode = macbpf_mode__name(info->mode);

	out_object_begin(out, "linkinfo");
	out_str(out, "info_kind", "", macbpf_type__name(info->type));
	out_object_begin(out, "info_data");
	out_str(out, "mode", " mode ", mode ? mode : "unknown");
	if (info->flags & MACBPF_FLAG_NOPROMISC)
		out_bool(out, "nopromisc", " nopromisc", true);
	if (info->flags & MACBPF_FLAG_NODST)
		out_bool(out, "nodst", " nodst", true);
	out_num(out, "bcqueuelen", " bcqueuelen ", info->bc_queue_len);
	out_num(out, "usedbcqueuelen", " usedbcqueuelen ", info->bc_queue_len_used);
	if (info->bc_cutoff != 1)
		out_num(out, "bclim", " bclim ", info->bc_cutoff);
	print_source_list(out, link, info);
	if (info->type == MACBPF_TYPE_MACVTAP)
		print_tap(out, info);
	out_object_end(out);
	out_object_end(out);
}

static void print_ahead(struct out *out, const struct macbpf_link_info *info)
{
	out_text(out, " behind %s", info->ahead_prog_id ? info->ahead_name : "filter");
	if (info->ahead_prog_id)
		out_text(out, "(%u)", info->ahead_prog_id);
	if (info->ahead > 1)
		out_text(out, " and %u more", info->ahead - 1);
}

/* Text only: print_head() gave JSON these keys already. */
static void print_macbpf(struct out *out, const struct macbpf_link_info *info)
{
	out_line(out);
	out_str(out, NULL, "macbpf hostdev ", info->hostdev);
	out_str(out, NULL, " endpoint ", macbpf_kind__name(info->kind));
	if (info->hook)
		out_str(out, NULL, " hook ", hook_name(info));
	if (strcmp(info->name, info->created_name) != 0)
		out_str(out, NULL, " made-as ", info->created_name);
	if (!info->owns_address)
		out_text(out, " address-not-owned");
	if (info->in_loop)
		out_text(out, " in-loop");
	if (info->mcast_flood)
		out_text(out, " mcast-flood on");
	if (info->hostdev_down)
		out_text(out, " hostdev-down");
	if (info->past_xdp)
		out_text(out, " past-xdp");
	if (info->adopted)
		out_text(out, " adopted");
	if (info->other_guest)
		out_text(out, " other-guest");
	if (is_down(info))
		out_text(out, " down");
	if (info->ahead)
		print_ahead(out, info);
	if (*info->owner)
		out_str(out, NULL, " owner ", info->owner);
}

/* Told where it isn't as with most. */
static void print_secondary(struct out *out, const struct macbpf_link *link,
			    const struct macbpf_link_info *info)
{
	bool is_usual = info->macaddr_limit == 16 && !info->secondary_count;
	const uint8_t *mac = NULL;

	out_num(out, "macaddr_limit", is_usual ? NULL : " macaddr-limit ", info->macaddr_limit);
	if (info->learning) {
		out_bool(out, "learning", " learning on", true);
		out_num(out, "learnt_count", " learnt ", info->learnt_count);
	}
	if (!info->secondary_count)
		return;
	out_num(out, "secondary_count", " secondary (", info->secondary_count);
	out_text(out, ")");
	out_array_begin(out, "secondary");
	while ((mac = macbpf_secondary__next(link, mac)))
		out_mac(out, "", " ", mac);
	out_array_end(out);
}

static void print_details(struct out *out, const struct macbpf_link *link,
			  const struct macbpf_link_info *info)
{
	out_num(out, "promiscuity", " promiscuity ", info->promiscuity);
	out_num(out, "min_mtu", " minmtu ", info->min_mtu);
	out_num(out, "max_mtu", " maxmtu ", info->max_mtu);
	out_line(out);
	print_macvlan(out, link, info);
	out_num(out, "num_tx_queues", " numtxqueues ", info->numtxqueues);
	out_num(out, "num_rx_queues", " numrxqueues ", info->numrxqueues);
	print_macbpf(out, info);
	print_secondary(out, link, info);
	link_show_guard(out, link, info);
	link_show_rate(out, info);
}

static void print_full(struct app *app, const struct macbpf_link *link,
		       const struct macbpf_link_info *info)
{
	struct out *out = &app->out;

	print_head(out, info);
	if (app->details)
		print_details(out, link, info);
	if (*info->alias) {
		out_line(out);
		out_str(out, "ifalias", "alias ", info->alias);
	}
	if (app->stats)
		link_show_stats(app, link, info);
}

/* What tells endpoints apart whose devices have one name, as containers' have. */
static void print_apart(struct out *out, const struct macbpf_link_info *info)
{
	const char *mode = macbpf_mode__name(info->mode);

	out_str(out, "mode", " mode ", mode ? mode : "unknown");
	out_str(out, "hostdev", " hostdev ", info->hostdev);
	print_netns(out, info);
	if (*info->owner)
		out_str(out, "owner", " owner ", info->owner);
}

static void print_brief(struct out *out, const struct macbpf_link_info *info)
{
	const char *state = operstate_name(info->operstate);
	char name[64];

	snprintf(name, sizeof(name), "%s@%s", info->name, info->lower);
	out_str(out, "link", NULL, info->lower);
	out_str(out, "ifname", NULL, info->name);
	out_str(out_in(out, OUT_NAME), NULL, "", name);
	out_text(out, "%*s", (int)(strlen(name) < 16 ? 17 - strlen(name) : 1), "");
	out_str(state_ink(out, info), "operstate", "", state);
	out_text(out, "%*s", (int)(strlen(state) < 14 ? 15 - strlen(state) : 1), "");
	out_mac(out, "address", "", info->address);
	out_text(out, " ");
	print_flags(out, info->dev_flags);
	print_apart(out, info);
}

static bool is_wanted(const struct link_request *request, const struct macbpf_link_info *info)
{
	if (request->type_given && info->type != request->opts.type)
		return false;
	if (request->opts.has & MACBPF_LINK_GROUP && info->group != request->opts.group)
		return false;
	return !request->only_up || info->dev_flags & IFF_UP;
}

static void print_links(struct app *app, const struct link_request *request,
			const struct macbpf_links *links)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;

	while ((link = macbpf_links__next(links, link))) {
		macbpf_link__info(link, &info);
		if (!is_wanted(request, &info))
			continue;
		out_row_begin(&app->out);
		if (app->brief)
			print_brief(&app->out, &info);
		else
			print_full(app, link, &info);
		out_row_end(&app->out);
	}
}

static int show(struct app *app, const struct link_request *request)
{
	bool hooks = !app->brief && (app->details || app->out.json);
	MACBPF_OPTS(macbpf_links_opts, which, .lower = request->lower, .name = request->name,
		    .owner = request->opts.owner, .skip_hooks = !hooks);
	struct macbpf_links *links;
	int code, err;

	code = app_open(app);
	if (code)
		return code;
	err = macbpf_links__get(app->mb, &which, &links);
	if (err)
		return app_failed(app, err);
	out_begin(&app->out);
	print_links(app, request, links);
	code = app_listed(app, out_end(&app->out));
	macbpf_links__free(links);
	return code;
}

int link_show(struct app *app, struct args *args)
{
	struct link_request request;
	int code;

	code = link_parse(args, LINK_SHOW, &request);
	if (!code)
		code = show(app, &request);
	link_request_free(&request);
	return code;
}
