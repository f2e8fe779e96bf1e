// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* write.c - how a writing function gets in: the lock, and the world, swept; a batch keeps both. */
#include <errno.h>

#include "base/clock.h"
#include "session/lock.h"
#include "session/sweep.h"
#include "session/write.h"

#define HOLD_MS	 1000  /* how long another writer sees nothing but us */
#define HOLD_MAX 10000 /* on a machine so busy that to look around takes longer than a tenth */
#define TURN_MS	 15    /* the time that others have then: they ask every 5 ms */

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
	b->since = mb_clock_ms();
	err = mb_sweep_world(mb, &b->world);
	if (err) {
		mb_unlock(mb);
		return err;
	}
	b->open = true;
	b->hold = hold_for(mb_clock_ms() - b->since);
	return 0;
}

void mb_write_pause(struct macbpf *mb)
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
	if (!mb->batch->open || mb_clock_ms() - mb->batch->since < mb->batch->hold)
		return;
	mb_write_pause(mb);
	mb_clock_sleep(TURN_MS);
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
		mb_write_pause(mb);
	return err;
}

/* What is refused is refused for what there is, not for what there was a second ago. */
static int batch_write(struct macbpf *mb, mb_world_fn fn, void *arg)
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

int mb_write_world(struct macbpf *mb, mb_world_fn fn, void *arg)
{
	struct mb_world w;
	int err;

	if (mb->batch)
		return batch_write(mb, fn, arg);
	err = mb_lock(mb);
	if (err)
		return err;
	err = mb_sweep_world(mb, &w);
	if (!err) {
		err = fn(mb, &w, arg);
		mb_world_free(&w);
	}
	mb_unlock(mb);
	return err;
}
