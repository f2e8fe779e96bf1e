/* SPDX-License-Identifier: GPL-2.0-only */
/* trace_file.h - frames as a capture that says of each what was done with it: pcapng */
#ifndef CLI_TRACE_FILE_H
#define CLI_TRACE_FILE_H

#include <stdio.h>

#include <macbpf/macbpf.h>

#define TRACE_FILE_DEVICES 4097 /* endpoints of a port, and its lower */

struct trace_file {
	FILE *file;
	uint32_t device[TRACE_FILE_DEVICES]; /* ifindex, in the order in which they came */
	uint32_t devices;
	uint64_t packets;
};

/* "-" is standard output. 0, or an exit code after an error was printed. */
int trace_file_open(struct trace_file *file, const char *path, const char *lower);
/* 0, or an exit code: not all could be written. */
int trace_file_close(struct trace_file *file, const char *path);

/* `comment`: what was done, in words. */
void trace_file_add(struct trace_file *file, const struct macbpf_traced *frame,
		    const char *comment);

#endif /* CLI_TRACE_FILE_H */
