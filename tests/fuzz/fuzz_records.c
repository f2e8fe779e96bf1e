// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_records.c - any bytes in the maps of a port: what commands read there they don't trust.
 *
 * A world of the fakes has a port with endpoints of all kinds. The input is written into its maps:
 * a byte that chooses the map, one that chooses the entry, one that says where in it, one that says
 * how much, and so many of the rest. Then the listings are printed, and the command that the first
 * byte chooses writes.
 *
 * guards: libmacbpf/world/ bpf/abi/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/app.h"
#include "tests/harness/link_opts.h"
#include "tests/unit/fakes/fake.h"

#define ADD(lower, name, ...)                                                                      \
	expect(!macbpf_link__add(                                                                  \
		mb, lower, name,                                                                   \
		&(struct macbpf_link_opts){ .sz = sizeof(struct macbpf_link_opts), __VA_ARGS__ },  \
		NULL))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static const uint8_t list[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };

static const uint8_t guarded[][16] = { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 9, 0, 1 } };

/* What is printed is for nobody; a sanitizer writes to the descriptor, not to the stream. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	stderr = fopen("/dev/null", "w");
	stdout = fopen("/dev/null", "w");
	return stderr && stdout ? 0 : -1;
}

/* What a kernel can do is asked of a kernel. */
const struct object feature_object = { .name = "feature" };

static void expect(int truth)
{
	if (!truth)
		abort();
}

/* Nothing comes by waiting. */
int nanosleep(const struct timespec *time, struct timespec *left)
{
	(void)time;
	(void)left;
	return 0;
}

static struct macbpf *open_context(void)
{
	struct macbpf *mb;

	expect(!macbpf__open(&mb, NULL));
	return mb;
}

static void make_world(void)
{
	struct macbpf *mb;

	fake_reset();
	fake.netkit = true;
	fake_dev_add(FAKE_HOME, "eth1", 0);
	fake_dev_add(FAKE_BOX1, "theirs", 0);
	mb = open_context();
	ADD("eth0", "mv0", .netns = "box1");
	ADD("eth0", "mv1", .dev_flags = 1, .dev_flags_mask = 1, MODE(VEPA));
	ADD("eth0", "mv4", MODE(BRIDGE),
	    GUARDING(.has = MACBPF_GUARD_FLAGS, .flags = MACBPF_GUARD_MAC | MACBPF_GUARD_IP,
		     .addr = guarded, .addr_count = 1));
	ADD("eth0", "mv2", MODE(SOURCE),
	    SOURCE(.macaddr = list, .count = 2, .op = MACBPF_MACADDR_SET));
	ADD("eth0", "tap0", .has = MACBPF_LINK_TYPE, .type = MACBPF_TYPE_MACVTAP);
	ADD("eth1", "mv3", .netns = "box2");
	macbpf__close(mb);
}

/* ---------------------------------------------------------------- what is written */

struct input {
	const uint8_t *next;
	size_t left;
};

static uint8_t take(struct input *in)
{
	in->left--;
	return *in->next++;
}

/* The n-th entry of a map; there is at least one. */
static struct fake_entry *entry_of(struct fake_map *map, uint8_t n)
{
	if (!map->count) {
		map->entry = calloc(1, sizeof(*map->entry));
		expect(!!map->entry);
		map->count = 1;
	}
	return &map->entry[n % map->count];
}

struct value {
	uint8_t *bytes;
	size_t size;
};

/* The n-th set of a map that commands map into their memory, or the n-th entry of another. */
static struct value value_of(struct fake_map *map, uint8_t n)
{
	struct fake_entry *entry;
	struct mb_group_set *sets;

	if (map->kind == MB_MAP_GROUPS) {
		if (!map->shared)
			map->shared = calloc(MB_GROUP_SETS, sizeof(*sets));
		expect(!!map->shared);
		sets = map->shared;
		return (struct value){ (uint8_t *)&sets[n % MB_GROUP_SETS], sizeof(*sets) };
	}
	entry = entry_of(map, n);
	return (struct value){ entry->value, sizeof(entry->value) };
}

/* One write; `where` counts in words of four bytes. */
static void scribble(const struct mb_maps *maps, struct input *in)
{
	struct fake_map *map = fake_object(maps->fd[take(in) % MB_MAP_COUNT], FAKE_FD_MAP);
	struct value value = value_of(map, take(in));
	size_t where = take(in) * (size_t)4 % value.size;
	size_t room = value.size - where, len = take(in) % 64;

	len = len < room ? len : room;
	len = len < in->left ? len : in->left;
	memcpy(value.bytes + where, in->next, len);
	in->next += len;
	in->left -= len;
}

/* ---------------------------------------------------------------- what is done then */

static void command(struct macbpf *mb, bool json, const char *const *words)
{
	struct app app = { .mb = mb, .details = true, .stats = true };
	char *copy[8] = { 0 };

	app.out.file = stdout;
	app.out.json = json;
	for (size_t i = 0; words[i]; i++)
		copy[i] = strdup(words[i]);
	app_run(&app, copy);
	for (size_t i = 0; copy[i]; i++)
		free(copy[i]);
}

static void look(bool json)
{
	static const char *const listings[][3] = {
		{ "link", "show" },  { "port", "show" }, { "fdb", "show" },
		{ "neigh", "show" }, { "show" },	 { "diagnose" },
	};
	struct macbpf *mb = open_context();

	for (size_t i = 0; i < ARRAY_SIZE(listings); i++)
		command(mb, json, listings[i]);
	macbpf__close(mb);
}

static void change(uint8_t choice)
{
	static const char *const words[][8] = {
		{ "link", "set", "mv1", "mtu", "1400" },
		{ "link", "set", "mv0", "up" },
		{ "link", "set", "mv2", "type", "macvlan", "mode", "bridge" },
		{ "link", "add", "link", "eth0", "name", "mv9" },
		{ "link", "del", "mv0" },
		{ "link", "del", "tap0" },
		{ "link", "del", "mv3" },
		{ "port", "set", "eth0", "arp-directed", "on" },
	};
	struct macbpf *mb = open_context();

	command(mb, false, words[choice % ARRAY_SIZE(words)]);
	macbpf__close(mb);
}

static void expect_nothing_open(void)
{
	char *text = fake_text();

	expect(!!strstr(text, "open: 0 netns, 0 programs, 0 maps, 0 queues, 0 turns, 0 sockets; "
			      "not locked"));
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	uint8_t choice = size ? take(&in) : 0;
	struct mb_maps maps;

	make_world();
	maps = fake_port_maps("eth0");
	while (in.left > 4)
		scribble(&maps, &in);
	mb_maps_close(&maps);
	look(choice & 8);
	change(choice);
	look(!(choice & 8));
	expect_nothing_open();
	expect(!!fake_dev_named(FAKE_HOME, "eth0") && !!fake_dev_named(FAKE_HOME, "eth1"));
	expect(!!fake_dev_named(FAKE_BOX1, "theirs"));
	return 0;
}
