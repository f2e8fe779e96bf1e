/* SPDX-License-Identifier: GPL-2.0-only */
/* ipam_version.h - an IPAM plugin that is older than the configuration */
#ifndef CNI_IPAM_VERSION_H
#define CNI_IPAM_VERSION_H

#include <limits.h>

#include "cni/call.h"
#include "container/exec.h"

/* Whether a plugin that failed says that it doesn't know the version. */
bool ipam_version_is_refused(const struct exec *exec);

/* The newest that the plugin at this path knows, and ours is not below; false: there is none. */
bool ipam_version_ask(struct call *call, const char path[PATH_MAX], enum version *version);

/* The configuration as one of this version; to be freed. NULL: no memory. */
char *ipam_version_text(const struct call *call, enum version version);

#endif
