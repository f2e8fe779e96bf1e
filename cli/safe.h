/* SPDX-License-Identifier: GPL-2.0-only */
/* safe.h - text that others have chosen, for a terminal */
#ifndef CLI_SAFE_H
#define CLI_SAFE_H

#include <stdio.h>

/* Writes it without what steers a terminal. */
void safe_print(FILE *file, const char *text);

/* A line on stderr: "Error: no such thing". */
void safe_tell(const char *what, const char *sentence);

#endif /* CLI_SAFE_H */
