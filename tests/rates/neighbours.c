// SPDX-License-Identifier: GPL-2.0-only
/*
 * neighbours.c - one who always has more to send than his rate is no trouble to who is beside him.
 *
 * guards: libmacbpf/endpoint/pace.c bpf/pace.h
 *
 * A neighbour on the same lower sends a byte over the wire and waits for it to come back, again
 * and again. Beside him one sends TCP through a rate of 10 Mbit/s, over the same wire. The control
 * is the same stream through a tbf on a pair of devices of its own: it takes of the machine what
 * the other takes, and nothing of the lower. They take turns.
 */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stream.h"
#include "tests/harness/run.h"

#define SLICES	20
#define SLICE_S 0.5
#define WARM_S	0.2 /* until the queue is full */
#define MOST	2000000
#define SLOWER	1.05
#define TRIES	3
#define PORT	7

enum beside { NOBODY, BARE, HELD, BESIDES };

static struct netns host, far, a, n, bare_a, bare_b;

static const struct stream streams[BESIDES] = {
	[BARE] = { .from = &bare_a, .to = &bare_b, .address = "10.9.0.9", .seconds = 1e9 },
	[HELD] = { .from = &a, .to = &far, .address = "10.9.0.9", .seconds = 1e9 },
};

struct times {
	double *took; /* seconds of each byte there and back */
	size_t count;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void add_endpoint(const char *netns, const char *rate)
{
	run_ok(&host, "%s link add link low name eth0 netns %s up %s type macvlan mode bridge",
	       getenv("MACBPF"), netns, rate);
}

static void make_world(void)
{
	netns_sandbox("neighbours");
	netns_make(&host, "host");
	netns_make(&far, "far");
	netns_make(&a, "a");
	netns_make(&n, "n");
	netns_make(&bare_a, "bare-a");
	netns_make(&bare_b, "bare-b");
	run_ok(&host, "ip link add low up type veth peer name wire netns far");
	run_ok(&far, "ip link set wire up");
	run_ok(&far, "ip addr add 10.9.0.9/24 dev wire");
	add_endpoint("a", "rate out 10mbit");
	add_endpoint("n", "");
	run_ok(&a, "ip addr add 10.9.0.1/24 dev eth0");
	run_ok(&n, "ip addr add 10.9.0.2/24 dev eth0");
	run_ok(&bare_a, "ip link add eth0 up type veth peer name eth0 netns bare-b");
	run_ok(&bare_b, "ip link set eth0 up");
	run_ok(&bare_a, "tc qdisc add dev eth0 root tbf rate 10mbit burst 16384 limit 78884");
	run_ok(&bare_a, "ip addr add 10.9.0.1/24 dev eth0");
	run_ok(&bare_b, "ip addr add 10.9.0.9/24 dev eth0");
}

static int socket_of(const struct netns *ns, const char *at, const char *to)
{
	struct sockaddr_in own = { .sin_family = AF_INET, .sin_port = htons(PORT) }, other = own;
	int fd;

	inet_pton(AF_INET, at, &own.sin_addr);
	inet_pton(AF_INET, to, &other.sin_addr);
	netns_enter(ns);
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	netns_leave();
	if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof(own)) ||
	    connect(fd, (struct sockaddr *)&other, sizeof(other)))
		err(1, "a socket at %s", at);
	return fd;
}

static pid_t start(enum beside beside)
{
	pid_t pid = beside == NOBODY ? 0 : fork();

	if (pid < 0)
		err(1, "fork");
	if (pid || beside == NOBODY)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	stream_rate(&streams[beside]);
	_exit(1);
}

static void stop(pid_t pid)
{
	if (!pid)
		return;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* Both ends are this thread's: what is measured is the way, not who is woken when. */
static void there_and_back(int near, int far_end)
{
	char byte = 0;

	if (send(near, &byte, 1, 0) != 1 || recv(far_end, &byte, 1, 0) != 1 ||
	    send(far_end, &byte, 1, 0) != 1 || recv(near, &byte, 1, 0) != 1)
		err(1, "a byte to the wire and back");
}

static void one_slice(enum beside beside, int near, int far_end, struct times *times)
{
	pid_t pid = start(beside);
	double begin = now(), last = begin, t;

	while ((t = now()) < begin + WARM_S + SLICE_S) {
		if (last > begin + WARM_S && times->count < MOST)
			times->took[times->count++] = t - last;
		last = now();
		there_and_back(near, far_end);
	}
	stop(pid);
}

static int by_value(const void *x, const void *y)
{
	double a1 = *(const double *)x, b1 = *(const double *)y;

	return a1 < b1 ? -1 : a1 > b1;
}

static double rank(const struct times *times, double share)
{
	return times->took[(size_t)((double)(times->count - 1) * share)] * 1e6;
}

/* The median beside one with a rate, to that beside the control. */
static double measure(int near, int far_end)
{
	static const char *const names[BESIDES] = { "nobody", "a bare tbf", "rate out" };
	struct times times[BESIDES];
	double ratio;

	for (enum beside k = 0; k < BESIDES; k++)
		times[k] = (struct times){ malloc(MOST * sizeof(double)), 0 };
	for (int i = 0; i < SLICES; i++)
		for (enum beside k = 0; k < BESIDES; k++)
			one_slice(k, near, far_end, &times[k]);
	for (enum beside k = 0; k < BESIDES; k++) {
		qsort(times[k].took, times[k].count, sizeof(double), by_value);
		printf("beside %-10s: median %.2f us, 99 of 100 within %.2f us\n", names[k],
		       rank(&times[k], 0.5), rank(&times[k], 0.99));
	}
	ratio = rank(&times[HELD], 0.5) / rank(&times[BARE], 0.5);
	for (enum beside k = 0; k < BESIDES; k++)
		free(times[k].took);
	return ratio;
}

int main(void)
{
	double ratio = 0;
	int near, far_end;

	if (!getenv("MACBPF"))
		errx(1, "MACBPF is not set");
	make_world();
	near = socket_of(&n, "10.9.0.2", "10.9.0.9");
	far_end = socket_of(&far, "10.9.0.9", "10.9.0.2");
	there_and_back(near, far_end); /* neighbours are known */
	for (int i = 0; i < TRIES; i++) {
		ratio = measure(near, far_end);
		if (ratio <= SLOWER)
			return EXIT_SUCCESS;
	}
	errx(1, "beside who has a rate it takes %.3f times as long as beside another", ratio);
}
