// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* closed.c - that nothing of an endpoint gets into the host when its program is gone. */
#include <errno.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "endpoint/closed.h"
#include "endpoint/part.h"
#include "kinds/kind.h"
#include "port/programs.h"
#include "world/hostdev.h"

static void tell_why_not(struct macbpf *mb, const struct mb_dev *hostdev)
{
	mb_log(mb, MACBPF_LOG_INFO,
	       "this kernel can't close %s against the loss of its program "
	       "(CONFIG_NET_SCH_INGRESS, CONFIG_NET_CLS_BPF)",
	       mb_hostdev_shown(hostdev));
}

int mb_closed_ensure(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	mb_auto_close int fd = -1;
	int err;

	if (!mb_kind_is_open(ep))
		return 0;
	fd = mb_program_open_closing(mb, port);
	if (fd < 0)
		return fd;
	err = mb_attach_behind(mb, ep->rec.hostdev, fd, !mb_kind_of(ep)->is_own_hostdev);
	if (err == -EOPNOTSUPP)
		tell_why_not(mb, ep->hostdev);
	else if (err)
		return mb_program_refused(mb, MACBPF_HOOK_CLSACT, ep->hostdev->name, err);
	return 0;
}

static int apply(struct mb_change *c)
{
	return mb_change_is_new(c) ? mb_closed_ensure(c->mb, c->port, c->ep) : 0;
}

/* It goes with the device. */
const struct mb_part mb_part_closed = {
	.apply = apply,
};
