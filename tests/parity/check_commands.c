// SPDX-License-Identifier: GPL-2.0-only
/* check_commands.c - the same command lines to ip and to macbpf: what is accepted, what is left. */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/netns.h"
#include "../harness/run.h"

#define SETUP_MAX 4
#define BRIDGE	  "link add link low name mv0 address 02:00:00:00:01:01 type macvlan mode bridge"
#define PASSTHRU  "link add link low name mv0 type macvlan mode passthru"
#define SOURCE	  "link add link low name mv0 type macvlan mode source"

/*
 * A line is given to the tool under test; one that begins with "ip " to ip on both sides. Both
 * sides must agree on the last line's success, and on the names of the devices afterwards.
 */
static const struct command_case {
	const char *what;
	const char *line;
	const char *setup[SETUP_MAX];
	const char *known; /* the name in docs/parity.md if the sides are to disagree */
} cases[] = {
	{ "no mode", "link add link low name mv0 type macvlan" },
	{ "no IFLA_LINK", "link add name mv0 type macvlan" },
	{ "unknown lower", "link add link nope name mv0 type macvlan" },
	{ "loopback", "link add link lo name mv0 type macvlan" },
	{ "unknown mode", "link add link low name mv0 type macvlan mode nope" },
	{ "unknown flag", "link add link low name mv0 type macvlan mode bridge flag nope" },
	{ "nopromisc outside passthru",
	  "link add link low name mv0 type macvlan mode bridge nopromisc" },
	{ "nodst", "link add link low name mv0 type macvlan mode source nodst" },
	{ "nodst outside source", "link add link low name mv0 type macvlan mode bridge nodst" },
	{ "group address", "link add link low name mv0 address 03:00:00:00:00:01 type macvlan" },
	{ "zero address", "link add link low name mv0 address 00:00:00:00:00:00 type macvlan" },
	{ "no address at all", "link add link low name mv0 address 02:00 type macvlan" },
	{ "mtu over the lower's", "link add link low name mv0 mtu 1501 type macvlan" },
	{ "mtu of the lower", "link add link low name mv0 mtu 1500 type macvlan" },
	{ "smallest mtu", "link add link low name mv0 mtu 68 type macvlan" },
	{ "mtu under the smallest", "link add link low name mv0 mtu 67 type macvlan" },
	{ "queues",
	  "link add link low name mv0 txqueuelen 5 numtxqueues 2 numrxqueues 2 type macvlan" },
	{ "bcqueuelen", "link add link low name mv0 type macvlan mode bridge bcqueuelen 0" },
	{ "largest bcqueuelen",
	  "link add link low name mv0 type macvlan mode bridge bcqueuelen 4294967295" },
	{ "bcqueuelen too large",
	  "link add link low name mv0 type macvlan mode bridge bcqueuelen 4294967296" },
	{ "source list", "link add link low name mv0 type macvlan mode source macaddr set "
			 "02:00:00:00:00:09 02:00:00:00:00:08" },
	{ "source list outside source",
	  "link add link low name mv0 type macvlan mode bridge macaddr add 02:00:00:00:00:09" },
	{ "group address in the source list",
	  "link add link low name mv0 type macvlan mode source macaddr add 01:00:00:00:00:09" },
	{ "name taken", BRIDGE, { BRIDGE } },
	{ "name of the lower", "link add link low name low type macvlan" },
	{ "name too long", "link add link low name mv12345678901234 type macvlan" },
	{ "name with a slash", "link add link low name mv0/b type macvlan" },
	{ "name taken in the target netns",
	  "link add link low name wire netns nt-wire type macvlan" },
	{ "name taken only here", "link add link low name low netns nt-wire type macvlan" },
	{ "netns that isn't", "link add link low name mv0 netns nt-nope type macvlan" },
	{ "index taken", "link add link low name mv0 index 1 type macvlan" },
	{ "index free", "link add link low name mv0 index 77 type macvlan" },
	{ "the lower's address, down",
	  "link add link low name mv0 address 02:00:00:00:00:01 type macvlan" },
	{ "the lower's address, up",
	  "link add link low name mv0 address 02:00:00:00:00:01 up type macvlan" },
	{ "the lower's address, upped",
	  "link set dev mv0 up",
	  { "link add link low name mv0 address 02:00:00:00:00:01 type macvlan" } },
	{ "a down sibling's address, up",
	  "link add link low name mv1 address 02:00:00:00:01:01 up type macvlan",
	  { BRIDGE } },
	{ "an up sibling's address, down",
	  "link add link low name mv1 address 02:00:00:00:01:01 type macvlan",
	  { BRIDGE, "link set dev mv0 up" } },
	{ "an up sibling's address, up",
	  "link add link low name mv1 address 02:00:00:00:01:01 up type macvlan",
	  { BRIDGE, "link set dev mv0 up" } },
	{ "an up sibling's address, upped",
	  "link set dev mv1 up",
	  { BRIDGE, "link set dev mv0 up",
	    "link add link low name mv1 address 02:00:00:00:01:01 type macvlan" } },
	{ "a downed sibling's address, upped",
	  "link set dev mv1 up",
	  { BRIDGE, "link set dev mv0 up",
	    "link add link low name mv1 address 02:00:00:00:01:01 type macvlan",
	    "link set dev mv0 down" } },
	{ "lower is down",
	  "link add link low name mv0 up type macvlan",
	  { "ip link set low down" } },
	{ "second on passthru", "link add link low name mv1 type macvlan", { PASSTHRU } },
	{ "second passthru",
	  "link add link low name mv1 type macvlan mode passthru",
	  { PASSTHRU } },
	{ "passthru beside others",
	  "link add link low name mv1 type macvlan mode passthru",
	  { BRIDGE } },
	{ "passthru nopromisc", "link add link low name mv0 type macvlan mode passthru nopromisc" },
	{ "on an endpoint", "link add link mv0 name mv1 type macvlan", { BRIDGE } },
	{ "on a passthru endpoint", "link add link mv0 name mv1 type macvlan", { PASSTHRU } },
	{ "lower is a bridge port",
	  BRIDGE,
	  { "ip link add br0 type bridge", "ip link set low master br0" },
	  "bridge-port" },

	{ "to private", "link set dev mv0 type macvlan mode private", { BRIDGE } },
	{ "to vepa", "link set dev mv0 type macvlan mode vepa", { BRIDGE } },
	{ "to source", "link set dev mv0 type macvlan mode source", { BRIDGE } },
	{ "to passthru", "link set dev mv0 type macvlan mode passthru", { BRIDGE } },
	{ "from passthru", "link set dev mv0 type macvlan mode bridge", { PASSTHRU } },
	{ "passthru to itself", "link set dev mv0 type macvlan mode passthru", { PASSTHRU } },
	{ "passthru to nopromisc",
	  "link set dev mv0 type macvlan mode passthru nopromisc",
	  { PASSTHRU, "link set dev mv0 up" } },
	{ "from source", "link set dev mv0 type macvlan mode bridge", { SOURCE } },
	{ "macaddr in bridge",
	  "link set dev mv0 type macvlan macaddr add 02:00:00:00:00:09",
	  { BRIDGE } },
	{ "macaddr flush in bridge", "link set dev mv0 type macvlan macaddr flush", { BRIDGE } },
	{ "macaddr and mode source",
	  "link set dev mv0 type macvlan mode source macaddr add 02:00:00:00:00:09",
	  { BRIDGE } },
	{ "macaddr twice",
	  "link set dev mv0 type macvlan macaddr add 02:00:00:00:00:09",
	  { SOURCE, "link set dev mv0 type macvlan macaddr add 02:00:00:00:00:09" } },
	{ "macaddr del of none",
	  "link set dev mv0 type macvlan macaddr del 02:00:00:00:00:09",
	  { SOURCE } },
	{ "macaddr set of none", "link set dev mv0 type macvlan macaddr set", { SOURCE } },
	{ "set bcqueuelen", "link set dev mv0 type macvlan bcqueuelen 7", { BRIDGE } },

	{ "group address set", "link set dev mv0 address 03:00:00:00:00:01", { BRIDGE } },
	{ "zero address set", "link set dev mv0 address 00:00:00:00:00:00", { BRIDGE } },
	{ "same address set", "link set dev mv0 address 02:00:00:00:01:01", { BRIDGE } },
	{ "new address set", "link set dev mv0 address 02:00:00:00:01:09", { BRIDGE } },
	{ "new address set while up",
	  "link set dev mv0 address 02:00:00:00:01:09",
	  { BRIDGE, "link set dev mv0 up" } },
	{ "the lower's address set", "link set dev mv0 address 02:00:00:00:00:01", { BRIDGE } },
	{ "a down sibling's address set",
	  "link set dev mv1 address 02:00:00:00:01:01",
	  { BRIDGE, "link add link low name mv1 type macvlan" } },
	{ "an up sibling's address set",
	  "link set dev mv1 address 02:00:00:00:01:01",
	  { BRIDGE, "link set dev mv0 up", "link add link low name mv1 type macvlan" } },
	{ "passthru address set", "link set dev mv0 address 02:00:00:00:01:09", { PASSTHRU } },
	{ "mtu set over the lower's", "link set dev mv0 mtu 1501", { BRIDGE } },
	{ "mtu set under the smallest", "link set dev mv0 mtu 67", { BRIDGE } },
	{ "mtu set", "link set dev mv0 mtu 1000", { BRIDGE } },
	{ "renamed", "link set dev mv0 name mv1", { BRIDGE } },
	{ "renamed to a taken name", "link set dev mv0 name low", { BRIDGE } },
	{ "renamed while up", "link set dev mv0 name mv1", { BRIDGE, "link set dev mv0 up" } },
	{ "moved", "link set dev mv0 netns nt-wire", { BRIDGE } },
	{ "moved to where the name is taken",
	  "link set dev wire netns nt-wire",
	  { "link add link low name wire type macvlan" } },
	{ "moved to a netns that isn't", "link set dev mv0 netns nt-nope", { BRIDGE } },

	{ "deleted", "link del mv0", { BRIDGE } },
	{ "deleted twice", "link del mv0", { BRIDGE, "link del mv0" } },
	{ "deleted by ip, then again", "link del mv0", { BRIDGE, "ip link del mv0" } },
	{ "made again", BRIDGE, { BRIDGE, "link del mv0" } },
	{ "made again after ip deleted it", BRIDGE, { BRIDGE, "ip link del mv0" } },
};

