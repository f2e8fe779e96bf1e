/* SPDX-License-Identifier: GPL-2.0-only */
/* owner.h - the mark of an attachment on its endpoint: cni:NETWORK:CONTAINER:IFNAME */
#ifndef CONTAINER_OWNER_H
#define CONTAINER_OWNER_H

#include <macbpf/macbpf.h>
#include <stdbool.h>

#define OWNER_SIZE (MACBPF_OWNER_LEN + 1)

/* None of the three holds a colon. What is too long for an owner is cut and hashed. */
const char *owner_make(char owner[OWNER_SIZE], const char *network, const char *container,
		       const char *ifname);

/* Whether the mark is of an attachment to this network. */
bool owner_is_of(const char *owner, const char *network);

/* The reverse, for marks of which nothing was cut; false if it was. */
bool owner_split(const char *owner, char container[OWNER_SIZE], char ifname[OWNER_SIZE]);

#endif
