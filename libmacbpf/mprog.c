// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* mprog.c - the hook TCX, of Linux 6.6 and newer. */
#include <bpf/bpf.h>
#include <errno.h>

#include "base.h"
#include "hook.h"

/* BPF_TCX_INGRESS, newer than Debian 12's headers. */
#define TCX_INGRESS ((enum bpf_attach_type)46)

/* A kernel before 6.6 doesn't know the attach type and says EINVAL. */
static int tcx_errno(int err)
{
	return err == -EINVAL ? -EOPNOTSUPP : err;
}

static int tcx_attach(struct macbpf *mb, uint32_t ifindex, int prog_fd)
{
	(void)mb;
	return tcx_errno(bpf_prog_attach(prog_fd, (int)ifindex, TCX_INGRESS, 0));
}

static int tcx_replace(struct macbpf *mb, uint32_t ifindex, int new_fd, uint32_t old_id)
{
	mb_auto_close int old_fd = bpf_prog_get_fd_by_id(old_id);
	LIBBPF_OPTS(bpf_prog_attach_opts, opts, .flags = BPF_F_REPLACE, .replace_prog_fd = old_fd);

	(void)mb;
	if (old_fd < 0)
		return old_fd;
	return tcx_errno(bpf_prog_attach_opts(new_fd, (int)ifindex, TCX_INGRESS, &opts));
}

static int tcx_remove(struct macbpf *mb, uint32_t ifindex, uint32_t prog_id, bool place)
{
	mb_auto_close int fd = bpf_prog_get_fd_by_id(prog_id);

	(void)mb;
	(void)place;
	return fd < 0 ? fd : bpf_prog_detach2(fd, (int)ifindex, TCX_INGRESS);
}

static int tcx_query(struct macbpf *mb, uint32_t ifindex, uint32_t *ids, uint32_t *count)
{
	(void)mb;
	return tcx_errno(bpf_prog_query((int)ifindex, TCX_INGRESS, 0, NULL, ids, count));
}

const struct mb_hook mb_hook_tcx = {
	.id = MACBPF_HOOK_TCX,
	.attach = tcx_attach,
	.replace = tcx_replace,
	.remove = tcx_remove,
	.query = tcx_query,
};
