/* SPDX-License-Identifier: GPL-2.0-only */
/* call.h - one call of the plugin: what the runtime said, and what went wrong */
#ifndef CNI_CALL_H
#define CNI_CALL_H

#include "cni/args.h"
#include "cni/conf.h"
#include "cni/env.h"
#include "cni/error.h"
#include "container/attachment.h"

struct call {
	struct env env;
	struct args args; /* of ADD alone */
	struct conf conf;
	struct attachment at;
	struct error error;
	json_t *foreign; /* an IPAM plugin's own error, which is the one that counts */
	char *text;	 /* stdin, which IPAM plugins get as it is */
	size_t len;
};

/* The verbs, a file each. 0, or the kind that is in call->error. */
int verb_add(struct call *call);
int verb_del(struct call *call);
int verb_check(struct call *call);
int verb_gc(struct call *call);
int verb_status(struct call *call);

#endif
