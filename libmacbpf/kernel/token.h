/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * token.h - that a process does something with a device as long as it lives, and nobody else does.
 *
 * An abstract socket that listens: it is of one netns, has no file, and goes with its last holder,
 * however that ends. Anybody may make one there, so what root of the machine doesn't hold is told
 * as held to who wants it, and as free to who looks whether somebody is at work.
 */
#ifndef MB_TOKEN_H
#define MB_TOKEN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * In the calling thread's netns. Returns what is to be closed; -EADDRINUSE: somebody has it, and
 * *pid is who, 0: nobody that we can see.
 */
int mb_token_take(const char *what, uint32_t ifindex, pid_t *pid);

/* Whether root, or who we are, has it. */
bool mb_token_is_held(const char *what, uint32_t ifindex);

/* For the holder, now and then: who has looked is let go. */
void mb_token_answer(int fd);

#endif /* MB_TOKEN_H */
