/* SPDX-License-Identifier: GPL-2.0-only */
/* loaded.h - what BPF programs and maps hang on devices, and whether they are gone later. */
#ifndef NET_LOADED_H
#define NET_LOADED_H

#include "tests/harness/netns.h"

/* Remembers the programs on all devices of a netns, and their maps. */
void loaded_mark(const struct netns *ns);

/* How many programs are remembered. */
int loaded_count(void);

/* One of their maps, by the kernel's name for it; -1: there is none. */
int loaded_map(const char *name);

/*
 * Fails the test if any of them is still in the kernel at the deadline, and forgets them. By their
 * ids, not by counting: others on this machine load programs too.
 */
void loaded_expect_gone(void);

/* The same where only programs go, with what each has for itself; the rest stays remembered. */
void loaded_expect_replaced(void);

#endif
