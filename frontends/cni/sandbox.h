/* SPDX-License-Identifier: GPL-2.0-only */
/* sandbox.h - the network namespace that CNI_NETNS names */
#ifndef CNI_SANDBOX_H
#define CNI_SANDBOX_H

struct call;

/* Opens it, for the attachment: -1 if it is gone, */
int sandbox_find(struct call *call);

/* or that is an error. */
int sandbox_open(struct call *call);

void sandbox_close(struct call *call);

#endif
