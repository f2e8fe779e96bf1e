/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* datapath.h - loading the programs. */
#ifndef MB_DATAPATH_H
#define MB_DATAPATH_H

#include "abi/abi.h"
#include "datapath/maps.h"

/*
 * Loads one program with its constants, over `maps` if they are open, else over new ones which it
 * leaves there. Returns the program's fd. All maps are bound to it and live as long. -EAGAIN: it
 * got no name, nor will any other of this process.
 */
int mb_datapath_load(const struct mb_config *config, struct mb_maps *maps);

/* Loads a program that does nothing, of the type of ours. */
#define MB_PROBE_PROG "mb_probe"
int mb_datapath_load_probe(void);

/* Whether programs of this type may call a helper, of enum bpf_func_id; for who can load any. */
bool mb_datapath_has_helper(uint32_t helper);

#endif /* MB_DATAPATH_H */
