// SPDX-License-Identifier: GPL-2.0-only
/* link_show_stats.c - what was counted of an endpoint: by its device, and by the programs */
#include <inttypes.h>
#include <stdio.h>

#include "link_show_stats.h"
#include "reason.h"

struct counter {
	const char *key;
	const char *title;
	uint64_t value;
	int width; /* of ip(8); a longer number takes what it needs */
};

/* The title, then the values below it, both right-aligned. */
static void print_counters(struct out *out, const char *key, const char *title,
			   const struct counter *counters, size_t count)
{
	int width[8];

	out_object_begin(out, key);
	out_line(out);
	out_text(out, "%s", title);
	for (size_t i = 0; i < count; i++) {
		int needed = snprintf(NULL, 0, "%" PRIu64, counters[i].value);

		width[i] = needed > counters[i].width ? needed : counters[i].width;
		out_text(out, "%*s", i ? width[i] + 1 : width[i] - 3, counters[i].title);
	}
	out_line(out);
	for (size_t i = 0; i < count; i++) {
		out_text(out, "%s%*" PRIu64, i ? " " : "", width[i], counters[i].value);
		out_num(out, counters[i].key, NULL, (int64_t)counters[i].value);
	}
	out_object_end(out);
}

/* Columns and keys of ip(8); what a veth doesn't count is 0, as in a macvlan. */
static void print_device(struct out *out, const struct macbpf_stats *s)
{
	const struct counter rx[] = {
		{ "bytes", "bytes", s->rx_bytes, 10 },	 { "packets", "packets", s->rx_packets, 7 },
		{ "errors", "errors", s->rx_errors, 6 }, { "dropped", "dropped", s->rx_dropped, 7 },
		{ "over_errors", "missed", 0, 7 },	 { "multicast", "mcast", s->multicast, 7 },
	};
	const struct counter tx[] = {
		{ "bytes", "bytes", s->tx_bytes, 10 },	 { "packets", "packets", s->tx_packets, 7 },
		{ "errors", "errors", s->tx_errors, 6 }, { "dropped", "dropped", s->tx_dropped, 7 },
		{ "carrier_errors", "carrier", 0, 7 },	 { "collisions", "collsns", 0, 7 },
	};

	out_object_begin(out, "stats64");
	print_counters(out, "rx", "RX:", rx, ARRAY_SIZE(rx));
	print_counters(out, "tx", "TX:", tx, ARRAY_SIZE(tx));
	out_object_end(out);
}

static void print_reasons(struct app *app, const struct macbpf_link *link)
{
	struct macbpf_reason_info info = { .sz = sizeof(info) };
	const struct macbpf_reason *reason = NULL;

	out_array_begin(&app->out, "reasons");
	while ((reason = macbpf_link_reason__next(link, reason))) {
		macbpf_reason__info(reason, &info);
		if (info.frames || app->all_stats)
			reason_print(app, &info);
	}
	out_array_end(&app->out);
}

void link_show_stats(struct app *app, const struct macbpf_link *link,
		     const struct macbpf_link_info *info)
{
	print_device(&app->out, &info->stats);
	print_reasons(app, link);
}
