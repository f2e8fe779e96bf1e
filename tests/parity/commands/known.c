// SPDX-License-Identifier: GPL-2.0-only
/* known.c - the differences that docs/parity.md names. */
#include "known.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool about(const struct difference *d, const char *key)
{
	return d->theirs && d->ours && !strcmp(d->ours->key, key);
}

/* About a device in cp-low, or one that is no endpoint: a lower. */
static bool about_lower(const struct difference *d, const char *what)
{
	char key[FACT_KEY_LEN];

	if (!d->theirs || !d->ours || strncmp(d->ours->key, "low/", 4) != 0 ||
	    strcmp(fact_what(d->ours), what) != 0)
		return false;
	snprintf(key, sizeof(key), "%.*s.mode", (int)strcspn(d->ours->key, "."), d->ours->key);
	return !facts_find(d->our_facts, key);
}

static bool is_one_more(const struct difference *d)
{
	return atoi(d->theirs->value) >= 0 && atoi(d->ours->value) == atoi(d->theirs->value) + 1;
}

static bool is_yes(const struct difference *d)
{
	return !strcmp(d->ours->value, "yes");
}

/* All groups come in, so none is asked for by name. */
static bool lower_gets_all_groups(const struct difference *d)
{
	if (!d->our_facts->endpoints)
		return false;
	return (about_lower(d, "allmulti") && is_one_more(d)) ||
	       (about_lower(d, "shown-allmulti") && is_yes(d)) || about_lower(d, "groups");
}

/* A device is set up and down without us, so what it needs of the lower is there either way. */
static bool filter_while_down(const struct difference *d)
{
	if (!d->our_facts->down)
		return false;
	return (about_lower(d, "promiscuity") && is_one_more(d)) || about_lower(d, "fdb");
}

static bool lower_shows_promisc(const struct difference *d)
{
	return d->our_facts->endpoints && about(d, "low/low.shown-promisc") && is_yes(d);
}

/* ip(8) looks at the lower for it, wherever that is. */
static bool lower_down_shown(const struct difference *d)
{
	char value[FACT_VALUE_LEN];
	char *word;

	if (!d->theirs || !d->ours)
		return false;
	snprintf(value, sizeof(value), "%s", d->theirs->value);
	word = strstr(value, "M-DOWN ");
	if (word)
		memmove(word, word + strlen("M-DOWN "), strlen(word + strlen("M-DOWN ")) + 1);
	return word && !strcmp(value, d->ours->value);
}

/* No reader is attached here, and a macvtap needs none. */
static bool tap_device(const struct difference *d)
{
	char key[FACT_KEY_LEN];
	const struct fact *type;

	if (!d->theirs || !d->ours)
		return false;
	snprintf(key, sizeof(key), "%.*s.type", (int)strcspn(d->ours->key, "."), d->ours->key);
	type = facts_find(d->our_facts, key);
	return type && !strcmp(type->value, "macvtap");
}

/* Only that way round: what macbpf refuses and the kernel accepts is no such name. */
static bool name_taken_here(const struct difference *d)
{
	if (strcmp(fact_what(d->ours ? d->ours : d->theirs), "answer") != 0)
		return true;
	return d->theirs && d->ours && !strcmp(d->ours->value, "ok") &&
	       (!strcmp(d->theirs->value, "refused") || !strcmp(d->theirs->value, "EEXIST"));
}

/* The port's default, whatever it was told. */
static bool is_still_one(const struct difference *d)
{
	return d->theirs && !strcmp(d->theirs->value, "1");
}

#define SETTINGS "mode macvlan-flags bcqueuelen usedbcqueuelen macaddr macaddr-count macaddr_count "
#define LOWERS	 "fdb groups promiscuity allmulti shown-allmulti shown-promisc address "

const struct known commands_known[] = {
	{ "all-groups", "allmulti shown-allmulti groups", lower_gets_all_groups },
	{ "filter-while-down", "promiscuity fdb", filter_while_down },
	{ "promisc-shown", "shown-promisc", lower_shows_promisc },
	{ "lower-down-shown", "flags", lower_down_shown },
	{ "tap-device", "mtu max_mtu qdisc carrier operstate flags", tap_device },
	{ "tap-queues", "queues num_tx_queues num_rx_queues" },
	{ "tap-netns", "*" },
	{ "promisc-counts-once", "promiscuity" },
	{ "promisc-of-endpoint", "promiscuity" },
	{ "bridge-port", "*" },
	{ "name-format", "*" },
	{ "name-taken-here", "answer exists hostdevs", .if_named = name_taken_here,
	  .some_kernels = true },
	{ "not-an-endpoint", "answer" },
	{ "alias-at-add", "alias ifalias" },
	{ "max-mtu", "mtu max_mtu" },
	{ "fdb-on-device", "answer fdb promiscuity secondary secondary_count" },
	{ "carrier", "carrier flags operstate", .agent_ends_it = true },
	{ "follows-later", "mtu address groups-come-in", .agent_ends_it = true },
	{ "sweep-later", LOWERS "exists hostdevs", .agent_ends_it = true },
	{ "lower-moved", "*" },
	{ "half-applied", SETTINGS "macaddr_data mtu group groups" },
	{ "bclim-ignored", "bclim", .if_named = is_still_one, .some_kernels = true },
	{ "promisc-underflow", "promiscuity", .some_kernels = true },
	{ "allmulti-leak", "allmulti" },
};
const int commands_known_count = sizeof(commands_known) / sizeof(commands_known[0]);

int known_named(const char *name, int len)
{
	for (int i = 0; i < commands_known_count; i++)
		if ((int)strlen(commands_known[i].name) == len &&
		    !strncmp(commands_known[i].name, name, len))
			return i;
	errx(1, "commands: \"%.*s\" is not in tests/parity/commands/known.c", len, name);
}

static bool lists(const char *words, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += len)
		if ((at == words || at[-1] == ' ') && (!at[len] || at[len] == ' '))
			return true;
	return false;
}

bool known_covers(const struct known *k, const struct difference *d)
{
	const struct fact *any = d->ours ? d->ours : d->theirs;

	if (strcmp(k->facts, "*") != 0 && !lists(k->facts, fact_what(any)))
		return false;
	return (!k->is_it || k->is_it(d)) && (!k->if_named || k->if_named(d));
}
