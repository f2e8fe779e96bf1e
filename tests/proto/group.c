// SPDX-License-Identifier: GPL-2.0-only
/*
 * group.c - sends to a multicast group, and checks who of those that joined it receives what.
 *
 *   group GROUP BYTES NETNS:DEVICE [SIGN]NETNS:DEVICE...
 *
 * GROUP is an IPv4, IPv6 or Ethernet address; the last makes LLDP frames of it. The first device is
 * the sender's, the others join. SIGN `-`: must not receive; `~`: receives, leaves the group, and
 * then must not receive any more, while those without a sign still do.
 */
#include "place.h"

#include <err.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/harness/fence.h"
#include "tests/harness/wait.h"

#define PORT	 5353
#define ROOM	 16384
#define PEERS	 8
#define ETH_LLDP 0x88cc

struct peer {
	struct netns ns;
	char sign;
	char device[IFNAMSIZ];
	int ifindex, fd;
	unsigned int got; /* with the content of this round */
};

static struct peer peers[PEERS];
static int count;
static union address group;
static socklen_t group_len;
static struct sockaddr_ll link_group;
static uint8_t content[ROOM];
static size_t size, head; /* of `size` bytes the first `head` are the Ethernet header */

static void group_read(const char *text)
{
	struct ether_addr *mac = ether_aton(text);

	if (!mac) {
		group_len = address_read(&group, text, PORT);
		return;
	}
	group.any.sa_family = AF_PACKET;
	head = ETH_HLEN;
	link_group.sll_family = AF_PACKET;
	link_group.sll_protocol = htons(ETH_LLDP);
	link_group.sll_halen = ETH_ALEN;
	memcpy(link_group.sll_addr, mac, ETH_ALEN);
}

static void peer_read(struct peer *peer, const char *text)
{
	char name[32];

	peer->sign = *text == '-' || *text == '~' ? *text++ : ' ';
	if (sscanf(text, "%31[^:]:%15s", name, peer->device) != 2)
		errx(1, "'%s' is no NETNS:DEVICE", text);
	place_open(&peer->ns, name);
	netns_enter(&peer->ns);
	peer->ifindex = if_nametoindex(peer->device);
	netns_leave();
	if (!peer->ifindex)
		errx(1, "no %s", text);
}

static void membership(const struct peer *peer, bool join)
{
	struct ip_mreqn v4 = { group.v4.sin_addr, { 0 }, peer->ifindex };
	struct ipv6_mreq v6 = { group.v6.sin6_addr, peer->ifindex };
	struct packet_mreq link = { peer->ifindex, PACKET_MR_MULTICAST, ETH_ALEN, { 0 } };
	int refused;

	memcpy(link.mr_address, link_group.sll_addr, ETH_ALEN);
	if (group.any.sa_family == AF_INET)
		refused =
			setsockopt(peer->fd, IPPROTO_IP,
				   join ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &v4, sizeof(v4));
	else if (group.any.sa_family == AF_INET6)
		refused = setsockopt(peer->fd, IPPROTO_IPV6,
				     join ? IPV6_ADD_MEMBERSHIP : IPV6_DROP_MEMBERSHIP, &v6,
				     sizeof(v6));
	else
		refused = setsockopt(peer->fd, SOL_PACKET,
				     join ? PACKET_ADD_MEMBERSHIP : PACKET_DROP_MEMBERSHIP, &link,
				     sizeof(link));
	if (refused)
		err(1, "%s the group on %s:%s", join ? "join" : "leave", peer->ns.name,
		    peer->device);
}

