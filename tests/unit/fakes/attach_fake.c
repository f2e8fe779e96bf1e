// SPDX-License-Identifier: GPL-2.0-only
/* attach_fake.c - attach.h over the devices of the fake world. */
#include <errno.h>
#include <string.h>

#include "libmacbpf/datapath/attach.h"
#include "tests/unit/fakes/fake.h"

const char *fake_prog_name(const struct fake_prog *prog)
{
	static const char *const names[] = {
		[MB_ENTRY_LOWER] = MB_NAME_LOWER_PROG,
		[MB_ENTRY_ENDPOINT] = MB_NAME_ENDPOINT_PROG,
		[MB_ENTRY_CLOSED] = MB_NAME_CLOSED_PROG,
		[MB_ENTRY_HOST] = MB_NAME_HOST_PROG,
		[MB_ENTRY_PACED] = MB_NAME_PACED_PROG,
	};

	return names[prog->config.entry];
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

static int find_named(uint32_t ifindex, const char *name, struct fake_dev **dev, size_t *place)
{
	*dev = fake_dev_at(FAKE_HOME, ifindex);
	if (!*dev)
		return -ENODEV;
	for (*place = 0; *place < (*dev)->progs; ++*place)
		if (!strcmp(fake_prog_name((*dev)->prog[*place]), name))
			return 0;
	return -ENOENT;
}

/* The kernel takes one program once for one hook. */
int mb_attach(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name, int prog_fd,
	      bool ours)
{
	uint32_t at = hook == MACBPF_HOOK_AUTO ? MACBPF_HOOK_TCX : hook;
	int err = fake_change(__func__);
	struct fake_prog *prog;
	struct fake_dev *dev;

	(void)mb;
	(void)name;
	(void)ours;
	if (!err)
		err = find(ifindex, prog_fd, &dev, &prog);
	if (err)
		return err;
	if (place_of(dev, prog) < dev->progs && dev->hook == at)
		return -EEXIST;
	if (dev->progs == FAKE_PROGS)
		return -ERANGE;
	dev->hook = at;
	dev->clsact |= dev->hook == MACBPF_HOOK_CLSACT;
	dev->prog[dev->progs++] = prog;
	return 0;
}

int mb_attach_behind(struct macbpf *mb, uint32_t ifindex, int prog_fd, bool ours)
{
	int err = fake_change(__func__);
	struct fake_prog *prog;
	struct fake_dev *dev;

	(void)mb;
	(void)ours;
	if (!err)
		err = find(ifindex, prog_fd, &dev, &prog);
	if (!err)
		dev->behind = dev->behind ?: prog;
	return err;
}

int mb_attach_makes_place(struct macbpf *mb, uint32_t hook, uint32_t ifindex)
{
	const struct fake_dev *dev = fake_dev_at(FAKE_HOME, ifindex);

	(void)mb;
	return hook == MACBPF_HOOK_CLSACT && dev && !dev->clsact;
}

/* Nobody else attaches programs here. */
int mb_attach_ahead(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook,
		    struct mb_ahead **ahead, size_t *count)
{
	*ahead = NULL;
	*count = 0;
	return mb_attach_where(mb, ifindex, name, hook);
}

int mb_attach_past(struct macbpf *mb, uint32_t ifindex, const char *name, struct mb_ahead **past,
		   size_t *count)
{
	(void)mb;
	(void)ifindex;
	(void)name;
	*past = NULL;
	*count = 0;
	return 0;
}

int mb_attach_first(struct macbpf *mb, uint32_t ifindex, const char *name, int new_fd)
{
	return mb_attach_replace(mb, ifindex, name, new_fd);
}

int mb_attach_tidy(struct macbpf *mb, uint32_t ifindex, const char *name)
{
	(void)mb;
	(void)ifindex;
	(void)name;
	return 0;
}

bool mb_mprog_has_netkit(void)
{
	return fake.netkit;
}

int mb_attach_replace(struct macbpf *mb, uint32_t ifindex, const char *name, int new_fd)
{
	int err = fake_change(__func__);
	struct fake_prog *prog;
	struct fake_dev *dev;
	size_t place;

	(void)mb;
	if (!err)
		err = find(ifindex, new_fd, &dev, &prog) ?: find_named(ifindex, name, &dev, &place);
	if (err)
		return err;
	if (dev->is_going) {
		fake_dev_del(dev);
		return -ENODEV;
	}
	for (; place < dev->progs; place++)
		if (!strcmp(fake_prog_name(dev->prog[place]), name))
			dev->prog[place] = prog;
	return 0;
}

int mb_attach_move(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name, bool ours)
{
	int err = fake_change(__func__);
	struct fake_dev *dev;
	size_t place;

	(void)mb;
	(void)ours;
	if (!err)
		err = find_named(ifindex, name, &dev, &place);
	if (err)
		return err;
	dev->hook = hook == MACBPF_HOOK_AUTO ? MACBPF_HOOK_TCX : hook;
	return 0;
}

static void take_off(struct fake_dev *dev, size_t i)
{
	for (dev->progs--; i < dev->progs; i++)
		dev->prog[i] = dev->prog[i + 1];
}

int mb_attach_remove(struct macbpf *mb, uint32_t ifindex, const char *name, bool place)
{
	int err = fake_change(__func__);
	struct fake_dev *dev;
	size_t i;

	(void)mb;
	if (!err)
		err = find_named(ifindex, name, &dev, &i);
	if (err == -ENOENT && !strcmp(name, MB_NAME_CLOSED_PROG))
		dev->behind = NULL;
	if (err)
		return err == -ENOENT ? 0 : err;
	take_off(dev, i);
	if (place)
		dev->clsact = false;
	return 0;
}

/* That at `hook` came first. */
int mb_attach_remove_but(struct macbpf *mb, uint32_t hook, uint32_t ifindex, const char *name)
{
	int err = fake_change(__func__);
	struct fake_dev *dev;
	size_t first;

	(void)mb;
	if (!err)
		err = find_named(ifindex, name, &dev, &first);
	if (err)
		return err == -ENOENT ? 0 : err;
	for (size_t i = dev->progs; --i > first;)
		if (!strcmp(fake_prog_name(dev->prog[i]), name))
			take_off(dev, i);
	dev->hook = hook;
	return 0;
}

int mb_attach_find(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook)
{
	int err = fake_call(__func__);
	struct fake_dev *dev;
	size_t place;

	(void)mb;
	err = err ?: find_named(ifindex, name, &dev, &place);
	if (err == -ENOENT && dev->behind && !strcmp(name, MB_NAME_CLOSED_PROG))
		return fake_open(FAKE_FD_PROG, dev->behind);
	if (err)
		return err;
	if (hook)
		*hook = dev->hook;
	return fake_open(FAKE_FD_PROG, dev->prog[place]);
}

int mb_attach_where(struct macbpf *mb, uint32_t ifindex, const char *name, uint32_t *hook)
{
	int err = fake_call(__func__);
	struct fake_dev *dev;
	size_t place;

	(void)mb;
	err = err ?: find_named(ifindex, name, &dev, &place);
	if (!err)
		*hook = dev->hook;
	return err;
}

bool fake_prog_lives(const struct fake_prog *prog)
{
	for (size_t i = 0; i < FAKE_DEVS; i++)
		if (place_of(&fake.dev[i], prog) < fake.dev[i].progs || fake.dev[i].behind == prog)
			return true;
	return fake_is_open(FAKE_FD_PROG, prog);
}
