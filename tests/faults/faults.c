// SPDX-License-Identifier: GPL-2.0-only
/*
 * faults.c - commands of which each system call and each allocation fails once, or that are killed.
 *
 *   WALK=short|whole|N/OF|kill DEED=word JOBS=2 O=build faults
 *
 * guards: libmacbpf/ cli/ frontends/cni/ frontends/netavark/ common/
 */
#include <err.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "walk.h"

static const char *word_of(const char *name, const char *otherwise)
{
	const char *text = getenv(name);

	return text && *text ? text : otherwise;
}

static bool is_wanted(const struct deed *deed)
{
	return strstr(deed->name, word_of("DEED", ""));
}

static void *share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		err(1, "mmap");
	return memory;
}

static struct part part;

/* "3/64": the third of 64. */
static struct part part_of(const char *how)
{
	struct part p = { 1, 1 };

	if (strcmp(how, "short") && strcmp(how, "whole") && strcmp(how, "kill") &&
	    (sscanf(how, "%u/%u", &p.number, &p.of) != 2 || !p.number || p.number > p.of))
		errx(1, "WALK=%s: neither short, whole, kill nor a part like 3/64", how);
	p.number--;
	return p;
}

static void walk(const struct deed *deed, struct tried *tried, struct tally *tally)
{
	const char *how = word_of("WALK", "short");

	if (!strcmp(how, "kill"))
		walk_kills(deed, tally);
	else
		walk_errors(deed, strcmp(how, "short") ? NULL : tried, part, tally);
	printf("  %-24s %5u calls, %5u errors, %5u allocations, %5u kills, %3u late, %u failures\n",
	       deed->name, tally->calls, tally->errors, tally->allocations, tally->kills,
	       tally->late, tally->failures);
}

/* Workers take the next that nobody has taken yet. */
static void work(atomic_int *next, struct tried *tried, struct tally *tallies)
{
	static char shim[256];

	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(shim, sizeof(shim), "%s/tests/faults/shim.so", word_of("O", "build"));
	netns_sandbox("faults");
	inject_open(shim);
	for (int i; (i = atomic_fetch_add(next, 1)) < deed_count;)
		if (is_wanted(&deeds[i]))
			walk(&deeds[i], tried, &tallies[i]);
}

static int wait_for_all(int jobs)
{
	int status, failed = 0;

	while (jobs--)
		failed += wait(&status) < 0 || status;
	return failed;
}

static int report(const struct tally *tallies, int failed)
{
	struct tally sum = { 0 };
	int walked = 0;

	for (int i = 0; i < deed_count; i++) {
		walked += is_wanted(&deeds[i]);
		sum.calls += tallies[i].calls;
		sum.errors += tallies[i].errors;
		sum.allocations += tallies[i].allocations;
		sum.kills += tallies[i].kills;
		sum.late += tallies[i].late;
		sum.failures += tallies[i].failures;
	}
	failed |= sum.failures || !(sum.errors + sum.kills);
	printf("%s: %d commands, %u calls failed by %u errors, %u allocations, %u kills, %u left "
	       "to the next command, %u failures\n",
	       failed ? "failed" : "ok", walked, sum.calls, sum.errors, sum.allocations, sum.kills,
	       sum.late, sum.failures);
	return failed;
}

int main(void)
{
	struct tally *tallies = share(sizeof(*tallies) * (size_t)deed_count);
	struct tried *tried = share(sizeof(*tried));
	atomic_int *next = share(sizeof(*next));
	int jobs = atoi(word_of("JOBS", "2")), failed;

	part = part_of(word_of("WALK", "short"));
	for (int i = 0; i < jobs; i++) {
		pid_t pid = fork();

		if (pid < 0)
			err(1, "fork");
		if (pid)
			continue;
		work(next, tried, tallies);
		exit(0);
	}
	failed = wait_for_all(jobs);
	return report(tallies, failed);
}
