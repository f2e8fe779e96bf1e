// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* programs_attach.c - a program put on a hostdev, or another in its place. */
#include <errno.h>
#include <string.h>

#include "datapath/attach.h"
#include "port/programs.h"

int mb_program_attach(struct macbpf *mb, uint32_t hook, const struct mb_dev *hostdev, int fd,
		      bool ours)
{
	int err = -EOPNOTSUPP;

	if (hook == MACBPF_HOOK_AUTO && mb->haste)
		err = mb_attach(mb, MACBPF_HOOK_CLSACT, hostdev->ifindex, MB_NAME_ENDPOINT_PROG, fd,
				ours);
	if (err == -EOPNOTSUPP)
		err = mb_attach(mb, hook, hostdev->ifindex, MB_NAME_ENDPOINT_PROG, fd, ours);
	return err ? mb_program_refused(mb, hook, hostdev->name, err) : 0;
}

int mb_program_replace_on(struct macbpf *mb, const struct mb_dev *dev, const char *name, int new_fd)
{
	int err = mb_attach_replace(mb, dev->ifindex, name, new_fd);

	return err ? mb_program_refused(mb, MACBPF_HOOK_AUTO, dev->name, err) : 0;
}

int mb_program_replace_if_there(struct macbpf *mb, const struct mb_dev *hostdev, const char *name,
				int new_fd)
{
	int err = mb_attach_replace(mb, hostdev->ifindex, name, new_fd);
	struct mb_dev now;

	if (!err || mb_rtnl_get(mb->rtnl, hostdev->ifindex, -1, &now) == -ENODEV)
		return 0;
	/* Not every kernel, and not every kind of endpoint, is closed. */
	if (err == -ENOENT && !strcmp(name, MB_NAME_CLOSED_PROG))
		return 0;
	return mb_program_refused(mb, MACBPF_HOOK_AUTO, hostdev->name, err);
}
