// SPDX-License-Identifier: GPL-2.0-only
/*
 * rates.c - endpoints are held to their rates, within 5 %, from 1 Mbit/s to 1 Gbit/s.
 *
 * guards: libmacbpf/endpoint/pace.c libmacbpf/endpoint/queue.c bpf/pace.h frontends/cni/bandwidth.c
 *
 * The same tbf on a bare veth is measured beside each: where a busy machine keeps that from its
 * rate, nobody is blamed for being no better. Too fast is nobody ever.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "stream.h"
#include "tests/harness/run.h"

#define NEAR 0.05
#define LESS 0.05 /* of the best of tries: that many are worse than the bare one */

/* Payload of a frame of 1514 bytes, as the rates count them, and of one of 1500. */
#define TCP_SHARE (1448 / 1514.0)
#define UDP_SHARE (1458 / 1500.0)
#define TRIES	  3

static const unsigned int mbits[] = { 1, 10, 100, 1000 };

static struct netns host, far, a, b, bare_a, bare_b, pod_a, pod_b;
static const char *macbpf;
static int failures;

enum way { BARE, IN, OUT, INGRESS, EGRESS, WAYS };
static const char *const way_names[WAYS] = { "bare", "in", "out", "ingressRate", "egressRate" };

static const struct pair {
	const struct netns *from, *to;
	const char *address; /* of the latter: another where all are on one lower */
} pairs[WAYS] = {
	[BARE] = { &bare_a, &bare_b, "10.9.0.2" },
	[IN] = { &a, &b, "10.9.0.2" },
	[OUT] = { &a, &b, "10.9.0.2" },
	[INGRESS] = { &pod_a, &pod_b, "10.9.1.2" },
	[EGRESS] = { &pod_a, &pod_b, "10.9.1.2" },
};

static void make_world(void)
{
	netns_sandbox("rates");
	netns_make(&host, "rates-host");
	netns_make(&far, "rates-far");
	netns_make(&a, "rates-a");
	netns_make(&b, "rates-b");
	netns_make(&bare_a, "rates-bare-a");
	netns_make(&bare_b, "rates-bare-b");
	netns_make(&pod_a, "rates-pod-a");
	netns_make(&pod_b, "rates-pod-b");
	run_ok(&host, "ip link add low up type veth peer name wire netns rates-far");
	run_ok(&far, "ip link set wire up");
	run_ok(&host, "%s link add link low name eth0 netns rates-a up type macvlan mode bridge",
	       macbpf);
	run_ok(&host, "%s link add link low name eth0 netns rates-b up type macvlan mode bridge",
	       macbpf);
	run_ok(&bare_a, "ip link add eth0 type veth peer name eth0 netns rates-bare-b");
	run_ok(&bare_a, "ip link set eth0 up");
	run_ok(&bare_b, "ip link set eth0 up");
	run_ok(&a, "ip addr add 10.9.0.1/24 dev eth0");
	run_ok(&b, "ip addr add 10.9.0.2/24 dev eth0");
	run_ok(&bare_a, "ip addr add 10.9.0.1/24 dev eth0");
	run_ok(&bare_b, "ip addr add 10.9.0.2/24 dev eth0");
}

/* Bytes that come in so many milliseconds, as macbpf has it. */
static unsigned int bytes_of(unsigned int mbit, unsigned int ms)
{
	unsigned int bytes = mbit * 125 * ms;

	return bytes > 16384 ? bytes : 16384;
}

/* As a runtime calls the plugin, for what Kubernetes has from an annotation. */
static void plugin(const char *verb, const struct netns *pod, const char *way, unsigned int mbit)
{
	run_ok(&host, "tests/rates/plugin.sh %s %s %s %u", verb, pod->name, way, mbit);
}

static void pods_begin(enum way way, unsigned int mbit)
{
	plugin("ADD", &pod_a, "egressRate", way == EGRESS ? mbit : 0);
	plugin("ADD", &pod_b, "ingressRate", way == INGRESS ? mbit : 0);
	run_ok(&pod_a, "ip addr add 10.9.1.1/24 dev eth0");
	run_ok(&pod_b, "ip addr add 10.9.1.2/24 dev eth0");
}

static void pods_end(void)
{
	plugin("DEL", &pod_a, "egressRate", 0);
	plugin("DEL", &pod_b, "ingressRate", 0);
}

static bool is_plugin(enum way way)
{
	return way == INGRESS || way == EGRESS;
}

static void hold(enum way way, unsigned int mbit)
{
	unsigned int burst = bytes_of(mbit, 10);

	if (way == BARE)
		run_ok(&bare_a, "tc qdisc replace dev eth0 root tbf rate %umbit burst %u limit %u",
		       mbit, burst, burst + bytes_of(mbit, 50));
	if (way == IN)
		run_ok(&host, "%s link set mb1 rate in %umbit", macbpf, mbit);
	if (way == OUT)
		run_ok(&host, "%s link set mb0 rate out %umbit", macbpf, mbit);
	if (is_plugin(way))
		pods_begin(way, mbit);
}

static void let_go(enum way way)
{
	if (way == BARE)
		run_ok(&bare_a, "tc qdisc del dev eth0 root");
	else if (is_plugin(way))
		pods_end();
	else
		run_ok(&host, "%s link set %s rate off", macbpf, way == IN ? "mb1" : "mb0");
}

/* What arrives of the rate: 1 is all of it. */
static double share(enum way way, bool udp, unsigned int mbit)
{
	const struct pair *pair = &pairs[way];
	const struct stream stream = {
		.from = pair->from,
		.to = pair->to,
		.address = pair->address,
		.udp = udp,
		.together = mbit >= 100,
		.seconds = mbit == 1 ? 12 : 2,
	};
	double rate;

	hold(way, mbit);
	rate = stream_rate(&stream);
	let_go(way);
	return rate / (mbit * 1e6) / (udp ? UDP_SHARE : TCP_SHARE);
}

static bool holds(double now, double bare)
{
	return now <= 1 + NEAR && (now >= 1 - NEAR || now >= bare * (1 - LESS));
}

/* A machine that had no time for one try may have it for the next. */
static void check(enum way way, bool udp, unsigned int mbit)
{
	double bare, now;

	for (int i = 0; i < TRIES; i++) {
		bare = share(BARE, udp, mbit);
		now = share(way, udp, mbit);
		printf("%s %s %4u Mbit/s: %.3f of it, a bare tbf %.3f\n", way_names[way],
		       udp ? "UDP" : "TCP", mbit, now, bare);
		if (holds(now, bare))
			return;
	}
	fprintf(stderr, "rate %s %umbit is not held: %.3f of it by %s\n", way_names[way], mbit, now,
		udp ? "UDP" : "TCP");
	failures++;
}

int main(void)
{
	macbpf = getenv("MACBPF");
	if (!macbpf)
		errx(1, "MACBPF is not set");
	make_world();
	for (enum way way = IN; way < WAYS; way++)
		for (int udp = 0; udp < 2; udp++)
			for (size_t i = 0; i < sizeof(mbits) / sizeof(mbits[0]); i++)
				if (!is_plugin(way) || mbits[i] == 10 || mbits[i] == 100)
					check(way, udp, mbits[i]);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
