// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_fuzz.c - random scenarios through the kernel's macvlan and through macbpf.
 *
 *   check_fuzz [-f] [SEEDS]       all scenarios of seeds A-B, by default SEEDS of the environment,
 * or those of `make check` check_fuzz -x 0,2 -k 7,9 17   of seed 17 without endpoints 0 and 2,
 * steps 7 and 9 alone
 *
 * guards: bpf/
 */
#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/fence.h"
#include "tests/harness/netns.h"
#include "masks.h"
#include "shrink.h"

#define FIXED_FIRST   1
#define FIXED_LAST    100
#define WORKERS_MAX   16
#define WORKERS_A_CPU 3 /* most of the time one waits for the kernel */
#define MASKS_MAX     32

struct job {
	unsigned long first, last; /* seeds */
	bool stop_at_first;	   /* and don't shrink it */
	const char *without;	   /* slots, as numbers */
	const char *only;	   /* steps, as numbers; NULL: all */
	const char *macbpf, *program;
};

/* Filled in by all workers together. */
struct sum {
	unsigned long next; /* seed that nobody has taken */
	unsigned long scenarios, frames, changes, differing;
	unsigned long used[MASKS_MAX]; /* of masks[] */
};

static struct sum *sum;

#define ADD(field, n) __atomic_fetch_add(&sum->field, n, __ATOMIC_RELAXED)

static bool has_number(const char *list, size_t number)
{
	char *end;

	for (; *list; list = *end ? end + 1 : end)
		if (strtoul(list, &end, 10) == number && end != list)
			return true;
		else if (end == list)
			errx(2, "fuzz: not a list of numbers: %s", list);
	return false;
}

static void cut(struct scenario *s, const struct job *job)
{
	for (size_t i = 0; i < ENDPOINTS_MAX && job->without; i++)
		if (has_number(job->without, i))
			memset(&s->start.endpoint[i], 0, sizeof(s->start.endpoint[i]));
	for (size_t i = 0; i < s->count && job->only; i++)
		s->steps[i].off = !has_number(job->only, i);
}

static void print_list(const char *option, const struct scenario *s,
		       bool (*is_in)(const struct scenario *, size_t), size_t count)
{
	const char *before = option;

	for (size_t i = 0; i < count; i++) {
		if (!is_in(s, i))
			continue;
		printf("%s%zu", before, i);
		before = ",";
	}
}

static bool is_gone(const struct scenario *s, size_t slot)
{
	static struct scenario whole;

	if (whole.seed != s->seed || !whole.count)
		scenario_make(&whole, s->seed);
	return is_there(&whole.start.endpoint[slot]) && !is_there(&s->start.endpoint[slot]);
}

static bool is_on(const struct scenario *s, size_t step)
{
	return !s->steps[step].off;
}

static void report(struct scenario *s, const struct job *job, struct verdict verdict)
{
	unsigned long used[MASKS_MAX];

	for (size_t i = 0; i < mask_count; i++)
		used[i] = masks[i].used;
	if (!job->only && !job->stop_at_first)
		scenario_shrink(s, job->macbpf, verdict);
	printf("fuzz: seed %lu differs. The smallest scenario that does:\n", s->seed);
	scenario_print(s);
	scenario_play(s, job->macbpf, false);
	fflush(stdout);
	printf("fuzz: again: MACBPF=%s %s", job->macbpf, job->program);
	print_list(" -x ", s, is_gone, ENDPOINTS_MAX);
	if (job->only || !job->stop_at_first)
		print_list(" -k ", s, is_on, s->count);
	printf(" %lu\n", s->seed);
	fflush(stdout);
	for (size_t i = 0; i < mask_count; i++)
		masks[i].used = used[i];
}

static void try_seed(unsigned long seed, const struct job *job)
{
	static struct scenario s;
	struct played played;

	scenario_make(&s, seed);
	cut(&s, job);
	played = scenario_play(&s, job->macbpf, true);
	ADD(scenarios, 1);
	ADD(frames, played.frames);
	ADD(changes, played.changes);
	if (!played.verdict.differing)
		return;
	ADD(differing, 1);
	report(&s, job, played.verdict);
}

