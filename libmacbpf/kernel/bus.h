/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/*
 * bus.h - what a command that changed something tells whoever listens in its netns.
 *
 * A multicast group of NETLINK_USERSOCK: nobody has to listen, nothing is kept, and no process has
 * to run. Anybody may send there, so what was not sent by root of the machine is not heard.
 */
#ifndef MB_BUS_H
#define MB_BUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MB_BUS_MAGIC 0x6d623631u

/* Grows at the tail. All texts end with a NUL. */
struct mb_bus_message {
	uint32_t magic;
	uint32_t reserved; /* 0 */
	char command[16];
	char lower[16], hostdev[16], name[16];
	char changed[96];
};

/* In the calling thread's netns. What can't be told is not: the change was made all the same. */
void mb_bus_send(const struct mb_bus_message *message);

/* A socket that hears it, in the calling thread's netns; -errno. */
int mb_bus_listen(void);

/* The next message that root has sent: 1, and who; 0: none yet; -ENOBUFS: some were lost. */
int mb_bus_next(int fd, struct mb_bus_message *message, pid_t *pid);

/* Whether these bytes are a message. */
bool mb_bus_read(const void *bytes, size_t size, struct mb_bus_message *message);

#endif /* MB_BUS_H */
