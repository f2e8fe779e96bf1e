/* SPDX-License-Identifier: GPL-2.0-only */
/* complete.h - what may come next on a command line, for a shell that completes it */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

/*
 * Prints, one a line, what may follow `words`. `grammar` has what stands alone, in capitals, and
 * then each keyword with its value, e.g. "LOWER link LOWER arp-directed { on | off }". What is in
 * capitals is printed so: the shell knows which devices there are.
 */
void complete_next(const char *grammar, char **words);

/* Where a lower is all that may come: struct command. */
void complete_lower(char **words);
void complete_lower_dev(char **words);

/* Prints the first of the space-separated names. */
void complete_name(const char *names);

#endif /* CLI_COMPLETE_H */
