// SPDX-License-Identifier: GPL-2.0-only
/* main.c - macbpf(8): from the command line to one command or a file of them */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"

/* A full disk must not look like an empty listing. */
static int flush_output(struct out *out, int code)
{
	out_flush(out);
	if (!out->error)
		return code;
	fprintf(stderr, "Error: can't write to standard output: %s\n", strerror(out->error));
	return EXIT_REFUSED;
}

static void show_version(void)
{
	printf("macbpf utility, macbpf-%s, libmacbpf %s\n", MACBPF_VERSION, macbpf__version());
}

static int run(struct app *app, char **words)
{
	if (options_color(app))
		return EXIT_USAGE;
	if (app->expedite && !app->batch)
		return usage_error("\"-expedite\" is for a batch, which \"-batch FILE\" names");
	if (app->batch && *words)
		return usage_error("\"%s\": a batch takes its commands from its file only", *words);
	if (app->batch)
		return app_run_batch(app);
	return app_run(app, *words ? words : (char *[]){ "show", NULL });
}

/*
 * A descriptor that we open must not get the number of one that is closed: what is printed would go
 * there, and a command that is run would take it for its own. Opened so that using it is still an
 * error.
 */
static void hold_places(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int fd = 0; fd < (int)ARRAY_SIZE(modes); fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) < 0)
			return;
}

int main(int argc, char **argv)
{
	struct app app = { .out.file = stdout };
	char **words;
	int code;

	(void)argc;
	hold_places();
	app.verbose = getenv("MACBPF_LOG") && !strcmp(getenv("MACBPF_LOG"), "debug");
	words = options_take(&app, argv + 1, &code);
	if (app.version)
		show_version();
	else if (app.help)
		help_top();
	else if (words)
		code = run(&app, words);
	macbpf__close(app.mb);
	return flush_output(&app.out, code);
}
