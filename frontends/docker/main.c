// SPDX-License-Identifier: GPL-2.0-only
/* main.c - the docker driver: the words of its command line. */
#include <errno.h>
#include <macbpf/version.h>
#include <stdbool.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "docker/serve.h"

#define SOCKET	"/run/docker/plugins/macbpf.sock"
#define STATE	"/var/lib/macbpf-docker"
#define GRACE_S 300

#define EXIT_USAGE   1
#define EXIT_REFUSED 2
#define EXIT_ANOTHER 75 /* another version is to run: EX_TEMPFAIL */

static int usage(FILE *to, int code)
{
	fprintf(to, "Usage: macbpf-docker [ -socket PATH ] [ -state DIR ] [ -grace SECONDS ]\n"
		    "       macbpf-docker { -help | -version }\n"
		    "Docker's networks of driver macbpf; see macbpf-docker(8).\n");
	return code;
}

static int wrong(const char *what, const char *word)
{
	fprintf(stderr, "Error: %s \"%.60s\"\n", what, word);
	return usage(stderr, EXIT_USAGE);
}

static bool read_grace(const char *text, uint64_t *ms)
{
	char *end;
	long seconds = strtol(text, &end, 10);

	*ms = (uint64_t)seconds * 1000;
	return *text && !*end && seconds >= 1 && seconds <= 86400;
}

/* 0, or an exit status. */
static int read_words(char **word, struct serve_opts *opts)
{
	for (; *word; word += 2) {
		const char *value = word[1];

		if (!value)
			return wrong("unknown, or without its value:", *word);
		if (!strcmp(*word, "-socket"))
			opts->socket = value;
		else if (!strcmp(*word, "-state"))
			opts->state = value;
		else if (strcmp(*word, "-grace") != 0)
			return wrong("unknown option", *word);
		else if (!read_grace(value, &opts->grace_ms))
			return wrong("-grace takes a whole number from 1 to 86400, and not", value);
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct serve_opts opts = { SOCKET, STATE, GRACE_S * 1000 };
	struct error error = { 0 };
	int code;

	signal(SIGPIPE, SIG_IGN);
	if (argc == 2 && !strcmp(argv[1], "-help"))
		return usage(stdout, 0);
	if (argc == 2 && !strcmp(argv[1], "-version"))
		return puts("macbpf-docker " MACBPF_VERSION) == EOF;
	code = read_words(argv + 1, &opts);
	if (code)
		return code;
	if (!serve(&error, &opts))
		return 0;
	fprintf(stderr, "Error: %s\n", error.msg);
	return error.kind == ERROR_CONTRACT ? EXIT_ANOTHER : EXIT_REFUSED;
}
