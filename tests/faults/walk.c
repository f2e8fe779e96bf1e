// SPDX-License-Identifier: GPL-2.0-only
/* walk.c - a deed done again and again, each time with another fault. */
#include "walk.h"

#include <err.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "place.h"
#include "state.h"

#define FAILURES_MAX 12 /* after which it is not worth going on */
#define COMPANY	     8	/* calls before one by which it is known */

static struct walk {
	const struct deed *deed;
	struct state bare, before, after, between[LINES];
	int betweens;
	struct result plain; /* undisturbed */
	uint32_t retries;    /* one in so many faults is followed by one */
	struct part part;
	uint32_t faults; /* that were to be tried, in this part or another */
	struct tally *tally;
} w;

static struct result result; /* of what was disturbed */
static struct state now;

/* ---------------------------------------------------------------- places and states */

static void must(const char *line)
{
	static struct result r;

	deed_run(line, NULL, NULL, &r);
	if (r.status)
		errx(1, "%s: `%s`: exit %d: %s%s", w.deed->name, line, r.status, r.out, r.err);
}

static void run_all(const char *const *lines)
{
	for (int i = 0; i < LINES && lines[i]; i++)
		must(lines[i]);
}

static void set_up(void)
{
	place_make();
	state_open();
	state_take(&w.bare);
	run_all(w.deed->setup);
	state_take(&w.before);
}

static void tear_down(void)
{
	state_close();
	place_drop();
}

static void begin_anew(void)
{
	tear_down();
	set_up();
}

static void expect_before(const char *when)
{
	state_take(&now);
	if (state_equal(&w.before, &now))
		return;
	state_print_difference(&w.before, &now);
	errx(1, "%s: %s it is not as it was", w.deed->name, when);
}

static void learn_between(void)
{
	static struct result r;

	for (w.betweens = 0; w.betweens < LINES && w.deed->between[w.betweens]; w.betweens++) {
		deed_run(w.deed->between[w.betweens], NULL, NULL, &r);
		state_take(&w.between[w.betweens]);
		begin_anew();
	}
}

/* What it does if nothing goes wrong, and that this can be undone. */
static void learn(const struct deed *deed, struct tally *tally)
{
	w.deed = deed;
	w.tally = tally;
	set_up();
	learn_between();
	deed_run(deed->line, deed->batch, NULL, &w.plain);
	if (w.plain.status)
		errx(1, "%s: `%s`: exit %d: %s%s", deed->name, deed->line, w.plain.status,
		     w.plain.out, w.plain.err);
	state_take(&w.after);
	run_all(deed->undo);
	expect_before("after its undo");
}

/* ---------------------------------------------------------------- judging */

static const char *fault_text(const struct fault *f)
{
	static char text[128];
	char name[32] = "";

	if (f->kind == FAULT_CALL || f->kind == FAULT_KILL)
		calls_name(result.call[f->at].nr, result.call[f->at].command, name);
	if (f->kind == FAULT_KILL)
		snprintf(text, sizeof(text), "killed before call %u, %s", f->at, name);
	else if (f->kind == FAULT_CALL)
		snprintf(text, sizeof(text), "call %u, %s: %s", f->at, name,
			 f->error ? strerror(f->error) : "nothing");
	else
		snprintf(text, sizeof(text), "allocation %u", f->at);
	return text;
}

static void complain(const struct fault *f, const char *what)
{
	printf("FAIL: %s: %s: %s\n", w.deed->name, fault_text(f), what);
	printf("    exit %d: %s%s\n", result.status, result.out, result.err);
	w.tally->failures++;
}

static bool is_between(void)
{
	for (int i = 0; i < w.betweens; i++)
		if (state_equal(&w.between[i], &now))
			return true;
	return false;
}

/* It did nothing, or did its work. */
static bool is_known(void)
{
	return state_equal(&w.before, &now) || state_equal(&w.after, &now) || is_between();
}

static bool next_command_works(void)
{
	static struct result r;

	deed_run(w.deed->next ?: deed_next, NULL, NULL, &r);
	return r.status == 1 && strstr(r.err, "cannot find endpoint");
}

static bool is_good(const struct fault *f)
{
	if (f->kind == FAULT_KILL || (w.deed->sweeps && result.status))
		return is_known();
	if (!result.status)
		return state_equal(&w.after, &now);
	return state_equal(&w.before, &now) || is_between();
}

static void let_next_go(const struct fault *f)
{
	if (!next_command_works())
		complain(f, "the next command fails");
	state_take(&now);
}

