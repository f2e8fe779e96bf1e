/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mark.h - instructions that do nothing, by which a program speaks to blocks.c.
 *
 * A mark is a nop of seven bytes, 0f 1f 80 and a number: no compiler writes one with these numbers.
 */
#ifndef KERNELS_MARK_H
#define KERNELS_MARK_H

#define MARK_START 0x6d6b0001 /* from here on blocks are counted */
#define MARK_STOP  0x6d6b0002 /* up to here */
#define MARK_WRITE 0x6d6b0003 /* what was counted last is wanted */

#define MARK(number)                                                                               \
	__asm__ volatile(".byte 0x0f, 0x1f, 0x80\n\t.long %c0" : : "i"(number) : "memory")

#endif
