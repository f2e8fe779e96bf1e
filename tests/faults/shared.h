/* SPDX-License-Identifier: GPL-2.0-only */
/* shared.h - what a command under test and its injector tell each other, in memory of both. */
#ifndef FAULTS_SHARED_H
#define FAULTS_SHARED_H

#include <stdint.h>

#define SHARED_FD   "FAULTS_FD" /* in the environment: the number of the file that is mapped */
#define BEGIN_MAGIC 0x6d626661	/* first argument of prctl(): here begins what may fail */
#define SITES_MAX   16384
#define NEVER	    UINT64_MAX

struct shared {
	int32_t listener; /* the number that seccomp's has in the command */
	uint32_t counts;  /* 1: write down from where memory is asked for */
	uint64_t fail_at; /* which allocation fails; NEVER: none */
	uint64_t allocations;
	uint64_t site[SITES_MAX]; /* of each: a hash of who called */
};

#endif
