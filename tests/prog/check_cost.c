// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_cost.c - what the programs cost, against tests/expect/cost.budget.
 *
 * A figure is the time of BPF_PROG_TEST_RUN in percent of that of a program that does nothing, run
 * in turns with it: nanoseconds belong to the machine, and so, a little, do these. So a tenth more
 * than the file says is told, not a failure. The redirect itself is not in it, nor are copies.
 *
 * guards: bpf/
 */
#include <err.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "budget.h"
#include "rig.h"

#define REPEAT 10000 /* runs of one sample: less than a millisecond */
#define PAIRS  25    /* samples of a program, each beside one of the empty program */
#define LOADS  4     /* of a program */

static const struct cost {
	const char *name;
	enum who from, to;
	uint32_t features;
} costs[] = {
	{ "mb_lower_ingress plain hit", WIRE, B2, 0 },
	{ "mb_lower_ingress plain crowded", WIRE, B1, 0 },
	{ "mb_lower_ingress plain miss", WIRE, EXT, 0 },
	{ "mb_lower_ingress plain group", WIRE, BCAST, 0 },
	{ "mb_lower_ingress passthru hit", WIRE, B2, MB_F_PASSTHRU },
	{ "mb_lower_ingress sources hit", WIRE, B2, MB_F_SOURCES },
	{ "mb_lower_ingress vlans hit", WIRE, B2, MB_F_VLANS },
	{ "mb_endpoint_ingress plain any", V1, B2, 0 },
	{ "mb_endpoint_ingress bridge hit", B1, B2, MB_F_BRIDGE },
	{ "mb_endpoint_ingress bridge crowded", B2, B1, MB_F_BRIDGE },
	{ "mb_endpoint_ingress bridge miss", B1, EXT, MB_F_BRIDGE },
	{ "mb_endpoint_ingress bridge group", B1, BCAST, MB_F_BRIDGE },
	{ "mb_endpoint_ingress bridge,sources hit", B1, B2, MB_F_BRIDGE | MB_F_SOURCES },
	{ "mb_lower_ingress directed hit", WIRE, B2, MB_F_DIRECTED },
	{ "mb_endpoint_ingress bridge,directed hit", B1, B2, MB_F_BRIDGE | MB_F_DIRECTED },
	{ "mb_lower_ingress host hit", WIRE, B2, MB_F_HOST },
	{ "mb_endpoint_ingress plain,host any", V1, B2, MB_F_HOST },
	{ "mb_endpoint_ingress bridge,host hit", B1, B2, MB_F_BRIDGE | MB_F_HOST },
	{ "mb_endpoint_ingress bridge,host miss", B1, EXT, MB_F_BRIDGE | MB_F_HOST },
	{ "mb_lower_egress host hit", HOST, B2, MB_F_HOST },
	{ "mb_lower_egress host miss", HOST, EXT, MB_F_HOST },
};
#define COSTS (sizeof(costs) / sizeof(costs[0]))

static int empty_program(void)
{
	const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = -1 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int fd = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "mb_test_empty", "GPL", code, 2, NULL);

	if (fd < 0)
		err(1, "load the empty program");
	return fd;
}

static double time_runs(int fd, struct ethhdr *frame)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = ETH_ZLEN,
		    .repeat = REPEAT);
	struct timespec from, to;
	int ret;

	clock_gettime(CLOCK_MONOTONIC, &from);
	ret = bpf_prog_test_run_opts(fd, &opts);
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (ret)
		err(1, "run a program");
	return (double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec);
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

/* Adds to the shortest times of a program, and of the empty one in turns with it. */
static void time_pairs(const struct cost *cost, int fd, int empty, double *mine, double *nothing)
{
	uint8_t bytes[ETH_ZLEN] = { 0 };
	struct ethhdr *frame = (struct ethhdr *)bytes;

	world_mac(cost->to, frame->h_dest);
	world_mac(EXT, frame->h_source);
	for (int i = 0; i < PAIRS; i++) {
		*mine = least(*mine, time_runs(fd, frame));
		*nothing = least(*nothing, time_runs(empty, frame));
	}
}

static void measure_once(const struct cost *cost, double *mine, double *nothing)
{
	int empty = empty_program();
	struct rig rig;

	rig_open(&rig, cost->features);
	if (cost->features & MB_F_PASSTHRU)
		rig_only(&rig, B2);
	rig_slots(&rig, 0);
	time_pairs(cost, rig_prog_fd(&rig, cost->from), empty, mine, nothing);
	rig_close(&rig);
	close(empty);
}

/*
 * The shortest times count: whatever else the machine does can only make them longer. So can the
 * place in memory that a program is given when it is loaded.
 */
static uint32_t measure(const struct cost *cost)
{
	double mine = INFINITY, nothing = INFINITY;

	for (int i = 0; i < LOADS; i++)
		measure_once(cost, &mine, &nothing);
	return (uint32_t)(100 * mine / nothing + 0.5);
}

int main(int argc, char **argv)
{
	struct budget budget;
	int missing = 0, over = 0;

	world_open("check_cost");
	budget_read(&budget, argc > 1 ? argv[1] : "tests/expect/cost.budget", NULL);
	for (size_t i = 0; i < COSTS; i++) {
		uint32_t now = measure(&costs[i]), figure;

		figure = budget_of(&budget, costs[i].name);
		missing += budget.known && !figure;
		over += figure && now > figure + figure / 10;
		printf("%s %s %u%s\n", budget.key, costs[i].name, now,
		       !figure			    ? " (no budget)"
		       : now > figure + figure / 10 ? " (over its budget)"
						    : "");
	}
	printf("cost: %zu figures, %d more than a tenth over the budget\n", COSTS, over);
	return missing ? EXIT_FAILURE : EXIT_SUCCESS;
}
