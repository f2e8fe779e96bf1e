// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * ask.c - asking endpoints which multicast groups they listen to.
 *
 * The frames are constant, checksums and all. They are of the newest versions: an older query would
 * make a host speak the older version for minutes.
 */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "common/own.h"
#include "kernel/packet.h"
#include "port/ask.h"
#include "world/hostdev.h"

/* From 02:ff:ff:ff:ff:fe. */
#define SOURCE 0x02, 0xff, 0xff, 0xff, 0xff, 0xfe

/* Of 0.0.0.0, with a router alert; 0.1 s for the answer. */
static const uint8_t igmp[] = {
	/* Ethernet */ 0x01,
	0x00,
	0x5e,
	0x00,
	0x00,
	0x01,
	SOURCE,
	0x08,
	0x00,
	/* IPv4 */ 0x46,
	0xc0,
	0x00,
	0x24,
	0x00,
	0x00,
	0x00,
	0x00,
	0x01,
	0x02,
	0x44,
	0x13,
	0x00,
	0x00,
	0x00,
	0x00,
	0xe0,
	0x00,
	0x00,
	0x01,
	0x94,
	0x04,
	0x00,
	0x00,
	/* IGMP */ 0x11,
	0x01,
	0xec,
	0x81,
	0x00,
	0x00,
	0x00,
	0x00,
	0x02,
	0x7d,
	0x00,
	0x00,
};

/* Of fe80::ffff:ffff:ffff:ffff, the last that would be elected; 100 ms for the answer. */
static const uint8_t mld[] = {
	/* Ethernet */ 0x33,
	0x33,
	0x00,
	0x00,
	0x00,
	0x01,
	SOURCE,
	0x86,
	0xdd,
	/* IPv6 */ 0x60,
	0x00,
	0x00,
	0x00,
	0x00,
	0x24,
	0x00,
	0x01,
	0xfe,
	0x80,
	0,
	0,
	0,
	0,
	0,
	0,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0xff,
	0x02,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0x01,
	/* router alert */ 0x3a,
	0x00,
	0x05,
	0x02,
	0x00,
	0x00,
	0x01,
	0x00,
	/* MLD */ 0x82,
	0x00,
	0x7d,
	0x43,
	0x00,
	0x64,
	0x00,
	0x00,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0,
	0x02,
	0x7d,
	0x00,
	0x00,
};

/* One that is down joins its groups anew when it comes up, a guest when a tap has a reader. */
static bool can_answer(const struct mb_endpoint *ep)
{
	return mb_world_is_live(ep) && ep->hostdev->flags & IFF_LOWER_UP;
}

static int ask(struct macbpf *mb, int fd, const struct mb_endpoint *ep)
{
	int err = mb_packet_send(fd, ep->rec.hostdev, igmp, sizeof(igmp))
			  ?: mb_packet_send(fd, ep->rec.hostdev, mld, sizeof(mld));

	if (err == -ENOBUFS) {
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s takes no frame and can't be asked for its multicast groups: it is asked "
		       "by the next router, or by the same command once more",
		       ep->rec.name);
		return 0;
	}
	return err == -ENETDOWN || err == -ENODEV || err == -ENXIO ? 0 : err;
}

int mb_ask_all(struct macbpf *mb, const struct mb_port *port)
{
	mb_auto_close int fd = mb_packet_open();
	int err = fd < 0 ? fd : 0;

	for (size_t i = 0; !err && i < port->count; i++)
		if (can_answer(&port->ep[i]))
			err = ask(mb, fd, &port->ep[i]);
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't ask the endpoints of %s for their multicast groups: %s",
		       mb_world_port_name(port), strerror(-err));
}
