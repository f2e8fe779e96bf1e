// SPDX-License-Identifier: GPL-2.0-only
/* text_rate.c - the tables of rates as text. */
#include <string.h>

#include "tests/unit/fakes/text_rate.h"

void fake_print_rate(FILE *out, const struct fake_entry *e)
{
	struct mb_rate rate;
	uint32_t hostdev;

	memcpy(&hostdev, e->key, sizeof(hostdev));
	memcpy(&rate, e->value, sizeof(rate));
	fprintf(out, "  rates of hostdev %u: in %llu burst %u out %llu burst %u group %u\n",
		hostdev, (unsigned long long)rate.bits[MB_RATE_IN], rate.burst[MB_RATE_IN],
		(unsigned long long)rate.bits[MB_RATE_OUT], rate.burst[MB_RATE_OUT], rate.group);
}

void fake_print_group_rate(FILE *out, const struct fake_entry *e)
{
	struct mb_group_rate rate;
	uint32_t hostdev;

	memcpy(&hostdev, e->key, sizeof(hostdev));
	memcpy(&rate, e->value, sizeof(rate));
	fprintf(out, "  group rate of hostdev %u: a frame each %llu ns\n", hostdev,
		(unsigned long long)rate.interval);
}

void fake_print_pace(FILE *out, const struct fake_entry *e)
{
	uint32_t from, to;

	memcpy(&from, e->key, sizeof(from));
	memcpy(&to, e->value, sizeof(to));
	fprintf(out, "  pace: from %u to %u\n", from, to);
}
