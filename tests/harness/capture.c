// SPDX-License-Identifier: GPL-2.0-only
/* capture.c - packet sockets that note test frames. */
#include "capture.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "closer.h"
#include "frame.h"

_Static_assert(sizeof(struct sighting) == 24, "sightings are compared as bytes: no padding");

static void set_option(int fd, int level, int option, int value)
{
	if (setsockopt(fd, level, option, &value, sizeof(value)))
		err(1, "socket option %d", option);
}

void capture_watch(struct capture *c, const struct netns *ns, const char *device, uint16_t protocol,
		   uint16_t watch)
{
	struct sockaddr_ll on = { .sll_family = AF_PACKET, .sll_protocol = htons(protocol) };
	int fd;

	if (c->sockets == CAPTURE_SOCKETS)
		errx(1, "more than %d sockets", CAPTURE_SOCKETS);
	netns_enter(ns);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	on.sll_ifindex = if_nametoindex(device);
	netns_leave();
	if (fd < 0 || !on.sll_ifindex)
		err(1, "watch %s in netns %s", device, ns->name);
	set_option(fd, SOL_PACKET, PACKET_VNET_HDR, 1);
	set_option(fd, SOL_PACKET, PACKET_AUXDATA, 1);
	set_option(fd, SOL_SOCKET, SO_RCVBUFFORCE, 64 << 20);
	if (bind(fd, (struct sockaddr *)&on, sizeof(on)))
		err(1, "bind to %s", device);
	c->socket[c->sockets].fd = fd;
	c->socket[c->sockets].ifindex = on.sll_ifindex;
	c->socket[c->sockets++].watch = watch;
}

void capture_queue(struct capture *c, int queue, uint16_t watch)
{
	if (c->sockets == CAPTURE_SOCKETS)
		errx(1, "more than %d sockets", CAPTURE_SOCKETS);
	c->socket[c->sockets].fd = queue;
	c->socket[c->sockets].ifindex = 0;
	c->socket[c->sockets++].watch = watch;
}

#define HASH_START 2166136261u

static uint32_t hash_more(uint32_t hash, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ data[i]) * 16777619u;
	return hash;
}

/* As the frame is on a wire: with the tag that the kernel took off, if it did. */
static void note_bytes(struct sighting *s, const uint8_t *data, size_t len, uint32_t hash)
{
	uint8_t tag[4] = { s->tpid >> 8, s->tpid & 0xff, s->tci >> 8, s->tci & 0xff };
	size_t tag_len = s->tpid ? sizeof(tag) : 0;

	hash = hash_more(hash, data, 2 * ETH_ALEN);

	hash = hash_more(hash, tag, tag_len);
	s->hash = hash_more(hash, data + 2 * ETH_ALEN, len - 2 * ETH_ALEN);
	s->len = len + tag_len;
}

static void note_tag(struct sighting *s, struct msghdr *msg)
{
	for (struct cmsghdr *m = CMSG_FIRSTHDR(msg); m; m = CMSG_NXTHDR(msg, m)) {
		struct tpacket_auxdata aux;

		if (m->cmsg_level != SOL_PACKET || m->cmsg_type != PACKET_AUXDATA)
			continue;
		memcpy(&aux, CMSG_DATA(m), sizeof(aux));
		if (!(aux.tp_status & TP_STATUS_VLAN_VALID))
			continue;
		s->tci = aux.tp_vlan_tci;
		s->tpid = aux.tp_vlan_tpid;
	}
}

static void note(struct capture *c, const struct sighting *s)
{
	if (c->count == c->room) {
		c->room = c->room ? 2 * c->room : 1024;
		c->seen = reallocarray(c->seen, c->room, sizeof(*c->seen));
		if (!c->seen)
			err(1, "sightings");
	}
	c->seen[c->count++] = *s;
}

static void note_offload(struct sighting *s, const struct virtio_net_hdr *h)
{
	s->csum_partial = !!(h->flags & VIRTIO_NET_HDR_F_NEEDS_CSUM);
	s->gso_type = h->gso_type;
	s->gso_size = h->gso_size;
}

static bool take_queue(struct capture *c, int i)
{
	static uint8_t data[VNET_LEN + FRAME_MAX + 64];
	struct sighting s = { .watch = c->socket[i].watch };
	ssize_t n = read(c->socket[i].fd, data, sizeof(data));
	struct virtio_net_hdr h;

	if (n < VNET_LEN)
		return false; /* empty, or the device is gone */
	memcpy(&h, data, sizeof(h));
	if (!frame_token(data + VNET_LEN, n - VNET_LEN, &s.token))
		return true;
	note_offload(&s, &h);
	note_bytes(&s, data + VNET_LEN, n - VNET_LEN, hash_more(HASH_START, data, VNET_LEN));
	note(c, &s);
	return true;
}

/* False if nothing is waiting. */
static bool take(struct capture *c, int i)
{
	static uint8_t data[FRAME_MAX + 64];
	char control[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
	struct sighting s = { .watch = c->socket[i].watch };
	struct sockaddr_ll from = { 0 };
	struct virtio_net_hdr h;
	struct iovec part[2] = { { &h, sizeof(h) }, { data, sizeof(data) } };
	struct msghdr msg = { &from, sizeof(from), part, 2, control, sizeof(control), 0 };
	ssize_t n = recvmsg(c->socket[i].fd, &msg, 0);

	if (n < 0 && errno == ENETDOWN)
		return true; /* told once when the device goes down */
	if (n < 0 && errno != EAGAIN)
		err(1, "receive");
	if (n < 0)
		return false;
	n -= sizeof(h);
	if (from.sll_ifindex != c->socket[i].ifindex || !frame_token(data, n, &s.token))
		return true;
	note_tag(&s, &msg);
	s.pkt_type = from.sll_pkttype;
	note_offload(&s, &h);
	note_bytes(&s, data, n, HASH_START);
	note(c, &s);
	return true;
}

void capture_drain(struct capture *c)
{
	for (int i = 0; i < c->sockets; i++)
		while (c->socket[i].ifindex ? take(c, i) : take_queue(c, i))
			;
}

size_t capture_count(const struct capture *c, uint16_t watch, uint32_t token)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		n += c->seen[i].watch == watch && c->seen[i].token == token;
	return n;
}

void capture_unwatch(struct capture *c, uint16_t watch)
{
	capture_drain(c);
	for (int i = c->sockets; i-- > 0;) {
		if (c->socket[i].watch != watch)
			continue;
		if (c->socket[i].ifindex)
			close_later(c->socket[i].fd);
		c->socket[i] = c->socket[--c->sockets];
	}
}

void capture_forget(struct capture *c)
{
	c->count = 0;
}

void capture_close(struct capture *c)
{
	for (int i = 0; i < c->sockets; i++)
		if (c->socket[i].ifindex)
			close_later(c->socket[i].fd);
	free(c->seen);
	memset(c, 0, sizeof(*c));
}
