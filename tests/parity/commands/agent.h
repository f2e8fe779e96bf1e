/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * agent.h - an agent of macbpf beside the operations, if AGENT=1 asks for one, or, with AGENT=some,
 * beside those only in which it makes a difference.
 */
#ifndef PARITY_COMMANDS_AGENT_H
#define PARITY_COMMANDS_AGENT_H

#include <macbpf/macbpf.h>
#include <stdbool.h>

/* What the table calls later is to happen at once, then. */
bool agent_is_wanted(void);
bool agent_is_for_some(void);

/* One for the lowers of this netns, until the process ends. */
void agent_start(const char *macbpf, const char *netns);

/* Lets endpoints of all ports follow their lower's carrier, as macvlan's do. */
void agent_follow_carriers(struct macbpf *mb);

#endif
