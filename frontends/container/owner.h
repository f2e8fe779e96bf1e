/* SPDX-License-Identifier: GPL-2.0-only */
/* owner.h - the mark of an attachment on its endpoint: FRONT:NETWORK:CONTAINER:IFNAME */
#ifndef CONTAINER_OWNER_H
#define CONTAINER_OWNER_H

#include <stdbool.h>

#include "container/attachment.h"

#define OWNER_SIZE (MACBPF_OWNER_LEN + 1)

/* None of the four holds a colon. What is too long for an owner is cut and hashed. */
const char *owner_make(char owner[OWNER_SIZE], const struct attachment *at);

/* Whether the mark is of an attachment to the same network, by the same front end. */
bool owner_is_of(const char *owner, const struct attachment *at);

/* The reverse, for marks of which nothing was cut; false if it was. */
bool owner_split(const char *owner, char container[OWNER_SIZE], char ifname[OWNER_SIZE]);

#endif
