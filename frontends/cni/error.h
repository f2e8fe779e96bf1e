/* SPDX-License-Identifier: GPL-2.0-only */
/* error.h - what a runtime is told when something fails: a code of the CNI specification, a text.
 */
#ifndef CNI_ERROR_H
#define CNI_ERROR_H

#include <jansson.h>

struct macbpf;

/* Up to 99 the specification's; from 100 ours, listed in macbpf-cni(8). */
enum error_code {
	ERROR_VERSION = 1,	/* a version, or a verb that it doesn't have yet */
	ERROR_UNSUPPORTED = 2,	/* a key that is not supported here */
	ERROR_CONTAINER = 3,	/* there is no such container: nothing needs to be cleaned up */
	ERROR_ENVIRONMENT = 4,	/* of the CNI_* variables */
	ERROR_IO = 5,		/* stdin can't be read, stdout can't be written */
	ERROR_DECODE = 6,	/* not JSON */
	ERROR_CONFIG = 7,	/* a value of the configuration */
	ERROR_NETNS = 8,	/* the container's netns is the plugin's own */
	ERROR_AGAIN = 11,	/* may work if it is tried again */
	ERROR_UNAVAILABLE = 50, /* STATUS: an ADD can't work */
	ERROR_PRIVILEGE = 100,
	ERROR_KERNEL = 101,   /* it lacks something */
	ERROR_TAKEN = 102,    /* the interface's name, or its MAC address */
	ERROR_FULL = 103,     /* no room on the lower */
	ERROR_CONTRACT = 104, /* another version of macbpf made the port */
	ERROR_DRIFT = 105,    /* CHECK: it is not what ADD made */
	ERROR_ADDRESS = 106,  /* an address or a route can't be had */
	ERROR_IPAM = 107,     /* the IPAM plugin gave no answer that can be used */
	ERROR_INTERNAL = 999,
};

struct error {
	enum error_code code; /* 0: none yet */
	char msg[640];
	json_t *foreign; /* an IPAM plugin's own, handed on as it is */
};

/* Notes the first error, and returns its code; later ones are only logged. */
__attribute__((format(printf, 3, 4))) int error_set(struct error *error, enum error_code code,
						    const char *fmt, ...);

/* Notes the sentence of libmacbpf, with the code that fits its errno. */
int error_set_macbpf(struct error *error, const struct macbpf *mb, int err);

/* Notes another plugin's error object, which it takes. */
int error_set_foreign(struct error *error, json_t *object);

/* Prints the error object to stdout; `version` is the configuration's, or NULL. */
void error_print(const struct error *error, const char *version);

#endif
