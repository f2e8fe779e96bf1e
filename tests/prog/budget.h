/* SPDX-License-Identifier: GPL-2.0-only */
/* budget.h - figures that are kept in a file, by kernel release, compiler and name. */
#ifndef PROG_BUDGET_H
#define PROG_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
	char key[48]; /* of the kernel that runs, and who compiled: "6.18 clang14" */
	bool known;   /* the file has figures of this key */
	struct {
		char name[96]; /* the words between key and figure */
		uint32_t figure;
	} row[64];
	unsigned int rows; /* of this key */
};

/*
 * Lines of words: first a kernel's release and the compiler of the programs, or the release alone
 * where the compiler is NULL; last a figure. Ends the program if that can't be.
 */
void budget_read(struct budget *budget, const char *path, const char *compiler);

/* The figure of that name; 0 if there is none. */
uint32_t budget_of(const struct budget *budget, const char *name);

#endif