/* The n-th CPU of those that we may use. */
static void use_cpu(int n)
{
	cpu_set_t all, one;
	int cpu = 0;

	if (sched_getaffinity(0, sizeof(all), &all))
		err(1, "affinity");
	for (n %= CPU_COUNT(&all); n || !CPU_ISSET(cpu, &all); cpu++)
		n -= CPU_ISSET(cpu, &all);
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		err(1, "affinity");
}

static void work(int number, const struct job *job)
{
	unsigned long seed;

	use_cpu(number);
	netns_sandbox("fuzz");
	play_needs_macvlan("fuzz");
	fence_open();
	while ((seed = ADD(next, 1)) <= job->last) {
		if (job->stop_at_first && sum->differing)
			break;
		try_seed(seed, job);
	}
	fence_close();
	for (size_t i = 0; i < mask_count; i++)
		ADD(used[i], masks[i].used);
}

/* A worker that dies has told why, and with which seed. */
static int wait_for_workers(int count)
{
	int worst = 0, status;

	while (count--) {
		if (wait(&status) < 0)
			err(1, "wait for a worker");
		if (WIFEXITED(status) && !WEXITSTATUS(status))
			continue;
		ADD(differing, 1);
		if (worst != 1)
			worst = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	}
	return worst;
}

/* Several a CPU: each has namespaces of its own, and its frames stay on its CPU. */
static int work_together(const struct job *job)
{
	int count = WORKERS_A_CPU * sysconf(_SC_NPROCESSORS_ONLN);
	pid_t pid;

	if (count > WORKERS_MAX)
		count = WORKERS_MAX;
	fflush(stdout);
	for (int i = 0; i < count; i++) {
		pid = fork();
		if (pid < 0)
			err(1, "fork");
		if (!pid) {
			work(i, job);
			exit(0);
		}
	}
	return wait_for_workers(count);
}

static void parse_seeds(struct job *job, const char *text)
{
	char *end;

	job->first = job->last = strtoul(text, &end, 10);
	if (*end == '-')
		job->last = strtoul(end + 1, &end, 10);
	if (*end || end == text || job->last < job->first)
		errx(2, "fuzz: SEEDS is a number, or two as 1-100: %s", text);
}

static struct job parse(int argc, char **argv)
{
	struct job job = { FIXED_FIRST, FIXED_LAST, .macbpf = getenv("MACBPF"),
			   .program = argv[0] };
	int c;

	while ((c = getopt(argc, argv, "fx:k:")) != -1) {
		if (c == 'f')
			job.stop_at_first = true;
		else if (c == 'x')
			job.without = optarg;
		else if (c == 'k')
			job.only = optarg;
		else
			errx(2, "usage: check_fuzz [-f] [-x SLOTS] [-k STEPS] [SEEDS]");
	}
	if (optind < argc)
		parse_seeds(&job, argv[optind]);
	else if (getenv("SEEDS"))
		parse_seeds(&job, getenv("SEEDS"));
	if (!job.macbpf)
		errx(2, "fuzz: MACBPF is to name the macbpf program");
	return job;
}

int main(int argc, char **argv)
{
	struct job job = parse(argc, argv);
	int worst;

	sum = mmap(NULL, sizeof(*sum), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (sum == MAP_FAILED)
		err(1, "fuzz");
	sum->next = job.first;
	worst = work_together(&job);
	if (worst)
		return worst;
	for (size_t i = 0; i < mask_count; i++)
		masks[i].used = sum->used[i];
	printf("fuzz: %lu scenarios, %lu frames, %lu changes, %lu scenarios differ; masks:",
	       sum->scenarios, sum->frames, sum->changes, sum->differing);
	masks_print();
	return sum->differing || !sum->frames;
}
