// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_listeners.c - random hosts join and leave on the kernel's macvlan and, with mcast-snooping,
 * on macbpf: who listens gets the same.
 *
 *   check_listeners [SEEDS]    seeds A-B; by default a few
 *
 * After each deed a frame goes to each group, from the wire and from an endpoint, until all that
 * macvlan gives to those whose own filter wants it comes from macbpf too. What takes longer than
 * the deadline is lost. How long a report takes is measured in net/check_groups.c.
 *
 * guards: bpf/report.h bpf/groups.h bpf/listeners.h libmacbpf/endpoint/groups.c
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/fence.h"
#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "deed.h"

#define STEPS	40
#define WORKERS 6
#define DEFAULT "1-6"

struct sum {
	unsigned long next, seeds, deeds, frames, delivered, late, lost, extra, for_all, strangers,
		differ;
};

static struct sum *sum;

#define ADD(field, n) __atomic_fetch_add(&sum->field, n, __ATOMIC_RELAXED)

struct pair {
	struct boxes macvlan, macbpf;
	unsigned int from;
	uint32_t lost[BOXES], differs[BOXES];
	struct deed done[STEPS];
	unsigned long seed;
	int steps;
};

static unsigned int bits(uint32_t set)
{
	return (unsigned int)__builtin_popcount(set);
}

/* What is not filtered: docs/why/multicast.md. */
static uint32_t groups_for_all(void)
{
	uint32_t set = 0;
	uint8_t mac[6];

	for (unsigned int g = 0; g < GROUPS; g++) {
		group_mac(g, mac);
		if (!memcmp(mac, group_is_v6(g) ? "\x33\x33\0\0\0" : "\1\0\x5e\0\0", 5) &&
		    strcmp(group_text(g), "ff02::2") != 0)
			set |= 1u << g;
	}
	return set;
}

/* Strangers are frames that come though the device's own filter doesn't want them. */
static unsigned int count_lost(struct pair *p, const uint32_t *theirs, const uint32_t *ours)
{
	unsigned int lost = 0;

	for (unsigned int n = 0; n < BOXES; n++) {
		uint32_t theirs_wants = box_filter(&p->macvlan, n);
		uint32_t wants = theirs_wants & box_filter(&p->macbpf, n);

		/* Some addresses come and go when the kernel gets round to it. */
		p->differs[n] = theirs_wants ^ wants;
		p->lost[n] = theirs[n] & wants & ~ours[n];
		lost += bits(p->lost[n] | p->differs[n]);
		ADD(frames, GROUPS);
		ADD(delivered, bits(theirs[n] & wants));
		ADD(for_all, bits(ours[n] & ~wants & groups_for_all()));
		ADD(extra, bits(ours[n] & ~wants & ~groups_for_all()));
		ADD(strangers, bits(theirs[n] & ~wants));
	}
	return lost;
}

static unsigned int compare(struct pair *p)
{
	uint32_t theirs[BOXES], ours[BOXES];

	if (!boxes_send(&p->macvlan, p->from, theirs) || !boxes_send(&p->macbpf, p->from, ours))
		errx(1, "seed %lu: a frame came twice", p->seed);
	return count_lost(p, theirs, ours);
}

static bool nothing_is_lost(void *arg)
{
	if (!compare(arg))
		return true;
	ADD(late, 1);
	return false;
}

static bool is_lost(const struct pair *p)
{
	for (unsigned int n = 0; n < BOXES; n++)
		if (p->lost[n])
			return true;
	return false;
}

static void report(const struct pair *p)
{
	printf("listeners: seed %lu, from %u:\n", p->seed, p->from);
	for (int i = 0; i <= p->steps; i++)
		deed_print(&p->done[i]);
	for (unsigned int n = 0; n < BOXES; n++)
		for (unsigned int g = 0; g < GROUPS; g++)
			if ((p->lost[n] | p->differs[n]) >> g & 1)
				printf("  e%u (%s) %s %s\n", n, p->macbpf.box[n].mode,
				       p->lost[n] >> g & 1 ? "gets nothing of"
							   : "has not in both joined",
				       group_text(g));
	fflush(stdout);
}

static void step(struct pair *p, struct rng *r)
{
	struct deed deed = p->done[p->steps] = deed_choose(r);
	unsigned int senders[] = { WIRE, rng_below(r, BOXES) };

	if (deed_do(&p->macvlan, &deed) != deed_do(&p->macbpf, &deed))
		errx(1, "seed %lu: macvlan and macbpf give another answer", p->seed);
	ADD(deeds, 1);
	for (int i = 0; i < 2; i++) {
		p->from = senders[i];
		if (wait_until(nothing_is_lost, p, WAIT_MS))
			continue;
		ADD(lost, is_lost(p));
		ADD(differ, !is_lost(p));
		report(p);
	}
}

static void try_seed(unsigned long seed, const char *macbpf)
{
	static struct pair pair;
	struct rng r = { seed * 0x9e3779b97f4a7c15u };

	pair = (struct pair){ .seed = seed };
	boxes_make(&pair.macvlan, "ip");
	boxes_make(&pair.macbpf, macbpf);
	for (pair.steps = 0; pair.steps < STEPS; pair.steps++)
		step(&pair, &r);
	boxes_drop(&pair.macvlan);
	boxes_drop(&pair.macbpf);
	ADD(seeds, 1);
}

/* Exits 77 where there is no macvlan to compare with. */
static void need_macvlan(void)
{
	struct netns ns;
	struct run r;

	netns_make(&ns, "probe");
	run_ok(&ns, "ip link add low type veth peer name wire");
	if (run(&r, &ns, "ip link add link low name e type macvlan")) {
		printf("skipped: this kernel has no macvlan\n");
		exit(77);
	}
	netns_drop(&ns);
}

static void work(unsigned long last)
{
	const char *macbpf = getenv("MACBPF");
	unsigned long seed;

	if (!macbpf)
		errx(2, "MACBPF is to name the macbpf program");
	netns_sandbox("listeners");
	need_macvlan();
	fence_open();
	while ((seed = ADD(next, 1)) <= last)
		try_seed(seed, macbpf);
	fence_close();
}

static int work_together(unsigned long last)
{
	int worst = 0, status;

	fflush(stdout);
	for (int i = 0; i < WORKERS; i++) {
		pid_t pid = fork();

		if (pid < 0)
			err(1, "fork");
		if (!pid) {
			work(last);
			exit(0);
		}
	}
	while (wait(&status) > 0)
		if (!WIFEXITED(status) || WEXITSTATUS(status))
			worst = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
	return worst;
}

int main(int argc, char **argv)
{
	const char *text = argc > 1 ? argv[1] : DEFAULT;
	unsigned long first, last;
	int worst;

	if (sscanf(text, "%lu-%lu", &first, &last) != 2 || last < first)
		errx(2, "SEEDS is two numbers, as 1-100: %s", text);
	sum = mmap(NULL, sizeof(*sum), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (sum == MAP_FAILED)
		err(1, "listeners");
	sum->next = first;
	worst = work_together(last);
	if (worst)
		return worst;
	printf("listeners: %lu seeds, %lu deeds, %lu frames, %lu delivered, %lu rounds early, "
	       "strangers %lu of macvlan, here %lu and %lu of a link, %lu joined otherwise, %lu "
	       "lost\n",
	       sum->seeds, sum->deeds, sum->frames, sum->delivered, sum->late, sum->strangers,
	       sum->extra, sum->for_all, sum->differ, sum->lost);
	return sum->lost || sum->seeds != last - first + 1;
}
