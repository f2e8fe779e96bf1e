/* SPDX-License-Identifier: GPL-2.0-only */
/* input.h - what is asked for, on stdin */
#ifndef JSON_INPUT_H
#define JSON_INPUT_H

#include <stddef.h>

#include "container/error.h"

/*
 * All of stdin, up to one byte more than a document may have; *text is to be freed. What can't be
 * read is of `kind`, and is called `what`.
 */
int input_read(struct error *error, int kind, const char *what, char **text, size_t *len);

#endif
