// SPDX-License-Identifier: GPL-2.0-only
/* explain_show.c - an explanation as text, a fact a line, or as JSON */
#include "explain.h"

static void print_copies(struct out *out, const struct macbpf_explanation *explanation)
{
	const struct macbpf_explanation_line *line = NULL;

	out_array_begin(out, "copies");
	while ((line = macbpf_explanation_line__next(explanation, line))) {
		struct macbpf_explanation_line_info info = { .sz = sizeof(info) };

		macbpf_explanation_line__info(line, &info);
		if (info.type != MACBPF_EXPLAIN_COPY)
			continue;
		out_object_begin(out, NULL);
		out_str(out, "ifname", NULL, info.name);
		if (info.hostdev)
			out_str(out, "hostdev", NULL, info.hostdev);
		out_object_end(out);
	}
	out_array_end(out);
}

static void print_counted(struct out *out, const struct macbpf_explanation *explanation)
{
	const struct macbpf_explanation_line *line = NULL;

	out_object_begin(out, "counted");
	while ((line = macbpf_explanation_line__next(explanation, line))) {
		struct macbpf_explanation_line_info info = { .sz = sizeof(info) };

		macbpf_explanation_line__info(line, &info);
		if (info.type == MACBPF_EXPLAIN_COUNTED)
			out_num(out, info.name, NULL, (int64_t)info.frames);
	}
	out_object_end(out);
}

static void print_texts(struct out *out, const struct macbpf_explanation *explanation,
			const char *key, uint32_t type)
{
	const struct macbpf_explanation_line *line = NULL;

	out_array_begin(out, key);
	while ((line = macbpf_explanation_line__next(explanation, line))) {
		struct macbpf_explanation_line_info info = { .sz = sizeof(info) };

		macbpf_explanation_line__info(line, &info);
		if (info.type == type)
			out_element(out, NULL, info.text);
	}
	out_array_end(out);
}

static void print_json(struct out *out, const struct macbpf_explanation *explanation)
{
	struct macbpf_explanation_info info = { .sz = sizeof(info) };

	macbpf_explanation__info(explanation, &info);
	out_str(out, "link", NULL, info.lower);
	out_str(out, "act", NULL, macbpf_act__name(info.act));
	if (info.target)
		out_str(out, "ifname", NULL, info.target);
	if (info.target_hostdev)
		out_str(out, "hostdev", NULL, info.target_hostdev);
	out_bool(out, "peer", NULL, info.peer);
	if (info.reason)
		out_str(out, "reason", NULL, info.reason);
	print_copies(out, explanation);
	print_counted(out, explanation);
	if (info.prog_id)
		out_num(out, "prog_id", NULL, info.prog_id);
	out_bool(out, "other_build", NULL, info.other_build);
	print_texts(out, explanation, "facts", MACBPF_EXPLAIN_FACT);
	print_texts(out, explanation, "warnings", MACBPF_EXPLAIN_WARNING);
}

static void print_text(struct out *out, const struct macbpf_explanation *explanation)
{
	const struct macbpf_explanation_line *line = NULL;
	bool first = true;

	while ((line = macbpf_explanation_line__next(explanation, line))) {
		struct macbpf_explanation_line_info info = { .sz = sizeof(info) };

		macbpf_explanation_line__info(line, &info);
		if (!first)
			out_text(out, "\n");
		out_str(out, NULL, info.type == MACBPF_EXPLAIN_WARNING ? "WARNING: " : "",
			info.text);
		first = false;
	}
}

int explain_show(struct app *app, const struct macbpf_explanation *explanation)
{
	struct out *out = &app->out;

	out_begin(out);
	out_row_begin(out);
	if (out->json)
		print_json(out, explanation);
	else
		print_text(out, explanation);
	out_row_end(out);
	return out_end(out);
}
