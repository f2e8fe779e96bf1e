// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_refused_rate.c - what is refused of rates.
 *
 * guards: libmacbpf/endpoint/rate.c libmacbpf/endpoint/pace.c
 */
#include <errno.h>
#include <stdio.h>

#include "tests/unit/refusal.h"

/* An administrator's own qdisc, by which the endpoint receives. */
static void shaped_by_hand(void)
{
	struct fake_dev *hostdev;

	refusal_two();
	hostdev = rig_dev(rig_info("mv0")->hostdev);
	snprintf(hostdev->dev.qdisc, sizeof(hostdev->dev.qdisc), "fq_codel");
}

#define IN(value, bytes) RATING(.has = MACBPF_RATE_IN, .in = (value), .in_burst = (bytes))

static const struct refusal cases[] = {
	{ "too little", NULL, ADD, "eth0", "mv9", { IN(7999, 0) }, -EINVAL, "8000" },
	{ "too much", NULL, ADD, "eth0", "mv9", { IN(400000000001, 0) }, -EINVAL, "400 gbit" },
	{ "a burst alone", NULL, ADD, "eth0", "mv9", { IN(0, 9000) }, -EINVAL, "no rate" },
	{ "a burst of less than a frame",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { IN(1000000, 1517) },
	  -EINVAL,
	  "1518 at least" },
	{ "a burst of less than a frame, set",
	  refusal_two,
	  SET,
	  NULL,
	  "mv0",
	  { IN(1000000, 1517) },
	  -EINVAL,
	  "1518 at least" },
	{ "too little out",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { RATING(.has = MACBPF_RATE_OUT, .out = 7999) },
	  -EINVAL,
	  "rate out 7999 is out of range" },
	{ "too many for groups",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { RATING(.has = MACBPF_RATE_GROUP, .group = 1000001) },
	  -EINVAL,
	  "group-rate 1000001 is out of range: 1 to 1000000" },
	{ "in the place of somebody's qdisc",
	  shaped_by_hand,
	  SET,
	  NULL,
	  "mv0",
	  { IN(1000000, 0) },
	  -EBUSY,
	  "tc qdisc del dev mb0 root" },
	{ "a bit that nobody knows",
	  NULL,
	  ADD,
	  "eth0",
	  "mv9",
	  { RATING(.has = 1ull << 40) },
	  -EINVAL,
	  "doesn't know" },
};

int main(void)
{
	return refusal_main("refused rate", cases, ARRAY_SIZE(cases));
}
