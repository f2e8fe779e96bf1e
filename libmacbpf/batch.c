// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* batch.c - many writing functions in a row: what is kept from one to the next. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "base.h"
#include "batch.h"
#include "device.h"
#include "sweep.h"

#define HOLD_MS	 1000  /* how long another writer sees nothing but us */
#define HOLD_MAX 10000 /* on a machine so busy that to look around takes longer than a tenth */
#define TURN_MS	 15    /* the time that others have then: they ask every 5 ms */

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Looking around must not be most of the work. */
static uint64_t hold_for(uint64_t load_ms)
{
	uint64_t hold = load_ms * 10;

	if (hold > HOLD_MAX)
		return HOLD_MAX;
	return hold < HOLD_MS ? HOLD_MS : hold;
}

static int open_world(struct macbpf *mb)
{
	struct mb_batch *b = mb->batch;
	int err;

	if (b->open)
		return 0;
	err = mb_lock(mb);
	if (err)
		return err;
	b->since = now_ms();
	err = mb_world_open(mb, &b->world);
	if (err) {
		mb_unlock(mb);
		return err;
	}
	b->open = true;
	b->hold = hold_for(now_ms() - b->since);
	return 0;
}

static void shut_world(struct macbpf *mb)
{
	struct mb_batch *b = mb->batch;

	if (!b->open)
		return;
	mb_world_free(&b->world);
	mb_unlock(mb);
	b->open = false;
}

static void give_turn(struct macbpf *mb)
{
	struct timespec turn = { .tv_nsec = TURN_MS * 1000 * 1000 };

	if (!mb->batch->open || now_ms() - mb->batch->since < mb->batch->hold)
		return;
	shut_world(mb);
	nanosleep(&turn, NULL);
}

static int write_here(struct macbpf *mb, mb_world_fn fn, void *arg)
{
	struct mb_world *w = &mb->batch->world;
	int err = open_world(mb);

	if (err)
		return err;
	w->kept = false;
	err = fn(mb, w, arg);
	if (err || !w->kept)
		shut_world(mb);
	return err;
}

/* What is refused is refused for what there is, not for what there was a second ago. */
int mb_batch_write(struct macbpf *mb, mb_world_fn fn, void *arg)
{
	bool from_memory = mb->batch->open;
	int err = write_here(mb, fn, arg);

	if (err && from_memory) {
		mb_begin(mb);
		err = write_here(mb, fn, arg);
	}
	give_turn(mb);
	return err;
}

bool mb_batch_in_haste(const struct macbpf *mb)
{
	return mb->batch && mb->batch->trace < 0;
}

/* ---------------------------------------------------------------- the functions */

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
		return 0;
	}
	if (trace >= 0)
		mb_expedite_end(trace);
	return mb_fail(mb, -ENOMEM, "out of memory");
}

int macbpf_batch__begin(struct macbpf *mb, const struct macbpf_batch_opts *opts)
{
	struct macbpf_batch_opts o = { .sz = sizeof(o) };
	int err;

	mb_begin(mb);
	err = mb_opts_copy(&o, sizeof(o), opts);
	if (err)
		return mb_fail(mb, err, "the options are of a newer libmacbpf than this one");
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
	if (mb->batch->waits_for)
		mb_device_wait_for(mb, mb->batch->waits_for);
	mb->batch->waits_for = 0;
}

void macbpf_batch__pause(struct macbpf *mb)
{
	if (!mb->batch)
		return;
	shut_world(mb);
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
}
