// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* text.c - texts that are put together in a room of fixed size. */
#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char cut_mark[] = "...";

void mb_text_append(char *text, size_t size, const char *format, ...)
{
	size_t used = strlen(text);
	va_list ap;
	int len;

	va_start(ap, format);
	len = vsnprintf(text + used, size - used, format, ap);
	va_end(ap);
	if ((len < 0 || (size_t)len >= size - used) && size >= sizeof(cut_mark))
		memcpy(text + size - sizeof(cut_mark), cut_mark, sizeof(cut_mark));
}
