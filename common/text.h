/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* text.h - texts that are put together in a room of fixed size. */
#ifndef MB_TEXT_H
#define MB_TEXT_H

#include <stddef.h>

/* Appends to the text that is in `text`. If there is no room for all of it, the text ends with
 * "...". */
void mb_text_append(char *text, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif /* MB_TEXT_H */
