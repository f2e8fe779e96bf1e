// SPDX-License-Identifier: GPL-2.0-only
/* snoop.c - two endpoints on a port with mcast-snooping, and a group. */
#include "snoop.h"

#include <arpa/inet.h>
#include <err.h>
#include <net/if.h>
#include <sys/socket.h>

#include "tests/harness/run.h"

const uint8_t mac_group[6] = { 1, 0, 0x5e, 1, 2, 3 };

void snoop(bool on)
{
	run_ok(&fx.host, "%s port set low mcast-snooping %s", macbpf_path(), on ? "on" : "off");
}

int join_group(const struct netns *box, const char *device, const char *address)
{
	struct ip_mreqn group = { 0 };
	int fd;

	netns_enter(box);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	inet_pton(AF_INET, address, &group.imr_multiaddr);
	group.imr_ifindex = (int)if_nametoindex(device);
	if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group)))
		err(1, "join %s on %s", address, device);
	netns_leave();
	return fd;
}

int join(const struct netns *box, const char *device)
{
	return join_group(box, device, "239.1.2.3");
}

void make_two(void)
{
	add_link("low", "mv0", MACBPF_MODE_BRIDGE, mac_a, &fx.box[0]);
	add_link("low", "mv1", MACBPF_MODE_BRIDGE, mac_b, &fx.box[1]);
	run_ok(&fx.box[0], "ip address add 10.7.0.1/24 dev mv0");
	run_ok(&fx.box[1], "ip address add 10.7.0.2/24 dev mv1");
}

bool comes(const struct netns *box, const char *device)
{
	return arrives_once(AT(&fx.far, "wire"), mac_wire, mac_group, AT(box, device));
}

void flood(const char *on_off)
{
	run_ok(&fx.host, "%s link set mv0 type macvlan mcast-flood %s", macbpf_path(), on_off);
}
