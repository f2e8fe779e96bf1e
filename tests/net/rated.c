// SPDX-License-Identifier: GPL-2.0-only
/* rated.c - an endpoint that is held to a rate, at each of the places where it can be. */
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/harness/queue.h"
#include "tests/harness/run.h"
#include "rated.h"

void rated_skip_without_tbf(void)
{
	static struct run r;

	if (!run(&r, &fx.host, "tc qdisc add dev lo root tbf rate 1mbit burst 16k latency 50ms"))
		return;
	printf("skipped: this kernel has no tbf\n");
	exit(77);
}

int rated_make(enum place place, const struct macbpf_rate_opts *rate)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_TYPE | MACBPF_LINK_HOOK,
		MODE(BRIDGE),
		.type = place == TAP ? MACBPF_TYPE_MACVTAP : MACBPF_TYPE_MACVLAN,
		.hook = place == AT_CLSACT ? MACBPF_HOOK_CLSACT : MACBPF_HOOK_AUTO,
		.netns = place == BESIDE || place == TAP ? NULL : fx.box[0].name,
		.address = mac_a,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
		.rate = rate,
	};
	int guest;

	expect_ok(macbpf_link__add(fx.mb, "low", "mv0", &opts, NULL));
	guest = place == TAP ? queue_open(&fx.host, "mv0", false, 0) : -1;
	fixture_mark();
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	return guest;
}

uint64_t rated_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}
