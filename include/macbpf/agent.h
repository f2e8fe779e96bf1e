/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* agent.h - following at once what is done without macbpf, for as long as somebody wants it */
#ifndef MACBPF_AGENT_H
#define MACBPF_AGENT_H

#include <macbpf/base.h>

MACBPF_BEGIN_DECLS

struct macbpf_agent; /* somebody who follows */

/*
 * What macbpf__settle() does, as soon as the kernel tells of a change, or another process that it
 * has changed something: an agent is for a loop that waits for its descriptor besides others, as
 * that of a daemon which makes endpoints. It keeps nothing that somebody needs after it, frames
 * never wait for it, and several in one netns do no harm.
 *
 * It follows with one look around, a pass, what comes within 5 ms of each other, and after 50 ms
 * though more is coming. When a bond that is a lower fails over it announces the endpoints on it,
 * as macbpf_link__announce(). What is not told by the kernel, as the loss of a program at TCX, is
 * noticed by a later pass.
 *
 * The context must live longer, and may be used for other calls in between. A device inside of
 * another netns is heard with CAP_NET_BROADCAST only: a warning in the log says so. Errors: -EPERM
 * (CAP_NET_ADMIN), -ENOMEM. Since 0.2.
 */
MACBPF_API int macbpf_agent__open(struct macbpf *mb, struct macbpf_agent **out);
MACBPF_API void macbpf_agent__close(struct macbpf_agent *agent);

/* For poll(): readable when macbpf_agent__dispatch() may have to do something. Since 0.2. */
MACBPF_API int macbpf_agent__fd(const struct macbpf_agent *agent);

/*
 * Takes what there is to hear, and makes a pass if it is time for one; the first call always does,
 * and looks at all. 1: a pass was made; 0: none yet. Waits for nothing but other writers of the
 * netns.
 *
 * After an error what was to be done is still to be done: it is tried again after a second. Errors
 * are those of macbpf__settle(), and -EPROTO once for a port that had been this version's and is
 * another version's now, which that version's agent has to follow. Since 0.2.
 */
MACBPF_API int macbpf_agent__dispatch(struct macbpf_agent *agent);

MACBPF_END_DECLS

#endif /* MACBPF_AGENT_H */
