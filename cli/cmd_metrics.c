// SPDX-License-Identifier: GPL-2.0-only
/* cmd_metrics.c - `macbpf metrics`: ports and endpoints for a monitoring system */
#include <linux/if.h>
#include <stdio.h>
#include <time.h>

#include "common/text.h"
#include "app.h"
#include "complete.h"
#include "openmetrics.h"

/* What is told of: both listings are there before anything is printed. */
struct seen {
	FILE *file;
	struct macbpf_ports *ports;
	struct macbpf_links *links;
	bool complete;
};

/* ---------------------------------------------------------------- ports */

static uint64_t port_endpoints(const struct macbpf_port *port, const struct macbpf_port_info *info)
{
	(void)port;
	return info->endpoints;
}

static uint64_t port_sources(const struct macbpf_port *port, const struct macbpf_port_info *info)
{
	(void)port;
	return info->macaddr_count;
}

static uint64_t port_ahead(const struct macbpf_port *port, const struct macbpf_port_info *info)
{
	const struct macbpf_ahead *ahead = NULL;
	uint64_t count = 0;

	(void)info;
	while ((ahead = macbpf_ahead__next(port, ahead)))
		count++;
	return count;
}

static const struct {
	struct om_family family;
	uint64_t (*value)(const struct macbpf_port *port, const struct macbpf_port_info *info);
} port_families[] = {
	{ { "macbpf_port_endpoints", OM_GAUGE, NULL, "Endpoints of a port." }, port_endpoints },
	{ { "macbpf_port_sources", OM_GAUGE, NULL, "Entries of the source lists of a port." },
	  port_sources },
	{ { "macbpf_port_programs_ahead", OM_GAUGE, NULL,
	    "Programs and filters of others that frames on the lower meet before macbpf." },
	  port_ahead },
};

static const struct om_family port_info = { "macbpf_port_info", OM_GAUGE, NULL,
					    "A lower with endpoints, and what it is." };

static const struct om_family port_frames = {
	"macbpf_port_frames", OM_COUNTER, NULL,
	"Frames that were dropped or took a slow path, by reason."
};

static void join_modes(char *text, size_t size, uint32_t modes)
{
	*text = '\0';
	for (uint32_t mode = 1; mode && mode <= modes; mode <<= 1)
		if (modes & mode && macbpf_mode__name(mode))
			mb_text_append(text, size, "%s%s", *text ? "+" : "",
				       macbpf_mode__name(mode));
}

static void print_port_info(FILE *file, const struct macbpf_port_info *info)
{
	const char *hook = macbpf_hook__name(info->hook);
	char modes[64], abi[16];
	const struct om_label labels[] = {
		{ "lower", info->lower },
		{ "hook", hook ? hook : "" },
		{ "abi", abi },
		{ "modes", modes },
	};

	snprintf(abi, sizeof(abi), "%u", info->abi);
	join_modes(modes, sizeof(modes), info->modes);
	om_sample(file, &port_info, labels, ARRAY_SIZE(labels), 1);
}

static void print_reasons(FILE *file, const struct macbpf_port *port,
			  const struct macbpf_port_info *info)
{
	struct macbpf_reason_info reason = { .sz = sizeof(reason) };
	const struct macbpf_reason *row = NULL;

	while ((row = macbpf_reason__next(port, row))) {
		macbpf_reason__info(row, &reason);
		om_sample(
			file, &port_frames,
			(struct om_label[]){ { "lower", info->lower }, { "reason", reason.name } },
			2, reason.frames);
	}
}

static void print_ports(const struct seen *seen)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_port *port = NULL;

	om_head(seen->file, &port_info);
	while ((port = macbpf_ports__next(seen->ports, port))) {
		macbpf_port__info(port, &info);
		print_port_info(seen->file, &info);
	}
	for (size_t i = 0; i < ARRAY_SIZE(port_families); i++) {
		om_head(seen->file, &port_families[i].family);
		while ((port = macbpf_ports__next(seen->ports, port))) {
			macbpf_port__info(port, &info);
			om_sample(seen->file, &port_families[i].family,
				  &(struct om_label){ "lower", info.lower }, 1,
				  port_families[i].value(port, &info));
		}
	}
	om_head(seen->file, &port_frames);
	while ((port = macbpf_ports__next(seen->ports, port))) {
		macbpf_port__info(port, &info);
		print_reasons(seen->file, port, &info);
	}
}

