/* SPDX-License-Identifier: GPL-2.0-only */
/* tap.h - a tap and a guest behind it, in the wiring of these tests. */
#ifndef TESTS_NET_TAP_H
#define TESTS_NET_TAP_H

#include <stdint.h>

#include "tests/harness/capture.h"
#include "tests/harness/frame.h"
#include "fixture.h"

#define WIRE AT(&fx.far, "wire")

enum watch {
	ON_TAP,
	ON_VETH,
	ON_WIRE,
	ON_TAP2,
};

#define SET(w) (1u << (w))

/* What was seen since tap_and_veth(). */
extern struct capture seen;

void add_tap(const char *name, uint32_t mode, const uint8_t *mac, uint32_t queues);

/* What the library answers. */
int open_with(const char *name, int *queues, uint32_t count, uint32_t offloads);

/* Without offloads, and with a carrier that the kernel has noticed. */
int open_queue(const char *name);
void wait_for_carrier(const char *name);

/* A bridge tap with a reader, beside a bridge endpoint in a box; all that is seen, is noted. */
int tap_and_veth(void);
void forget(int queue);

/* With a token of its own. */
struct frame frame_of(const uint8_t *src, const uint8_t *dst);

/* Who has seen what the guest sends, or a device does, as a set of enum watch. */
unsigned int guest_sends(int queue, const struct frame *f);
unsigned int sent_from(struct spot from, const struct frame *f);

#endif
