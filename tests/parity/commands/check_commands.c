// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_commands.c - the same operations by ip and by macbpf: the same answers, the same worlds.
 *
 * guards: libmacbpf/api/ cli/
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/netns.h"
#include "tests/harness/wait.h"
#include "agent.h"
#include "known.h"
#include "side.h"
#include "table.h"

#define WORKERS	  4 /* operations wait for the kernel more than they work */
#define KNOWN_MAX 64
#define STEP_LEN  512
#define AGENT_MS                                                                                   \
	5000 /* for what an agent does some milliseconds later, and the kernel a second            \
	      */

/* What all workers found. */
struct totals {
	int operations, steps, differences;
	int known[KNOWN_MAX]; /* how often each was needed */
};

static struct totals *totals;

static const char *macbpf;

static const char *way_name(bool numbers)
{
	return numbers ? "by numbers" : "by words";
}

/* ---------------------------------------------------------------- playing */

struct play {
	const struct command *command;
	bool numbers;
	int steps;
	char step[STEPS_MAX][STEP_LEN]; /* without what follows "#" */
	bool named[STEPS_MAX][KNOWN_MAX];
	struct facts theirs[STEPS_MAX], ours[STEPS_MAX];
};

static void read_names(struct play *p, int step, const char *names)
{
	while (*names) {
		int len = (int)strcspn(names, " ");

		if (len)
			p->named[step][known_named(names, len)] = true;
		names += len + (names[len] == ' ');
	}
}

static void read_steps(struct play *p)
{
	for (p->steps = 0; p->steps < STEPS_MAX && p->command->step[p->steps]; p->steps++) {
		const char *line = p->command->step[p->steps];
		const char *mark = strstr(line, " # ");
		int len = mark ? (int)(mark - line) : (int)strlen(line);

		snprintf(p->step[p->steps], STEP_LEN, "%.*s", len, line);
		if (mark)
			read_names(p, p->steps, mark + 3);
	}
}

static void print_difference(const struct play *p, int step, const char *key, const char *theirs,
			     const char *ours)
{
	printf("commands: %s (%s): after `%s`:\n    %s: macvlan \"%s\", macbpf \"%s\"\n",
	       p->command->what, way_name(p->numbers), p->step[step], key, theirs, ours);
	__atomic_add_fetch(&totals->differences, 1, __ATOMIC_RELAXED);
}

static const char *value_of(const struct fact *fact)
{
	return fact ? fact->value : "(nothing)";
}

/* ---------------------------------------------------------------- refusals leave all as it was */

static void expect_same(const struct play *p, int step, const struct facts *before,
			const struct facts *after)
{
	for (int i = 0; i < before->count; i++) {
		const struct fact *was = &before->fact[i], *is = facts_find(after, was->key);

		if (strcmp(was->value, value_of(is)) != 0 && strcmp(was->key, "all.answer") != 0)
			print_difference(p, step, was->key, "(before the refusal)", value_of(is));
	}
	for (int i = 0; i < after->count; i++)
		if (!facts_find(before, after->fact[i].key))
			print_difference(p, step, after->fact[i].key,
					 "(nothing before the refusal)", after->fact[i].value);
}

static bool is_for_tool(const char *step)
{
	return !strncmp(step, "link ", 5) || !strncmp(step, "@box link ", 10);
}

/* A command that is refused follows what was done without macbpf all the same. */
static bool has_to_follow(const struct play *p, int step)
{
	return step && !is_for_tool(p->step[step - 1]);
}

static void play_ours(struct play *p, struct side *s, int step)
{
	static struct facts before, after;

	side_everything(s, &before);
	side_play(s, p->step[step]);
	if (!side_refused(s) || !is_for_tool(p->step[step]) || has_to_follow(p, step))
		return;
	side_everything(s, &after);
	expect_same(p, step, &before, &after);
}

/* ---------------------------------------------------------------- comparing */

