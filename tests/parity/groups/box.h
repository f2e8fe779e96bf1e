/* SPDX-License-Identifier: GPL-2.0-only */
/* box.h - a few hosts on one lower, of macvlan or of macbpf, and the groups that they listen to. */
#ifndef PARITY_BOX_H
#define PARITY_BOX_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/harness/capture.h"
#include "tests/harness/netns.h"

#define BOXES  6
#define GROUPS 17
#define WIRE   BOXES /* who sends; below: the endpoint of that box */

/* Each group's address as text, and where its frames go. */
const char *group_text(unsigned int group);
bool group_is_v6(unsigned int group);
void group_mac(unsigned int group, uint8_t mac[6]);

struct box {
	struct netns ns;
	const char *mode;
	int any4, any6; /* sockets that join */
	int source4;	/* the one that joins for some senders */
	int sender;	/* of frames */
};

struct boxes {
	const char *tool; /* "ip", or the path of macbpf */
	struct netns lower, wire, spare;
	struct box box[BOXES];
	struct capture capture;
	int wire_sender;
	uint32_t token; /* the last that was sent */
};

void boxes_make(struct boxes *b, const char *tool);
void boxes_drop(struct boxes *b);

/* The device is another one, or in another netns: sockets are made anew. */
void box_reopen(struct boxes *b, unsigned int n);

/* Writes a number under /proc/sys in the netns of a box. */
void box_sysctl(const struct box *box, const char *path, unsigned int value);

/* Its device's own filter, as the kernel tells it: one bit a group. */
uint32_t box_filter(const struct boxes *b, unsigned int n);

/*
 * Sends a frame to each group and waits until they have arrived; got[n] is who has which, a bit a
 * group. The result is false if any came twice.
 */
bool boxes_send(struct boxes *b, unsigned int from, uint32_t got[BOXES]);

#endif
