// SPDX-License-Identifier: GPL-2.0-only
/* facts.c - what can be seen of a world, as lines "where.what" = value. */
#include "facts.h"

#include <err.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fact *append(struct facts *f, const char *where, const char *what)
{
	struct fact *fact = &f->fact[f->count];

	if (f->count++ == FACTS_MAX)
		errx(1, "more than %d facts", FACTS_MAX);
	fact->value[0] = '\0';
	if (snprintf(fact->key, sizeof(fact->key), "%s.%s", where, what) >= FACT_KEY_LEN)
		errx(1, "%s.%s is too long", where, what);
	return fact;
}

void facts_add(struct facts *f, const char *where, const char *what, const char *fmt, ...)
{
	struct fact *fact = append(f, where, what);
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(fact->value, sizeof(fact->value), fmt, ap) >= FACT_VALUE_LEN)
		errx(1, "the value of %s is too long", fact->key);
	va_end(ap);
}

const struct fact *facts_find(const struct facts *f, const char *key)
{
	for (int i = 0; i < f->count; i++)
		if (!strcmp(f->fact[i].key, key))
			return &f->fact[i];
	return NULL;
}

static struct fact *get(struct facts *f, const char *where, const char *what)
{
	char key[2 * FACT_KEY_LEN];
	const struct fact *fact;

	snprintf(key, sizeof(key), "%s.%s", where, what);
	fact = facts_find(f, key);
	return fact ? (struct fact *)fact : append(f, where, what);
}

/* Where the word belongs; the value's end if after all others. */
static char *place_of(char *value, const char *word)
{
	char *at = value;

	while (*at && strncmp(at, word, strlen(word)) < 0)
		at += strcspn(at, " ") + (at[strcspn(at, " ")] ? 1 : 0);
	return at;
}

void facts_add_word(struct facts *f, const char *where, const char *what, const char *word)
{
	struct fact *fact = get(f, where, what);
	char *at = place_of(fact->value, word);
	bool last = !*at, only = !*fact->value;
	size_t len = strlen(word) + !only;

	if (strlen(fact->value) + len >= FACT_VALUE_LEN)
		errx(1, "the value of %s is too long", fact->key);
	memmove(at + len, at, strlen(at) + 1);
	if (last && !only)
		*at++ = ' ';
	memcpy(at, word, strlen(word));
	if (!last)
		at[strlen(word)] = ' ';
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct fact *)a)->key, ((const struct fact *)b)->key);
}

void facts_sort(struct facts *f)
{
	qsort(f->fact, f->count, sizeof(f->fact[0]), by_key);
}

const char *fact_what(const struct fact *fact)
{
	return strrchr(fact->key, '.') + 1;
}