struct side {
	const char *tool;
	struct netns low, wire;
	struct run last;
	char devices[1024];
};

static void side_open(struct side *s, const char *tool)
{
	s->tool = tool;
	netns_make(&s->low, "nt-low");
	netns_make(&s->wire, "nt-wire");
	run_ok(&s->low, "ip link add low address 02:00:00:00:00:01 up type veth "
			"peer name wire netns nt-wire");
	run_ok(&s->wire, "ip link set wire up");
}

static void side_close(struct side *s)
{
	netns_drop(&s->wire);
	netns_drop(&s->low);
}

static void do_line(struct side *s, const char *line)
{
	bool is_ip = !strncmp(line, "ip ", 3);

	run(&s->last, &s->low, "%s %s", is_ip ? "ip" : s->tool, is_ip ? line + 3 : line);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_hostdev(const char *name)
{
	return !strncmp(name, "mb", 2) && name[2] >= '0' && name[2] <= '9';
}

/* Names of the devices of one netns in alphabetical order, without macbpf's own. */
static void add_devices(struct side *s, const struct netns *ns)
{
	char *names[64], *save, *line;
	struct run r;
	int n = 0;

	run(&r, ns, "ip -o link");
	for (line = strtok_r(r.out, "\n", &save); line && n < 64;
	     line = strtok_r(NULL, "\n", &save)) {
		char *name = strchr(line, ' ') + 1;

		name[strcspn(name, ":@")] = '\0';
		if (!is_hostdev(name))
			names[n++] = name;
	}
	qsort(names, n, sizeof(names[0]), by_name);
	for (int i = 0; i < n; i++) {
		strncat(s->devices, names[i], sizeof(s->devices) - strlen(s->devices) - 2);
		strcat(s->devices, " ");
	}
}

static void play(struct side *s, const struct command_case *c)
{
	for (int i = 0; i < SETUP_MAX && c->setup[i]; i++) {
		do_line(s, c->setup[i]);
		if (s->last.status)
			errx(1, "commands: %s: %s %s: %s", c->what, s->tool, c->setup[i],
			     s->last.err);
	}
	do_line(s, c->line);
	s->devices[0] = '\0';
	add_devices(s, &s->low);
	strcat(s->devices, "| ");
	add_devices(s, &s->wire);
}

static void play_on(struct side *s, const char *tool, const struct command_case *c)
{
	side_open(s, tool);
	play(s, c);
	side_close(s);
}

static void print_side(const struct side *s)
{
	printf("    %s: exit %d, devices %s\n    %s", s->tool, s->last.status, s->devices,
	       s->last.err);
}

/* A refusal without a reason on stderr is as wrong as a wrong answer. */
static bool agree(const struct side *a, const struct side *b)
{
	return !a->last.status == !b->last.status && !strcmp(a->devices, b->devices) &&
	       (!b->last.status || b->last.err[0]);
}

static bool case_holds(const struct command_case *c, const char *macbpf)
{
	static struct side a, b;

	play_on(&a, "ip", c);
	play_on(&b, macbpf, c);
	if (agree(&a, &b) == !c->known)
		return true;
	printf("commands: %s: `%s`%s\n", c->what, c->line,
	       c->known ? ": agrees now, though docs/parity.md says it doesn't" : "");
	print_side(&a);
	print_side(&b);
	return false;
}

int main(void)
{
	size_t count = sizeof(cases) / sizeof(cases[0]), wrong = 0, known = 0;
	const char *macbpf = getenv("MACBPF");

	if (!macbpf)
		errx(2, "commands: MACBPF is to name the macbpf program");
	netns_sandbox("commands");
	for (size_t i = 0; i < count; i++) {
		wrong += !case_holds(&cases[i], macbpf);
		known += !!cases[i].known;
	}
	printf("commands: %zu lines, %zu differences, known: %zu\n", count, wrong, known);
	return wrong != 0;
}
