// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_batch.c - any bytes as a batch file: no word is read beyond its end, no line is lost.
 *
 * guards: cli/batch.c
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/app.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static size_t commands, failures;

static void expect(int truth)
{
	if (!truth)
		abort();
}

/* Nobody looks at the sentences; a sanitizer writes to the descriptor, not to the stream. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	stderr = fopen("/dev/null", "w");
	return stderr ? 0 : -1;
}

/* No command here prints. */
void out_flush(struct out *out)
{
	(void)out;
}

/* Each word is read to its end. */
int app_run(struct app *app, char **words)
{
	size_t length = 0;

	(void)app;
	for (char **word = words; *word; word++)
		length += strlen(*word);
	commands++;
	failures += length % 2;
	return length % 2 ? EXIT_REFUSED : EXIT_OK;
}

int usage_error(const char *fmt, ...)
{
	(void)fmt;
	failures++;
	return EXIT_USAGE;
}

void macbpf_batch__pause(struct macbpf *mb)
{
	(void)mb;
}

void macbpf_batch__end(struct macbpf *mb)
{
	(void)mb;
}

static size_t lines_in(const uint8_t *data, size_t size)
{
	size_t lines = size && data[size - 1] != '\n';

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("batch", MFD_CLOEXEC), code;
	struct app app = { .force = size % 2 };
	char path[32];

	expect(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	app.batch = path;
	commands = failures = 0;
	code = app_run_batch(&app);
	expect(commands <= lines_in(data, size));
	expect(!code == !failures);
	expect(app.force || failures <= 1);
	close(fd);
	return 0;
}
