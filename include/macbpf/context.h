/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* context.h - opening and closing, errors, the log */
#ifndef MACBPF_CONTEXT_H
#define MACBPF_CONTEXT_H

#include <macbpf/base.h>
#include <macbpf/version.h>
#include <macbpf/words.h>

MACBPF_BEGIN_DECLS

enum macbpf_log_level {
	MACBPF_LOG_WARN,
	MACBPF_LOG_INFO,
	MACBPF_LOG_DEBUG,
};

/*
 * Called with one line without a newline; `message` lives until the call returns. That may be in
 * another thread than the caller's, which waits for it, with the lowers' network namespace as its
 * own and most signals blocked: what is thread-local is another's there, and so is a path such as
 * /proc/net. It may not use the context.
 */
typedef void (*macbpf_log_fn)(void *arg, enum macbpf_log_level level, const char *message);

struct macbpf_open_opts {
	size_t sz;
	const char *netns;	  /* where the lowers are: a name in /run/netns or a path; NULL: the
				     caller's */
	macbpf_log_fn log;	  /* NULL: silent */
	void *log_arg;		  /* handed to `log` */
	uint64_t lock_timeout_ms; /* how long a writer waits for another, at most; 0: 30000. Again
				     so long for what is added behind an endpoint of another netns,
				     whose port is told, and up to 2000 for an older version */
	uint32_t hook;		  /* enum macbpf_hook: for ports and endpoints made without one */
	uint32_t kind;		  /* enum macbpf_kind: for endpoints made without one; not tap */
	uint32_t haste;		  /* 1: endpoints made without hook and kind are veth pairs at
				     clsact, as in a batch: for who makes one on a machine where many
				     do. Making it then takes no grace period of RCU; 0 */
	uint32_t reserved;	  /* 0 */
};

/*
 * Opens a context for the lowers of one network namespace. It is bound to the namespace in which
 * the calling thread is now (or opts->netns), whatever the thread does later.
 * Errors: -ENOENT (no such netns), -EINVAL (it is none, or an option is not legal), -EACCES,
 * -ENOTDIR, -ENAMETOOLONG and what else opening a path gives, -EPERM, -ENOMEM. There is no context
 * to ask for a sentence yet. Since 0.1.
 */
MACBPF_API int macbpf__open(struct macbpf **out, const struct macbpf_open_opts *opts);

/* Frees the context; endpoints stay. NULL is allowed. Since 0.1. */
MACBPF_API void macbpf__close(struct macbpf *mb);

/*
 * Puts right what was changed without macbpf, as every writing function does before its own work,
 * and nothing else: for an agent that was told of a change, or a timer. Endpoints whose device or
 * lower is gone are removed, and ports without endpoints; the others follow their devices' new
 * addresses and namespaces, and their lower. Where others look at some devices of a large port in
 * turn, this looks at all. What can't be put right now is logged, and left to the next.
 * Errors: -EBUSY (another writer held the lock for the whole timeout), -EPERM, -EOPNOTSUPP.
 * Since 0.2.
 */
MACBPF_API int macbpf__settle(struct macbpf *mb);

/* The last error's sentence, without a full stop; "" if there was none. `mb` owns it. Since 0.1. */
MACBPF_API const char *macbpf__error(const struct macbpf *mb);

/*
 * 1: the last listing lacks something that can't be known, and the log said what: the endpoints
 * of a port that another version made, or what they have besides kind, mode, address and flags.
 * Since 0.2.
 */
MACBPF_API int macbpf__incomplete(const struct macbpf *mb);

/* Replaces the log callback; NULL: silent. Since 0.1. */
MACBPF_API void macbpf__set_log(struct macbpf *mb, macbpf_log_fn log, void *arg);

/* Of the library that is running, e.g. "0.2.0"; MACBPF_VERSION is the header's. Since 0.1. */
MACBPF_API const char *macbpf__version(void);

MACBPF_END_DECLS

#endif /* MACBPF_CONTEXT_H */
