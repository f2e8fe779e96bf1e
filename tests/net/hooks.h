/* SPDX-License-Identifier: GPL-2.0-only */
/* hooks.h - endpoints at a hook of the test's choice, and what tc(8) says of it. */
#ifndef NET_HOOKS_H
#define NET_HOOKS_H

#include <stdint.h>

#include "tests/harness/netns.h"

/* A bridge endpoint on `low`, up. */
void add_at(const char *name, uint32_t hook, const uint8_t *mac, const struct netns *box);

/* 0 or the library's error. */
int set_hook(const char *name, uint32_t hook);
void set_mode(const char *name, uint32_t mode);

/* Where the port of `low` has its program; valid until the next call. */
const char *port_hook(void);

/* What `tc WHAT show dev DEVICE WHERE` prints on the lower's side; valid until the next call. */
const char *tc(const char *what, const char *device, const char *where);

void expect_no_clsact(const char *device);

#endif
