/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* count_layout.h - which frames are counted, and where. */
#ifndef BENCH_COUNT_LAYOUT_H
#define BENCH_COUNT_LAYOUT_H

#define COUNT_SLOTS   8192 /* one an ifindex */
#define COUNT_ALL     0	   /* no device has this one */
#define COUNT_MARK    0x6d62706d
#define COUNT_MARK_AT 56 /* the last bytes of the shortest frame */

#endif
