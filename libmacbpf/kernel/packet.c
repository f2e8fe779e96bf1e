// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* packet.c - frames that the library sends itself, by a packet socket. */
#include <errno.h>
#include <linux/if_packet.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "kernel/packet.h"

int mb_packet_open(void)
{
	const int one = 1;
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof(one));
	return fd;
}

/* A backlog of received frames that is full for longer is not emptied any more. */
#define TRIES 1000 /* a millisecond apart */

static int send_once(int fd, const struct sockaddr_ll *to, const void *frame, size_t len)
{
	ssize_t n = sendto(fd, frame, len, 0, (const struct sockaddr *)to, sizeof(*to));

	return n < 0 ? -errno : 0;
}

int mb_packet_send(int fd, uint32_t ifindex, const void *frame, size_t len)
{
	const struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = (int)ifindex };
	int err = send_once(fd, &to, frame, len);

	for (int i = 0; err == -ENOBUFS && i < TRIES; i++) {
		mb_clock_sleep(1);
		err = send_once(fd, &to, frame, len);
	}
	return err;
}

void mb_packet_linger(uint32_t ms)
{
	mb_clock_sleep(ms);
}
