/* SPDX-License-Identifier: GPL-2.0-only */
/* rated.h - an endpoint that is held to a rate, at each of the places where it can be. */
#ifndef NET_RATED_H
#define NET_RATED_H

#include <stdint.h>

#include "fixture.h"

#define RATE   8000000 /* bits: 1 byte in a microsecond */
#define BURST  16384
#define VOLUME 200000

enum place { IN_BOX, BESIDE, TAP, AT_CLSACT, PLACES };

/* Ends the program with 77 and the reason. Once in a netns: it leaves one. */
void rated_skip_without_tbf(void);

/* mv0 at this place, and mv1 in a box without a rate. A tap's queue is returned, else -1. */
int rated_make(enum place place, const struct macbpf_rate_opts *rate);

uint64_t rated_now_us(void);

#endif
