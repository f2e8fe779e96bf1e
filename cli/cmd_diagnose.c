// SPDX-License-Identifier: GPL-2.0-only
/* cmd_diagnose.c - `macbpf diagnose`: what is wrong or surprising at ports, each with the way out
 */
#include "complete.h"
#include "listing.h"

/* A word of a level, as explain writes it. */
static const char *label_of(uint32_t level)
{
	return level == MACBPF_FINDING_WARNING ? "WARNING: " : "NOTE: ";
}

static void print_finding(struct out *out, const struct macbpf_finding_info *info)
{
	const char *level = macbpf_finding_level__name(info->level);

	out_row_begin(out);
	out_str(out, "link", "", info->lower);
	if (info->name)
		out_str(out, "ifname", NULL, info->name);
	if (info->hostdev)
		out_str(out, "hostdev", " ", info->hostdev);
	out_str(out, "level", NULL, level ? level : "warning");
	out_str(out, "what", NULL, info->what);
	out_text(out, ": ");
	out_str(out, "text", label_of(info->level), info->text);
	out_row_end(out);
}

/* How many of them are warnings. */
static int print_findings(struct out *out, const struct macbpf_diagnosis *diagnosis)
{
	struct macbpf_finding_info info = { .sz = sizeof(info) };
	const struct macbpf_finding *finding = NULL;
	int warnings = 0;

	while ((finding = macbpf_finding__next(diagnosis, finding))) {
		macbpf_finding__info(finding, &info);
		print_finding(out, &info);
		warnings += info.level == MACBPF_FINDING_WARNING;
	}
	return warnings;
}

static int run(struct app *app, struct args *args)
{
	struct macbpf_diagnosis *diagnosis;
	const char *lower;
	int code, err, warnings;

	code = args_lower(args, &lower);
	if (!code)
		code = app_open(app);
	if (code)
		return code;
	err = macbpf_diagnosis__get(app->mb, lower, &diagnosis);
	if (err)
		return app_failed(app, err);
	out_begin(&app->out);
	warnings = print_findings(&app->out, diagnosis);
	code = app_listed(app, out_end(&app->out));
	if (!macbpf_finding__next(diagnosis, NULL))
		out_text(&app->out, "Nothing wrong is seen.\n");
	macbpf_diagnosis__free(diagnosis);
	return code ? code : warnings > 0;
}

static const struct command commands[] = {
	{ "", "", args_lower_synopsis, run, complete_lower },
};

const struct object diagnose_object = {
	.name = "diagnose",
	.what = "what is wrong or surprising, and the way out",
	.commands = commands,
	.count = ARRAY_SIZE(commands),
	.is_command = true,
};
