// SPDX-License-Identifier: GPL-2.0-only
/* suite.c - what scenarios for two tools share. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"

const char *tool_path(int tool)
{
	return tool == TOOL_KERNEL ? "ip" : macbpf_path();
}

void next_command(int tool)
{
	if (tool == TOOL_KERNEL)
		return;
	expect_ok(macbpf_link__add(fx.mb, "low2", "next", NULL, NULL));
	fixture_mark();
	expect_ok(macbpf_link__del(fx.mb, "low2", "next"));
}

bool device_says(const struct netns *ns, const char *device, const char *words)
{
	static struct run r;

	run(&r, ns, "ip -d link show dev %s", device);
	return strstr(r.out, words) != NULL;
}

struct wait_for {
	const struct netns *ns;
	const char *gone;
};

static bool is_gone(void *arg)
{
	const struct wait_for *w = arg;

	return !device_exists(w->ns, w->gone);
}

void expect_to_go(const struct netns *ns, const char *device)
{
	struct wait_for w = { ns, device };

	ck_assert_msg(wait_until(is_gone, &w, 4 * WAIT_MS), "%s stays", device);
}

int devices_with(int tool, int cables, int endpoints)
{
	return cables + (tool == TOOL_MACBPF ? endpoints : 0);
}

void ipv6_on(const struct netns *ns)
{
	run_ok(ns, "sysctl -qw net.ipv6.conf.all.disable_ipv6=0 "
		   "net.ipv6.conf.default.disable_ipv6=0");
}

const char *mac_text(const uint8_t mac[6])
{
	static char text[4][18];
	static int next;
	char *t = text[next++ % 4];

	snprintf(t, sizeof(text[0]), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		 mac[3], mac[4], mac[5]);
	return t;
}
