/* SPDX-License-Identifier: GPL-2.0-only */
/* version.h - the versions of the CNI specification */
#ifndef CNI_VERSION_H
#define CNI_VERSION_H

#include "cni/error.h"

/* In the order of their age, so that they can be compared. */
enum version {
	VERSION_0_1_0,
	VERSION_0_2_0,
	VERSION_0_3_0,
	VERSION_0_3_1,
	VERSION_0_4_0,
	VERSION_1_0_0,
	VERSION_1_1_0,
	VERSION_COUNT,
};

#define VERSION_NEWEST "1.1.0"

const char *version_name(enum version version);
int version_parse(struct error *error, const char *text, enum version *version);

/* The answer to VERSION. */
void version_print(void);

#endif
