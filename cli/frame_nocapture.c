// SPDX-License-Identifier: GPL-2.0-only
/* frame_nocapture.c - in place of what needs libpcap in programs that are linked without it */
#include "args.h"
#include "frame_filter.h"
#include "frame_given.h"

int frame_read_capture(struct frame *frame, const char *file, uint32_t number)
{
	(void)frame;
	(void)number;
	return usage_error("can't read \"%s\": this program was linked without libpcap; the bytes "
			   "behind \"frame\" do as well ('tcpdump -XX -r' prints them)",
			   file);
}

int frame_filter_compile(const char *expression, struct frame_filter **out)
{
	(void)out;
	return usage_error(
		"\"%s\" is no word of trace, and for an expression of pcap-filter(7) this "
		"program lacks libpcap, without which it was linked",
		expression);
}

void frame_filter_free(struct frame_filter *filter)
{
	(void)filter;
}

bool frame_filter_takes(const struct frame_filter *filter, const void *frame, uint32_t bytes,
			uint32_t length)
{
	(void)filter;
	(void)frame;
	(void)bytes;
	(void)length;
	return true;
}
