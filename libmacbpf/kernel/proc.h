/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* proc.h - reads the text of files in /proc. */
#ifndef MB_PROC_H
#define MB_PROC_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

/* Of /proc/locks: who has a flock() on a file. False: nobody that we can see. */
bool mb_proc_flock(FILE *locks, dev_t dev, ino_t ino, pid_t *pid, bool *exclusive);

/* Of /proc/PID/fdinfo/N: whether it is a BPF link to this program. */
bool mb_proc_is_link_to(FILE *fdinfo, uint32_t prog_id);

/* Of /proc/PID/status: the effective capabilities. */
bool mb_proc_capabilities(FILE *status, uint64_t *effective);

/* Of /proc/PID/comm: the first `size` - 1 characters, with "?" for those that can't be printed. */
bool mb_proc_name(FILE *comm, char *name, size_t size);

/* Of /proc/net/dev_mcast: the next device to which somebody added a group by hand. */
bool mb_proc_added_group(FILE *dev_mcast, uint32_t *ifindex);

#endif /* MB_PROC_H */
