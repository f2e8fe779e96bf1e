// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_parity.c - a fixed table of frames through the kernel's macvlan and through macbpf.
 *
 * guards: bpf/
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/fence.h"
#include "tests/harness/netns.h"
#include "masks.h"
#include "play.h"

/* Returns how many frames differ; adds to *sent. */
static size_t try_topology(const struct topology *t, const char *macbpf, size_t *sent)
{
	static struct play play;
	struct verdict verdict;
	struct probe *probes;
	size_t count;

	probes = probes_of(t, &count);
	play_open(&play, t, macbpf, false);
	for (size_t i = 0; i < count; i++)
		play_frame(&play, &probes[i]);
	verdict = play_compare(&play);
	play_close(&play);
	free(probes);
	*sent += count;
	return verdict.differing;
}

static const char *option(int argc, char **argv)
{
	if (argc > 2 || (argc == 2 && argv[1][0] == '-'))
		errx(2, "usage: check_parity [TOPOLOGY]");
	return argc == 2 ? argv[1] : NULL;
}

/* A mask that was never needed excuses a difference that isn't there any more. */
int main(int argc, char **argv)
{
	const char *only = option(argc, argv), *macbpf = getenv("MACBPF");
	size_t differing = 0, sent = 0, unused;

	if (!macbpf)
		errx(2, "parity: MACBPF is to name the macbpf program");
	netns_sandbox("parity");
	play_needs_macvlan("parity");
	fence_open();
	for (size_t i = 0; i < topology_count; i++)
		if (!only || !strcmp(only, topologies[i].name))
			differing += try_topology(&topologies[i], macbpf, &sent);
	fence_close();
	printf("parity: %zu frames, %zu differences; masks:", sent, differing);
	unused = masks_print();
	if (unused && !only)
		printf("parity: %zu masks are never needed: remove them\n", unused);
	return differing || !sent || (unused && !only);
}
