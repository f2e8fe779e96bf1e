// SPDX-License-Identifier: GPL-2.0-only
/* crowd.c - a lower and many pairs of devices, in one netns. */
#include "crowd.h"

#include <err.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/harness/copies.h"
#include "tests/harness/fence.h"
#include "tests/harness/run.h"

struct netns crowd_ns;
unsigned int low, wire, hostdev[CROWD], device[CROWD];

static void add_to_batch(FILE *batch, const char *near, const char *far)
{
	fprintf(batch,
		"link add %s numtxqueues 1 numrxqueues 1 type veth peer name %s numtxqueues 1 "
		"numrxqueues 1\nlink set %s up\nlink set %s up\n",
		near, far, near, far);
}

static void make_devices(void)
{
	char path[] = "/tmp/crowd.XXXXXX", near[IFNAMSIZ], far[IFNAMSIZ];
	FILE *batch = fdopen(mkstemp(path), "w");

	if (!batch)
		err(1, "%s", path);
	add_to_batch(batch, "low", "wire");
	for (int n = 0; n < CROWD; n++) {
		snprintf(near, sizeof(near), "mb%d", n);
		snprintf(far, sizeof(far), "d%d", n);
		add_to_batch(batch, near, far);
	}
	fclose(batch);
	run_ok(&crowd_ns, "ip -batch %s", path);
	unlink(path);
}

static unsigned int index_of(const char *name, int n)
{
	char device_name[IFNAMSIZ];
	unsigned int ifindex;

	snprintf(device_name, sizeof(device_name), name, n);
	ifindex = if_nametoindex(device_name);
	if (!ifindex || ifindex >= COPIES_IFINDEX_MAX)
		errx(1, "%s has ifindex %u", device_name, ifindex);
	return ifindex;
}

void crowd_open(const char *suite)
{
	netns_sandbox(suite);
	fence_open();
	netns_make(&crowd_ns, "dp-crowd");
	make_devices();
	netns_enter(&crowd_ns);
	low = index_of("low", 0);
	wire = index_of("wire", 0);
	for (int n = 0; n < CROWD; n++) {
		hostdev[n] = index_of("mb%d", n);
		device[n] = index_of("d%d", n);
	}
}
