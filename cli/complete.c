// SPDX-License-Identifier: GPL-2.0-only
/* complete.c - what may come next on a command line, for a shell that completes it */
#include "complete.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "args.h"

struct token {
	const char *text;
	int length;
	int depth; /* in how many braces */
};

/* False at the end. */
static bool next_token(const char **grammar, struct token *t)
{
	*grammar += strspn(*grammar, " ");
	t->text = *grammar;
	t->length = (int)strcspn(*grammar, " ");
	*grammar += t->length;
	t->depth += (*t->text == '{') - (*t->text == '}');
	return t->length;
}

static bool is_keyword(const struct token *t)
{
	return !t->depth && islower((unsigned char)*t->text);
}

static bool is(const struct token *t, const char *word)
{
	return (size_t)t->length == strlen(word) && !strncmp(t->text, word, (size_t)t->length);
}

static void print(const struct token *t)
{
	if (isalpha((unsigned char)*t->text))
		printf("%.*s\n", t->length, t->text);
}

/* What stands behind a keyword; NULL: there is no such keyword, or it has none. */
static const char *value_of(const char *grammar, const char *keyword)
{
	struct token t = { 0 };

	while (next_token(&grammar, &t)) {
		if (!is_keyword(&t) || !is(&t, keyword))
			continue;
		keyword = grammar;
		return next_token(&grammar, &t) && !is_keyword(&t) ? keyword : NULL;
	}
	return NULL;
}

/* Up to the next keyword. */
static void print_value(const char *value)
{
	struct token t = { 0 };

	while (next_token(&value, &t) && !is_keyword(&t))
		print(&t);
}

static void print_keywords(const char *grammar)
{
	struct token t = { 0 };

	while (next_token(&grammar, &t))
		if (is_keyword(&t))
			print(&t);
	puts("help");
}

void complete_next(const char *grammar, char **words)
{
	bool alone = false;

	for (; *words; words++) {
		const char *value = value_of(grammar, *words);

		if (value && !words[1]) {
			print_value(value);
			return;
		}
		words += !!value;
		alone = alone || !value;
	}
	if (!alone)
		print_value(grammar);
	print_keywords(grammar);
}

void complete_lower(char **words)
{
	complete_next("LOWER link LOWER", words);
}

void complete_lower_dev(char **words)
{
	complete_next("LOWER link LOWER dev NAME", words);
}

void complete_name(const char *names)
{
	printf("%.*s\n", names_first_length(names), names);
}
