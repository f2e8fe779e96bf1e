// SPDX-License-Identifier: GPL-2.0-only
/* safe.c - text that others have chosen, for a terminal */
#include "safe.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>

/* How many bytes of UTF-8 the character has; 0: it is none. */
static size_t utf8_length(const unsigned char *text)
{
	size_t length = *text < 0x80   ? 1
			: *text < 0xc2 ? 0
			: *text < 0xe0 ? 2
			: *text < 0xf0 ? 3
			: *text < 0xf5 ? 4
				       : 0;

	for (size_t i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

/* ASCII's control characters, and those of C1: of these U+009B begins what ESC and [ begin. */
static bool is_control(const unsigned char *text)
{
	return iscntrl(*text) || (*text == 0xc2 && text[1] < 0xa0);
}

/*
 * Names and aliases are chosen inside containers: what they hold must not steer a terminal. A byte
 * that is no UTF-8 may be of C1 for one that doesn't know UTF-8.
 */
void safe_print(FILE *file, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		size_t length = utf8_length(at);

		if (!length || is_control(at))
			fputc('?', file);
		else
			fwrite(at, 1, length, file);
		at += length ? length : 1;
	}
}

/* As one write: what other processes say is not to come in between. */
void safe_tell(const char *what, const char *sentence)
{
	char *line = NULL;
	size_t size;
	FILE *file = open_memstream(&line, &size);

	if (!file) {
		fprintf(stderr, "%s: out of memory\n", what);
		return;
	}
	fprintf(file, "%s: ", what);
	safe_print(file, sentence);
	fputc('\n', file);
	if (!fclose(file))
		fputs(line, stderr);
	free(line);
}
