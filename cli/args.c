// SPDX-License-Identifier: GPL-2.0-only
/* args.c - a cursor over the words of one command, and what a word may be */
#include "args.h"

#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"

int usage_error(const char *format, ...)
{
	va_list ap;

	fputs("Error: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

const char *args_peek(const struct args *args)
{
	return *args->next;
}

const char *args_take(struct args *args)
{
	return *args->next ? *args->next++ : NULL;
}

const char *args_take_keyword(struct args *args)
{
	args->word = args_take(args);
	return args->word;
}

bool args_wants_help(const struct args *args)
{
	const char *word = args_peek(args);

	return word && !args->next[1] && names_contain("help -h -help --help", word);
}

int args_value(struct args *args, const char *what, const char **value)
{
	*value = args_take(args);
	if (*value)
		return 0;
	return usage_error("\"%s\" needs %s, try \"macbpf %s help\"", args->word, what,
			   args->command);
}

/*
 * strtol() takes blanks, signs and junk at the end, which are all mistakes here. So is a 0 in
 * front: with it ip(8) takes a number for an octal one, and who writes it may mean either.
 */
static bool parse_digits(const char *text, unsigned long long *value)
{
	int base = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? 16 : 10;
	const char *digits = base == 16 ? text + 2 : text;
	char *end;

	if (!isxdigit((unsigned char)*digits) || (base == 10 && *digits == '0' && digits[1]))
		return false;
	errno = 0;
	*value = strtoull(digits, &end, base);
	return !errno && end != digits && !*end;
}

bool parse_u32(const char *text, uint32_t *value)
{
	unsigned long long number;

	if (!parse_digits(text, &number) || number > UINT32_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}

static bool parse_s32(const char *text, int32_t *value)
{
	bool negative = *text == '-';
	unsigned long long number;

	if (!parse_digits(text + negative, &number) || number > INT32_MAX + (uint64_t)negative)
		return false;
	*value = (int32_t)(negative ? -(int64_t)number : (int64_t)number);
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* One or two hexadecimal digits; returns what follows them, NULL if there are none. */
static const char *parse_octet(const char *text, uint8_t *octet)
{
	int high = hex_digit(text[0]);
	int low;

	if (high < 0)
		return NULL;
	low = hex_digit(text[1]);
	*octet = (uint8_t)(low < 0 ? high : high << 4 | low);
	return text + (low < 0 ? 1 : 2);
}

bool parse_mac(const char *text, uint8_t mac[6])
{
	for (int i = 0; i < 6; i++) {
		if (i && *text++ != ':')
			return false;
		text = parse_octet(text, &mac[i]);
		if (!text)
			return false;
	}
	return !*text;
}

int args_u32(struct args *args, uint32_t *value)
{
	const char *text;
	int err;

	err = args_value(args, "a number", &text);
	if (err)
		return err;
	if (!parse_u32(text, value))
		return usage_error("argument of \"%s\" must be a number from 0 to %u, not \"%s\"",
				   args->word, UINT32_MAX, text);
	return 0;
}

int args_s32(struct args *args, int32_t *value)
{
	const char *text;
	int err;

	err = args_value(args, "a number", &text);
	if (err)
		return err;
	if (!parse_s32(text, value))
		return usage_error("argument of \"%s\" must be a number from %d to %d, not \"%s\"",
				   args->word, INT32_MIN, INT32_MAX, text);
	return 0;
}

int args_mac(struct args *args, uint8_t mac[6])
{
	const char *text;
	int err;

	err = args_value(args, "a MAC address, e.g. 02:00:00:00:00:01", &text);
	if (err)
		return err;
	if (!parse_mac(text, mac))
		return usage_error("argument of \"%s\" must be a MAC address such as "
				   "02:00:00:00:00:01, not \"%s\"",
				   args->word, text);
	return 0;
}

int args_either(struct args *args, const char *yes, const char *no, bool *is_yes)
{
	const char *text;
	char legal[64];
	int err;

	snprintf(legal, sizeof(legal), "\"%s\" or \"%s\"", yes, no);
	err = args_value(args, legal, &text);
	if (err)
		return err;
	*is_yes = !strcmp(text, yes);
	if (!*is_yes && strcmp(text, no) != 0)
		return usage_error("argument of \"%s\" must be %s, not \"%s\"", args->word, legal,
				   text);
	return 0;
}

int args_on_off(struct args *args, bool *on)
{
	return args_either(args, "on", "off", on);
}

int args_once(const struct args *args, uint64_t *seen, size_t number)
{
	uint64_t bit = 1ull << number;

	if (*seen & bit)
		return usage_error("\"%s\" is given twice", args->word);
	*seen |= bit;
	return 0;
}

static int check_length(const char *word, const char *name, size_t max)
{
	size_t length = strlen(name);
	bool legal = length && length <= max && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;

	for (const char *c = name; *c; c++)
		legal = legal && *c != '/' && *c != ':' && !isspace((unsigned char)*c);
	if (legal)
		return 0;
	return usage_error("argument of \"%s\" must be a device name of 1 to %zu characters "
			   "without \"/\", \":\" and blanks, not \"%s\"",
			   word, max, name);
}

int check_name(const char *word, const char *name)
{
	return check_length(word, name, IFNAMSIZ - 1);
}

int check_device(const char *word, const char *name)
{
	return check_length(word, name, CHECK_DEVICE_MAX);
}

int args_end(struct args *args, const char *legal)
{
	const char *word = args_peek(args);

	if (!word)
		return 0;
	return usage_error("\"%s\" is unknown in \"macbpf %s\"; legal: %s", word, args->command,
			   legal);
}

void args_lower_synopsis(void)
{
	puts(" [ [ link ] LOWER ]");
}

int args_lower(struct args *args, const char **lower)
{
	const char *word = args_peek(args);
	int err = 0;

	*lower = NULL;
	if (word && names_contain("link dev", word)) {
		args_take_keyword(args);
		err = args_value(args, "a device name", lower);
	} else if (word) {
		*lower = args_take(args);
	}
	return err ? err : args_end(args, "[ link ] LOWER");
}

void args_lower_dev_synopsis(void)
{
	puts(" [ [ link ] LOWER ] [ dev NAME ]");
}

int args_lower_dev(struct args *args, const char **lower, const char **name)
{
	const char *word;
	int err = 0;

	*lower = *name = NULL;
	while (!err && (word = args_peek(args))) {
		const char **value = !strcmp(word, "dev") ? name : lower;

		if (*value)
			return args_end(args, "[ link ] LOWER, dev NAME");
		if (!names_contain("link dev", word)) {
			*value = args_take(args);
			continue;
		}
		args_take_keyword(args);
		err = args_value(args, "a device name", value);
	}
	return err;
}

/* Steps through space-separated words. */
static const char *next_name(const char *names, size_t *length)
{
	names += strspn(names, " ");
	*length = strcspn(names, " ");
	return *length ? names : NULL;
}

bool names_contain(const char *names, const char *word)
{
	size_t length;

	for (names = next_name(names, &length); names; names = next_name(names + length, &length))
		if (strlen(word) == length && !strncmp(names, word, length))
			return true;
	return false;
}

bool names_contain_prefix(const char *names, const char *prefix)
{
	size_t length;

	for (names = next_name(names, &length); names; names = next_name(names + length, &length))
		if (*prefix && strlen(prefix) <= length && !strncmp(names, prefix, strlen(prefix)))
			return true;
	return false;
}

int names_first_length(const char *names)
{
	return (int)strcspn(names, " ");
}

void names_list(char legal[LEGAL_SIZE], const char *names)
{
	mb_text_append(legal, LEGAL_SIZE, "%s%.*s", *legal ? ", " : "", names_first_length(names),
		       names);
}
