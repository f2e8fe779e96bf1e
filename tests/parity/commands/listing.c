// SPDX-License-Identifier: GPL-2.0-only
/* listing.c - what the programs themselves print of the endpoints: their JSON, compared.
 */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "side.h"

/* ---------------------------------------------------------------- JSON to facts */

/* What one side can't have: numbers of devices, the place seen from the other end, our own keys. */
static bool is_compared(const char *key)
{
	static const char *const apart[] = {
		"ifindex",
		"link_index",
		"link_netnsid",
		"netns",
		"hostdev",
		"endpoint",
		"hook",
		"down",
		"created_name",
		"macaddr_limit",
		"owns_address",
		"hook",
		"queues",
		"owner",
		"gso_max_size",
		"gso_max_segs",
		"tso_max_size",
		"tso_max_segs",
		"gro_max_size",
		"gso_ipv4_max_size",
		"gro_ipv4_max_size",
		"inet6_addr_gen_mode",
		"link",
		"parentbus",
		"parentdev",
		"allmulti",
	};
	const char *last = strrchr(key, '.') + 1;

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (!strcmp(last, apart[i]))
			return false;
	return true;
}

struct reader {
	const char *at;
	struct facts *facts;
	const char *where;
};

static void skip_space(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

/* Without escapes: the table has no names that need them. */
static void read_word(struct reader *r, char *word, size_t size)
{
	size_t len;

	skip_space(r);
	if (*r->at == '"') {
		r->at++;
		len = strcspn(r->at, "\"");
	} else {
		len = strcspn(r->at, ",]} \n\t");
	}
	snprintf(word, size, "%.*s", (int)len, r->at);
	r->at += len + (r->at[len] == '"');
}

static bool skip(struct reader *r, char c)
{
	skip_space(r);
	if (*r->at != c)
		return false;
	r->at++;
	return true;
}

/* As in the facts: addresses that aren't the table's are random, but for groups. */
static bool is_random(const char *value)
{
	return strlen(value) == 17 && value[2] == ':' && value[14] == ':' &&
	       strncmp(value, "02:00:00:", 9) != 0 && !(strtol(value, NULL, 16) & 1);
}

static void note(struct reader *r, const char *key, const char *value)
{
	if (is_compared(key))
		facts_add_word(r->facts, r->where, key, is_random(value) ? "random" : value);
}

static void read_value(struct reader *r, const char *key);

static void read_object(struct reader *r, const char *prefix)
{
	char word[FACT_KEY_LEN], key[2 * FACT_KEY_LEN];

	while (!skip(r, '}')) {
		read_word(r, word, sizeof(word));
		skip(r, ':');
		snprintf(key, sizeof(key), "%s.%s", prefix, word);
		read_value(r, key);
		skip(r, ',');
	}
}

static void read_value(struct reader *r, const char *key)
{
	char value[FACT_VALUE_LEN];

	if (skip(r, '{')) {
		read_object(r, key);
	} else if (skip(r, '[')) {
		while (!skip(r, ']')) {
			read_value(r, key);
			skip(r, ',');
		}
	} else {
		read_word(r, value, sizeof(value));
		note(r, key, value);
	}
}

/* ---------------------------------------------------------------- listings */

static void list(struct side *s, struct facts *f, const char *where)
{
	struct reader r = { .facts = f, .where = where };
	const char *name = strchr(where, '/') + 1;
	int ns = *where == 'l' ? NS_LOW : *where == 'w' ? NS_WIRE : NS_BOX;

	if (s->ours)
		run(&s->run, &s->ns[NS_LOW], "%s -d -j link show dev %s", s->macbpf, name);
	else
		run(&s->run, &s->ns[ns], "ip -d -j link show dev %s", name);
	if (s->run.status)
		errx(1, "commands: listing of %s: %s", where, s->run.err);
	r.at = s->run.out;
	read_value(&r, "json");
}

void side_listing(struct side *s, struct facts *f)
{
	int count = f->count;
	char where[FACT_KEY_LEN];

	for (int i = 0; i < count; i++) {
		if (strcmp(fact_what(&f->fact[i]), "listed") != 0)
			continue;
		snprintf(where, sizeof(where), "%.*s", (int)strcspn(f->fact[i].key, "."),
			 f->fact[i].key);
		list(s, f, where);
	}
	facts_sort(f);
}
