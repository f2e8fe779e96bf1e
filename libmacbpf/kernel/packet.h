/* SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause) */
/* packet.h - frames that the library sends itself, from the netns in which the thread is. */
#ifndef MB_PACKET_H
#define MB_PACKET_H

#include <stddef.h>
#include <stdint.h>

/* A socket for any number of frames, or -errno. */
int mb_packet_open(void);

/* One whole frame out of a device, past its queue; 0 or -errno. */
int mb_packet_send(int fd, uint32_t ifindex, const void *frame, size_t len);

/* Gives whoever was sent something the time to answer. */
void mb_packet_linger(uint32_t ms);

#endif /* MB_PACKET_H */
