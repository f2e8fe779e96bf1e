// SPDX-License-Identifier: GPL-2.0-only
/* hooks.c - endpoints at a hook of the test's choice, and what tc(8) says of it. */
#include "hooks.h"

#include <net/if.h>
#include <string.h>

#include "tests/harness/run.h"
#include "fixture.h"

void add_at(const char *name, uint32_t hook, const uint8_t *mac, const struct netns *box)
{
	struct macbpf_link_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_LINK_HOOK,
		MODE(BRIDGE),
		.hook = hook,
		.address = mac,
		.netns = box->name,
		.dev_flags = IFF_UP,
		.dev_flags_mask = IFF_UP,
	};

	expect_ok(macbpf_link__add(fx.mb, "low", name, &opts, NULL));
	fixture_mark();
}

int set_hook(const char *name, uint32_t hook)
{
	struct macbpf_link_opts opts = { .sz = sizeof(opts),
					 .has = MACBPF_LINK_HOOK,
					 .hook = hook };

	return macbpf_link__set(fx.mb, NULL, name, &opts);
}

void set_mode(const char *name, uint32_t mode)
{
	MACBPF_OPTS(macbpf_link_opts, opts, MACVLAN(HAS_MODE(mode)));

	expect_ok(macbpf_link__set(fx.mb, NULL, name, &opts));
	fixture_mark();
}

const char *port_hook(void)
{
	static struct macbpf_port_info info;
	static struct macbpf_ports *ports;

	macbpf_ports__free(ports);
	expect_ok(macbpf_ports__get(fx.mb, "low", &ports));
	info.sz = sizeof(info);
	ck_assert_int_eq(macbpf_port__info(macbpf_ports__next(ports, NULL), &info), 0);
	return macbpf_hook__name(info.hook);
}

const char *tc(const char *what, const char *device, const char *where)
{
	static struct run r;

	run(&r, &fx.host, "tc %s show dev %s %s", what, device, where);
	return r.out;
}

void expect_no_clsact(const char *device)
{
	const char *shown = tc("qdisc", device, "");

	ck_assert_msg(!strstr(shown, "ffff:"), "left behind: %s", shown);
}
