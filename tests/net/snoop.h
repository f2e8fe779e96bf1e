/* SPDX-License-Identifier: GPL-2.0-only */
/* snoop.h - two endpoints on a port with mcast-snooping, and a group. */
#ifndef NET_SNOOP_H
#define NET_SNOOP_H

#include "fixture.h"

extern const uint8_t mac_group[6]; /* of 239.1.2.3 */

void snoop(bool on);

/* mv0 and mv1, bridge, in the first two boxes, with IPv4 addresses. */
void make_two(void);

/* A stack joins 239.1.2.3, or another group, until the socket is closed. */
int join(const struct netns *box, const char *device);
int join_group(const struct netns *box, const char *device, const char *address);

/* Whether a frame from the wire for 239.1.2.3 comes to the device. */
bool comes(const struct netns *box, const char *device);

/* Of mv0: mcast-flood on or off. */
void flood(const char *on_off);

#endif