/* What was said to come later comes at once with an agent. */
static bool is_named(const struct play *p, int step, int known)
{
	return p->named[step][known] && !(commands_known[known].agent_ends_it && agent_is_wanted());
}

/* An index into commands_known, or -1. */
static int excuse(const struct play *p, int step, const struct difference *d)
{
	for (int i = 0; i < commands_known_count; i++)
		if ((commands_known[i].is_it || is_named(p, step, i)) &&
		    known_covers(&commands_known[i], d))
			return i;
	return -1;
}

/* What a comparison came to. */
struct comparison {
	bool needed[KNOWN_MAX];
	int differences;
	bool quiet;
};

static void compare_fact(const struct play *p, int step, const struct difference *d,
			 struct comparison *c)
{
	int known;

	if (d->theirs && d->ours && !strcmp(d->theirs->value, d->ours->value))
		return;
	known = excuse(p, step, d);
	if (known >= 0) {
		c->needed[known] = true;
		return;
	}
	c->differences++;
	if (!c->quiet)
		print_difference(p, step, d->ours ? d->ours->key : d->theirs->key,
				 value_of(d->theirs), value_of(d->ours));
}

/* Of a device that only one side has, that it exists is all there is to say. */
static bool is_detail(const struct fact *fact, const struct facts *other)
{
	char key[FACT_KEY_LEN];

	snprintf(key, sizeof(key), "%.*s.exists", (int)strcspn(fact->key, "."), fact->key);
	return strcmp(fact->key, key) != 0 && !facts_find(other, key) &&
	       strncmp(fact->key, "all.", 4) != 0;
}

static void compare_facts(const struct play *p, int step, struct comparison *c)
{
	const struct facts *theirs = &p->theirs[step], *ours = &p->ours[step];

	for (int i = 0; i < theirs->count; i++) {
		const struct fact *fact = &theirs->fact[i];
		struct difference d = { fact, facts_find(ours, fact->key), ours };

		if (!is_detail(fact, ours))
			compare_fact(p, step, &d, c);
	}
	for (int i = 0; i < ours->count; i++) {
		struct difference d = { NULL, &ours->fact[i], ours };

		if (!facts_find(theirs, d.ours->key) && !is_detail(d.ours, theirs))
			compare_fact(p, step, &d, c);
	}
}

static void compare_step(const struct play *p, int step)
{
	struct comparison c = { .quiet = false };

	compare_facts(p, step, &c);
	for (int i = 0; i < commands_known_count; i++) {
		__atomic_add_fetch(&totals->known[i], c.needed[i], __ATOMIC_RELAXED);
		/* An agent may have put right what was to stay until a command. */
		if (p->named[step][i] && !agent_is_wanted() && !c.needed[i] &&
		    !commands_known[i].some_kernels)
			print_difference(p, step, commands_known[i].name, "the same",
					 "the same, though docs/parity.md says otherwise");
	}
}

/* ---------------------------------------------------------------- both sides */

struct wait {
	struct play *p;
	struct side *s;
	int step;
};

static bool is_the_same(void *arg)
{
	const struct wait *w = arg;
	struct comparison c = { .quiet = true };

	side_facts(w->s, &w->p->ours[w->step]);
	compare_facts(w->p, w->step, &c);
	return !c.differences;
}

/* What is still another after that is told by whoever compares. */
static void wait_for_agent(struct play *p, struct side *s, int step)
{
	if (agent_is_wanted())
		wait_until(is_the_same, &(struct wait){ p, s, step }, AGENT_MS);
}

static void play_side(struct play *p, struct side *s, struct facts *facts)
{
	side_open(s);
	for (int i = 0; i < p->steps; i++) {
		if (s->ours)
			play_ours(p, s, i);
		else
			side_play(s, p->step[i]);
		side_facts(s, &facts[i]);
		if (s->ours)
			wait_for_agent(p, s, i);
	}
	if (!p->numbers)
		side_listing(s, &facts[p->steps - 1]);
	side_close(s);
}

