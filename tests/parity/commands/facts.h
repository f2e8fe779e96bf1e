/* SPDX-License-Identifier: GPL-2.0-only */
/* facts.h - what can be seen of a world, as lines "where.what" = value. */
#ifndef PARITY_COMMANDS_FACTS_H
#define PARITY_COMMANDS_FACTS_H

#define FACTS_MAX      400
#define FACT_KEY_LEN   64
#define FACT_VALUE_LEN 192

struct fact {
	char key[FACT_KEY_LEN]; /* e.g. "box/mv0.mtu" */
	char value[FACT_VALUE_LEN];
};

struct facts {
	int count;
	struct fact fact[FACTS_MAX];
	/* Of endpoints, for the rules of known differences. */
	int endpoints, down;
};

#define FACTS_PRINTF __attribute__((format(printf, 4, 5)))

void facts_add(struct facts *f, const char *where, const char *what, const char *fmt,
	       ...) FACTS_PRINTF;

/* Appends a word to the value of that key, in alphabetical order, making the fact if need be. */
void facts_add_word(struct facts *f, const char *where, const char *what, const char *word);

/* By key. */
void facts_sort(struct facts *f);

/* NULL if there is none. */
const struct fact *facts_find(const struct facts *f, const char *key);

/* What follows the last point of its key. */
const char *fact_what(const struct fact *fact);

#endif
