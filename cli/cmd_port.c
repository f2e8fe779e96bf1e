// SPDX-License-Identifier: GPL-2.0-only
/* cmd_port.c - `macbpf port`: what macbpf keeps on each lower */
#include <linux/if_ether.h>
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "listing.h"
#include "reason.h"
#include "save.h"

static void print_modes(struct out *out, uint32_t modes)
{
	const char *label = " modes ";

	out_array_begin(out, "modes");
	for (uint32_t mode = 1; mode && mode <= modes; mode <<= 1) {
		if (!(modes & mode) || !macbpf_mode__name(mode))
			continue;
		out_element(out, label, macbpf_mode__name(mode));
		label = ",";
	}
	out_array_end(out);
}

static void print_reasons(struct app *app, const struct macbpf_port *port)
{
	struct macbpf_reason_info info = { .sz = sizeof(info) };
	const struct macbpf_reason *reason = NULL;

	out_array_begin(&app->out, "reasons");
	while ((reason = macbpf_reason__next(port, reason))) {
		macbpf_reason__info(reason, &info);
		reason_print(app, &info);
	}
	out_array_end(&app->out);
}

/* The ids of one kind of tag; in text with ranges, as ` vlans 10 20-25`. */
static void print_vlans(struct out *out, const struct macbpf_port *port, uint32_t protocol,
			const char *key, const char *label)
{
	struct macbpf_vlan_range_info info = { .sz = sizeof(info) };
	const struct macbpf_vlan_range *range = NULL;

	out_array_begin(out, key);
	while ((range = macbpf_vlan_range__next(port, range))) {
		macbpf_vlan_range__info(range, &info);
		if (info.protocol != protocol)
			continue;
		out_text(out, "%s %u", label, info.first);
		if (info.last > info.first)
			out_text(out, "-%u", info.last);
		for (uint32_t id = info.first; id <= info.last; id++)
			out_num(out, "", NULL, id);
		label = "";
	}
	out_array_end(out);
}

/* What keeps frames from endpoints is told without being asked for. */
static void print_ahead(struct out *out, const struct macbpf_port *port)
{
	struct macbpf_ahead_info info = { .sz = sizeof(info) };
	const struct macbpf_ahead *ahead = NULL;
	const char *label = " behind ";

	out_array_begin(out, "behind");
	while ((ahead = macbpf_ahead__next(port, ahead))) {
		macbpf_ahead__info(ahead, &info);
		out_object_begin(out, "");
		out_str(out, "name", NULL, info.name);
		out_num(out, "prog_id", NULL, info.prog_id);
		out_str(out, "attach", NULL, macbpf_hook__name(info.hook));
		out_text(out, "%s%s", label, info.prog_id ? info.name : "filter");
		if (info.prog_id)
			out_text(out, "(%u)", info.prog_id);
		out_object_end(out);
		label = ",";
	}
	out_array_end(out);
}

/* What can't be told is no error of a listing. */
static void print_build(struct app *app, const struct macbpf_port_info *info)
{
	MACBPF_OPTS(macbpf_upgrade_opts, opts, .dry_run = 1);
	struct macbpf_upgrade_info u = { .sz = sizeof(u) };
	struct out *out = &app->out;

	out_str(out, "build", " build ", info->build);
	if (macbpf_port__upgrade(app->mb, info->lower, &opts, &u))
		return;
	out_bool(out, "build_is_own", NULL, !u.devices && !u.tables);
	if (u.devices || u.tables)
		out_text(out, " (another than this macbpf's: 'macbpf port upgrade link %s')",
			 info->lower);
}

static void print_details(struct app *app, const struct macbpf_port *port,
			  const struct macbpf_port_info *info)
{
	struct out *out = &app->out;

	out_line(out);
	out_num(out, "prog_id", "prog ", info->prog_id);
	print_build(app, info);
	out_num(out, "abi", " abi ", info->abi);
	out_num(out, "usedbcqueuelen", " usedbcqueuelen ", info->bc_queue_len_used);
	out_num(out, "bclim", " bclim ", info->bc_cutoff);
	out_bool(out, "set_promisc", " set-promisc", info->set_promisc);
	out_bool(out, "set_allmulti", " set-allmulti", info->set_allmulti);
	out_bool(out, "arp_directed", " arp-directed", info->arp_directed);
	if (info->arp_directed)
		out_num(out, "neigh_count", " neighbours ", info->neigh_count);
	out_bool(out, "mcast_snooping", " mcast-snooping", info->mcast_snooping);
	out_bool(out, "host_access", " host-access", info->host_access);
	out_bool(out, "carrier_follow", " carrier-follow", info->carrier_follow);
	out_bool(out, "traced", " traced", info->traced);
	print_vlans(out, port, ETH_P_8021Q, "vlans", " vlans");
	print_vlans(out, port, ETH_P_8021AD, "vlans_8021ad", " vlans-802.1ad");
}

