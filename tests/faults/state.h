/* SPDX-License-Identifier: GPL-2.0-only */
/* state.h - all that commands can change, as lines of text that can be compared. */
#ifndef FAULTS_STATE_H
#define FAULTS_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATE_LINES 256
#define STATE_WIDTH 256

struct state {
	char line[STATE_LINES][STATE_WIDTH];
	size_t count;
};

/*
 * Devices, filters, programs with their constants, tables and listings of all places. Numbers that
 * the kernel or chance chooses are not in it: hostdevs are named for their endpoints.
 */
void state_take(struct state *s);
bool state_equal(const struct state *a, const struct state *b);

/* Prints the lines that are in one only. */
void state_print_difference(const struct state *want, const struct state *is);

/* Waits until all programs and maps that were seen are gone; false if some stay. */
bool state_is_unloaded(void);

/* When the places are new. */
void state_open(void);
void state_close(void);

/* ---------------------------------------------------------------- its parts */

__attribute__((format(printf, 2, 3))) void state_add(struct state *s, const char *fmt, ...);

/* What a device of the host is called in all lines; "" if there is none. */
const char *state_label(uint32_t ifindex);

/* Sets *lower to a program of the port, or 0. */
void state_add_devices(struct state *s);
void state_add_programs(struct state *s, uint32_t *program);
void state_add_tables(struct state *s, uint32_t program);
void state_add_listing(struct state *s);
void state_remember(uint32_t program);

/* Each device of the host. */
void state_each_device(void (*fn)(struct state *s, uint32_t ifindex, void *arg), struct state *s,
		       void *arg);

#endif
