// SPDX-License-Identifier: GPL-2.0-only
/* play.c - do the same to macvlan and to macbpf, and compare. */
#include "play.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/run.h"
#include "compare.h"
#include "masks.h"
#include "refusal.h"

#define BATCH 32 /* frames between fences: few enough for every queue on the way */

void play_needs_macvlan(const char *suite)
{
	static struct run r;
	struct netns ns;

	netns_make(&ns, "nt-probe");
	run_ok(&ns, "ip link add low type veth peer name wire");
	if (run(&r, &ns, "ip link add link low name mv type macvlan")) {
		fprintf(stderr, "%s: skipped: this kernel has no macvlan: %s", suite, r.err);
		exit(77);
	}
	netns_drop(&ns);
}

const struct topology *play_topology(const struct play *p)
{
	return &p->now->topology;
}

static void advance(struct play *p, const struct topology *t)
{
	struct snapshot *next = malloc(sizeof(*next));

	if (!next)
		err(1, "snapshot");
	next->topology = *t;
	next->before = p->now;
	p->now = next;
}

void play_open(struct play *p, const struct topology *t, const char *macbpf, bool quiet)
{
	memset(p, 0, sizeof(*p));
	p->quiet = quiet;
	advance(p, t);
	world_make(&p->macvlan, play_topology(p), "ip", "nt-k");
	world_make(&p->macbpf, play_topology(p), macbpf, "nt-m");
	if (masks_are_for_snooping())
		run_ok(&p->macbpf.lower, "%s port set low mcast-snooping on", macbpf);
}

static void settle(struct play *p)
{
	if (!p->unsettled)
		return;
	world_settle(&p->macvlan);
	world_settle(&p->macbpf);
	p->unsettled = 0;
}

static void keep(struct play *p, const struct probe *probe)
{
	if (p->count == p->room) {
		p->room = p->room ? 2 * p->room : 1024;
		p->probes = reallocarray(p->probes, p->room, sizeof(*probe));
		if (!p->probes)
			err(1, "probes");
	}
	p->probes[p->count] = *probe;
	p->probes[p->count++].topology = play_topology(p);
}

static void tell_of_errors(const struct probe *probe, int macvlan, int macbpf)
{
	printf("parity: %s: ", probe->topology->name);
	print_probe(probe);
	printf(": macvlan says '%s', macbpf '%s'\n", strerror(macvlan), strerror(macbpf));
}

void play_frame(struct play *p, const struct probe *probe)
{
	size_t token = p->count;
	int want, got;

	keep(p, probe);
	want = world_send(&p->macvlan, probe, token);
	got = world_send(&p->macbpf, probe, token);
	p->probes[token].unequal = want != got;
	p->unequal += want != got;
	if (want != got && !p->quiet)
		tell_of_errors(&p->probes[token], want, got);
	if (++p->unsettled == BATCH)
		settle(p);
}

static void tell_of_change(const struct world *w)
{
	printf("    %s: exit %d, %s\n      %s", w->tool, w->last.status, refusal_class(&w->last),
	       w->last.status ? w->last.err : "\n");
}

static void tell_of_changes(const struct play *p, const struct change *c)
{
	static const struct names names = { "beside-the-lower", "box" };
	char line[CHANGE_LINE];

	change_line(c, play_topology(p), &names, line);
	printf("parity: `%s`:\n", line);
	tell_of_change(&p->macvlan);
	tell_of_change(&p->macbpf);
}

bool play_change(struct play *p, const struct change *c)
{
	struct topology after = change_result(c, play_topology(p));

	settle(p);
	world_try(&p->macvlan, c);
	world_try(&p->macbpf, c);
	if (strcmp(refusal_class(&p->macvlan.last), refusal_class(&p->macbpf.last)) != 0) {
		p->unequal++;
		if (!p->quiet)
			tell_of_changes(p, c);
		return false;
	}
	if (!p->macvlan.last.status)
		advance(p, &after);
	world_follow(&p->macvlan, c, play_topology(p));
	world_follow(&p->macbpf, c, play_topology(p));
	return true;
}

struct verdict play_compare(struct play *p)
{
	struct verdict verdict = { p->unequal, SIZE_MAX };
	struct comparison seen;

	settle(p);
	seen = compare(&p->macvlan.capture, &p->macbpf.capture, p->probes, p->count, p->quiet);
	verdict.differing += seen.differing;
	for (size_t i = 0; i < p->count && verdict.first_step == SIZE_MAX; i++)
		if (p->probes[i].unequal || i == seen.first)
			verdict.first_step = p->probes[i].step;
	return verdict;
}

void play_close(struct play *p)
{
	world_drop(&p->macvlan);
	world_drop(&p->macbpf);
	free(p->probes);
	while (p->now) {
		struct snapshot *before = p->now->before;

		free(p->now);
		p->now = before;
	}
}
