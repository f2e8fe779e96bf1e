/* SPDX-License-Identifier: GPL-2.0-only */
/* call.h - one call of the plugin: what the runtime said, and what went wrong */
#ifndef CNI_CALL_H
#define CNI_CALL_H

#include "cni/conf.h"
#include "cni/env.h"
#include "cni/error.h"

struct call {
	struct env env;
	struct conf conf;
	struct error error;
	char *text; /* stdin, which IPAM plugins get as it is */
	size_t len;
};

/* The verbs, a file each. 0, or the code that is in call->error. */
int verb_add(struct call *call);
int verb_del(struct call *call);
int verb_check(struct call *call);
int verb_gc(struct call *call);
int verb_status(struct call *call);

#endif
