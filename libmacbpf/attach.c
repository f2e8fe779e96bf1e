// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* attach.c - programs on a device's TCX ingress hook. */
#include <bpf/bpf.h>
#include <errno.h>
#include <string.h>

#include "attach.h"
#include "base.h"

/* BPF_TCX_INGRESS, newer than Debian 12's headers. */
#define TCX_INGRESS ((enum bpf_attach_type)46)

#define PROGS_MAX 64 /* BPF_MPROG_MAX of the kernel */

/* A kernel before 6.6 doesn't know the attach type and says EINVAL. */
static int tcx_errno(int err)
{
	return err == -EINVAL ? -EOPNOTSUPP : err;
}

int mb_attach(uint32_t ifindex, int prog_fd)
{
	return tcx_errno(bpf_prog_attach(prog_fd, (int)ifindex, TCX_INGRESS, 0));
}

int mb_attach_replace(uint32_t ifindex, int new_fd, int old_fd)
{
	LIBBPF_OPTS(bpf_prog_attach_opts, opts, .flags = BPF_F_REPLACE, .replace_prog_fd = old_fd);

	return tcx_errno(bpf_prog_attach_opts(new_fd, (int)ifindex, TCX_INGRESS, &opts));
}

int mb_attach_remove(uint32_t ifindex, int prog_fd)
{
	return bpf_prog_detach2(prog_fd, (int)ifindex, TCX_INGRESS);
}

static int open_if_named(uint32_t id, const char *name)
{
	mb_auto_close int fd = bpf_prog_get_fd_by_id(id);
	struct bpf_prog_info info = { 0 };
	uint32_t len = sizeof(info);
	int err;

	if (fd < 0)
		return fd;
	err = bpf_obj_get_info_by_fd(fd, &info, &len);
	if (err)
		return err;
	return strcmp(info.name, name) ? -ENOENT : mb_take_fd(fd);
}

int mb_attach_find(uint32_t ifindex, const char *name)
{
	uint32_t ids[PROGS_MAX], count = PROGS_MAX;
	int err;

	err = bpf_prog_query((int)ifindex, TCX_INGRESS, 0, NULL, ids, &count);
	if (err)
		return tcx_errno(err);
	for (uint32_t i = 0; i < count; i++) {
		err = open_if_named(ids[i], name);
		if (err != -ENOENT)
			return err;
	}
	return -ENOENT;
}

const char *mb_attach_kind(void)
{
	return "tcx";
}
