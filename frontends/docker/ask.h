/* SPDX-License-Identifier: GPL-2.0-only */
/* ask.h - what a call is about, as an attachment */
#ifndef DOCKER_ASK_H
#define DOCKER_ASK_H

struct call;

#define ASK_FRONT "docker"

/* Which endpoint it is: all that deleting it needs. */
void ask_names(struct call *call);

/* Which network: its record is read. */
int ask_network(struct call *call);

/* Which gateways: of the subnets that the endpoint's addresses are in. */
int ask_gateways(struct call *call);

#endif
