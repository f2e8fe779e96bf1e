// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* dest.c - where frames for an endpoint are handed, as tables have it. */
#include "endpoint/dest.h"
#include "kinds/kind.h"

struct mb_dest mb_dest_of(const struct mb_endpoint *ep)
{
	struct mb_dest dest = { .hostdev = ep->rec.hostdev, .mode = (uint16_t)ep->rec.mode };

	if (ep->rec.mode == MB_MODE_BRIDGE && ep->rec.guard & MB_GUARD_ISOLATED)
		dest.mode = MB_MODE_APART;
	if (ep->rec.status & MB_EP_PEER && !(ep->rec.status & MB_EP_RATE_IN))
		dest.flags |= MB_DEST_PEER;
	if (mb_kind_of(ep)->xmit && !(ep->rec.status & MB_EP_RELAY))
		dest.flags |= MB_DEST_XMIT;
	return dest;
}
