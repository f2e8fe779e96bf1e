// SPDX-License-Identifier: GPL-2.0-only
/*
 * told.c - what a frame costs from one endpoint to another while somebody traces: as the kernel
 * counts it of the program, and as the sender's thread has it, with all that is done in its name.
 *
 * The ways to trace take turns within each round, so that what else the machine does is the same
 * for all; of the rounds the median counts.
 */
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <macbpf/macbpf.h>

#include "bench/bench.h"
#include "tests/harness/frame.h"
#include "tests/harness/run.h"

#define ROUNDS	    50
#define FRAMES	    4000
#define TCX_INGRESS 46
#define EACH	    1000000000u /* more than there are */
#define MACBPF	    (getenv("MACBPF") ? getenv("MACBPF") : "macbpf")

static const struct way {
	const char *what;
	bool traced;
	uint32_t sample, rate;
} ways[] = {
	{ "nobody traces", false, 0, 0 },
	{ "none is told (sample 1000000000)", true, EACH, EACH },
	{ "one in 100 is told (sample 100)", true, 100, EACH },
	{ "one in 10 is told (sample 10)", true, 10, EACH },
	{ "each is told", true, 0, EACH },
};
#define WAYS (sizeof(ways) / sizeof(ways[0]))

static struct netns host, box;
static double of_program[WAYS][ROUNDS], of_thread[WAYS][ROUNDS];

static void make_world(void)
{
	netns_make(&host, "host");
	netns_make(&box, "box");
	run_ok(&host, "ip link add low type veth peer name wire");
	run_ok(&host, "ip link set wire up");
	run_ok(&host, "ip link set low up");
	for (int n = 0; n < 2; n++)
		run_ok(&host,
		       "%s link add link low name mv%d address 02:00:00:00:00:0%d netns %s up "
		       "type macvlan mode bridge",
		       MACBPF, n, n, box.name);
}

/* Of the sender's hostdev. */
static struct bpf_prog_info program(void)
{
	struct bpf_prog_info info = { 0 };
	uint32_t ids[8], count = 8, len = sizeof(info);
	int fd;

	netns_enter(&host);
	if (bpf_prog_query((int)if_nametoindex("mb0"), TCX_INGRESS, 0, NULL, ids, &count) || !count)
		err(1, "the program on mb0");
	netns_leave();
	fd = bpf_prog_get_fd_by_id(ids[0]);
	if (fd < 0 || bpf_obj_get_info_by_fd(fd, &info, &len))
		err(1, "what the program has taken");
	close(fd);
	return info;
}

static void ignore(const struct macbpf_traced *frame, void *arg)
{
	(void)frame;
	(void)arg;
}

/* Takes what is told, and does nothing with it, until it is killed. */
static void trace_for_ever(const struct way *way, int says)
{
	MACBPF_OPTS(macbpf_open_opts, where, .netns = host.name);
	MACBPF_OPTS(macbpf_trace_opts, opts, .lower = "low", .sample = way->sample,
		    .rate = way->rate);
	struct macbpf_trace *trace;
	struct macbpf *mb;
	struct pollfd in;

	pin_to(1);
	if (macbpf__open(&mb, &where) || macbpf_trace__open(mb, &opts, &trace) ||
	    write(says, "", 1) != 1)
		errx(1, "can't trace");
	in = (struct pollfd){ .fd = macbpf_trace__fd(trace), .events = POLLIN };
	while (poll(&in, 1, -1) >= 0)
		macbpf_trace__dispatch(trace, ignore, NULL);
	_exit(1);
}

static pid_t start(const struct way *way)
{
	int says[2];
	char byte;
	pid_t pid;

	if (pipe2(says, O_CLOEXEC))
		err(1, "pipe");
	pid = fork();
	if (!pid)
		trace_for_ever(way, says[1]);
	close(says[1]);
	if (read(says[0], &byte, 1) != 1)
		errx(1, "the tracer has ended");
	close(says[0]);
	return pid;
}

static void stop(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	run_ok(&host, "%s port sweep", MACBPF);
}

static double thread_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void send_all(int out)
{
	const struct frame frame = { .dst = { 2, 0, 0, 0, 0, 1 }, .src = { 2 } };

	for (int i = 0; i < FRAMES; i++)
		if (frame_send(out, &frame))
			errx(1, "send");
}

static void measure(size_t way, size_t round, int out)
{
	pid_t tracer = ways[way].traced ? start(&ways[way]) : 0;
	struct bpf_prog_info before, after;
	double start;

	send_all(out);
	before = program();
	start = thread_ns();
	send_all(out);
	of_thread[way][round] = (thread_ns() - start) / FRAMES;
	after = program();
	of_program[way][round] = (double)(after.run_time_ns - before.run_time_ns) /
				 (double)(after.run_cnt - before.run_cnt);
	if (tracer)
		stop(tracer);
}

int main(void)
{
	double program_off, thread_off;
	int out;

	netns_sandbox("told");
	make_world();
	pin_to(0);
	if (bpf_enable_stats(BPF_STATS_RUN_TIME) < 0)
		err(1, "let the kernel count what programs take");
	out = frame_socket(&box, "mv0");
	for (size_t round = 0; round < ROUNDS; round++)
		for (size_t way = 0; way < WAYS; way++)
			measure(way, round, out);
	program_off = median_of(of_program[0], ROUNDS);
	thread_off = median_of(of_thread[0], ROUNDS);
	printf("| A->B | program | more | sender | more |\n|---|---|---|---|---|\n");
	for (size_t way = 0; way < WAYS; way++) {
		double p = median_of(of_program[way], ROUNDS),
		       t = median_of(of_thread[way], ROUNDS);

		printf("| %s | %.0f ns | %.0f | %.0f ns | %.0f |\n", ways[way].what, p,
		       p - program_off, t, t - thread_off);
	}
	return 0;
}
