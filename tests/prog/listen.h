/* SPDX-License-Identifier: GPL-2.0-only */
/* listen.h - frames through programs that learn who listens to which group. */
#ifndef PROG_LISTEN_H
#define PROG_LISTEN_H

#include "group.h"
#include "rig.h"

extern struct rig listen_rig;

/* With MB_F_GROUPS, and an empty list for each endpoint. */
void open_groups(uint32_t features);
void read_list(enum who who, struct mb_group_list *list);

/* Who gets it, but for the wire or the host, to whom it goes in any case. */
uint32_t listen_play(enum who from, struct message m);
uint32_t listen_play_tagged(enum who from, struct message m, uint16_t tci);

#endif
