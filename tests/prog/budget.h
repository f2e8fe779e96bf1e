/* SPDX-License-Identifier: GPL-2.0-only */
/* budget.h - figures that are kept in a file, by kernel release and name. */
#ifndef PROG_BUDGET_H
#define PROG_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct budget {
	char release[32]; /* of the kernel that runs: "6.18" */
	bool known;	  /* the file has figures of this release */
	struct {
		char name[96]; /* the words between release and figure */
		uint32_t figure;
	} row[64];
	unsigned int rows; /* of this release */
};

/* Lines of words, the first a release, the last a figure. Ends the program if that can't be. */
void budget_read(struct budget *budget, const char *path);

/* The figure of that name; 0 if there is none. */
uint32_t budget_of(const struct budget *budget, const char *name);

#endif
