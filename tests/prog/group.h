/* SPDX-License-Identifier: GPL-2.0-only */
/* group.h - IGMP and MLD messages of those of world.h, and frames for groups. */
#ifndef PROG_GROUP_H
#define PROG_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "world.h"

/* A frame that is written from its beginning to its end. */
struct message {
	uint8_t data[2048];
	size_t len;
};

enum version { IGMP1, IGMP2, IGMP3, MLD1, MLD2, VERSIONS };
enum record { IS_IN = 1, IS_EX, TO_IN, TO_EX, ALLOW, BLOCK };

bool group_is_v6(enum version v);

/* What all frames begin with. */
struct message group_begin(enum who from, const uint8_t dst[6], uint16_t type);

/*
 * Groups are numbers: each below 128 has a MAC of its own, and of IPv4 the 32
 * that are N + 128 * i have that of N. To a
 * group of a version's family; joins or leaves, with one record, and a general query.
 */
struct message group_data(enum who from, enum version v, unsigned int n);
struct message group_report(enum who from, enum version v, bool joins, unsigned int n);
struct message group_record(enum who from, enum version v, enum record type, unsigned int n,
			    unsigned int sources);
struct message group_query(enum who from, enum version v);

#endif
