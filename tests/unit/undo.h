/* SPDX-License-Identifier: GPL-2.0-only */
/* undo.h - commands of which every call is made to fail once. */
#ifndef UNIT_UNDO_H
#define UNIT_UNDO_H

#include "tests/unit/scene.h"

enum undo_op {
	ADD,
	SET,
	DEL,
	DIRECT,
	INDIRECT,
	SNOOP,
	NO_SNOOP,
	OPEN_HOST,
	CLOSE_HOST,
};

struct undo_case {
	const char *what;
	void (*before)(void); /* NULL: nothing is there */
	enum undo_op op;
	const char *name;
	struct macbpf_link_opts opts;
	bool learns; /* what somebody else changed is taken over even if the command fails */
};

/* Each call of each case is made to fail; `more` adds other tests, or is NULL. */
int undo_main(const char *name, const struct undo_case *cases, int count, void (*more)(TCase *tc));

/* The command failed, its errno is that, and its sentence names something. */
void undo_expect_sentence(int rc, int number, const char *what);

#endif /* UNIT_UNDO_H */
