/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* privilege.h - how somebody gets the capabilities that were missing. */
#ifndef MB_PRIVILEGE_H
#define MB_PRIVILEGE_H

/*
 * For the end of a sentence that names them. BPF asks for those of the first user namespace: who is
 * root in another, as in a rootless container, has them all, and yet they don't count.
 */
const char *mb_privilege_hint(void);

#endif /* MB_PRIVILEGE_H */
