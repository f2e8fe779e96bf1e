/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* datapath.h - loading the programs, and finding the maps of a loaded one. */
#ifndef MB_DATAPATH_H
#define MB_DATAPATH_H

#include "abi/abi.h"
#include "datapath/maps.h"

/*
 * Loads one program with its constants, over `maps` if they are open, else over new ones which it
 * leaves there. Returns the program's fd. All maps are bound to it and live as long.
 */
int mb_datapath_load(const struct mb_config *config, struct mb_maps *maps);

/* Opens the maps of a loaded program; -EPROTO if they are not a port's. */
int mb_datapath_maps(int prog_fd, struct mb_maps *maps);

/* The id of a loaded program, and the program of an id (-ENOENT if it is gone). */
int mb_datapath_id(int prog_fd, uint32_t *id);
int mb_datapath_open(uint32_t id);

/* 1: the program of this id has this name; 0: another. */
int mb_datapath_is_named(uint32_t id, const char *name);

/* Loads a program that does nothing, of the type of ours. */
#define MB_PROBE_PROG "mb_probe"
int mb_datapath_load_probe(void);

/* Whether programs of this type may call a helper, of enum bpf_func_id; for who can load any. */
bool mb_datapath_has_helper(uint32_t helper);

/* 1: the kernel runs this program as machine code; 0: it interprets. */
int mb_datapath_is_jited(int prog_fd);

#endif /* MB_DATAPATH_H */
