// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_refused_mode.c - what is refused of modes, flags and source lists.
 *
 * guards: libmacbpf/endpoint/check.c
 */
#include <errno.h>

#include "tests/unit/refusal.h"

static const uint8_t good[][6] = { { 2, 0, 0, 0, 2, 1 }, { 2, 0, 0, 0, 2, 2 } };
static const uint8_t with_group[][6] = { { 2, 0, 0, 0, 2, 1 }, { 3, 0, 0, 0, 2, 2 } };
static const uint8_t with_zero[][6] = { { 0 } };

#define CHANGE(o, n, list) MODE(SOURCE), SOURCE(.op = (o), .count = (n), .macaddr = (list))

static void passthru(void)
{
	rig_add("mv0", (struct macbpf_link_opts){ MODE(PASSTHRU) });
}

static void few_sources(void)
{
	fake.sources_max = 1;
}

static const struct refusal cases[] = {
	{ "no mode", NULL, ADD, "eth0", "mv9", { MACVLAN(HAS_MODE(0)) }, -EINVAL, "mode 0" },
	{ "two modes", NULL, ADD, "eth0", "mv9", { MACVLAN(HAS_MODE(6)) }, -EINVAL, "mode 6" },
	{ "a flag that is not known",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { MACVLAN(.has = MACBPF_MACVLAN_FLAGS, .flags = 5) },
	  -EINVAL,
	  "flags 0x5" },
	{ "more addresses than there may be",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { MACVLAN(.has = MACBPF_MACVLAN_MACADDR_LIMIT, .macaddr_limit = 257) },
	  -EINVAL,
	  "macaddr-limit 257" },
	{ "a second on a passthru port",
	  passthru,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(BRIDGE) },
	  -EINVAL,
	  "passthru endpoint mv0" },
	{ "a second passthru endpoint",
	  passthru,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(PASSTHRU) },
	  -EINVAL,
	  "mv0" },
	{ "passthru beside others",
	  refusal_two,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(PASSTHRU) },
	  -EINVAL,
	  "has 2 endpoints" },
	{ "a change to passthru",
	  refusal_two,
	  SET,
	  NULL,
	  "mv0",
	  { MODE(PASSTHRU) },
	  -EINVAL,
	  "from mode bridge to passthru" },
	{ "a change from passthru",
	  passthru,
	  SET,
	  NULL,
	  "mv0",
	  { MODE(SOURCE) },
	  -EINVAL,
	  "from mode passthru to source" },
	{ "source MACs outside mode source",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { MODE(BRIDGE), LIST(good, ADD) },
	  -EINVAL,
	  "the mode is bridge" },
	{ "a flush outside mode source",
	  refusal_two,
	  SET,
	  NULL,
	  "mv1",
	  { SOURCE(.op = MACBPF_MACADDR_FLUSH) },
	  -EINVAL,
	  "the mode is vepa" },
	{ "an operation that is not known",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { CHANGE(4, 1, good) },
	  -EINVAL,
	  "operation 4" },
	{ "add without a MAC",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { CHANGE(MACBPF_MACADDR_ADD, 0, NULL) },
	  -EINVAL,
	  "source list" },
	{ "del without a MAC",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { CHANGE(MACBPF_MACADDR_DEL, 0, NULL) },
	  -EINVAL,
	  "source list" },
	{ "a count without a list",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { CHANGE(MACBPF_MACADDR_SET, 2, NULL) },
	  -EINVAL,
	  "without macaddr" },
	{ "a multicast source",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { CHANGE(MACBPF_MACADDR_SET, 2, with_group) },
	  -EADDRNOTAVAIL,
	  "03:00:00:00:02:02" },
	{ "a zero source",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { CHANGE(MACBPF_MACADDR_ADD, 1, with_zero) },
	  -EADDRNOTAVAIL,
	  "source address" },
	{ "more sources than there is room for",
	  few_sources,
	  ADD,
	  "eth0",
	  "mv9",
	  { CHANGE(MACBPF_MACADDR_SET, 2, good) },
	  -ENOSPC,
	  "eth0 are full" },
};

int main(void)
{
	return refusal_main("refused mode", cases, ARRAY_SIZE(cases));
}
