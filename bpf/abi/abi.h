/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * abi.h - the contract between the datapath and libmacbpf: maps, keys, values, reasons.
 *
 * The programs live on devices and outlive the process that loaded them, so another version of the
 * library may meet these maps. Fixed-width types, no padding, sizes pinned beside each struct. A
 * subject is a header; this one is for those who need several.
 *
 * What comes keeps the number, if libraries that don't know it can do without, or keep off:
 *
 * - What a program does: a row of MB_FEATURES. Why a frame went: a row of MB_REASONS.
 * - A table: a row of MB_MAPS. A library that has no such row doesn't see it. One that has takes a
 *   port that was made without for one that another version made: it tells what it knows, changes
 *   nothing, and takes it off when its endpoints are gone; or, asked to, makes the table, which is
 *   then empty, and puts its programs in the place of those (libmacbpf/port/upgrade.c).
 * - A setting of a port: a bit of mb_port_flag, or a field in front of mb_abi_port.more. That has
 *   its default where mb_abi_head.size doesn't reach.
 * - What commands know of an endpoint: a bit of its flags, or a field in front of
 *   mb_abi_endpoint.more, with 0 for its default. What programs read is a table of its own.
 * - A kind of endpoint: the next number of its enum, which no other library takes for sound.
 * - An entry point: the next number of its enum.
 * - What others would spoil: besides, a bit of mb_abi_head.needs, set while it is in use. A library
 *   that doesn't know it names it, by our word for it, and does nothing but delete endpoints.
 *
 * While a port is upgraded its devices run programs of two builds, over the same tables. What one
 * leaves in a frame for another is of the contract, too: the time stamp of later.h, and enum
 * mb_tc_index.
 *
 * Anything that means something else from now on takes a new MB_ABI. In every contract these stay,
 * by which a library that doesn't know its number lists endpoints, deletes them and takes the port
 * off with the last: the names of the programs, the first word of mb_port, which is the number,
 * mb_abi_head in front of mb_record, how hostdevs are marked, and what the names of fields mean:
 * `slots` of mb_port and those of mb_endpoints, wherever they are. No name is used again.
 */
#ifndef MB_ABI_H
#define MB_ABI_H

#define MB_ABI 4u

#include "alive.h"
#include "base.h"
#include "count.h"
#include "endpoint.h"
#include "fdb.h"
#include "group.h"
#include "guard.h"
#include "map.h"
#include "neigh.h"
#include "port.h"
#include "program.h"
#include "rate.h"
#include "reason.h"
#include "record.h"
#include "source.h"
#include "station.h"
#include "vlan.h"

#endif /* MB_ABI_H */
