// SPDX-License-Identifier: GPL-2.0-only
/* attach_fake.c - attach.h over the devices of the fake world. */
#include <errno.h>
#include <string.h>

#include "../../libmacbpf/attach.h"
#include "fake.h"

const char *fake_prog_name(const struct fake_prog *prog)
{
	return prog->which == MB_PROG_LOWER ? MB_NAME_LOWER_PROG : MB_NAME_ENDPOINT_PROG;
}

static size_t place_of(const struct fake_dev *dev, const struct fake_prog *prog)
{
	size_t i = 0;

	while (i < dev->progs && dev->prog[i] != prog)
		i++;
	return i;
}

static int find(uint32_t ifindex, int fd, struct fake_dev **dev, struct fake_prog **prog)
{
	*dev = fake_dev_at(FAKE_HOME, ifindex);
	*prog = fake_object(fd, FAKE_FD_PROG);
	if (!*prog)
		return -EBADF;
	return *dev ? 0 : -ENODEV;
}

/* The kernel takes one program once for one hook. */
int mb_attach(uint32_t ifindex, int prog_fd)
{
	int err = fake_change(__func__);
	struct fake_prog *prog;
	struct fake_dev *dev;

	if (!err)
		err = find(ifindex, prog_fd, &dev, &prog);
	if (err)
		return err;
	if (place_of(dev, prog) < dev->progs)
		return -EEXIST;
	if (dev->progs == FAKE_PROGS)
		return -ERANGE;
	dev->prog[dev->progs++] = prog;
	return 0;
}

int mb_attach_replace(uint32_t ifindex, int new_fd, int old_fd)
{
	struct fake_prog *old = fake_object(old_fd, FAKE_FD_PROG);
	int err = fake_change(__func__);
	struct fake_prog *prog;
	struct fake_dev *dev;

	if (!err)
		err = find(ifindex, new_fd, &dev, &prog);
	if (err)
		return err;
	if (place_of(dev, prog) < dev->progs)
		return -EEXIST;
	if (place_of(dev, old) == dev->progs)
		return -ENOENT;
	dev->prog[place_of(dev, old)] = prog;
	return 0;
}

int mb_attach_remove(uint32_t ifindex, int prog_fd)
{
	int err = fake_change(__func__);
	struct fake_prog *prog;
	struct fake_dev *dev;
	size_t i;

	if (!err)
		err = find(ifindex, prog_fd, &dev, &prog);
	if (err)
		return err;
	i = place_of(dev, prog);
	if (i == dev->progs)
		return -ENOENT;
	for (dev->progs--; i < dev->progs; i++)
		dev->prog[i] = dev->prog[i + 1];
	return 0;
}

int mb_attach_find(uint32_t ifindex, const char *name)
{
	struct fake_dev *dev = fake_dev_at(FAKE_HOME, ifindex);
	int err = fake_call(__func__);

	if (err || !dev)
		return err ? err : -ENODEV;
	for (size_t i = 0; i < dev->progs; i++)
		if (!strcmp(fake_prog_name(dev->prog[i]), name))
			return fake_open(FAKE_FD_PROG, dev->prog[i]);
	return -ENOENT;
}

const char *mb_attach_kind(void)
{
	return "fake";
}

bool fake_prog_lives(const struct fake_prog *prog)
{
	for (size_t i = 0; i < FAKE_DEVS; i++)
		if (place_of(&fake.dev[i], prog) < fake.dev[i].progs)
			return true;
	return fake_is_open(FAKE_FD_PROG, prog);
}
