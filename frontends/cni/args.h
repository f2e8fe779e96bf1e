/* SPDX-License-Identifier: GPL-2.0-only */
/* args.h - CNI_ARGS: KEY=VALUE;KEY=VALUE */
#ifndef CNI_ARGS_H
#define CNI_ARGS_H

#include <stdbool.h>
#include <stdint.h>

#include "cni/error.h"

struct args {
	bool has_mac;
	uint8_t mac[6];
};

/*
 * Reads MAC. IP and GATEWAY are for IPAM plugins. Any other key is an error unless IgnoreUnknown is
 * 1 or true. `text` NULL: none.
 */
int args_parse(struct error *error, const char *text, struct args *args);

#endif
