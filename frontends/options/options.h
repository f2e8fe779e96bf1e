/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - what `network create -o KEY=VALUE` says, with podman and with docker */
#ifndef OPTIONS_OPTIONS_H
#define OPTIONS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "container/attachment.h"
#include "json/json.h"

#define OPTIONS_MACADDR_MAX 256

struct options {
	const char *parent;	      /* NULL: not given */
	uint32_t mode;		      /* enum macbpf_mode */
	uint32_t hook;		      /* enum macbpf_hook */
	uint32_t kind;		      /* enum macbpf_kind */
	int64_t mtu;		      /* 0: the parent's */
	int64_t metric;		      /* of default routes; -1: not given */
	int64_t bclim, macaddr_limit; /* OPTIONS_NONE: not given */
	bool no_default_route, nopromisc, nodst;
	bool host_access; /* not given: it stays as it is */
	bool guard;	  /* by MAC, and by the addresses that it gets */
	bool isolated;
	bool mcast_flood, learning;
	uint32_t macaddr_count;
	uint8_t macaddr[OPTIONS_MACADDR_MAX][6]; /* source MACs */
};

#define OPTIONS_NONE INT64_MIN

/* Whose network it is: a few words are of one alone. */
enum options_engine {
	OPTIONS_PODMAN = 1,
	OPTIONS_DOCKER,
};

/* Reads an object of texts; NULL: none. What is not known, or not legal, is an error. */
int options_read(struct error *error, enum options_engine engine, const json_t *object,
		 struct options *options);

/* The endpoint that they ask for: hook, host_access and opts of the attachment. `mac` is 6 bytes;
 * NULL: any. What is set leads into the options and the attachment. */
void options_fill(const struct options *options, const uint8_t *mac, struct attachment *at);

#endif
