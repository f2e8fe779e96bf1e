/* SPDX-License-Identifier: GPL-2.0-only */
/* error.h - what a runtime is told when something fails: a code of the CNI specification, a text */
#ifndef CNI_ERROR_H
#define CNI_ERROR_H

#include "container/error.h"
#include "json/json.h"

/* The kinds that are only CNI's. */
enum cni_error_kind {
	ERROR_VERSION = ERROR_OWN, /* a version, or a verb that it doesn't have yet */
	ERROR_UNSUPPORTED,	   /* a key that is not supported here */
	ERROR_ENVIRONMENT,	   /* of the CNI_* variables */
	ERROR_IO,		   /* stdin can't be read, stdout can't be written */
	ERROR_DECODE,		   /* not JSON */
	ERROR_NETNS,		   /* the container's netns is the plugin's own */
	ERROR_UNAVAILABLE,	   /* STATUS: an ADD can't work */
	ERROR_DRIFT,		   /* CHECK: it is not what ADD made */
	ERROR_IPAM,		   /* the IPAM plugin gave no answer that can be used */
};

/*
 * Prints the error object to stdout; `foreign` is an IPAM plugin's own, or NULL; `version` is the
 * configuration's, or NULL.
 */
void error_print(const struct error *error, json_t *foreign, const char *version);

#endif
