/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* trace.h - what becomes of the frames of a port, as long as somebody looks */
#ifndef MACBPF_TRACE_H
#define MACBPF_TRACE_H

#include <macbpf/base.h>
#include <macbpf/explain.h>
#include <macbpf/words.h>

MACBPF_BEGIN_DECLS

#define MACBPF_TRACE_BYTES 2048 /* of a frame that can be told at most */

/* Which frames are told: all, or those that are all of these. */
enum macbpf_trace_what {
	MACBPF_TRACE_WIRE = 1,	   /* from the wire, or to it */
	MACBPF_TRACE_HOST = 2,	   /* from the host, or to it */
	MACBPF_TRACE_DROPS = 4,	   /* dropped for a reason, or a copy was refused */
	MACBPF_TRACE_GROUPS = 8,   /* to broadcast or multicast */
	MACBPF_TRACE_ADDRESS = 16, /* from or to `address` */
};

struct macbpf_trace_opts {
	size_t sz;
	const char *lower;    /* has to be given */
	const char *endpoint; /* only what it sends or is given: its device, or its hostdev; NULL:
				 that of all */
	uint32_t what;	      /* OR of enum macbpf_trace_what; 0: all */
	uint32_t sample;      /* one in so many of these; 0: each */
	uint32_t rate;	      /* no more of them in a second on each CPU; 0: 10000 */
	uint32_t bytes;	      /* of each, from 14 to MACBPF_TRACE_BYTES; 0: 128 */
	uint8_t address[MACBPF_MAC_LEN];
	uint8_t reserved[2]; /* 0 */
};

struct macbpf_trace; /* somebody who looks */

/* A device of an endpoint, or the lower. */
struct macbpf_trace_device {
	const char *name;    /* as it is called in its netns; of one that is no endpoint's any more
				its number, with a # in front */
	const char *hostdev; /* of an endpoint; else NULL */
	uint32_t ifindex;    /* of the hostdev or the lower */
	uint32_t reserved;   /* 0 */
};

/* One frame. What it leads to is valid until the function returns that is told of it. */
struct macbpf_traced {
	size_t sz;	   /* the library's: what is behind it is not there */
	uint64_t time;	   /* when its program was done with it, in ns since 1970 */
	uint64_t left_out; /* how many were to be told since the last, but for sample and rate */
	uint64_t lost;	   /* how many more: they were not taken in time */
	struct macbpf_trace_device at; /* where its program met it: who has sent it, or the lower */
	struct macbpf_trace_device target;	/* where it goes; ifindex 0: nowhere */
	const struct macbpf_trace_device *copy; /* who got copies: the first of them */
	const char *reason;    /* the word under which it was counted; NULL: an ordinary path */
	const void *frame;     /* as on the wire, a tag behind both addresses */
	uint32_t bytes;	       /* how many of it there are */
	uint32_t length;       /* of all of it */
	uint32_t origin;       /* enum macbpf_origin: who sent it */
	uint32_t act;	       /* enum macbpf_act */
	uint32_t peer;	       /* 1: handed over without a backlog hop */
	uint32_t copies;       /* how many were made */
	uint32_t copies_named; /* how many of them are in `copy` */
	uint32_t refused;      /* how many copies the kernel refused, e.g. to who is down */
	uint32_t later;	       /* 1: more copies are made behind this frame, as told by `rest` */
	uint32_t rest;	       /* 1: no frame that was sent: copies of one that was told before */
	int32_t verdict;       /* what the program told the kernel: TC_ACT_* */
	uint32_t reserved;     /* 0 */
};

typedef void (*macbpf_trace_fn)(const struct macbpf_traced *frame, void *arg);

/*
 * Lets the programs of a lower tell of the frames that they have decided. While nobody traces they
 * have nothing of it; now they are replaced, without a gap for frames, by some that first ask
 * whether somebody does, and put back by macbpf_trace__close(). If the process dies without, the
 * kernel ends it at once, and the next writing function puts them back.
 *
 * What is told is what was done, and the frames are moved by what tells: nothing is sent twice, and
 * none goes past. Copies that the kernel has refused are known; what becomes of frames and copies
 * behind their target is not. Each lower has one tracer. What other functions change meanwhile is
 * followed by macbpf_trace__dispatch(): until then frames of what is new are not told. Nor are
 * those that an endpoint sends whose program is one of more than 16 kinds on its lower: a warning
 * says so.
 *
 * Errors: -EINVAL, -ENODEV (no such lower, or it has no port; no such endpoint on it), -ENOTUNIQ,
 * -EBUSY (somebody traces this lower already: the sentence says who), -EPERM, -EPROTO, and what
 * the kernel says to the programs. The context must live longer, and may be used for other calls in
 * between. Since 0.2.
 */
MACBPF_API int macbpf_trace__open(struct macbpf *mb, const struct macbpf_trace_opts *opts,
				  struct macbpf_trace **out);
MACBPF_API void macbpf_trace__close(struct macbpf_trace *trace);

/* For poll(): readable when macbpf_trace__dispatch() may have to do something. Since 0.2. */
MACBPF_API int macbpf_trace__fd(const struct macbpf_trace *trace);

/*
 * Calls `fn` for each frame that was told since, in no strict order between CPUs. Returns how many
 * they were; waits for nothing but, if the port was changed, other writers of the netns. -ENODEV:
 * the port, or the endpoint, is gone. Since 0.2.
 */
MACBPF_API int macbpf_trace__dispatch(struct macbpf_trace *trace, macbpf_trace_fn fn, void *arg);

/*
 * How many frames were to be told since the last that was, but were not: by sample and rate, and
 * because they were not taken in time. Either may be NULL. Since 0.2.
 */
MACBPF_API int macbpf_trace__missed(struct macbpf_trace *trace, uint64_t *left_out, uint64_t *lost);

MACBPF_END_DECLS

#endif /* MACBPF_TRACE_H */