/* Whether with an agent it comes to something else. */
static bool is_asked_for(const struct play *p)
{
	if (!agent_is_for_some())
		return true;
	for (int i = 0; i < p->steps; i++)
		for (int j = 0; j < commands_known_count; j++)
			if (p->named[i][j] && commands_known[j].agent_ends_it)
				return true;
	return false;
}

static void play_way(const struct command *c, bool numbers)
{
	static struct play p;
	static struct side kernel, ours;

	memset(&p, 0, sizeof(p));
	p.command = c;
	p.numbers = numbers;
	read_steps(&p);
	if (!is_asked_for(&p))
		return;
	kernel = (struct side){ .numbers = numbers };
	ours = (struct side){ .ours = true, .numbers = numbers, .macbpf = macbpf };
	play_side(&p, &kernel, p.theirs);
	play_side(&p, &ours, p.ours);
	for (int i = 0; i < p.steps; i++)
		compare_step(&p, i);
	__atomic_add_fetch(&totals->operations, 1, __ATOMIC_RELAXED);
	__atomic_add_fetch(&totals->steps, p.steps, __ATOMIC_RELAXED);
}

static void work(int worker)
{
	const struct command *c;

	netns_sandbox("commands");
	for (size_t i = (size_t)worker; (c = command_at(i)); i += WORKERS) {
		/* What an agent does is the same by both, and words take longer. */
		if (c->way == BY_WORDS || (c->way == BY_BOTH && !agent_is_for_some()))
			play_way(c, false);
		if (c->way != BY_WORDS)
			play_way(c, true);
	}
}

/* ---------------------------------------------------------------- the run */

static int run_workers(void)
{
	int status, failed = 0;

	for (int i = 0; i < WORKERS; i++) {
		pid_t pid = fork();

		if (pid < 0)
			err(1, "fork");
		if (pid)
			continue;
		work(i);
		exit(0);
	}
	while (wait(&status) > 0)
		if (status)
			failed = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	return failed;
}

/* Tests run in the folder of the tree. */
static bool is_documented(const char *name)
{
	FILE *file = fopen("docs/parity.md", "re");
	char line[4096], quoted[64];
	bool found = false;

	if (!file)
		err(1, "docs/parity.md");
	snprintf(quoted, sizeof(quoted), "`%s`", name);
	while (!found && fgets(line, sizeof(line), file))
		found = strstr(line, quoted) != NULL;
	fclose(file);
	return found;
}

/* One that is never needed is a difference that is gone. */
static int report_known(void)
{
	int needed = 0, wrong = 0;

	for (int i = 0; i < commands_known_count; i++) {
		const char *name = commands_known[i].name;

		printf("  known: %-24s %4d steps\n", name, totals->known[i]);
		needed += totals->known[i] != 0;
		if (!totals->known[i] && !agent_is_for_some() && !commands_known[i].some_kernels &&
		    !(commands_known[i].agent_ends_it && agent_is_wanted()))
			wrong += printf("commands: %s doesn't show any more\n", name) > 0;
		if (!is_documented(name))
			wrong += printf("commands: %s is not in docs/parity.md\n", name) > 0;
	}
	printf("commands: %d operations, %d steps, %d differences, known: %d\n", totals->operations,
	       totals->steps, totals->differences, needed);
	return wrong;
}

int main(void)
{
	int failed;

	macbpf = getenv("MACBPF");
	if (!macbpf)
		errx(2, "commands: MACBPF is to name the macbpf program");
	totals = mmap(NULL, sizeof(*totals), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (totals == MAP_FAILED || commands_known_count > KNOWN_MAX)
		err(1, "totals");
	setvbuf(stdout, NULL, _IOLBF, 0);
	failed = run_workers();
	if (failed)
		return failed;
	return report_known() || totals->differences;
}
