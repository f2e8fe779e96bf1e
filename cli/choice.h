/* SPDX-License-Identifier: GPL-2.0-only */
/* choice.h - vocabularies of the library of which a command line takes one word */
#ifndef CLI_CHOICE_H
#define CLI_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct choice {
	const char *(*name)(uint32_t value);
	const uint32_t *values; /* those that are legal here */
	size_t count;
	uint32_t usual; /* the default */
};

extern const struct choice choice_mode, choice_type, choice_hook, choice_kind;

/* False: it is none of the words. */
bool choice_parse(const struct choice *choice, const char *text, uint32_t *value);

/* For sentences: "a", "b" or "c". */
#define CHOICE_SIZE 128
const char *choice_legal(const struct choice *choice, char text[CHOICE_SIZE]);

/* A line of a help: NAME: a (the default) | b */
void choice_print(const struct choice *choice, const char *name);

#endif /* CLI_CHOICE_H */