static void send_from_here(const struct peer *peer)
{
	struct ip_mreqn v4 = { .imr_ifindex = peer->ifindex };

	if (group.any.sa_family == AF_INET6) {
		option_set(peer->fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, peer->ifindex);
		option_set(peer->fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
	} else if (group.any.sa_family == AF_INET) {
		if (setsockopt(peer->fd, IPPROTO_IP, IP_MULTICAST_IF, &v4, sizeof(v4)))
			err(1, "send from %s", peer->device);
		option_set(peer->fd, IPPROTO_IP, IP_MULTICAST_LOOP, 0);
	}
}

static void peer_open(struct peer *peer)
{
	struct sockaddr_ll on = link_group;

	on.sll_ifindex = peer->ifindex;
	if (group.any.sa_family == AF_PACKET) {
		peer->fd = place_socket(&peer->ns, AF_PACKET, SOCK_RAW, 0);
		option_set(peer->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
		if (bind(peer->fd, (struct sockaddr *)&on, sizeof(on)))
			err(1, "bind to %s", peer->device);
		return;
	}
	peer->fd = place_socket(&peer->ns, group.any.sa_family, SOCK_DGRAM, 0);
	option_set(peer->fd, SOL_SOCKET, SO_REUSEADDR, 1);
	option_set(peer->fd, SOL_SOCKET, SO_RCVBUFFORCE, 8 << 20);
	if (setsockopt(peer->fd, SOL_SOCKET, SO_BINDTODEVICE, peer->device, IFNAMSIZ) ||
	    bind(peer->fd, &group.any, group_len))
		err(1, "bind to the group on %s", peer->device);
}

/* An LLDP frame needs the sender's address in front. */
static void head_write(const struct peer *sender)
{
	struct ether_header *eth = (struct ether_header *)content;
	struct ifreq r = { 0 };

	memcpy(r.ifr_name, sender->device, IFNAMSIZ);
	netns_enter(&sender->ns);
	if (ioctl(sender->fd, SIOCGIFHWADDR, &r))
		err(1, "address of %s", sender->device);
	netns_leave();
	memcpy(eth->ether_dhost, link_group.sll_addr, ETH_ALEN);
	memcpy(eth->ether_shost, r.ifr_hwaddr.sa_data, ETH_ALEN);
	eth->ether_type = htons(ETH_LLDP);
}

static void round_begin(unsigned int number)
{
	bytes_fill(content + head, size - head, number);
	if (head)
		head_write(&peers[0]);
	for (int i = 0; i < count; i++)
		peers[i].got = 0;
}

static void send_one(void)
{
	struct sockaddr_ll to = link_group;
	ssize_t n;

	to.sll_ifindex = peers[0].ifindex;
	if (head)
		n = sendto(peers[0].fd, content, size, 0, (struct sockaddr *)&to, sizeof(to));
	else
		n = sendto(peers[0].fd, content, size, 0, &group.any, group_len);
	if (n != (ssize_t)size)
		err(1, "send to the group");
}

/* A round that went before may still have some under way: those are no news. */
static void receive_all(void)
{
	static uint8_t data[ROOM];
	ssize_t n;

	for (int i = 1; i < count; i++)
		while ((n = recv(peers[i].fd, data, sizeof(data), 0)) > 0)
			peers[i].got += n == (ssize_t)size && !memcmp(data, content, size);
}

static bool wanted(const struct peer *peer, bool left)
{
	return peer->sign == ' ' || (peer->sign == '~' && !left);
}

static bool all_wanted_got(void *left)
{
	bool all = true;

	send_one();
	receive_all();
	for (int i = 1; i < count; i++)
		all = all && (!wanted(&peers[i], *(bool *)left) || peers[i].got);
	return all;
}

/* Only who must not receive needs proof that nothing is still under way. */
static bool need_fence(void)
{
	for (int i = 1; i < count; i++)
		if (peers[i].sign != ' ')
			return true;
	return false;
}

/* False, with a sentence, if one got what it must not, or one didn't what it must. */
static bool round_play(unsigned int number, bool left)
{
	bool good;

	round_begin(number);
	good = wait_until(all_wanted_got, &left, PATIENCE_MS);
	if (need_fence()) {
		fence_wait();
		receive_all();
	}
	for (int i = 1; i < count; i++) {
		const struct peer *p = &peers[i];

		if (!p->got != !wanted(p, left))
			warnx("%s:%s received %u%s", p->ns.name, p->device, p->got,
			      left ? " after some left" : "");
		good = good && !p->got == !wanted(p, left);
	}
	return good;
}

static bool leave(void)
{
	bool any = false;

	for (int i = 1; i < count; i++) {
		if (peers[i].sign != '~')
			continue;
		membership(&peers[i], false);
		any = true;
	}
	return any;
}

int main(int argc, char **argv)
{
	bool good;

	if (argc < 5 || argc - 3 > PEERS)
		errx(1, "usage: group GROUP BYTES NETNS:DEVICE [SIGN]NETNS:DEVICE...");
	group_read(argv[1]);
	size = strtoul(argv[2], NULL, 10);
	if (size <= head || size > ROOM)
		errx(1, "%zu bytes", size);
	for (count = 0; count < argc - 3; count++) {
		peer_read(&peers[count], argv[3 + count]);
		peer_open(&peers[count]);
	}
	if (need_fence())
		fence_open();
	send_from_here(&peers[0]);
	for (int i = 1; i < count; i++)
		membership(&peers[i], true);
	good = round_play(1, false);
	if (good && leave())
		good = round_play(2, true);
	if (need_fence())
		fence_close();
	return !good;
}
