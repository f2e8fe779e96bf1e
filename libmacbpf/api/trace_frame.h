/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* trace_frame.h - what a program told of a frame, in the words of the public header. */
#ifndef MB_TRACE_FRAME_H
#define MB_TRACE_FRAME_H

#include <macbpf/trace.h>

#include "port/tracer.h"

struct mb_trace_reader {
	const struct mb_tracer *tracer;
	macbpf_trace_fn fn;
	void *arg;
	uint64_t epoch; /* what the programs' clock is behind 1970, in ns */
};

void mb_trace_reader_init(struct mb_trace_reader *reader, const struct mb_tracer *tracer,
			  macbpf_trace_fn fn, void *arg);

/* A mb_event_fn, of such a reader. */
void mb_trace_frame_tell(const struct mb_event *event, const uint8_t *data, void *reader);

#endif /* MB_TRACE_FRAME_H */
