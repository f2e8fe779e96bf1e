/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* prog.h - programs that are loaded: their numbers, and the maps that they lead to. */
#ifndef MB_PROG_H
#define MB_PROG_H

#include "datapath/maps.h"

#define MB_PROG_NAME_LEN 16 /* BPF_OBJ_NAME_LEN */
#define MB_PROG_TAG_LEN	 8  /* BPF_TAG_SIZE */

/*
 * Opens the maps of a loaded program. Their shapes are those of the contract that mb_port tells;
 * if that is unknown, all that was read is in `maps`. -ENOMSG: they are no port's.
 */
int mb_prog_maps(int prog_fd, struct mb_maps *maps);

/* The id of a loaded program, and the program of an id (-ENOENT if it is gone). */
int mb_prog_id(int prog_fd, uint32_t *id);
int mb_prog_open(uint32_t id);

/* 1: the program of this id is ours, with this name; 0: another; -ENOMSG: another of our name. */
int mb_prog_is(uint32_t id, const char *name);

/* What tells builds of a program apart: a hash of its instructions, without constants and maps. */
int mb_prog_tag(int prog_fd, uint8_t tag[MB_PROG_TAG_LEN]);

/* 1: two programs of one entry are of one build; 0: they aren't. */
int mb_prog_is_same_build(int prog_fd, int other_fd);

/* The name that programs of this enum mb_entry have, as the kernel keeps it. */
const char *mb_prog_entry_name(uint32_t entry);

/* The name of the program of this id, as the kernel keeps it; "" if that can't be told. */
void mb_prog_name(uint32_t id, char name[MB_PROG_NAME_LEN]);

/* 1: this program has a name, by which it is found again; 0: it has none. */
int mb_prog_has_name(int prog_fd);

/* 1: the kernel runs this program as machine code; 0: it interprets. */
int mb_prog_is_jited(int prog_fd);

#endif /* MB_PROG_H */
