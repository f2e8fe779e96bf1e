// SPDX-License-Identifier: GPL-2.0-only
/* turn_fake.c - turn.h, holder.h and filelock.h, and others who want to write. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "libmacbpf/datapath/turn.h"
#include "libmacbpf/kernel/holder.h"
#include "libmacbpf/kernel/filelock.h"
#include "tests/unit/fakes/fake.h"

#define OURS   1
#define THEIRS 2

static bool once_less(int *times)
{
	bool is = *times != 0;

	*times -= *times > 0;
	return is;
}

int mb_turn_ask(int netns_fd, struct mb_turn *turn)
{
	int err = fake_call(__func__);

	if (err)
		return err;
	if (!fake_object(netns_fd, FAKE_FD_NETNS))
		return -EINVAL;
	if (once_less(&fake.others.full))
		return -E2BIG;
	turn->fd = fake_open(FAKE_FD_TURN, &fake.others);
	turn->id = OURS;
	return 0;
}

int mb_turn_first(int netns_fd, const struct mb_turn *turn, uint32_t *first)
{
	int err = fake_call(__func__);

	if (err)
		return err;
	if (!fake_object(netns_fd, FAKE_FD_NETNS) || !fake_object(turn->fd, FAKE_FD_TURN))
		return -ENOLINK;
	*first = once_less(&fake.others.ahead) ? THEIRS : OURS;
	if (*first == OURS && fake.locked)
		abort();
	fake.locked = *first == OURS;
	return 0;
}

void mb_turn_leave(int fd)
{
	if (!fake_object(fd, FAKE_FD_TURN))
		abort();
}

void mb_turn_end(struct mb_turn *turn)
{
	if (turn->fd >= 0)
		close(turn->fd);
	*turn = MB_TURN_NONE;
}

/* Whoever holds nothing any more holds no file lock. */
int mb_filelock_take(int netns_fd)
{
	int err = fake_call(__func__);

	(void)netns_fd;
	if (err)
		return err;
	return once_less(&fake.others.flock) ? -EWOULDBLOCK : 0;
}

void mb_filelock_drop(int netns_fd)
{
	(void)netns_fd;
	if (!fake.locked)
		abort();
	fake.locked = false;
}

static bool somebody(struct mb_holder *holder)
{
	*holder = (struct mb_holder){ .pid = 77, .name = "someone" };
	holder->exclusive = !fake.others.shared;
	return !fake.others.unseen;
}

bool mb_holder_of_flock(dev_t dev, ino_t ino, struct mb_holder *holder)
{
	(void)dev;
	(void)ino;
	return somebody(holder);
}

bool mb_holder_of_link(uint32_t prog_id, struct mb_holder *holder)
{
	if (prog_id != THEIRS)
		abort();
	return somebody(holder);
}

bool mb_holder_may_write(const struct mb_holder *holder)
{
	(void)holder;
	return !fake.others.powerless;
}
