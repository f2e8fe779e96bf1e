// SPDX-License-Identifier: GPL-2.0-only
/* look.c - an actor looks at its endpoints, and finds what it believes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "deed.h"
#include "tests/harness/run.h"

void deed_show(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);
	MACBPF_OPTS(macbpf_links_opts, opts, .name = e->name);
	struct macbpf_links *links;

	note(a, SHOW, e);
	if (settle(a, mb, SHOW, macbpf_links__get(mb, &opts, &links), e->there ? 0 : -ENODEV))
		return;
	endpoint_compare(a, e, macbpf_links__next(links, NULL));
	macbpf_links__free(links);
}

/* Of passthru there is nothing to know. */
static void expect_in_fdb(const struct actor *a, const struct macbpf_fdb *fdb,
			  const struct endpoint *e)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	const struct macbpf_fdb_entry *entry = NULL;

	while ((entry = macbpf_fdb__next(fdb, entry))) {
		macbpf_fdb_entry__info(entry, &info);
		if (info.type == MACBPF_FDB_UNICAST && !memcmp(info.address, e->mac, 6))
			return;
	}
	fail(a, "the FDB has no entry for %s", e->name);
}

void deed_list(struct actor *a, struct macbpf *mb)
{
	int lower = (int)chance(a, LOWERS);
	struct macbpf_ports *ports;
	struct macbpf_fdb *fdb;

	snprintf(a->doing, sizeof(a->doing), "list %s", lower_name(lower));
	settle(a, mb, LIST, macbpf_ports__get(mb, NULL, &ports), 0);
	macbpf_ports__free(ports);
	settle(a, mb, LIST, macbpf_fdb__get(mb, lower_name(lower), &fdb), 0);
	for (int i = 0; i < ENDPOINTS; i++)
		if (a->mine[i].there && a->mine[i].lower == lower && lower != PASSTHRU_LOWER)
			expect_in_fdb(a, fdb, &a->mine[i]);
	macbpf_fdb__free(fdb);
}

void deed_command(struct actor *a, struct macbpf *mb)
{
	struct endpoint *e = any_endpoint(a, true);
	uint32_t mtu = 1280 + chance(a, 200);
	static struct run r;
	char line[256];

	(void)mb;
	note(a, COMMAND, e);
	snprintf(line, sizeof(line), "%s link set %s mtu %u", getenv("MACBPF"), e->name, mtu);
	run_in_turn(&r, &host, line);
	if (r.status != (e->there ? 0 : 1))
		fail(a, "macbpf exits with %d: %s", r.status, r.err);
	if (e->there)
		e->mtu = mtu;
	a->count[COMMAND]++;
}
