/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* names.h - what is a name; pure. */
#ifndef MB_NAMES_H
#define MB_NAMES_H

#include <stdbool.h>

/* A name that the kernel takes for a device (dev_valid_name()), and no pattern for it to fill in.
 */
bool mb_name_valid(const char *name);

#endif /* MB_NAMES_H */
