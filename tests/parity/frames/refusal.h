/* SPDX-License-Identifier: GPL-2.0-only */
/* refusal.h - the errno behind what a tool says on stderr. */
#ifndef PARITY_REFUSAL_H
#define PARITY_REFUSAL_H

#include "tests/harness/run.h"

/* "accepted", the name of an errno, or what was said if that is unknown. */
const char *refusal_class(const struct run *r);

#endif