static void print_port(struct app *app, const struct macbpf_port *port)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct out *out = &app->out;

	macbpf_port__info(port, &info);
	out_num(out, "ifindex", app->brief ? NULL : "", info.lower_ifindex);
	out_str(out, "link", app->brief ? "" : ": ", info.lower);
	out_str(out, "attach", app->brief ? NULL : ": attach ", macbpf_hook__name(info.hook));
	out_num(out, "endpoints", " endpoints ", info.endpoints);
	print_modes(out, info.modes);
	out_num(out, "macaddr_count", app->brief ? NULL : " sources ", info.macaddr_count);
	if (!app->brief)
		print_ahead(out, port);
	if (app->details && !app->brief)
		print_details(app, port, &info);
	if (app->stats && !app->brief)
		print_reasons(app, port);
}

static int get_ports(struct app *app, const char *lower, struct macbpf_ports **ports)
{
	return macbpf_ports__get(app->mb, lower, ports);
}

LISTING(ports, macbpf_ports, get_ports, print_port);

static int show(struct app *app, struct args *args)
{
	return listing_run(app, &ports, args);
}

static int parse_lower(struct args *args, const char **lower)
{
	const char *word = args_peek(args);

	if (word && names_contain("link dev", word)) {
		args_take_keyword(args);
		return args_value(args, "a device name", lower);
	}
	*lower = args_take(args);
	return *lower ? 0 : usage_error("\"port set\" needs the name of a lower device");
}

#define SETTINGS                                                                                   \
	"arp-directed { on | off } mcast-snooping { on | off } host-access { on | off } "          \
	"carrier { follow | keep }"

static const struct setting {
	const char *word;
	uint64_t has;
	size_t value;		/* in struct macbpf_port_opts: 1 or 0, */
	size_t now;		/* and in struct macbpf_port_info, */
	const char *one, *zero; /* whose words these are */
} settings[] = {
#define SETTING(name, member)                                                                      \
	MACBPF_PORT_##name, offsetof(struct macbpf_port_opts, member),                             \
		offsetof(struct macbpf_port_info, member)
	{ "arp-directed", SETTING(ARP_DIRECTED, arp_directed), "on", "off" },
	{ "mcast-snooping", SETTING(MCAST_SNOOPING, mcast_snooping), "on", "off" },
	{ "host-access", SETTING(HOST_ACCESS, host_access), "on", "off" },
	{ "carrier", SETTING(CARRIER, carrier_follow), "follow", "keep" },
#undef SETTING
};

void save_port(const struct macbpf_port_info *info)
{
	bool any = false;

	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		if (!*(const uint32_t *)((const char *)info + settings[i].now))
			continue;
		if (!any) {
			fputs("port set link", stdout);
			save_say(info->lower);
		}
		any = true;
		printf(" %s %s", settings[i].word, settings[i].one);
	}
	if (any)
		putchar('\n');
}

static const struct setting *setting_named(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++)
		if (!strcmp(settings[i].word, word))
			return &settings[i];
	return NULL;
}

static int parse_setting(struct args *args, const struct setting *setting,
			 struct macbpf_port_opts *opts)
{
	bool on = false;
	int err;

	args_take_keyword(args);
	if (opts->has & setting->has)
		return usage_error("\"%s\" is given twice", args->word);
	err = args_either(args, setting->one, setting->zero, &on);
	opts->has |= setting->has;
	*(uint32_t *)((char *)opts + setting->value) = on;
	return err;
}

static int parse_settings(struct args *args, struct macbpf_port_opts *opts)
{
	const struct setting *setting;
	const char *word = args_peek(args);
	int err = 0;

	if (!word)
		return usage_error("\"port set\" needs a setting: %s", SETTINGS);
	for (; !err && word; word = args_peek(args)) {
		setting = setting_named(word);
		if (!setting)
			return args_end(args, SETTINGS);
		err = parse_setting(args, setting, opts);
	}
	return err;
}

