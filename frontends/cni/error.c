// SPDX-License-Identifier: GPL-2.0-only
/* error.c - what a runtime is told when something fails. */
#include "cni/error.h"

#include <stdio.h>

#include "cni/version.h"

/* Up to 99 the specification's; from 100 ours, listed in macbpf-cni(8). */
static const int codes[] = {
	[ERROR_VERSION] = 1,	  [ERROR_UNSUPPORTED] = 2, [ERROR_CONTAINER] = 3,
	[ERROR_ENVIRONMENT] = 4,  [ERROR_IO] = 5,	   [ERROR_DECODE] = 6,
	[ERROR_CONFIG] = 7,	  [ERROR_NETNS] = 8,	   [ERROR_AGAIN] = 11,
	[ERROR_UNAVAILABLE] = 50, [ERROR_PRIVILEGE] = 100, [ERROR_KERNEL] = 101,
	[ERROR_TAKEN] = 102,	  [ERROR_FULL] = 103,	   [ERROR_CONTRACT] = 104,
	[ERROR_DRIFT] = 105,	  [ERROR_ADDRESS] = 106,   [ERROR_IPAM] = 107,
	[ERROR_INTERNAL] = 999,
};

void error_print(const struct error *error, json_t *foreign, const char *version)
{
	json_t *object = foreign ? json_incref(foreign) : json_object();

	/* Ours in either case: an older plugin is asked in another, and most say none. */
	json_object_set_new(object, "cniVersion", json_string(version ?: VERSION_NEWEST));
	if (!foreign) {
		json_object_set_new(object, "code", json_integer(codes[error->kind]));
		json_object_set_new(object, "msg", json_string(error->msg));
	}
	json_dumpf(object, stdout, JSON_INDENT(4));
	putchar('\n');
	json_decref(object);
}
