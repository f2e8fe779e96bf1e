// SPDX-License-Identifier: GPL-2.0-only
/* check_parity.c - the same frames through the kernel's macvlan and through macbpf. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/fence.h"
#include "../harness/netns.h"
#include "../harness/run.h"
#include "compare.h"
#include "masks.h"
#include "world.h"

#define BATCH 32 /* frames between fences: few enough for every queue on the way */

static void skip_without_macvlan(void)
{
	static struct run r;
	struct netns ns;

	netns_make(&ns, "nt-probe");
	run_ok(&ns, "ip link add low type veth peer name wire");
	if (run(&r, &ns, "ip link add link low name mv type macvlan")) {
		fprintf(stderr, "parity: skipped: this kernel has no macvlan: %s", r.err);
		exit(77);
	}
	netns_drop(&ns);
}

static size_t send_all(struct world *macvlan, struct world *macbpf, const struct probe *probes,
		       size_t count)
{
	size_t refused = 0;

	for (size_t i = 0; i < count; i++) {
		int want = world_send(macvlan, &probes[i], i);
		int got = world_send(macbpf, &probes[i], i);

		if (want != got) {
			printf("parity: %s: %s sends %s -> %s, %s: macvlan says '%s', macbpf "
			       "'%s'\n",
			       probes[i].topology->name,
			       place_name(probes[i].topology, probes[i].sender), probes[i].src.name,
			       probes[i].dst.name, probes[i].shape->name, strerror(want),
			       strerror(got));
			refused++;
		}
		if (i % BATCH == BATCH - 1 || i == count - 1) {
			world_settle(macvlan);
			world_settle(macbpf);
		}
	}
	return refused;
}

/* Returns how many frames differ; adds to *sent. */
static size_t try_topology(const struct topology *t, const char *macbpf_path, size_t *sent)
{
	static struct world macvlan, macbpf;
	struct probe *probes;
	size_t differing, count;

	probes = probes_of(t, &count);
	world_make(&macvlan, t, "ip", "nt-k");
	world_make(&macbpf, t, macbpf_path, "nt-m");
	differing = send_all(&macvlan, &macbpf, probes, count);
	differing += compare(&macvlan, &macbpf, probes, count);
	world_drop(&macvlan);
	world_drop(&macbpf);
	free(probes);
	*sent += count;
	return differing;
}

/* A mask that was never needed excuses a difference that isn't there any more. */
static size_t print_masks(void)
{
	size_t unused = 0;

	printf("; masks:");
	for (size_t i = 0; i < mask_count; i++) {
		printf(" %s %lu", masks[i].name, masks[i].used);
		unused += !masks[i].used;
	}
	printf("\n");
	return unused;
}

static const char *option(int argc, char **argv)
{
	if (argc > 2 || (argc == 2 && argv[1][0] == '-'))
		errx(2, "usage: check_parity [TOPOLOGY]");
	return argc == 2 ? argv[1] : NULL;
}

int main(int argc, char **argv)
{
	const char *only = option(argc, argv), *macbpf = getenv("MACBPF");
	size_t differing = 0, sent = 0, unused;

	if (!macbpf)
		errx(2, "parity: MACBPF is to name the macbpf program");
	netns_sandbox("parity");
	skip_without_macvlan();
	fence_open();
	for (size_t i = 0; i < topology_count; i++)
		if (!only || !strcmp(only, topologies[i].name))
			differing += try_topology(&topologies[i], macbpf, &sent);
	fence_close();
	printf("parity: %zu frames, %zu differences", sent, differing);
	unused = print_masks();
	if (unused && !only)
		printf("parity: %zu masks are never needed: remove them\n", unused);
	return differing || !sent || (unused && !only);
}
