// SPDX-License-Identifier: GPL-2.0-only
/* packet_fake.c - packet.h: frames that nobody receives. */
#include <errno.h>
#include <fcntl.h>

#include "libmacbpf/kernel/packet.h"
#include "tests/unit/fakes/fake.h"

int mb_packet_open(void)
{
	int err = fake_call(__func__);

	return err ? err : open("/dev/null", O_RDWR | O_CLOEXEC);
}

int mb_packet_send(int fd, uint32_t ifindex, const void *frame, size_t len)
{
	(void)fd;
	(void)frame;
	(void)len;
	return fake_dev_at(FAKE_HOME, ifindex) ? fake_call(__func__) : -ENODEV;
}

void mb_packet_linger(uint32_t ms)
{
	(void)ms;
}
