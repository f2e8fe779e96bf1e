// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* batch.c - many writing functions in a row: when it begins, pauses and ends. */
#include <errno.h>

#include "common/own.h"
#include "kinds/device.h"
#include "session/expedite.h"
#include "session/write.h"

static int begin(struct macbpf *mb, const struct macbpf_batch_opts *o)
{
	int trace = -1;

	if (o->flags & MACBPF_BATCH_EXPEDITE) {
		trace = mb_expedite_begin(mb);
		if (trace < 0)
			return trace;
	}
	mb->batch = calloc(1, sizeof(*mb->batch));
	if (mb->batch) {
		mb->batch->trace = trace;
		mb->haste = trace < 0 || mb->always_haste;
		return 0;
	}
	if (trace >= 0)
		mb_expedite_end(trace);
	return mb_no_memory(mb);
}

int macbpf_batch__begin(struct macbpf *mb, const struct macbpf_batch_opts *opts)
{
	struct macbpf_batch_opts o = { 0 };
	int err;

	err = mb_opts_take(mb, &o, sizeof(o), opts);
	if (err)
		return err;
	if (o.flags & ~(uint64_t)MACBPF_BATCH_EXPEDITE)
		return mb_fail(mb, -EINVAL,
			       "flags %#llx of a batch are unknown: 1 (expedite) is known",
			       (unsigned long long)o.flags);
	if (mb->batch)
		return mb_fail(mb, -EALREADY, "this context is in a batch already");
	return begin(mb, &o);
}

/* The kernel looks at devices in the order in which they went up. */
static void wait_for_last(struct macbpf *mb)
{
	if (mb->waits_for)
		mb_device_wait_for(mb, mb->waits_for);
	mb->waits_for = 0;
}

void macbpf_batch__pause(struct macbpf *mb)
{
	if (!mb->batch)
		return;
	mb_write_pause(mb);
	wait_for_last(mb);
}

void macbpf_batch__end(struct macbpf *mb)
{
	if (!mb || !mb->batch)
		return;
	macbpf_batch__pause(mb);
	if (mb->batch->trace >= 0)
		mb_expedite_end(mb->batch->trace);
	free(mb->batch);
	mb->batch = NULL;
	mb->haste = mb->always_haste;
}
