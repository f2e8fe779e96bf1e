/* SPDX-License-Identifier: GPL-2.0-only */
/* error.h - what went wrong: of which kind it is, and a sentence */
#ifndef CONTAINER_ERROR_H
#define CONTAINER_ERROR_H

struct macbpf;

enum error_kind {
	ERROR_CONFIG = 1, /* a value of what is asked for */
	ERROR_CONTAINER,  /* there is no such container: nothing needs to be cleaned up */
	ERROR_AGAIN,	  /* may work if it is tried again */
	ERROR_PRIVILEGE,
	ERROR_KERNEL,	/* it lacks something */
	ERROR_TAKEN,	/* the interface's name, or its MAC address */
	ERROR_FULL,	/* no room on the lower */
	ERROR_CONTRACT, /* another version of macbpf made the port */
	ERROR_ADDRESS,	/* an address or a route can't be had */
	ERROR_INTERNAL,
	ERROR_OWN, /* from here on a front end has kinds of its own */
};

struct error {
	int kind; /* 0: none yet */
	char msg[640];
};

/* Notes the first error, and returns its kind; later ones are only logged. */
__attribute__((format(printf, 3, 4))) int error_set(struct error *error, int kind, const char *fmt,
						    ...);

/* Notes the sentence of libmacbpf, with the kind that fits its errno. */
int error_set_macbpf(struct error *error, const struct macbpf *mb, int err);

#endif
