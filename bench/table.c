// SPDX-License-Identifier: GPL-2.0-only
/* table.c - results as a table that people and Markdown can read. */
#include <stdio.h>
#include <string.h>

#include "bench.h"

static const char *const heads[PEERS] = {
	[PEER_BRIDGE] = "to bridge+veth, target",
	[PEER_BARE] = "without netfilter",
	[PEER_VETH] = "to veth alone",
	[PEER_FLOOR] = "to the floor",
	[PEER_CLSACT] = "to hook clsact",
	[PEER_OPEN] = "to macbpf without, target",
};
static const int widths[PEERS] = { [PEER_BRIDGE] = 34, [PEER_BARE] = 19,   [PEER_VETH] = 19,
				   [PEER_FLOOR] = 19,  [PEER_CLSACT] = 19, [PEER_OPEN] = 34 };

void table_head(const struct section *section)
{
	printf("\n**%s**\n\n", section->title);
	printf("| %-42s | %-34s |", "", "to macvlan, target");
	for (int i = PEER_BRIDGE; i < PEERS; i++)
		if (section_has(section, i))
			printf(" %-*s |", widths[i], heads[i]);
	printf(" %-19s | lost |\n|---|---|", "macvlan to itself");
	for (int i = PEER_BRIDGE; i < PEERS; i++)
		if (section_has(section, i))
			printf("---|");
	printf("---|---|\n");
}

static void print_ratio(struct ratio r)
{
	printf(" %5.3f [%5.3f %5.3f]", r.median, r.low, r.high);
}

static void print_cell(const struct result *r, enum peer_id id)
{
	double target = target_of(r, id);
	char verdict[24] = "";

	if (!section_has(r->section, id))
		return;
	if (!r->has[id]) {
		printf(" %-34s |", "-");
		return;
	}
	if (target)
		snprintf(verdict, sizeof(verdict), "%5.3g %s", target,
			 target_met(r, id) ? "met" : "missed");
	print_ratio(r->to[id]);
	printf(" %-14s |", verdict);
}

static void print_control(const struct result *r, enum peer_id id)
{
	if (!section_has(r->section, id))
		return;
	if (r->has[id])
		print_ratio(r->to[id]);
	else
		printf(" %-19s", "-");
	printf(" |");
}

static void print_lost(const struct result *r)
{
	const char *comma = " ";

	if (!result_lost(r))
		printf(" 0");
	for (int i = 0; i < PEERS; i++) {
		if (!r->account[i].lost)
			continue;
		printf("%s%s %lu of %lu", comma, peer_names[i], r->account[i].lost,
		       r->account[i].sent);
		comma = ", ";
	}
}

void table_row(const struct result *r)
{
	char name[64];

	snprintf(name, sizeof(name), "%s%s%s", r->row->name, *r->part ? ", " : "", r->part);
	printf("| %-42s |", name);
	print_cell(r, PEER_MACVLAN);
	print_cell(r, PEER_BRIDGE);
	print_control(r, PEER_BARE);
	print_control(r, PEER_VETH);
	print_control(r, PEER_FLOOR);
	print_control(r, PEER_CLSACT);
	print_cell(r, PEER_OPEN);
	print_ratio(r->itself);
	printf("%s |", result_noisy(r) ? " noisy" : "");
	print_lost(r);
	printf(" |\n");
	fflush(stdout);
}