/* Who did the work, and said that there is more to do, leaves that to the next command. */
static void judge_state(const struct fault *f)
{
	state_take(&now);
	if (is_good(f))
		return;
	if (f->kind != FAULT_KILL && (!result.status || w.deed->sweeps)) {
		let_next_go(f);
		w.tally->late += is_good(f);
	}
	if (f->kind == FAULT_KILL && w.deed->undone) {
		run_all(w.deed->undo);
		state_take(&now);
	}
	if (is_good(f))
		return;
	complain(f, "it left what is neither");
	state_print_difference(result.status ? &w.before : &w.after, &now);
}

static void judge(const struct fault *f)
{
	if (f->kind == FAULT_KILL)
		let_next_go(f);
	else if (result.status >= 126)
		complain(f, "it crashed");
	else if (result.status && !deed_complains(w.deed->line, &result))
		complain(f, "it doesn't say so in a sentence");
	judge_state(f);
}

/* From where it left us: the retry, and back. */
static void retry(const struct fault *f)
{
	static struct result r;

	if (!result.status || f->at % w.retries || !state_equal(&w.before, &now))
		return;
	deed_run(w.deed->line, w.deed->batch, NULL, &r);
	state_take(&now);
	if (!r.status && state_equal(&w.after, &now))
		return;
	complain(f, "the retry fails");
	printf("    then exit %d: %s%s\n", r.status, r.out, r.err);
	state_print_difference(&w.after, &now);
}

static void go_back(void)
{
	if (state_equal(&w.after, &now)) {
		run_all(w.deed->undo);
		state_take(&now);
	}
	if (!state_equal(&w.before, &now))
		begin_anew();
}

/* False if there is no such call or allocation any more. */
static bool disturb(const struct fault *f)
{
	deed_run(w.deed->line, w.deed->batch, f, &result);
	if (result.struck) {
		judge(f);
		retry(f);
	} else {
		state_take(&now);
	}
	go_back();
	return result.struck && w.tally->failures < FAILURES_MAX;
}

/* ---------------------------------------------------------------- walking */

/* One after the other goes to the next part, so that each has some of each deed. */
static bool is_of_part(void)
{
	return w.faults++ % w.part.of == w.part.number;
}

static bool fail_call(uint32_t n, bool whole)
{
	struct fault f = { .kind = FAULT_CALL, .at = n, .nr = w.plain.call[n].nr };
	bool struck = true, each;
	size_t count;
	const int *errors = calls_errors(w.plain.call[n].nr, &count, &each);

	each |= whole;
	for (size_t i = 0; struck && i < (each ? count : 1); i++) {
		f.error = errors[each ? i : n % count];
		if (!is_of_part())
			continue;
		struck = disturb(&f);
		w.tally->errors += struck;
	}
	return struck;
}

/* Whether nobody has tried this before. */
static bool is_new(struct tried *tried, uint64_t key)
{
	uint64_t free_place = 0;
	size_t i = key % TRIED_MAX;

	if (!tried)
		return true;
	for (; !atomic_compare_exchange_strong(&tried->key[i], &free_place, key | 1);
	     free_place = 0, i = (i + 1) % TRIED_MAX)
		if (free_place == (key | 1))
			return false;
	return true;
}

/* What a call is, and which came before. */
static uint64_t company_of(uint32_t n)
{
	uint64_t hash = 14695981039346656037u;

	for (uint32_t i = 0; i <= COMPANY && i <= n; i++) {
		hash = (hash ^ w.plain.call[n - i].nr) * 1099511628211u;
		hash = (hash ^ w.plain.call[n - i].command) * 1099511628211u;
	}
	return hash;
}

static void fail_calls(struct tried *tried)
{
	for (uint32_t n = 0; n < w.plain.calls; n++)
		if (is_new(tried, company_of(n)))
			w.tally->calls += fail_call(n, !tried);
}

static void fail_allocations(struct tried *tried)
{
	for (uint64_t n = 0; n < w.plain.allocations; n++) {
		const struct fault f = { .kind = FAULT_ALLOCATION, .at = (uint32_t)n };

		if (is_new(tried, w.plain.site[n]) && is_of_part())
			w.tally->allocations += disturb(&f);
	}
}

/* Its places are made anew for each deed: nothing may be left in the end. */
static void finish(void)
{
	expect_before("in the end");
	tear_down();
}

void walk_errors(const struct deed *deed, struct tried *tried, struct part part,
		 struct tally *tally)
{
	learn(deed, tally);
	w.part = part;
	w.faults = 0;
	w.retries = tried ? 4 : 1;
	fail_calls(tried);
	fail_allocations(tried);
	finish();
}

void walk_kills(const struct deed *deed, struct tally *tally)
{
	struct fault f = { .kind = FAULT_KILL };

	learn(deed, tally);
	w.retries = 1;
	while (disturb(&f)) {
		tally->kills++;
		f.at++;
	}
	finish();
}
