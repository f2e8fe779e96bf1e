// SPDX-License-Identifier: GPL-2.0-only
/* cmd_feature.c - `macbpf feature`: what the kernel offers and what macbpf does with it */
#include <stdio.h>
#include <string.h>

#include "app.h"

/* The sentence, and what kept us from trying. Brief: only as JSON. */
static void print_text(struct app *app, const struct macbpf_feature_info *info)
{
	struct out *out = &app->out;

	out_str(out, "text", app->brief ? NULL : "  ", info->text);
	if (!info->error)
		return;
	out_str(out, "error", app->brief ? NULL : " (can't be tried: ", strerror(-info->error));
	out_text(out, "%s", app->brief ? "" : ")");
}

static void print_feature(struct app *app, const struct macbpf_feature_info *info)
{
	const char *state = macbpf_feature_state__name(info->state);
	struct out *out = &app->out;

	out_text(out, app->brief ? "%s %s" : "%-24s %-7s", info->name, state);
	out_str(out, "name", NULL, info->name);
	out_str(out, "state", NULL, state);
	print_text(app, info);
}

static void print_features(struct app *app, const struct macbpf_features *features)
{
	struct macbpf_feature_info info = { .sz = sizeof(info) };
	const struct macbpf_feature *feature = NULL;

	while ((feature = macbpf_features__next(features, feature))) {
		macbpf_feature__info(feature, &info);
		out_row_begin(&app->out);
		print_feature(app, &info);
		out_row_end(&app->out);
	}
}

/* The kernel is the same in every netns, but a wrong word is a mistake here as well. */
static int check_options(struct app *app)
{
	return app->netns || app->hook || app->endpoint ? app_open(app) : 0;
}

static int show(struct app *app, struct args *args)
{
	struct macbpf_features *features;
	int code = args_end(args, "help");

	if (!code)
		code = check_options(app);
	if (code)
		return code;
	if (macbpf_features__get(&features)) {
		fputs("Error: out of memory\n", stderr);
		return EXIT_REFUSED;
	}
	out_begin(&app->out);
	print_features(app, features);
	code = out_end(&app->out);
	macbpf_features__free(features);
	return code;
}

static void show_synopsis(void)
{
	putchar('\n');
}

static const struct command commands[] = {
	{ "show list lst ls probe", "try what the kernel offers; changes nothing", show_synopsis,
	  show },
};

const struct object feature_object = {
	"feature", "what the kernel offers, and what macbpf does with it",
	commands,  ARRAY_SIZE(commands),
	NULL,
};
