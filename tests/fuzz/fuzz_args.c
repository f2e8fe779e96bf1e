// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_args.c - any bytes as the words of `macbpf link`: no word is read beyond its end.
 *
 * guards: cli/
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/link.h"

#define WORDS_MAX 256

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* Nobody looks at the sentences; a sanitizer writes to the descriptor, not to the stream. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	stderr = fopen("/dev/null", "w");
	return stderr ? 0 : -1;
}

/* A word is a block of its own, so that the sanitizer knows where it ends. */
static size_t split(const uint8_t *data, size_t size, char *words[WORDS_MAX + 1])
{
	size_t count = 0, len;

	while (size && count < WORDS_MAX) {
		for (len = 0; len < size && data[len] != ' ' && data[len]; len++)
			continue;
		words[count] = strndup((const char *)data, len);
		if (!words[count++])
			abort();
		len += len < size;
		data += len;
		size -= len;
	}
	words[count] = NULL;
	return count;
}

/* The first byte chooses the command. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum link_verb verbs[] = { LINK_ADD, LINK_SET, LINK_DEL, LINK_SHOW };
	struct args args = { .command = "link add" };
	char *words[WORDS_MAX + 1];
	struct link_request request;
	size_t count;

	if (!size)
		return 0;
	count = split(data + 1, size - 1, words);
	args.next = words;
	link_parse(&args, verbs[data[0] % ARRAY_SIZE(verbs)], &request);
	link_request_free(&request);
	while (count--)
		free(words[count]);
	return 0;
}
