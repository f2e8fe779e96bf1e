// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_refused_guard.c - what is refused of guards and isolation.
 *
 * guards: libmacbpf/endpoint/guard.c
 */
#include <errno.h>

#include "tests/unit/refusal.h"

static const uint8_t good[][16] = { { 0xfd, [15] = 1 } };
static const uint8_t group[][16] = { { 0xfd, [15] = 1 }, { 0xff, 2, [15] = 1 } };
static const uint8_t nobody[][16] = { { 0 } };
static const uint8_t broadcast[][16] = { { [10] = 0xff, 0xff, 255, 255, 255, 255 } };
static const uint8_t many[33][16] = { { 0xfd, [15] = 1 } };

#define LISTED(bits, list, n)                                                                      \
	GUARDING(.has = MACBPF_GUARD_FLAGS, .flags = (bits), .addr = (list), .addr_count = (n))
#define IP (MACBPF_GUARD_MAC | MACBPF_GUARD_IP)

static void isolated(void)
{
	rig_add("mv0",
		(struct macbpf_link_opts){ MODE(BRIDGE),
					   GUARDING(.has = MACBPF_GUARD_ISOLATED, .isolated = 1) });
}

static const struct refusal cases[] = {
	{ "a guard without mac",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { LISTED(MACBPF_GUARD_IP, good, 1) },
	  -EINVAL,
	  "without mac" },
	{ "a word without mac",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { LISTED(MACBPF_GUARD_ALLOW_RA, NULL, 0) },
	  -EINVAL,
	  "without mac" },
	{ "a flag that is not known",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { LISTED(0x80, NULL, 0) },
	  -EINVAL,
	  "flags 0x80" },
	{ "no list", NULL, ADD, "eth0", "mv9", { LISTED(IP, good, 0) }, -EINVAL, "needs the addr" },
	{ "a list without ip",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { LISTED(MACBPF_GUARD_MAC, good, 1) },
	  -EINVAL,
	  "is for guard ip" },
	{ "a list that isn't there",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { LISTED(IP, NULL, 1) },
	  -EINVAL,
	  "without addr" },
	{ "too many", NULL, ADD, "eth0", "mv9", { LISTED(IP, many, 33) }, -ENOSPC, "32 at most" },
	{ "a group", NULL, ADD, "eth0", "mv9", { LISTED(IP, group, 2) }, -EADDRNOTAVAIL, "2" },
	{ "nobody", NULL, ADD, "eth0", "mv9", { LISTED(IP, nobody, 1) }, -EADDRNOTAVAIL, "1" },
	{ "everybody",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { LISTED(IP, broadcast, 1) },
	  -EADDRNOTAVAIL,
	  "1" },
	{ "isolated in another mode",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(VEPA), GUARDING(.has = MACBPF_GUARD_ISOLATED, .isolated = 1) },
	  -EINVAL,
	  "mode bridge" },
	{ "another mode of an isolated one",
	  isolated,
	  SET,
	  "eth0",
	  "mv0",
	  { MODE(PRIVATE) },
	  -EINVAL,
	  "isolated off" },
	{ "isolated twice",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(BRIDGE), GUARDING(.has = MACBPF_GUARD_ISOLATED, .isolated = 2) },
	  -EINVAL,
	  "not 2" },
};

int main(void)
{
	return refusal_main("refused guard", cases, ARRAY_SIZE(cases));
}
