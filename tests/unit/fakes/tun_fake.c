// SPDX-License-Identifier: GPL-2.0-only
/* tun_fake.c - tun.h over the devices of the fake world. */
#include <errno.h>

#include "libmacbpf/kernel/tun.h"
#include "tests/unit/fakes/fake.h"

int mb_tun_make(const struct mb_tun_spec *spec)
{
	struct fake_dev *dev;
	int err = fake_change(__func__);

	if (err)
		return err;
	if (spec->user == UINT32_MAX || spec->user_group == UINT32_MAX)
		return -EINVAL;
	if (fake_dev_named(FAKE_HOME, spec->name) || fake_dev_at(FAKE_HOME, spec->index))
		return -EEXIST;
	dev = fake_dev_add(FAKE_HOME, spec->name, spec->index);
	dev->is_tap = true;
	dev->dev.is_tap = true;
	dev->dev.user = spec->user;
	dev->dev.user_group = spec->user_group;
	dev->dev.numtxqueues = spec->multi_queue ? 256 : 1;
	dev->dev.numrxqueues = dev->dev.numtxqueues;
	return fake_open(FAKE_FD_QUEUE, dev);
}

int mb_tun_keep(int queue_fd)
{
	struct fake_dev *dev = fake_object(queue_fd, FAKE_FD_QUEUE);
	int err = fake_change(__func__);

	if (err || !dev)
		return err ? err : -EBADF;
	dev->is_kept = true;
	return 0;
}

int mb_tun_attach(const char *name, bool multi_queue, bool nonblock)
{
	struct fake_dev *dev = fake_dev_named(FAKE_HOME, name);
	int err = fake_call(__func__);

	(void)nonblock;
	if (err || !dev)
		return err ? err : -ENODEV;
	if (multi_queue != (dev->dev.numtxqueues > 1))
		return -EINVAL;
	if (!multi_queue && fake_is_open(FAKE_FD_QUEUE, dev))
		return -EBUSY;
	return fake_open(FAKE_FD_QUEUE, dev);
}

int mb_tun_setup(int queue_fd, const struct mb_tun_setup *setup)
{
	int err = fake_call(__func__);

	if (err || !fake_object(queue_fd, FAKE_FD_QUEUE))
		return err ? err : -EBADF;
	return setup->vnet_hdr_sz < 10 ? -EINVAL : 0;
}
