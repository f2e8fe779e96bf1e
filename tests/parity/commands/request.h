/* SPDX-License-Identifier: GPL-2.0-only */
/* request.h - a command line as numbers: for the kernel, and for the library. */
#ifndef PARITY_COMMANDS_REQUEST_H
#define PARITY_COMMANDS_REQUEST_H

#include <macbpf/macbpf.h>
#include <stdint.h>

#include "tests/harness/netns.h"

#define REQUEST_MACS 8

struct request {
	char line[512];	  /* cut into the words that the rest points to */
	const char *verb; /* add, set, del */
	const char *lower, *name, *kind;
	struct macbpf_link_opts o; /* leads to those that follow */
	struct macbpf_macvlan_opts macvlan;
	struct macbpf_source_opts source;
	uint8_t address[6], broadcast[6];
	uint8_t macs[REQUEST_MACS][6];
};

/*
 * Reads a line of ip-link(8) words after `link`. Beyond those: mode=N, flags=N, op=N (of the source
 * list) and bclim=N take any number, which ip(8) doesn't. Anything else ends the program.
 */
void request_parse(struct request *q, const char *line);

/* Asks the kernel for a macvlan or macvtap; `fd` is an rtnetlink socket. 0 or -errno. */
int request_kernel(const struct request *q, const struct netns *ns, int fd);

/* Asks the library. 0 or -errno. */
int request_library(const struct request *q, struct macbpf *mb);

#endif
