/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * tell.h - a frame through the programs that tell, over the tables of a rig.
 */
#ifndef PROG_TELL_H
#define PROG_TELL_H

#include "bpf/tell/told.h"
#include "rig.h"

/* As rig_run(). What was told beside the trace is in `told`. */
int tell_run(const struct rig *rig, enum who from, const void *data, size_t len, uint16_t tci,
	     struct outcome *out, struct mb_told *told);

/* Whether `who` would have got exactly one. Of HOST: into the lower. */
bool tell_has_copy(const struct mb_told *told, enum who who);

#endif
