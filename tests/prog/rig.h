/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rig.h - one loaded instance of the datapath, and single runs of its programs.
 */
#ifndef PROG_RIG_H
#define PROG_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bpf/abi/abi.h"
#include "world.h"

struct macbpf_bpf;

struct rig {
	struct macbpf_bpf *skel;
	uint32_t features;
	uint64_t before[MB_R_COUNT]; /* counters before the last run */
};

#define RIG_VID 5 /* of the VLAN device on the lower, with MB_F_VLANS */

struct outcome {
	int verdict;
	uint32_t cb[5]; /* enum mb_trace */
	uint8_t data[2048];
	uint32_t len;
};

/* Loads both programs with these of MB_F_*. The tables hold all endpoints but DOWN1, in the slots
 * of their numbers. */
void rig_open(struct rig *rig, uint32_t features);
/* Gives DOWN1 its slot, as if commands had not seen yet that it is down. */
void rig_add_down(struct rig *rig);
/* Puts `who` alone into slot 0, with mode passthru. */
void rig_only(struct rig *rig, enum who who);
/* Makes the lower's address the host's. */
void rig_add_host(struct rig *rig);
void rig_slots(struct rig *rig, uint32_t slots);
void rig_close(struct rig *rig);

/* A map by its name. */
int rig_map_fd(const struct rig *rig, const char *name);

/* The program that frames of `from` meet: one of the lower's for WIRE and HOST, or the endpoint's.
 */
int rig_prog_fd(const struct rig *rig, enum who from);
const char *rig_prog_name(const struct rig *rig, enum who from);

/*
 * Runs one frame through the program of `from`. `tci` not 0: with this tag in its metadata.
 * Negative: the errno of the kernel's refusal.
 */
int rig_run(struct rig *rig, enum who from, const void *data, size_t len, uint16_t tci,
	    struct outcome *out);

/* The same through any program, with nothing known of counters. */
int rig_run_prog(int fd, enum who from, const void *data, size_t len, uint16_t tci,
		 struct outcome *out);

/* How much a counter grew in the last run, and that of one endpoint. */
uint64_t rig_counted(const struct rig *rig, uint32_t reason);
uint64_t rig_counted_of(const struct rig *rig, enum who who, uint32_t reason);

#endif
