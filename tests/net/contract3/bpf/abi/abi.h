/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * abi.h - the contract between the datapath and libmacbpf: maps, keys, values, reasons.
 *
 * The programs live on devices and outlive the process that loaded them, so another version of the
 * library may meet these maps. Fixed-width types, no padding, sizes pinned beside each struct;
 * enums grow at the end. Any other change takes a new MB_ABI.
 *
 * A subject is a header; this one is for those who need several.
 */
#ifndef MB_ABI_H
#define MB_ABI_H

#define MB_ABI 3u

#include "base.h"
#include "endpoint.h"
#include "fdb.h"
#include "map.h"
#include "neigh.h"
#include "port.h"
#include "program.h"
#include "reason.h"
#include "source.h"

#endif /* MB_ABI_H */
