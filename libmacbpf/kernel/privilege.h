/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* privilege.h - which capabilities there are, and how somebody gets those that were missing. */
#ifndef MB_PRIVILEGE_H
#define MB_PRIVILEGE_H

#include <stdbool.h>

/*
 * For the end of a sentence that names them. BPF asks for those of the first user namespace: who is
 * root in another, as in a rootless container, has them all, and yet they don't count.
 */
const char *mb_privilege_hint(void);

/* Whether the calling thread has one of linux/capability.h, in its own user namespace. */
bool mb_privilege_has(int capability);

#endif /* MB_PRIVILEGE_H */
