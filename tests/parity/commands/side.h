/* SPDX-License-Identifier: GPL-2.0-only */
/* side.h - one of the worlds in which the operations of the table are played. */
#ifndef PARITY_COMMANDS_SIDE_H
#define PARITY_COMMANDS_SIDE_H

#include <macbpf/macbpf.h>
#include <stdbool.h>

#include "tests/harness/netns.h"
#include "tests/harness/run.h"
#include "facts.h"

enum { NS_LOW, NS_WIRE, NS_BOX, NS_COUNT };

struct side {
	bool ours;	    /* macbpf, not the kernel's macvlan */
	bool numbers;	    /* by netlink and library, not by programs */
	const char *macbpf; /* path of the program */
	struct netns ns[NS_COUNT];
	int nl[NS_COUNT]; /* rtnetlink */
	struct macbpf *mb;
	struct run run;	 /* of the last program that was run */
	char answer[64]; /* to the last step */
};

/*
 * Netns cp-low with devices `low` (02:00:00:00:00:01, up, a cable to cp-wire's `wire`), and
 * netns cp-box, with a cable box0-canary to cp-low.
 */
void side_open(struct side *s);
void side_close(struct side *s);

/*
 * Plays one step:
 *   link ...      the tool under test, in cp-low
 *   @box link ... the same; ip is run in cp-box, macbpf in cp-low all the same
 *   ip ...        ip, bridge: on both sides the program itself, in cp-low
 *   @box ip ...   in cp-box
 *   drop box      the netns of that name ends
 * and waits until what it caused has happened.
 */
void side_play(struct side *s, const char *step);
bool side_refused(const struct side *s);

/* What a user sees, in the same words on both sides. */
void side_facts(struct side *s, struct facts *f);

/* All there is, down to our own parts; to be compared with the same side's. */
void side_everything(struct side *s, struct facts *f);

/* Appends what `ip -d -j link` and `macbpf -d -j link` say of the endpoints that are in `f`. */
void side_listing(struct side *s, struct facts *f);

#endif
