// SPDX-License-Identifier: GPL-2.0-only
/* link_show_rate.c - how much an endpoint may get and send in a second, as `macbpf link show`
 * prints it */
#include <inttypes.h>

#include "link_show_rate.h"

/* The largest unit of which it is a whole number, as tc(8) has it. */
static void print_scaled(struct out *out, const char *label, uint64_t value, uint64_t step,
			 const char *unit)
{
	static const char *const prefix[] = { "", "K", "M", "G" };
	size_t i = 0;

	while (i + 1 < ARRAY_SIZE(prefix) && value && value % step == 0) {
		value /= step;
		i++;
	}
	out_text(out, "%s%" PRIu64 "%s%s", label, value, prefix[i], unit);
}

static void print_way(struct out *out, const char *way, const char *label, uint64_t bits,
		      uint32_t burst)
{
	if (!bits)
		return;
	out_object_begin(out, way);
	print_scaled(out, label, bits, 1000, "bit");
	print_scaled(out, " burst ", burst, 1024, "b");
	out_num(out, "bits", NULL, (int64_t)bits);
	out_num(out, "burst", NULL, burst);
	out_object_end(out);
}

void link_show_rate(struct out *out, const struct macbpf_link_info *info)
{
	if (info->rate_in || info->rate_out) {
		out_object_begin(out, "rate");
		print_way(out, "in", " rate in ", info->rate_in, info->rate_in_burst);
		print_way(out, "out", " rate out ", info->rate_out, info->rate_out_burst);
		out_object_end(out);
	}
	if (info->group_rate)
		out_num(out, "group_rate", " group-rate ", info->group_rate);
}
