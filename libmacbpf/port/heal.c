// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* heal.c - devices of a port that have lost their program, or their entry among the living. */
#include <errno.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "kinds/kind.h"
#include "port/heal.h"
#include "port/programs.h"
#include "world/hostdev.h"

static bool is_lost(struct macbpf *mb, const struct mb_dev *dev, const char *name)
{
	uint32_t hook;

	return mb_attach_where(mb, dev->ifindex, name, &hook) == -ENOENT;
}

/* Where it was is not on record, and may have been another hook. */
static void tell(struct macbpf *mb, const struct mb_dev *dev, int err)
{
	uint32_t hook = MACBPF_HOOK_AUTO;

	if (err) {
		mb_log(mb, MACBPF_LOG_WARN, "%s has lost its program: %s", mb_hostdev_shown(dev),
		       mb->error);
		return;
	}
	mb_attach_where(mb, dev->ifindex, MB_NAME_ENDPOINT_PROG, &hook);
	mb_log(mb, MACBPF_LOG_WARN, "%s had lost its program, and has it again at hook %s",
	       mb_hostdev_shown(dev), macbpf_hook__name(hook));
}

/* One that was in another netns for a while is not alive; where its program was is not known. */
bool mb_heal_endpoint(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	const struct mb_kind *kind = mb_kind_of(ep);
	mb_auto_close int fd = -1;
	int err;

	mb_maps_set_alive(&port->maps, ep->hostdev->ifindex);
	if (!is_lost(mb, ep->hostdev, MB_NAME_ENDPOINT_PROG))
		return false;
	fd = mb_program_open(mb, port, ep);
	err = fd < 0 ? fd
		     : mb_program_attach(mb, kind->hook ?: mb->hook, ep->hostdev, fd,
					 !kind->is_own_hostdev);
	tell(mb, ep->hostdev, err);
	return !err;
}
