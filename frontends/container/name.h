/* SPDX-License-Identifier: GPL-2.0-only */
/* name.h - names that others give: of networks, containers and devices */
#ifndef CONTAINER_NAME_H
#define CONTAINER_NAME_H

#include <stdbool.h>

/* What names of networks and ids of containers are made of; an owner is put together of these. */
bool name_is_identifier(const char *text);

/* What a device may be called. */
bool name_is_device(const char *name);

#endif
