// SPDX-License-Identifier: GPL-2.0-only
/* starts.c - containers that start, with IPv6 and a netns each: till their addresses can be used.
 */
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "crowd.h"
#include "crowd_kinds.h"
#include "peers.h"

#define TENTATIVE 0x40	 /* IFA_F_TENTATIVE */
#define USABLE_MS 120000 /* of one more, till it is lost */

struct starts {
	struct peer *peer;
	const struct row *row;
	int make, add, remove; /* files of commands */
	struct account account;
};

static int new_file(void)
{
	int fd = memfd_create("bench", 0);

	if (fd < 0)
		err(1, "bench: file of commands");
	return fd;
}

static void write_files(struct starts *s)
{
	for (unsigned int n = 0; n < s->row->size; n++) {
		dprintf(s->make, "netns add %s-%u\n", s->peer->name, n);
		dprintf(s->add,
			"link add link low name eth0 address 02:00:00:02:%02x:%02x netns %s-%u up "
			"type macvlan mode bridge\n",
			n >> 8, n & 0xff, s->peer->name, n);
		dprintf(s->remove, "netns del %s-%u\n", s->peer->name, n);
	}
}

/* One is there before: what all share it pays for, and a port has to be there to be set. */
static void *starts_open(struct peer *peer, const struct row *row)
{
	struct starts *s = calloc(1, sizeof(*s));

	if (!s)
		err(1, "out of memory");
	*s = (struct starts){ peer, row, new_file(), new_file(), new_file(), { 0 } };
	crowd_grow(peer, 1);
	group_set_snooping(peer, "on");
	write_files(s);
	return s;
}

static void run_file(const struct starts *s, const char *tool, int file)
{
	run_ok(&s->peer->host, "%s -batch /proc/self/fd/%d", tool, file);
}

/* The device has an address, and no address that is still being asked for. */
static bool has_address(FILE *addresses)
{
	unsigned int flags;
	char name[IFNAMSIZ];
	bool any = false;

	while (fscanf(addresses, "%*s %*x %*x %*x %x %15s", &flags, name) == 2) {
		if (strcmp(name, "eth0"))
			continue;
		any = true;
		if (flags & TENTATIVE)
			return false;
	}
	return any;
}

static bool is_usable(void *arg)
{
	const struct netns *ns = arg;
	FILE *addresses;
	bool usable;

	netns_enter(ns);
	addresses = fopen("/proc/thread-self/net/if_inet6", "re");
	usable = addresses && has_address(addresses);
	netns_leave();
	if (addresses)
		fclose(addresses);
	return usable;
}

static void wait_for(struct starts *s, unsigned int n)
{
	struct netns ns;
	char path[64];

	snprintf(ns.name, sizeof(ns.name), "%s-%u", s->peer->name, n);
	snprintf(path, sizeof(path), "/run/netns/%s", ns.name);
	ns.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (ns.fd < 0)
		err(1, "bench: %s", path);
	s->account.sent++;
	s->account.lost += !wait_until(is_usable, &ns, USABLE_MS);
	close(ns.fd);
}

/* It is swept, so that the next is not made beside what is left. */
static void clear(const struct starts *s)
{
	run_file(s, "ip", s->remove);
	peers_wait_gone();
	if (peer_is_ours(s->peer))
		run_ok(&s->peer->host, "%s port sweep", macbpf_path());
}

static void starts_measure(void *state, double cost[PARTS])
{
	struct starts *s = state;
	double start;

	run_file(s, "ip", s->make);
	start = now();
	run_file(s, peer_is_ours(s->peer) ? macbpf_path() : "ip", s->add);
	cost[0] = now() - start;
	for (unsigned int n = 0; n < s->row->size; n++)
		wait_for(s, n);
	cost[1] = now() - start;
	clear(s);
}

static struct account starts_close(void *state)
{
	struct starts *s = state;
	struct account account = s->account;

	close(s->make);
	close(s->add);
	close(s->remove);
	free(s);
	return account;
}

static const struct kind starting = { starts_open, starts_measure, starts_close };

#define PARTS_OF .part = { "made", "addresses usable" }

static const struct row rows[] = {
	{ "16 containers", &starting, SPOT_A, SPOT_B, 16, 1, PARTS_OF },
	{ "1000 containers", &starting, SPOT_A, SPOT_B, 1000, 1, { { .macvlan = 0.5 } }, PARTS_OF },
};

const struct section starts = {
	.title = "Containers that start, with IPv6 and a netns each; with mcast-snooping",
	.rows = rows,
	.count = sizeof(rows) / sizeof(rows[0]),
	.rounds = { 1, 1, 1 },
	.open = true,
	.most = { 0, 16, 1000 },
	.make = card_make,
};
