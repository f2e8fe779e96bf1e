/* SPDX-License-Identifier: GPL-2.0-only */
/* explain.h - what was asked of `macbpf explain`, and how the answer is printed */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "app.h"
#include "frame_given.h"

struct explain {
	const char *lower;
	const char *from;	     /* an endpoint; NULL: as `origin` says */
	uint32_t origin;	     /* enum macbpf_origin */
	const char *to, *hex, *pcap; /* one of these */
	uint32_t number;	     /* of the packet in the file */
	uint32_t gso_size;	     /* 0: it is not cut */
	bool has_src;
	struct frame_words words; /* those of `to` */
};

/* Looks up the addresses that the words don't say. 0, or an exit code after an error was printed.
 */
int explain_fill(struct app *app, struct explain *x);

/* 0, or an exit code. */
int explain_show(struct app *app, const struct macbpf_explanation *explanation);

#endif /* CLI_EXPLAIN_H */
