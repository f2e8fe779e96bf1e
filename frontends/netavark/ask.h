/* SPDX-License-Identifier: GPL-2.0-only */
/* ask.h - what a call asks for, as an attachment */
#ifndef NETAVARK_ASK_H
#define NETAVARK_ASK_H

struct call;

/* Which endpoint it is: all that teardown needs. */
void ask_names(struct call *call);

/* And how it is to be. */
void ask_fill(struct call *call);

#endif
