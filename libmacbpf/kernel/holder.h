/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* holder.h - the process that keeps others waiting, as /proc tells it. */
#ifndef MB_HOLDER_H
#define MB_HOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct mb_holder {
	pid_t pid;	/* as we see it */
	char name[16];	/* what it calls itself, in printable characters; "?": it is gone */
	bool exclusive; /* of a file lock: nobody else has it, too */
};

/* Who has a flock() on this file; who has it alone comes first. False: nobody that we can see. */
bool mb_holder_of_flock(dev_t dev, ino_t ino, struct mb_holder *holder);

/* Who holds the BPF link to a program. */
bool mb_holder_of_link(uint32_t prog_id, struct mb_holder *holder);

/* Whether it has what it takes to make network devices here; true if we are not told. */
bool mb_holder_may_write(const struct mb_holder *holder);

#endif /* MB_HOLDER_H */
