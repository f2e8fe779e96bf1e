// SPDX-License-Identifier: GPL-2.0-only
/* svg.c - results as a picture: a panel for each section, a line for each row. */
#include <err.h>
#include <math.h>
#include <stdio.h>

#include "bench.h"

#define WIDTH  900
#define LEFT   300 /* where the axis begins */
#define RIGHT  880
#define LINE   20 /* of a row */
#define HEAD   46 /* of a panel */
#define FOOT   30 /* of a panel: the numbers at the axis */
#define LEGEND 36
#define APART  4 /* the two peers of a row, from its middle */

/* Peers are told apart by form as well as by colour; both colours suit light and dark pages. */
static const char style[] = "<style>\n"
			    "text { font: 12px sans-serif; fill: #24292f }\n"
			    ".title { font-weight: bold }\n"
			    ".number { text-anchor: middle }\n"
			    ".grid { stroke: #8c959f; stroke-opacity: .35 }\n"
			    ".one { stroke: #24292f; stroke-width: 1.5 }\n"
			    ".macvlan { stroke: #0969da; fill: #0969da; stroke-width: 1.5 }\n"
			    ".bridge { stroke: #bc4c00; fill: none; stroke-width: 1.5 }\n"
			    ".noisy { opacity: .4 }\n"
			    "@media (prefers-color-scheme: dark) {\n"
			    "text { fill: #e6edf3 }\n"
			    ".one { stroke: #e6edf3 }\n"
			    ".macvlan { stroke: #58a6ff; fill: #58a6ff }\n"
			    ".bridge { stroke: #f0883e }\n"
			    "}\n"
			    "</style>\n";

static const enum peer_id shown[] = { PEER_MACVLAN, PEER_BRIDGE };
static const char *const class_of[PEERS] = { [PEER_MACVLAN] = "macvlan", [PEER_BRIDGE] = "bridge" };

/* The rows of one section, and the ratios that its axis spans. */
struct panel {
	const struct result *first;
	size_t count;
	double low, high;
	int top;
};

static double x_of(const struct panel *p, double ratio)
{
	double at = (log(ratio) - log(p->low)) / (log(p->high) - log(p->low));

	return LEFT + fmin(fmax(at, 0), 1) * (RIGHT - LEFT);
}

static void find_range(struct panel *p)
{
	p->low = p->high = 1;
	for (size_t i = 0; i < p->count; i++)
		for (int k = 0; k < 2; k++) {
			const struct result *r = &p->first[i];

			if (!r->has[shown[k]])
				continue;
			p->low = fmin(p->low, r->to[shown[k]].median);
			p->high = fmax(p->high, r->to[shown[k]].median);
		}
	p->low /= 1.1;
	p->high *= 1.1;
}

static void draw_mark(FILE *f, const char *peer, double x, double y)
{
	if (*peer == 'm')
		fprintf(f, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", peer, x,
			y);
	else
		fprintf(f, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"7\" height=\"7\"/>\n",
			peer, x - 3.5, y - 3.5);
}

static void draw_line(FILE *f, const char *class, double x1, double y1, double x2, double y2)
{
	fprintf(f, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", class,
		x1, y1, x2, y2);
}

/* The interval as a whisker, the median as a mark, the target as a stroke across. */
static void draw_ratio(FILE *f, const struct panel *p, const struct result *r, enum peer_id id,
		       double y)
{
	double low = x_of(p, r->to[id].low), high = x_of(p, r->to[id].high);
	double target = target_of(r, id);

	draw_line(f, class_of[id], low, y, high, y);
	draw_line(f, class_of[id], low, y - 3, low, y + 3);
	draw_line(f, class_of[id], high, y - 3, high, y + 3);
	draw_mark(f, class_of[id], x_of(p, r->to[id].median), y);
	if (target)
		draw_line(f, class_of[id], x_of(p, target), y - 6, x_of(p, target), y + 6);
}

static void draw_row(FILE *f, const struct panel *p, const struct result *r, int y)
{
	fprintf(f, "<g%s>\n<text x=\"8\" y=\"%d\">", result_noisy(r) ? " class=\"noisy\"" : "",
		y + 4);
	for (const char *c = r->row->name; *c; c++)
		fprintf(f, *c == '>' ? "&gt;" : *c == '<' ? "&lt;" : "%c", *c);
	fprintf(f, "%s%s</text>\n", *r->part ? ", " : "", r->part);
	for (int k = 0; k < 2; k++)
		if (r->has[shown[k]])
			draw_ratio(f, p, r, shown[k], y + (k ? APART : -APART));
	fprintf(f, "</g>\n");
}

/* Numbers as close as there is room for them. */
static void draw_axis(FILE *f, const struct panel *p)
{
	static const double steps[] = { .001, .002, .005, .01, .02, .05, .1,  .2,  .5,
					.7,   .8,   .9,	  1,   1.1, 1.2, 1.3, 1.5, 2,
					5,    10,   20,	  50,  100, 200, 500 };
	int y = p->top + HEAD, bottom = y + (int)p->count * LINE;
	double last = 0;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		double x = x_of(p, steps[i]);
		bool near_one = steps[i] != 1 && fabs(x - x_of(p, 1)) < 28;

		if (steps[i] < p->low || steps[i] > p->high || near_one || x - last < 28)
			continue;
		draw_line(f, steps[i] == 1 ? "one" : "grid", x, y - 8, x, bottom);
		fprintf(f, "<text class=\"number\" x=\"%.1f\" y=\"%d\">%g</text>\n", x, bottom + 15,
			steps[i]);
		last = x;
	}
}

static void draw_panel(FILE *f, const struct panel *p)
{
	fprintf(f, "<text class=\"title\" x=\"8\" y=\"%d\">%s</text>\n", p->top + 22,
		p->first->section->title);
	draw_axis(f, p);
	for (size_t i = 0; i < p->count; i++)
		draw_row(f, p, &p->first[i], p->top + HEAD + (int)i * LINE + LINE / 2);
}

static void draw_legend(FILE *f)
{
	fprintf(f, "<text x=\"8\" y=\"22\">Rate of macbpf to that of</text>\n");
	draw_mark(f, "macvlan", 190, 18);
	fprintf(f, "<text x=\"198\" y=\"22\">macvlan</text>\n");
	draw_mark(f, "bridge", 266, 18);
	fprintf(f, "<text x=\"274\" y=\"22\">bridge+veth; whiskers: 95 %% interval; strokes: "
		   "targets; pale: noisy; right of 1: macbpf is faster</text>\n");
}

static size_t rows_of(const struct result *results, size_t count)
{
	size_t n = 0;

	while (n < count && results[n].section == results->section)
		n++;
	return n;
}

void svg_write(const char *path, const struct result *results, size_t count)
{
	FILE *f = fopen(path, "w");
	int height = LEGEND;

	if (!f)
		err(1, "%s", path);
	for (size_t i = 0; i < count; i += rows_of(&results[i], count - i))
		height += HEAD + FOOT + LINE * (int)rows_of(&results[i], count - i);
	fprintf(f,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
		"height=\"%d\">\n%s",
		WIDTH, height, WIDTH, height, style);
	draw_legend(f);
	height = LEGEND;
	for (size_t i = 0; i < count;) {
		struct panel p = { &results[i], rows_of(&results[i], count - i), 1, 1, height };

		find_range(&p);
		draw_panel(f, &p);
		height += HEAD + FOOT + LINE * (int)p.count;
		i += p.count;
	}
	fprintf(f, "</svg>\n");
	if (fclose(f))
		err(1, "%s", path);
}
