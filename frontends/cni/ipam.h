/* SPDX-License-Identifier: GPL-2.0-only */
/* ipam.h - the plugin that gives addresses: finding and calling it */
#ifndef CNI_IPAM_H
#define CNI_IPAM_H

#include "cni/call.h"
#include "cni/result.h"

/*
 * Calls the IPAM plugin of the configuration with our environment and stdin; no plugin, no call.
 * One that doesn't know the configuration's version is called in the newest that both know, and not
 * at all with a verb which that doesn't have. Its error object becomes ours, with its name before
 * `msg`.
 */
int ipam_call(struct call *call, const char *verb);

/* The same for ADD, with its answer: at least one address, for the interface at index 0. */
int ipam_add(struct call *call, struct result *result);

/* DEL for an attachment that is not this call's. */
int ipam_release(struct call *call, const char *container, const char *ifname);

#endif
