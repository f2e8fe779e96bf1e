/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* config.h - what each program of a port is made of. */
#ifndef MB_PORT_CONFIG_H
#define MB_PORT_CONFIG_H

#include "world/world.h"

/* The lower's; that on its egress; those behind the programs of hostdevs, and of their queues. */
struct mb_config mb_config_lower(struct mb_port *port);
struct mb_config mb_config_host(const struct mb_port *port);
struct mb_config mb_config_closing(void);
struct mb_config mb_config_paced(void);

/* An endpoint's. Who asks for many has asked for what they share once. */
struct mb_config mb_config_endpoint(const struct mb_port *port, const struct mb_endpoint *ep,
				    uint32_t shared);
uint32_t mb_config_shared(struct mb_port *port);

/* That of this enum mb_entry, for who only looks; `ep` may be NULL: the lower. */
struct mb_config mb_config_of(struct mb_port *port, const struct mb_endpoint *ep, uint32_t entry);

/* Whether there is to be a program on the lower's egress, and one where frames leave a queue. */
bool mb_config_has_host(const struct mb_port *port);
bool mb_config_has_paced(const struct mb_port *port);

#endif /* MB_PORT_CONFIG_H */
