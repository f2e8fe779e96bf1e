/* SPDX-License-Identifier: GPL-2.0-only */
/* ask.h - what a call asks for, as an attachment */
#ifndef CNI_ASK_H
#define CNI_ASK_H

struct call;

/* What the environment and the configuration say, in the words of container/. */
void ask_fill(struct call *call);

/* The MAC address that is asked for, which CNI_ARGS may say. */
int ask_choose_mac(struct call *call);

#endif
