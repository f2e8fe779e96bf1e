/* SPDX-License-Identifier: GPL-2.0-only */
/* options.h - what `podman network create -o KEY=VALUE` says */
#ifndef NETAVARK_OPTIONS_H
#define NETAVARK_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

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

/* Reads an object of texts; NULL: none. What is not known, or not legal, is an error. */
int options_read(struct error *error, const json_t *object, struct options *options);

#endif
