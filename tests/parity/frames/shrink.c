// SPDX-License-Identifier: GPL-2.0-only
/* shrink.c - play scenarios, the same one with less and less in it. */
#include "shrink.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATIENCE 60 /* seconds */

struct played scenario_play(const struct scenario *s, const char *macbpf, bool quiet)
{
	static struct play play;
	struct played result = { 0 };
	size_t refused = SIZE_MAX;
	struct probe probe;

	play_open(&play, &s->start, macbpf, quiet);
	for (size_t i = 0; i < s->count && refused == SIZE_MAX; i++) {
		const struct step *step = &s->steps[i];

		if (step->off)
			continue;
		if (step->kind == STEP_FRAME) {
			if (scenario_probe(s, i, play_topology(&play), &probe))
				play_frame(&play, &probe);
		} else if (change_applies(&step->change, play_topology(&play))) {
			result.changes++;
			if (!play_change(&play, &step->change))
				refused = i;
		}
	}
	result.frames = play.count;
	result.verdict = play_compare(&play);
	if (result.verdict.first_step == SIZE_MAX)
		result.verdict.first_step = refused;
	play_close(&play);
	return result;
}

struct search {
	struct scenario *s;
	const char *macbpf;
	time_t end;
};

static time_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

/* Keeps `tried` if it differs too; false if it doesn't, or time is up. */
static bool try_instead(struct search *search, const struct scenario *tried)
{
	if (now() >= search->end || !scenario_play(tried, search->macbpf, true).verdict.differing)
		return false;
	*search->s = *tried;
	return true;
}

/* Most differences need one frame, and the changes before it. */
static void try_one_frame(struct search *search, size_t step)
{
	static struct scenario tried;

	if (step == SIZE_MAX)
		return;
	tried = *search->s;
	for (size_t i = 0; i < tried.count; i++)
		if (i != step)
			tried.steps[i].off |= tried.steps[i].kind == STEP_FRAME || i > step;
	try_instead(search, &tried);
}

/* Turns off the next `count` steps that are on, from *at; false if there are none. */
static bool turn_off(struct scenario *s, size_t *at, size_t count)
{
	bool any = false;

	for (; *at < s->count && count; ++*at) {
		if (s->steps[*at].off)
			continue;
		s->steps[*at].off = any = true;
		count--;
	}
	return any;
}

static bool drop_steps(struct search *search, size_t count)
{
	static struct scenario tried;
	bool progress = false;

	for (size_t at = 0; at < search->s->count;) {
		tried = *search->s;
		if (turn_off(&tried, &at, count))
			progress |= try_instead(search, &tried);
	}
	return progress;
}

static bool drop_endpoints(struct search *search)
{
	static struct scenario tried;
	bool progress = false;

	for (size_t i = 0; i < ENDPOINTS_MAX; i++) {
		if (!is_there(&search->s->start.endpoint[i]))
			continue;
		tried = *search->s;
		memset(&tried.start.endpoint[i], 0, sizeof(tried.start.endpoint[i]));
		progress |= try_instead(search, &tried);
	}
	return progress;
}

static size_t steps_on(const struct scenario *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += !s->steps[i].off;
	return n;
}

void scenario_shrink(struct scenario *s, const char *macbpf, struct verdict verdict)
{
	struct search search = { s, macbpf, now() + PATIENCE };
	bool progress = true;

	try_one_frame(&search, verdict.first_step);
	for (size_t count = steps_on(s) / 2; count > 1; count /= 2)
		drop_steps(&search, count);
	while (progress && now() < search.end) {
		progress = drop_steps(&search, 1);
		progress |= drop_endpoints(&search);
	}
}