/* ---------------------------------------------------------------- endpoints */

#define VALUE(name, expression)                                                                    \
	static uint64_t link_##name(const struct macbpf_link_info *info)                           \
	{                                                                                          \
		return expression;                                                                 \
	}

VALUE(up, !!(info->dev_flags & IFF_UP))
VALUE(carrier, !!(info->dev_flags & IFF_LOWER_UP))
VALUE(owns_address, info->owns_address)
VALUE(sources, info->macaddr_count)
VALUE(rx_bytes, info->stats.rx_bytes)
VALUE(rx_packets, info->stats.rx_packets)
VALUE(rx_dropped, info->stats.rx_dropped)
VALUE(tx_bytes, info->stats.tx_bytes)
VALUE(tx_packets, info->stats.tx_packets)
VALUE(tx_dropped, info->stats.tx_dropped)

#define ENDPOINT(name, type, unit, help)                                                           \
	((struct om_family){ "macbpf_endpoint_" name, type, unit, help })

static const struct {
	struct om_family family;
	uint64_t (*value)(const struct macbpf_link_info *info);
} link_families[] = {
	{ ENDPOINT("up", OM_GAUGE, NULL, "Whether the device is set up."), link_up },
	{ ENDPOINT("carrier", OM_GAUGE, NULL, "Whether the device has a carrier."), link_carrier },
	{ ENDPOINT("owns_address", OM_GAUGE, NULL, "Whether frames for its address go to it."),
	  link_owns_address },
	{ ENDPOINT("source_entries", OM_GAUGE, NULL, "Addresses in its source list."),
	  link_sources },
	{ ENDPOINT("receive_bytes", OM_COUNTER, "bytes", "What the device has received."),
	  link_rx_bytes },
	{ ENDPOINT("receive_packets", OM_COUNTER, "packets", "What the device has received."),
	  link_rx_packets },
	{ ENDPOINT("receive_dropped_packets", OM_COUNTER, "packets",
		   "What the device was to receive, and dropped."),
	  link_rx_dropped },
	{ ENDPOINT("transmit_bytes", OM_COUNTER, "bytes", "What the device has sent."),
	  link_tx_bytes },
	{ ENDPOINT("transmit_packets", OM_COUNTER, "packets", "What the device has sent."),
	  link_tx_packets },
	{ ENDPOINT("transmit_dropped_packets", OM_COUNTER, "packets",
		   "What the device was to send, and dropped."),
	  link_tx_dropped },
};

static const struct om_family link_info =
	ENDPOINT("info", OM_GAUGE, NULL, "An endpoint, and what it is.");

static void print_link_info(FILE *file, const struct macbpf_link_info *info)
{
	const char *mode = macbpf_mode__name(info->mode);
	const uint8_t *a = info->address;
	char address[18];
	const struct om_label labels[] = {
		{ "lower", info->lower },     { "hostdev", info->hostdev },
		{ "device", info->name },     { "netns", info->netns },
		{ "address", address },	      { "type", macbpf_type__name(info->type) },
		{ "mode", mode ? mode : "" }, { "owner", info->owner },
	};

	snprintf(address, sizeof(address), "%02x:%02x:%02x:%02x:%02x:%02x", a[0], a[1], a[2], a[3],
		 a[4], a[5]);
	om_sample(file, &link_info, labels, ARRAY_SIZE(labels), 1);
}

static const struct om_family link_frames =
	ENDPOINT("frames", OM_COUNTER, NULL,
		 "Frames of an endpoint that were dropped or took a slow path, by reason.");

