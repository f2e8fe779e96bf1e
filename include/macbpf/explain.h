/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* explain.h - what a port would do with a frame, and why */
#ifndef MACBPF_EXPLAIN_H
#define MACBPF_EXPLAIN_H

#include <macbpf/base.h>
#include <macbpf/words.h>

MACBPF_BEGIN_DECLS

/* Where a frame comes from. */
enum macbpf_origin {
	MACBPF_ORIGIN_WIRE = 1,	    /* received by the lower */
	MACBPF_ORIGIN_ENDPOINT = 2, /* sent by an endpoint's device */
	MACBPF_ORIGIN_HOST = 3,	    /* sent by the host, out of the lower */
};

/* What becomes of the frame itself; its copies are lines of their own. */
enum macbpf_act {
	MACBPF_ACT_NEXT,    /* goes on, to what comes next where it is */
	MACBPF_ACT_DROP,    /* freed */
	MACBPF_ACT_WIRE,    /* out of the lower */
	MACBPF_ACT_DELIVER, /* to the endpoint that has its address */
	MACBPF_ACT_REFLECT, /* back to the endpoint that sent it, from a switch that reflects */
	MACBPF_ACT_HOST,    /* to the host, with host access */
};

#define MACBPF_FRAME_MIN 14    /* bytes: an Ethernet header */
#define MACBPF_FRAME_MAX 65549 /* the largest length that can be told */

struct macbpf_explanation_opts {
	size_t sz;
	const char *lower;    /* has to be given */
	const char *endpoint; /* MACBPF_ORIGIN_ENDPOINT: its device, or its hostdev; else NULL */
	const void *frame;    /* as on the wire, from the destination's address on: a tag, if it has
				 one, behind both addresses. The caller's, until the call returns */
	size_t bytes;	      /* how many of it there are: at least MACBPF_FRAME_MIN */
	uint32_t origin;      /* enum macbpf_origin */
	uint32_t length;      /* of the whole frame, if that is more than `bytes`: the rest is taken
				 for zeros; else 0 */
	uint32_t gso_size;    /* of TCP or UDP that is cut when it leaves: how many bytes of data
				 each segment has; 0: it isn't cut */
	uint32_t reserved;    /* 0 */
};

struct macbpf_explanation; /* what one frame would meet */
struct macbpf_explanation_line;

struct macbpf_explanation_info {
	size_t sz; /* in: sizeof the caller's struct */
	const char *lower;
	const char *target; /* the device that the frame goes to: an endpoint's or the lower;
			       NULL: none */
	const char *target_hostdev; /* of an endpoint; else NULL */
	const char *reason;	    /* the word under which the frame is counted, NULL: an ordinary
				       path; copies may be counted besides */
	uint32_t act;		    /* enum macbpf_act */
	uint32_t copies;	    /* how many copies are made */
	uint32_t peer;		    /* 1: handed over without a backlog hop */
	uint32_t prog_id;	    /* of the program that the frame meets; 0: none */
	uint32_t other_build;	    /* 1: that is another build's, which may decide otherwise */
	uint32_t reserved;	    /* 0 */
};

enum macbpf_explanation_type {
	MACBPF_EXPLAIN_FACT = 1,    /* what is known of the frame, and what becomes of it */
	MACBPF_EXPLAIN_COPY = 2,    /* one receiver of a copy */
	MACBPF_EXPLAIN_COUNTED = 3, /* one reason under which it is counted */
	MACBPF_EXPLAIN_WARNING = 4, /* what the tables don't know, or don't say: why the frame may
				       not arrive all the same */
};

struct macbpf_explanation_line_info {
	size_t sz;	  /* in: sizeof the caller's struct */
	const char *text; /* a sentence */
	const char *name; /* of a copy: its receiver's device, or the lower for the host; counted:
			     the reason's word; else NULL */
	const char *hostdev; /* of a copy to an endpoint; else NULL */
	uint64_t frames;     /* counted: how often */
	uint32_t type;	     /* enum macbpf_explanation_type */
	uint32_t reserved;   /* 0 */
};

/*
 * Tells what the port of a lower would do with a frame: the same code decides as for real ones,
 * over the same tables, but nothing is delivered, counted or learnt. What becomes of the frame in
 * other devices, and on its way behind them, is not known; warnings tell what can be seen of that.
 *
 * Errors: -EINVAL (an origin, size or length that is not legal, or what is to be cut is neither
 * TCP nor UDP), -ENODEV (no such lower, or it has
 * no port; no such endpoint on it), -ENOTUNIQ, -EPERM, -EPROTO, and what the kernel says to the
 * program that tells. Since 0.2.
 */
MACBPF_API int macbpf_explanation__get(struct macbpf *mb,
				       const struct macbpf_explanation_opts *opts,
				       struct macbpf_explanation **out);
MACBPF_API void macbpf_explanation__free(struct macbpf_explanation *explanation);
MACBPF_API int macbpf_explanation__info(const struct macbpf_explanation *explanation,
					struct macbpf_explanation_info *info);

/* All lines, in the order in which they are to be read. Since 0.2. */
MACBPF_API const struct macbpf_explanation_line *macbpf_explanation_line__next(
	const struct macbpf_explanation *explanation, const struct macbpf_explanation_line *prev);
MACBPF_API int macbpf_explanation_line__info(const struct macbpf_explanation_line *line,
					     struct macbpf_explanation_line_info *info);

/* The word of an enum macbpf_act, e.g. "deliver"; NULL if there is none. Static storage. Since 0.2.
 */
MACBPF_API const char *macbpf_act__name(uint32_t act);

MACBPF_END_DECLS

#endif /* MACBPF_EXPLAIN_H */
