// SPDX-License-Identifier: GPL-2.0-only
/* frame_filter.c - whether a frame is one of those that pcap-filter(7) describes */
#include <pcap/pcap.h>
#include <stdlib.h>

#include "args.h"
#include "frame_filter.h"
#include "frame_given.h"

struct frame_filter {
	struct bpf_program program;
};

/* The text of what is wrong is the capture's, which goes. */
static int compile(pcap_t *ethernet, const char *expression, struct frame_filter *filter)
{
	if (!pcap_compile(ethernet, &filter->program, expression, 1, PCAP_NETMASK_UNKNOWN))
		return 0;
	return usage_error("\"%s\" is neither a word of trace nor an expression of "
			   "pcap-filter(7): %s",
			   expression, pcap_geterr(ethernet));
}

int frame_filter_compile(const char *expression, struct frame_filter **out)
{
	struct frame_filter *filter = calloc(1, sizeof(*filter));
	pcap_t *ethernet = pcap_open_dead(DLT_EN10MB, FRAME_ROOM);
	int code = filter && ethernet ? compile(ethernet, expression, filter)
				      : usage_error("out of memory");

	if (ethernet)
		pcap_close(ethernet);
	if (code)
		free(filter);
	else
		*out = filter;
	return code;
}

void frame_filter_free(struct frame_filter *filter)
{
	if (filter)
		pcap_freecode(&filter->program);
	free(filter);
}

bool frame_filter_takes(const struct frame_filter *filter, const void *frame, uint32_t bytes,
			uint32_t length)
{
	const struct pcap_pkthdr header = { .caplen = bytes, .len = length };

	return pcap_offline_filter(&filter->program, &header, frame);
}
