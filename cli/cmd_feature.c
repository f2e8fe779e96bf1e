// SPDX-License-Identifier: GPL-2.0-only
/* cmd_feature.c - `macbpf feature`: what the kernel offers and what macbpf does with it */
#include <stdio.h>
#include <string.h>

#include "listing.h"

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

static void print_feature(struct app *app, const struct macbpf_feature *feature)
{
	struct macbpf_feature_info info = { .sz = sizeof(info) };
	struct out *out = &app->out;
	const char *state;

	macbpf_feature__info(feature, &info);
	state = macbpf_feature_state__name(info.state);
	out_text(out, app->brief ? "%s %s" : "%-24s %-7s", info.name, state);
	out_str(out, "name", NULL, info.name);
	out_str(out, "state", NULL, state);
	print_text(app, &info);
}

/* The kernel is the same in every netns, but a wrong word is a mistake here as well. */
static int check_options(struct app *app)
{
	return app->netns || app->hook || app->endpoint ? app_open(app) : 0;
}

static int get_features(struct app *app, const char *lower, struct macbpf_features **features)
{
	(void)app;
	(void)lower;
	return macbpf_features__get(features);
}

LISTING(features, macbpf_features, get_features, print_feature);

static int show(struct app *app, struct args *args)
{
	int code = args_end(args, "help");

	if (!code)
		code = check_options(app);
	return code ? code : listing_show(app, &features, NULL);
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
