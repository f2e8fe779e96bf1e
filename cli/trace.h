/* SPDX-License-Identifier: GPL-2.0-only */
/* trace.h - what `macbpf trace` was asked for, and what it does with each frame */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include "app.h"
#include "frame_filter.h"
#include "trace_file.h"

struct tracing {
	struct app *app;
	struct macbpf_trace_opts opts;
	uint32_t count; /* ends after so many; 0: doesn't */
	uint64_t told, left_out, lost;
	const char *path; /* of a capture instead of lines; NULL: none */
	struct trace_file file;
	char expression[1024]; /* "": none was given */
	struct frame_filter *filter;
	void (*at_pipe)(int signal); /* what SIGPIPE does else */
};

/* One frame as a line, or as an object on one. */
void trace_tell(struct tracing *t, const struct macbpf_traced *frame);

/* The same into the capture. */
void trace_write(struct tracing *t, const struct macbpf_traced *frame);

/* What is in a frame, for a line: protocol and who with whom. */
#define FRAME_TEXT 160
void trace_describe(char text[FRAME_TEXT], const uint8_t *bytes, size_t size);

#endif /* CLI_TRACE_H */
