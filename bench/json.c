// SPDX-License-Identifier: GPL-2.0-only
/* json.c - results for programs: bench.json. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>

#include "bench.h"

static void write_ratio(FILE *f, const char *name, struct ratio r)
{
	fprintf(f, ", \"%s\": { \"ratio\": %.4f, \"low\": %.4f, \"high\": %.4f", name, r.median,
		r.low, r.high);
}

static void write_peer(FILE *f, const struct result *r, enum peer_id id)
{
	double target = target_of(r, id);

	write_ratio(f, peer_names[id], r->to[id]);
	if (target)
		fprintf(f, ", \"target\": %g, \"met\": %s", target,
			target_met(r, id) ? "true" : "false");
	fprintf(f, " }");
}

static void write_result(FILE *f, const struct result *r)
{
	fprintf(f, "  { \"section\": \"%s\", \"row\": \"%s\", \"part\": \"%s\"", r->section->title,
		r->row->name, r->part);
	for (int i = PEER_MACVLAN; i < PEERS; i++)
		if (r->has[i])
			write_peer(f, r, i);
	write_ratio(f, "macvlan_itself", r->itself);
	fprintf(f, ", \"noisy\": %s }", result_noisy(r) ? "true" : "false");
	for (int i = 0; i < PEERS; i++)
		if (r->has[i])
			fprintf(f,
				",\n    \"%s_raw\": { \"cost\": %.9g, \"sent\": %lu, \"lost\": %lu "
				"}",
				peer_names[i], r->cost[i], r->account[i].sent, r->account[i].lost);
	fprintf(f, " }");
}

void json_write(const char *path, const struct result *results, size_t count)
{
	FILE *f = fopen(path, "w");
	struct utsname u;

	if (!f)
		err(1, "%s", path);
	uname(&u);
	fprintf(f, "{ \"kernel\": \"%s\", \"revision\": \"%s\",\n", u.release,
		getenv("REVISION") ?: "");
	fprintf(f, "  \"peers\": [ \"%s\"", peer_names[0]);
	for (int i = 1; i < PEERS; i++)
		fprintf(f, ", \"%s\"", peer_names[i]);
	fprintf(f, " ],\n");
	fprintf(f, "  \"rows\": [\n");
	for (size_t i = 0; i < count; i++) {
		write_result(f, &results[i]);
		fprintf(f, "%s\n", i + 1 < count ? "," : "");
	}
	fprintf(f, "] }\n");
	if (fclose(f))
		err(1, "%s", path);
}
