/* SPDX-License-Identifier: GPL-2.0-only */
/* port.h - a port of each sort, frames of one length, and its programs attached for real. */
#ifndef PROG_PORT_H
#define PROG_PORT_H

#include <check.h>

#include "rig.h"
#include "world.h"

#define FRAME_LEN 60
#define TAG	  (0x2000 | RIG_VID) /* priority 1 */
#define ETYPE	  0x88b5

enum port { MIXED, SOURCES, ALONE, EMPTY }; /* EMPTY: passthru, without its endpoint */
#define HOSTED 16 /* with host access, the lower's address is the host's */
#define TRUNK  8  /* with it: a VLAN device on the lower, whose tag is TAG */

void port_open(struct rig *rig, unsigned int trunk_port, enum who from);

void port_frame(uint8_t frame[FRAME_LEN], enum who src, enum who dst, uint16_t type);

void port_attach(struct rig *rig, enum who who);

void port_detach(struct rig *rig, enum who who);

#endif /* PROG_PORT_H */
