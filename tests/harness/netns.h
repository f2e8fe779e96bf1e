/* SPDX-License-Identifier: GPL-2.0-only */
/* netns.h - network namespaces of a test's own. */
#ifndef HARNESS_NETNS_H
#define HARNESS_NETNS_H

struct netns {
	char name[32];
	int fd;
};

/*
 * To be called first in main(): exits 77 with the reason if this isn't root, else moves the process
 * to a mount namespace of its own, with a /run/netns of its own. So names never collide with those
 * of others, and whatever way the test ends, nothing stays.
 */
void netns_sandbox(const char *suite);

/* All of these end the program with a sentence if the kernel refuses. */
void netns_make(struct netns *ns, const char *name); /* IPv6 is off in it: no frames but ours */
void netns_drop(struct netns *ns);		     /* dies when nothing else holds it */
void netns_enter(const struct netns *ns);	     /* this thread; no nesting */
void netns_leave(void);				     /* back to where the thread was */

#endif
