/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* programs.h - which programs a port runs, with which constants. */
#ifndef MB_PROGRAMS_H
#define MB_PROGRAMS_H

#include "world/world.h"

/* The sentence for a refusal to attach a program to `dev`; returns err. */
int mb_program_refused(struct macbpf *mb, uint32_t hook, const char *dev, int err);

/* The sentence for a program that could not be loaded; returns err. */
int mb_program_load_failed(struct macbpf *mb, int err);

/* Opens what an endpoint is to run, or, NULL, the lower, loading it if need be; returns its fd. */
int mb_program_open(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep);

/* The same of what is behind the programs of hostdevs, and where frames leave a queue. */
int mb_program_open_closing(struct macbpf *mb, struct mb_port *port);
int mb_program_open_paced(struct macbpf *mb, struct mb_port *port);

/*
 * Attaches a program of mb_program_open() to a hostdev. Where time is short, auto is the hook that
 * takes none. `ours` is as for mb_attach().
 */
int mb_program_attach(struct macbpf *mb, uint32_t hook, const struct mb_dev *hostdev, int fd,
		      bool ours);

/* Swaps the program named `name` on a device for another. */
int mb_program_replace_on(struct macbpf *mb, const struct mb_dev *dev, const char *name,
			  int new_fd);

/*
 * The same on a hostdev. One that was deleted since we looked has no frames to be wrong about.
 */
int mb_program_replace_if_there(struct macbpf *mb, const struct mb_dev *hostdev, const char *name,
				int new_fd);

/*
 * Makes the programs follow the endpoints and source lists that there are now: what is a constant
 * in a program is changed by replacing it, wherever it runs.
 */
int mb_programs_follow(struct macbpf *mb, struct mb_port *port);

/* Makes the program on the lower's egress run there as it is to be. 1: there was none. */
int mb_program_follow_host(struct macbpf *mb, struct mb_port *port);

/*
 * Puts the program named `name`, of the lower's ingress or its egress, loaded anew, before those of
 * others at its hook. Without a sentence: -EEXIST, there is no place before them.
 */
int mb_program_put_first(struct macbpf *mb, struct mb_port *port, const char *name);

/* Makes one hostdev run what its endpoint's mode asks for now. */
int mb_program_replace(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep);

/*
 * What a port runs, for who changes all of it: the i-th, the lower's first, one maybe several
 * times; false: there are no more.
 */
bool mb_program_wanted(struct mb_port *port, size_t i, struct mb_config *config);

/* Loads one; returns its fd. */
int mb_program_load(struct macbpf *mb, struct mb_port *port, const struct mb_config *config);

/*
 * Opens that on record. One that found no place there is one for each device: then any, rather of
 * another build than `fd`. -ENOENT: there is none.
 */
int mb_program_running(struct macbpf *mb, struct mb_port *port, const struct mb_config *config,
		       int fd);

/* Whether it is on record, or would be. */
bool mb_program_has_place(struct mb_port *port, const struct mb_config *config);

/* Puts a program of this kind wherever one is wanted, without a gap, and on record. */
int mb_program_swap(struct macbpf *mb, struct mb_port *port, const struct mb_config *config,
		    int fd);
int mb_program_remember(struct macbpf *mb, struct mb_port *port, int fd,
			const struct mb_config *config);

/* How many devices run one. */
uint32_t mb_program_count(struct mb_port *port, const struct mb_config *config);

#endif /* MB_PROGRAMS_H */
