// SPDX-License-Identifier: GPL-2.0-only
/* frame_nocapture.c - in place of frame_capture.c in programs that are linked without libpcap */
#include "args.h"
#include "frame_given.h"

int frame_read_capture(struct frame *frame, const char *file, uint32_t number)
{
	(void)frame;
	(void)number;
	return usage_error("can't read \"%s\": this program was linked without libpcap; the bytes "
			   "behind \"frame\" do as well ('tcpdump -XX -r' prints them)",
			   file);
}