/* Those that never were would be most. */
static void print_link_reasons(FILE *file, const struct macbpf_link *link,
			       const struct macbpf_link_info *info)
{
	struct macbpf_reason_info reason = { .sz = sizeof(reason) };
	const struct macbpf_reason *row = NULL;

	while ((row = macbpf_link_reason__next(link, row))) {
		macbpf_reason__info(row, &reason);
		if (reason.frames)
			om_sample(file, &link_frames,
				  (struct om_label[]){ { "lower", info->lower },
						       { "hostdev", info->hostdev },
						       { "reason", reason.name } },
				  3, reason.frames);
	}
}

static void print_links(const struct seen *seen)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;

	om_head(seen->file, &link_info);
	while ((link = macbpf_links__next(seen->links, link))) {
		macbpf_link__info(link, &info);
		print_link_info(seen->file, &info);
	}
	for (size_t i = 0; i < ARRAY_SIZE(link_families); i++) {
		om_head(seen->file, &link_families[i].family);
		while ((link = macbpf_links__next(seen->links, link))) {
			macbpf_link__info(link, &info);
			om_sample(seen->file, &link_families[i].family,
				  (struct om_label[]){ { "lower", info.lower },
						       { "hostdev", info.hostdev } },
				  2, link_families[i].value(&info));
		}
	}
	om_head(seen->file, &link_frames);
	while ((link = macbpf_links__next(seen->links, link))) {
		macbpf_link__info(link, &info);
		print_link_reasons(seen->file, link, &info);
	}
}

/* ---------------------------------------------------------------- the command */

static const struct om_family build_info = { "macbpf_build_info", OM_GAUGE, NULL,
					     "The macbpf that looked." };
static const struct om_family scrape_complete = {
	"macbpf_scrape_complete", OM_GAUGE, NULL,
	"0: another version made a port, and its endpoints can't be told."
};
static const struct om_family scrape_duration = { "macbpf_scrape_duration_seconds", OM_GAUGE,
						  "seconds", "How long it took to look." };

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static int look(struct app *app, const char *lower, struct seen *seen)
{
	MACBPF_OPTS(macbpf_links_opts, which, .lower = lower, .skip_hooks = 1);
	int err = macbpf_ports__get(app->mb, lower, &seen->ports);

	if (err)
		return err;
	seen->complete = !macbpf__incomplete(app->mb);
	err = macbpf_links__get(app->mb, &which, &seen->links);
	if (err)
		macbpf_ports__free(seen->ports);
	return err;
}

static void print(const struct seen *seen, uint64_t took_ns)
{
	om_head(seen->file, &build_info);
	om_sample(seen->file, &build_info, &(struct om_label){ "version", macbpf__version() }, 1,
		  1);
	print_ports(seen);
	print_links(seen);
	om_head(seen->file, &scrape_complete);
	om_sample(seen->file, &scrape_complete, NULL, 0, seen->complete);
	om_head(seen->file, &scrape_duration);
	om_seconds(seen->file, &scrape_duration, took_ns);
	om_end(seen->file);
}

static int metrics(struct app *app, struct args *args)
{
	struct seen seen = { .file = app->out.file };
	uint64_t since = now_ns();
	const char *lower;
	int code, err;

	if (app->out.json)
		return usage_error("\"metrics\" prints OpenMetrics and nothing else, leave "
				   "\"-json\" out; \"macbpf -s -json link\" has the same as JSON");
	code = args_lower(args, &lower);
	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = look(app, lower, &seen);
	if (err)
		return app_failed(app, err);
	print(&seen, now_ns() - since);
	macbpf_ports__free(seen.ports);
	macbpf_links__free(seen.links);
	return EXIT_OK;
}

static const struct command commands[] = {
	{ "", "", args_lower_synopsis, metrics, complete_lower },
};

const struct object metrics_object = {
	.name = "metrics",
	.what = "ports and endpoints for a monitoring system, as OpenMetrics",
	.commands = commands,
	.count = ARRAY_SIZE(commands),
	.is_command = true,
};
