/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* batch.h - many writing functions in a row */
#ifndef MACBPF_BATCH_H
#define MACBPF_BATCH_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

/*
 * Who makes, changes or deletes many endpoints says so:
 *
 *	macbpf_batch__begin(mb, NULL);
 *	for (...)
 *		err = macbpf_link__add(mb, lower, name[i], &opts[i], NULL);
 *	macbpf_batch__end(mb);
 *
 * Each call is a transaction as before, and done when it returns. What a batch saves is between
 * them: writing functions keep the writers' lock, and what they know of the netns, from one to the
 * next; endpoints for which no hook is asked, and no kind, are veth pairs at clsact, which takes no
 * grace period of RCU; and that devices carry frames is waited for once, at the end.
 *
 * Other writers have their turn after a second, or after ten times the time that it takes to look
 *at all devices and programs, if that is longer: 10 s at most, and what the call takes that is
 *running then. A caller that stops to wait for something else (the next order) pauses the batch, so
 *that they need not wait for it.
 */
enum macbpf_batch_flag {
	/*
	 * Switches /sys/kernel/rcu_expedited on while the batch lasts: grace periods are then short
	 * for the whole machine, at the price of an interrupt on all of its CPUs for each. What was
	 * there is restored with the end of the last such batch. If that dies, the next
	 * macbpf__open() restores it and logs a warning. Endpoints for which nothing is asked are
	 * then what they are outside of a batch.
	 */
	MACBPF_BATCH_EXPEDITE = 1,
};

struct macbpf_batch_opts {
	size_t sz;
	uint64_t flags; /* OR of enum macbpf_batch_flag; 0 */
};

/*
 * Errors: -EINVAL (unknown flag), -EALREADY (in a batch already); with MACBPF_BATCH_EXPEDITE also
 * -EBUSY (the machine has CPUs that are isolated from such interrupts), -EROFS (as in most
 * containers), -EACCES or -EPERM, -EOPNOTSUPP (no such file), -EAGAIN (others switch it on and off
 * all the time). Since 0.1.
 */
MACBPF_API int macbpf_batch__begin(struct macbpf *mb, const struct macbpf_batch_opts *opts);

/* Lets others write until the next writing call. Nothing happens outside of a batch. Since 0.1. */
MACBPF_API void macbpf_batch__pause(struct macbpf *mb);

/* macbpf__close() does it as well. Nothing happens outside of a batch. Since 0.1. */
MACBPF_API void macbpf_batch__end(struct macbpf *mb);

MACBPF_END_DECLS

#endif /* MACBPF_BATCH_H */
