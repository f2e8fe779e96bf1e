// SPDX-License-Identifier: GPL-2.0-only
/* cable.c - a veth pair between two netns, without a process to make it. */
#include "cable.h"

#include <err.h>
#include <linux/if.h>
#include <linux/veth.h>
#include <string.h>

#include "netlink.h"

static void talk_ok(int nl, struct nl_request *r, const char *what)
{
	int error = nl_talk(nl, r);

	if (error)
		errx(1, "commands: %s: %s", what, strerror(-error));
}

static void put_end(struct nl_request *r, const struct cable_end *end)
{
	const uint8_t mac[6] = { 0x02, 0, 0, 0, 0, end->address };

	nl_put(r, IFLA_IFNAME, end->name, strlen(end->name) + 1);
	nl_put(r, IFLA_ADDRESS, mac, sizeof(mac));
}

/* Two attributes around the header and attributes of the other end. */
static void put_peer(struct nl_request *r, const struct cable_end *end, const struct netns *there)
{
	struct ifinfomsg ifi = { .ifi_index = (int)end->index };
	struct rtattr *info, *data, *peer;

	info = nl_nest(r, IFLA_LINKINFO);
	nl_put(r, IFLA_INFO_KIND, "veth", strlen("veth"));
	data = nl_nest(r, IFLA_INFO_DATA);
	peer = nl_nest(r, VETH_INFO_PEER);
	nl_put_raw(r, &ifi, sizeof(ifi));
	put_end(r, end);
	nl_put_u32(r, IFLA_NET_NS_FD, (uint32_t)there->fd);
	nl_nest_end(r, peer);
	nl_nest_end(r, data);
	nl_nest_end(r, info);
}

void cable_make(int nl, const struct cable_end *a, const struct cable_end *b,
		const struct netns *there)
{
	struct ifinfomsg ifi = {
		.ifi_index = (int)a->index,
		.ifi_flags = IFF_UP,
		.ifi_change = IFF_UP,
	};
	struct nl_request r;

	nl_begin(&r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &ifi, sizeof(ifi));
	put_end(&r, a);
	put_peer(&r, b, there);
	talk_ok(nl, &r, a->name);
}

void device_set_up(int nl, uint32_t index)
{
	struct ifinfomsg ifi = {
		.ifi_index = (int)index,
		.ifi_flags = IFF_UP,
		.ifi_change = IFF_UP,
	};
	struct nl_request r;

	nl_begin(&r, RTM_SETLINK, 0, &ifi, sizeof(ifi));
	talk_ok(nl, &r, "up");
}
