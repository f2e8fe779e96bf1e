// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* lock.c - one writer at a time in a network namespace. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/own.h"
#include "base/clock.h"
#include "datapath/turn.h"
#include "kernel/privilege.h"
#include "kernel/holder.h"
#include "kernel/filelock.h"
#include "session/lock.h"

#define POLL_MS	    5
#define PATIENCE_MS 2000 /* with a lock that anybody can hold */

#define CAPABILITIES                                                                               \
	"not allowed to change anything in this network namespace: CAP_NET_ADMIN, CAP_BPF and "    \
	"CAP_SYS_ADMIN are needed (%s)"

static int cannot_lock(struct macbpf *mb, int err)
{
	switch (err) {
	case -EPERM:
		return mb_fail(mb, err, CAPABILITIES, mb_privilege_hint());
	case -ENOSYS:
		return mb_fail(mb, -EOPNOTSUPP, "this kernel has no BPF (CONFIG_BPF_SYSCALL)");
	case -EINVAL:
		return mb_fail(mb, -EOPNOTSUPP,
			       "this kernel has no programs of type sk_lookup, which macbpf locks "
			       "network namespaces with (Linux 5.9)");
	case -ENOLINK:
		return mb_fail(mb, err,
			       "somebody has detached the BPF link by which this command waited "
			       "for the lock of the network namespace; try again");
	}
	return mb_fail(mb, err, "can't lock the network namespace: %s", strerror(-err));
}

static int waited_too_long(struct macbpf *mb, uint32_t first)
{
	unsigned long long ms = mb->lock_timeout_ms;
	struct mb_holder holder;

	if (!first)
		return mb_fail(mb, -EBUSY,
			       "no room among those that wait for the lock of this network "
			       "namespace for %llu ms: it has all sk_lookup programs that the "
			       "kernel lets it have; try again when others are done",
			       ms);
	if (!mb_holder_of_link(first, &holder))
		return mb_fail(mb, -EBUSY,
			       "other macbpf commands have held the lock of this network "
			       "namespace for %llu ms; try again when they are done",
			       ms);
	return mb_fail(mb, -EBUSY,
		       "other macbpf commands have held the lock of this network namespace for "
		       "%llu ms, now process %d (%s); try again when it is done",
		       ms, (int)holder.pid, holder.name);
}

/* 1: it's ours; 0: not yet, and `first` is whose it is, if that is known. */
static int take_turn(struct macbpf *mb, struct mb_turn *turn, uint32_t *first)
{
	int err = 0;

	if (turn->fd < 0)
		err = mb_turn_ask(mb->netns_fd, turn);
	if (!err)
		err = mb_turn_first(mb->netns_fd, turn, first);
	if (err == -E2BIG || err == -EAGAIN || err == -EINTR)
		return 0;
	return err ?: *first == turn->id;
}

/* Nothing in the kernel tells when it is our turn, so ask again every few ms. */
static int wait_for_turn(struct macbpf *mb, struct mb_turn *turn)
{
	uint64_t since = mb_clock_ms();
	uint32_t first = 0;
	int got;

	while (!(got = take_turn(mb, turn, &first))) {
		if (mb_clock_ms() - since >= mb->lock_timeout_ms)
			return waited_too_long(mb, first);
		mb_clock_sleep(POLL_MS);
	}
	return got < 0 ? cannot_lock(mb, got) : 0;
}

/* ---------------------------------------------------------------- older versions */

/*
 * Versions that know no line take a file lock of the netns, shared by nobody. So can any user do,
 * who must not keep us from working: a file lock that is shared, or held by a process that can't
 * change anything, is not waited for, and no other for long.
 */
static bool is_worth_waiting(const struct mb_holder *holder)
{
	return holder->exclusive && mb_holder_may_write(holder);
}

static void go_on_without(struct macbpf *mb, const struct mb_holder *holder, bool waited)
{
	char who[64] = "a process that can't be seen here";

	if (holder)
		snprintf(who, sizeof(who), "process %d (%s)", (int)holder->pid, holder->name);
	mb_log(mb, MACBPF_LOG_WARN, "%s holds a file lock of this network namespace%s", who,
	       waited ? ", as older versions of macbpf do: not waiting for it any longer"
		      : ", but can change nothing in it: not waiting for it");
}

static void heed_older_versions(struct macbpf *mb)
{
	uint64_t patience = mb->lock_timeout_ms < PATIENCE_MS ? mb->lock_timeout_ms : PATIENCE_MS;
	uint64_t since = mb_clock_ms();
	struct mb_holder holder;
	bool known, late;

	while (mb_filelock_take(mb->netns_fd) == -EWOULDBLOCK) {
		known = mb_holder_of_flock(mb->netns_dev, mb->netns_ino, &holder);
		late = mb_clock_ms() - since >= patience;
		if (late || (known && !is_worth_waiting(&holder))) {
			go_on_without(mb, known ? &holder : NULL, late);
			return;
		}
		mb_clock_sleep(POLL_MS);
	}
}

/* ---------------------------------------------------------------- both */

int mb_lock(struct macbpf *mb)
{
	struct mb_turn turn = MB_TURN_NONE;
	int err = wait_for_turn(mb, &turn);

	if (err) {
		mb_turn_end(&turn);
		return err;
	}
	mb->lock_fd = turn.fd;
	mb->lock_pid = getpid();
	heed_older_versions(mb);
	return 0;
}

/* In a child that was forked meanwhile both locks are its parent's, who is not done. */
void mb_unlock(struct macbpf *mb)
{
	if (mb->lock_pid == getpid()) {
		mb_filelock_drop(mb->netns_fd);
		mb_turn_leave(mb->lock_fd);
	}
	mb_close_fd(&mb->lock_fd);
	mb->lock_fd = -1;
}
