// SPDX-License-Identifier: GPL-2.0-only
/* input.c - what is asked for, on stdin. */
#include "json/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json/json.h"

int input_read(struct error *error, int kind, const char *what, char **text, size_t *len)
{
	ssize_t n = 1;

	*len = 0;
	*text = malloc(JSON_SIZE_MAX + 1);
	if (!*text)
		return error_set(error, ERROR_INTERNAL, "out of memory");
	while (n > 0 && *len <= JSON_SIZE_MAX) {
		n = read(STDIN_FILENO, *text + *len, JSON_SIZE_MAX + 1 - *len);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			*len += (size_t)n;
	}
	if (n < 0)
		return error_set(error, kind, "can't read %s from stdin: %s", what,
				 strerror(errno));
	return 0;
}
