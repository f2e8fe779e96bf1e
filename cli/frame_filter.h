/* SPDX-License-Identifier: GPL-2.0-only */
/* frame_filter.h - whether a frame is one of those that pcap-filter(7) describes */
#ifndef CLI_FRAME_FILTER_H
#define CLI_FRAME_FILTER_H

#include <stdbool.h>
#include <stdint.h>

struct frame_filter;

/* 0, or EXIT_USAGE after it printed one line. */
int frame_filter_compile(const char *expression, struct frame_filter **out);
void frame_filter_free(struct frame_filter *filter);

/* `bytes` of it are there, of `length`. */
bool frame_filter_takes(const struct frame_filter *filter, const void *frame, uint32_t bytes,
			uint32_t length);

#endif /* CLI_FRAME_FILTER_H */
