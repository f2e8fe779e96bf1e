/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* context.h - the context, its error sentence and its log, as the library's files share them. */
#ifndef MB_CONTEXT_H
#define MB_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <macbpf/macbpf.h>

struct mb_batch;
struct mb_netlink;

struct macbpf {
	struct mb_netlink *rtnl; /* a netlink socket in the lowers' netns */
	int netns_fd;		 /* the lowers' netns */
	int lock_fd;		 /* our turn to write in it; -1: it isn't */
	pid_t lock_pid;		 /* whose turn that is */
	dev_t netns_dev;
	ino_t netns_ino;
	macbpf_log_fn log;
	void *log_arg;
	uint64_t lock_timeout_ms;
	uint32_t hook;		/* enum macbpf_hook */
	uint32_t kind;		/* enum macbpf_kind */
	struct mb_batch *batch; /* NULL: each call is for itself */
	bool always_haste;	/* also outside of a batch */
	bool haste;		/* a grace period of RCU for each endpoint is too much */
	uint32_t waits_for;	/* the hostdev of the device that a batch set up last; 0: none */
	bool incomplete;	/* the last listing is */
	char error[512];
};

/* Remembers the sentence, sets errno and returns `err` (negative), so that a caller can return it.
 */
__attribute__((format(printf, 3, 4))) int mb_fail(struct macbpf *mb, int err, const char *fmt, ...);

/* The same for what the kernel refused: behind the sentence strerror(), and its own hint or "". */
__attribute__((format(printf, 4, 5))) int mb_refused(struct macbpf *mb, int err, const char *hint,
						     const char *fmt, ...);

/* The same where mb_run() does not do it. */
int mb_no_memory(struct macbpf *mb);

__attribute__((format(printf, 3, 4))) void mb_log(struct macbpf *mb, enum macbpf_log_level level,
						  const char *fmt, ...);

/* Starts a public function: forgets the last sentence. */
void mb_begin(struct macbpf *mb);

/*
 * Copies the caller's options over `ours`, which holds the defaults, and says its size in it.
 * -EINVAL: too small; -E2BIG: the tail that we don't know is not zero.
 */
int mb_opts_copy(void *ours, size_t our_size, const void *theirs);

/* Starts a public function that takes options: mb_begin() and that copy, with a sentence. */
int mb_opts_take(struct macbpf *mb, void *ours, size_t our_size, const void *theirs);

/* Refuses a name that is NULL, where that doesn't stand for all; `what` it is of. */
int mb_opts_need(struct macbpf *mb, const char *what, const char *name);

/* Refuses a member `reserved` of options that is not 0. */
int mb_opts_spare(struct macbpf *mb, uint32_t reserved);

/* Whether mb_opts_give() can fill it in; for who must know before there is something to tell. */
bool mb_opts_has_size(const void *theirs);

/* The reverse, for what the library fills in: the caller's first member is the size of it. */
int mb_opts_give(void *theirs, const void *ours, size_t our_size);

#endif /* MB_CONTEXT_H */
