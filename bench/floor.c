// SPDX-License-Identifier: GPL-2.0-only
/* floor.c - macbpf's devices with programs that know addresses by heart, and nothing else. */
#include "floor.h"

#include <err.h>
#include <net/if.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "floor.skel.h"

/* BPF_TCX_INGRESS, newer than Debian 12's headers. */
#define TCX_INGRESS ((enum bpf_attach_type)46)

bool floor_is_possible(void)
{
	uint32_t count = 0;

	return bpf_prog_query(1 /* lo */, TCX_INGRESS, 0, NULL, NULL, &count) == 0;
}

/* What the program that is to be loaded is for. */
enum use {
	PAIRS,
	TAPS,
	MANY,
};

static int load(enum use use, bool from_wire)
{
	struct floor_bpf *skel = floor_bpf__open();
	int fd;

	if (!skel)
		err(1, "bench: open the floor");
	skel->rodata->lower = if_nametoindex("low");
	skel->rodata->a = skel->rodata->first = if_nametoindex("mb0");
	skel->rodata->b = if_nametoindex("mb1");
	skel->rodata->from_wire = from_wire;
	skel->rodata->taps = use == TAPS;
	if (floor_bpf__load(skel))
		err(1, "bench: load the floor");
	fd = dup(
		bpf_program__fd(use == MANY ? skel->progs.floor_crowd : skel->progs.floor_ingress));
	if (fd < 0)
		err(1, "bench: keep the floor");
	floor_bpf__destroy(skel);
	return fd;
}

/* The program of macbpf goes, the floor comes. */
static void replace(const char *device, int new)
{
	LIBBPF_OPTS(bpf_prog_attach_opts, opts, .flags = BPF_F_REPLACE);
	int ifindex = (int)if_nametoindex(device);
	uint32_t id, count = 1;

	if (bpf_prog_query(ifindex, TCX_INGRESS, 0, NULL, &id, &count) || count != 1)
		err(1, "bench: no program on %s", device);
	opts.replace_prog_fd = bpf_prog_get_fd_by_id(id);
	if (bpf_prog_attach_opts(new, ifindex, TCX_INGRESS, &opts))
		err(1, "bench: put the floor on %s", device);
	close(opts.replace_prog_fd);
	close(new);
}

static void lay_two(const struct peer *peer, enum use use)
{
	netns_enter(&peer->host);
	replace("low", load(use, true));
	replace("mb0", load(use, false));
	replace("mb1", load(use, false));
	netns_leave();
}

void floor_lay(const struct peer *peer)
{
	lay_two(peer, PAIRS);
}

void floor_lay_taps(const struct peer *peer)
{
	lay_two(peer, TAPS);
}

void floor_lay_crowd(const struct peer *peer)
{
	char name[IFNAMSIZ];
	unsigned int first;

	netns_enter(&peer->host);
	first = if_nametoindex("mb0");
	for (unsigned int n = 0; n < peer->size; n++) {
		snprintf(name, sizeof(name), "mb%u", n);
		if (if_nametoindex(name) != first + n)
			errx(1, "bench: the ifindex of %s is not the %uth after mb0's", name, n);
	}
	replace("mb0", load(MANY, false));
	netns_leave();
}
