// SPDX-License-Identifier: GPL-2.0-only
/*
 * crowd.c - lets a crowd loose on some lowers, watches it, and compares what is left.
 *
 *   SEED=1 ACTORS=64 ROUNDS=40 crowd
 *
 * With the same seed each actor does the same again, up to what it gets in contests.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "crowd.h"

#define PATIENCE_S 100 /* with an actor that does nothing: longer than any lock is waited for */

struct crowd *crowd;
static pid_t pids[ACTORS_MAX];

void fail(const struct actor *a, const char *fmt, ...)
{
	char why[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	if (!atomic_exchange(&crowd->failed, true))
		fprintf(stderr, "crowd: seed %llu, actor %d, deed %u, %s: %s\n",
			(unsigned long long)crowd->seed, (int)(a - crowd->actor),
			atomic_load(&a->done), a->doing, why);
	_exit(1);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text && *text ? strtoull(text, NULL, 0) : otherwise;
}

static void make_actors(void)
{
	crowd = mmap(NULL, sizeof(*crowd), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	if (crowd == MAP_FAILED)
		err(1, "mmap");
	crowd->seed = number_of("SEED", (uint64_t)time(NULL));
	crowd->actors = (int)number_of("ACTORS", 64);
	crowd->rounds = (uint32_t)number_of("ROUNDS", 40);
	if (crowd->actors < 1 || crowd->actors > ACTORS_MAX)
		errx(1, "ACTORS must be 1 to %d", ACTORS_MAX);
	for (int i = 0; i < crowd->actors; i++) {
		struct actor *a = &crowd->actor[i];

		a->random = crowd->seed * 1000003 + (uint64_t)i;
		for (int n = 0; n < ENDPOINTS; n++) {
			snprintf(a->mine[n].name, sizeof(a->mine[n].name), "a%dn%d", i, n);
			a->mine[n].contest = -1;
		}
	}
}

/* ---------------------------------------------------------------- running */

static int start_actors(void)
{
	int ends[2];

	if (pipe(ends))
		err(1, "pipe");
	for (int i = 0; i < crowd->actors; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			err(1, "fork");
		if (pids[i])
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		actor_live(&crowd->actor[i]);
		_exit(0);
	}
	close(ends[1]);
	return ends[0];
}

static int64_t now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/* An actor that has done nothing for so long is stuck: it, and what it was at, is named. */
static void look_for_stuck(int64_t *since, uint32_t *seen)
{
	for (int i = 0; i < crowd->actors; i++) {
		struct actor *a = &crowd->actor[i];
		uint32_t done = atomic_load(&a->done);

		if (done != seen[i] || done == crowd->rounds)
			since[i] = now_s();
		seen[i] = done;
		if (now_s() - since[i] > PATIENCE_S * (int64_t)number_of("TEST_SLOWNESS", 1))
			fail(a, "is stuck");
	}
}

/* Who ends closes its copy of the pipe. */
static void wait_for_all(int pipe_fd)
{
	static int64_t since[ACTORS_MAX];
	static uint32_t seen[ACTORS_MAX];
	struct pollfd end = { .fd = pipe_fd };
	int failures = 0, status;

	for (int i = 0; i < crowd->actors; i++)
		since[i] = now_s();
	while (!poll(&end, 1, 1000))
		look_for_stuck(since, seen);
	for (int i = 0; i < crowd->actors; i++)
		failures += waitpid(pids[i], &status, 0) != pids[i] || status;
	if (failures || atomic_load(&crowd->failed))
		errx(1, "%d actors failed", failures);
}

/* ---------------------------------------------------------------- the end */

static void delete_all(struct macbpf *mb)
{
	for (int i = 0; i < crowd->actors; i++)
		for (int n = 0; n < ENDPOINTS; n++) {
			const struct endpoint *e = &crowd->actor[i].mine[n];

			if (e->there && macbpf_link__del(mb, NULL, e->name))
				errx(1, "delete %s: %s", e->name, macbpf__error(mb));
		}
}

static void report(void)
{
	uint32_t deeds = 0, refused = 0, longest = 0;

	for (int d = 0; d < DEEDS; d++) {
		uint32_t count = 0, no = 0;

		for (int i = 0; i < crowd->actors; i++) {
			count += crowd->actor[i].count[d];
			no += crowd->actor[i].refused[d];
		}
		printf("  %-12s %8u, %u of them refused\n", deed_names[d], count, no);
		deeds += count;
		refused += no;
	}
	for (int i = 0; i < crowd->actors; i++)
		if (crowd->actor[i].longest_ms > longest)
			longest = crowd->actor[i].longest_ms;
	printf("ok: seed %llu: %d actors, %u deeds, %u refused, the longest took %u ms\n",
	       (unsigned long long)crowd->seed, crowd->actors, deeds, refused, longest);
}

int main(void)
{
	struct macbpf *mb;

	place_make();
	make_actors();
	wait_for_all(start_actors());
	mb = context_open();
	ledger_compare(mb);
	delete_all(mb);
	ledger_expect_nothing(mb);
	macbpf__close(mb);
	place_drop();
	report();
	return 0;
}