static int set(struct app *app, struct args *args)
{
	struct macbpf_port_opts opts = { .sz = sizeof(opts) };
	const char *lower;
	int code, err;

	code = parse_lower(args, &lower);
	if (!code)
		code = parse_settings(args, &opts);
	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = macbpf_port__set(app->mb, lower, &opts);
	return err ? app_failed(app, err) : EXIT_OK;
}

static void set_synopsis(void)
{
	puts(" [ link ] LOWER [ arp-directed { on | off } ] [ mcast-snooping { on | off } ]\n"
	     "                         [ host-access { on | off } ] [ carrier { follow | keep } ]\n"
	     "\n"
	     "arp-directed    an ARP request or neighbour solicitation for an address that an "
	     "endpoint\n"
	     "                is known to have goes to that endpoint alone; off: to all (the "
	     "default)\n"
	     "mcast-snooping  a multicast frame goes to the endpoints that report that they "
	     "listen to\n"
	     "                its group; off: to all (the default)\n"
	     "host-access     the host and bridge endpoints reach each other; off: they don't, as "
	     "with\n"
	     "                macvlan (the default)\n"
	     "carrier         follow: endpoints have none while the lower has none, as with "
	     "macvlan; "
	     "keep:\n"
	     "                they keep theirs (the default)");
}

static void set_next(char **words)
{
	complete_next("LOWER link LOWER " SETTINGS, words);
}

static void tell_upgrade(const struct macbpf_port_info *port, const struct macbpf_upgrade_info *u,
			 bool dry_run)
{
	if (!u->devices && !u->tables)
		return;
	printf("%s: %u program%s", port->lower, u->devices, u->devices == 1 ? "" : "s");
	if (u->tables)
		printf(", %u table%s more", u->tables, u->tables == 1 ? "" : "s");
	puts(dry_run ? " to be upgraded" : " upgraded");
}

static int upgrade_all(struct app *app, const struct macbpf_ports *listed, bool dry_run)
{
	MACBPF_OPTS(macbpf_upgrade_opts, opts, .dry_run = dry_run);
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_upgrade_info u = { .sz = sizeof(u) };
	const struct macbpf_port *port = NULL;
	int code = EXIT_OK, err;

	while ((port = macbpf_ports__next(listed, port))) {
		macbpf_port__info(port, &info);
		err = macbpf_port__upgrade(app->mb, info.lower, &opts, &u);
		if (err)
			code = app_failed(app, err);
		else
			tell_upgrade(&info, &u, dry_run);
	}
	return code;
}

static int upgrade(struct app *app, struct args *args)
{
	const char *lower = NULL, *word = args_peek(args);
	struct macbpf_ports *listed;
	bool dry_run = word && !strcmp(word, "-n");
	int code, err;

	if (dry_run)
		args_take(args);
	code = args_lower(args, &lower);
	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = macbpf_ports__get(app->mb, lower, &listed);
	if (err)
		return app_failed(app, err);
	code = upgrade_all(app, listed, dry_run);
	macbpf_ports__free(listed);
	return code;
}

static void upgrade_synopsis(void)
{
	puts(" [ -n ] [ [ link | dev ] LOWER ]\n"
	     "\n"
	     "-n  only tell what would be done");
}

static void upgrade_next(char **words)
{
	complete_next("LOWER -n link LOWER", words);
}

static int sweep(struct app *app, struct args *args)
{
	int code = args_end(args, "help");
	int err;

	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = macbpf__settle(app->mb);
	return err ? app_failed(app, err) : EXIT_OK;
}

static void sweep_synopsis(void)
{
	putchar('\n');
}

static const struct command commands[] = {
	{ "show list lst ls",
	  "list ports; -s: frames that took a slow path or were dropped, and why",
	  args_lower_synopsis, show, complete_lower },
	{ "set change", "change a setting of a port", set_synopsis, set, set_next },
	{ "upgrade", "give ports the programs of this build, while frames flow", upgrade_synopsis,
	  upgrade, upgrade_next },
	{ "sweep", "put right on all ports what was changed without macbpf", sweep_synopsis, sweep,
	  NULL },
};

const struct object port_object = {
	"port", "what macbpf keeps on a lower device", commands, ARRAY_SIZE(commands), NULL,
};
