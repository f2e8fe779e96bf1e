// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* txn.c - a transaction as a list of steps: it reads down, its undo reads up. */
#include <errno.h>
#include <string.h>

#include "base/txn.h"

void mb_txn_undo(struct macbpf *mb, void (*undo)(void *arg), void *arg)
{
	char sentence[sizeof(mb->error)];

	memcpy(sentence, mb->error, sizeof(sentence));
	undo(arg);
	memcpy(mb->error, sentence, sizeof(sentence));
}

int mb_txn_run(struct macbpf *mb, const struct mb_step *steps, size_t count, void *arg)
{
	int err;

	for (size_t i = 0; i < count; i++) {
		mb_log(mb, MACBPF_LOG_DEBUG, "%s", steps[i].what);
		err = steps[i].run(arg);
		if (!err)
			continue;
		mb_log(mb, MACBPF_LOG_DEBUG, "that failed: %s", mb->error);
		while (i--) {
			if (!steps[i].undo)
				continue;
			mb_log(mb, MACBPF_LOG_DEBUG, "undo: %s", steps[i].what);
			mb_txn_undo(mb, steps[i].undo, arg);
		}
		errno = -err;
		return err;
	}
	return 0;
}
