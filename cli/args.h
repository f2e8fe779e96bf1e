/* SPDX-License-Identifier: GPL-2.0-only */
/* args.h - a cursor over the words of one command, and what a word may be */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every parser returns 0, or EXIT_USAGE after it printed one line that starts with "Error: ". */
enum {
	EXIT_OK = 0,
	EXIT_USAGE = 1,	  /* a word is wrong, or names what doesn't exist */
	EXIT_REFUSED = 2, /* the library, the kernel or the system said no */
};

struct args {
	char **next;	     /* the words that are left; ends with NULL */
	const char *command; /* for sentences: "link add" */
	const char *word;    /* the keyword whose values are being read */
};

/* Prints "Error: ...", returns EXIT_USAGE. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The next word, without taking it; NULL at the end. */
const char *args_peek(const struct args *args);
/* Takes the next word; NULL at the end. */
const char *args_take(struct args *args);
/* Takes the next word as the keyword of what follows. */
const char *args_take_keyword(struct args *args);
/* True if the next word is the last, and asks for help. */
bool args_wants_help(const struct args *args);

/* The value of the current keyword; `what` says what is missing, e.g. "a number". */
int args_value(struct args *args, const char *what, const char **value);
int args_u32(struct args *args, uint32_t *value);
int args_s32(struct args *args, int32_t *value);
int args_mac(struct args *args, uint8_t mac[6]);
int args_on_off(struct args *args, bool *on);
/* One of two words. */
int args_either(struct args *args, const char *yes, const char *no, bool *is_yes);
/* Refuses the current keyword if it was given before; `number` is its place in the caller's table.
 */
int args_once(const struct args *args, uint64_t *seen, size_t number);
/* A name that a device is to get. */
int check_name(const char *word, const char *name);
/* One that it is found by, which may be an alternative one, of up to CHECK_DEVICE_MAX characters.
 */
#define CHECK_DEVICE_MAX 127
int check_device(const char *word, const char *name);
/* The end, or an error that tells which words would have been legal. */
int args_end(struct args *args, const char *legal);
/* All that is left: [ [ link | dev ] LOWER ]; *lower is NULL if none is given. */
int args_lower(struct args *args, const char **lower);
void args_lower_synopsis(void);
/* The same with an endpoint's name: [ [ link ] LOWER ] [ dev NAME ]. */
int args_lower_dev(struct args *args, const char **lower, const char **name);
void args_lower_dev_synopsis(void);

bool parse_u32(const char *text, uint32_t *value);
bool parse_mac(const char *text, uint8_t mac[6]);

/* True if `word` is one of the space-separated `names`. */
bool names_contain(const char *names, const char *word);
/* True if one of the space-separated `names` starts with `prefix`. */
bool names_contain_prefix(const char *names, const char *prefix);
/* How many characters the first of the space-separated `names` has. */
int names_first_length(const char *names);
/* Appends the first of the names, behind a comma: the legal words of a sentence. */
#define LEGAL_SIZE 512
void names_list(char legal[LEGAL_SIZE], const char *names);

#endif /* CLI_ARGS_H */
