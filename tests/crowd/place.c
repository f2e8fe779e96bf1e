// SPDX-License-Identifier: GPL-2.0-only
/* place.c - the netns of a crowd, and its lowers. */
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "crowd.h"
#include "tests/harness/run.h"

struct netns host, far, box[BOXES];

const char *lower_name(int lower)
{
	static const char *const names[LOWERS] = { "low0", "low1", "low2", "low3",
						   "low4", "low5", "low6", "low7" };

	return names[lower];
}

const char *lower_address(const char *lower)
{
	static char address[18];

	snprintf(address, sizeof(address), "02:dd:00:00:00:0%c", lower[strlen(lower) - 1]);
	return address;
}

const uint8_t *source_mac(int n)
{
	static uint8_t mac[6] = { 0x02, 0xee };

	mac[5] = (uint8_t)n;
	return mac;
}

const uint8_t *hot_mac(int n)
{
	static uint8_t mac[6] = { 0x02, 0xff };

	mac[5] = (uint8_t)n;
	return mac;
}

void place_make(void)
{
	char name[16];

	netns_sandbox("crowd");
	netns_make(&host, "crowd");
	netns_make(&far, "far");
	for (int i = 0; i < BOXES; i++) {
		snprintf(name, sizeof(name), "box%d", i);
		netns_make(&box[i], name);
	}
	for (int i = 0; i < LOWERS; i++) {
		run_ok(&host, "ip link add %s address %s up type veth peer name wire%d netns far",
		       lower_name(i), lower_address(lower_name(i)), i);
		run_ok(&far, "ip link set wire%d up", i);
	}
}

void place_drop(void)
{
	for (int i = 0; i < BOXES; i++)
		netns_drop(&box[i]);
	netns_drop(&far);
	netns_drop(&host);
}

/* Who waits for ever is found by the time that all have: on a busy machine a turn is long. */
struct macbpf *context_open(void)
{
	struct macbpf_open_opts opts = {
		.sz = sizeof(opts),
		.netns = "crowd",
		.lock_timeout_ms = 600000,
	};
	struct macbpf *mb;

	if (macbpf__open(&mb, &opts))
		err(1, "open the netns");
	return mb;
}
