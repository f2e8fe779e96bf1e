// SPDX-License-Identifier: GPL-2.0-only
/* frame.c - test frames: an Ethernet header, tags, a token and filling. */
#include "frame.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAGIC	 0x6d627066u /* "mbpf" */
#define IP_LEN	 sizeof(struct iphdr)
#define IP6_LEN	 sizeof(struct ip6_hdr)
#define TCP_LEN	 sizeof(struct tcphdr)
#define UDP_LEN	 sizeof(struct udphdr)
#define TAG_LEN	 4u
#define TYPE_TAG 0x8100

#define GSO_UDP_L4 5 /* VIRTIO_NET_HDR_GSO_UDP_L4, newer than Debian 12's headers */

#define BARE_SOURCE 0x026d /* first bytes of an address that holds a token; no other begins so */

static uint8_t *put16(uint8_t *p, uint16_t value)
{
	*p++ = value >> 8;
	*p++ = value & 0xff;
	return p;
}

static uint8_t *put32(uint8_t *p, uint32_t value)
{
	return put16(put16(p, value >> 16), value & 0xffff);
}

static uint16_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static uint16_t sum16(const void *data, size_t len, uint32_t sum)
{
	const uint8_t *p = data;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += get16(p + i);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static bool is_ip6(const struct frame *f)
{
	return f->body == FRAME_TCP6 || f->body == FRAME_UDP6;
}

/* 0: it has neither */
static uint8_t protocol_of(const struct frame *f)
{
	if (f->body == FRAME_TCP || f->body == FRAME_TCP6)
		return IPPROTO_TCP;
	return f->body == FRAME_UDP || f->body == FRAME_UDP6 ? IPPROTO_UDP : 0;
}

static size_t ip_len(const struct frame *f)
{
	return is_ip6(f) ? IP6_LEN : IP_LEN;
}

static uint16_t type_of(const struct frame *f)
{
	if (f->body == FRAME_BARE)
		return f->type;
	if (f->body != FRAME_PLAIN)
		return is_ip6(f) ? ETHERTYPE_IPV6 : ETHERTYPE_IP;
	return f->type ? f->type : FRAME_TYPE;
}

static uint8_t *put_addresses(uint8_t *p, const struct frame *f)
{
	memcpy(p, f->dst, 6);
	memcpy(p + 6, f->src, 6);
	if (f->body == FRAME_BARE)
		put32(put16(p + 6, BARE_SOURCE), f->token);
	return p + 12;
}

static uint8_t *put_ethernet(uint8_t *p, const struct frame *f)
{
	p = put_addresses(p, f);
	for (int i = 0; i < f->tags; i++) {
		p = put16(p, i == 0 && f->tags == 2 ? ETH_P_8021AD : TYPE_TAG);
		p = put16(p, f->vid[i]);
	}
	return put16(p, type_of(f));
}

static uint8_t *put_ip(uint8_t *p, const struct frame *f)
{
	struct iphdr ip = {
		.version = 4,
		.ihl = 5,
		.tot_len = htons(f->len - ETH_HLEN),
		.id = htons(f->token & 0xffff),
		.frag_off = htons(f->body == FRAME_FRAGMENT ? IP_MF : IP_DF),
		.ttl = 64,
		.protocol = protocol_of(f) ?: 253,
		.saddr = htonl(0xc0000201),
		.daddr = htonl(0xc0000202),
	};

	ip.check = htons(~sum16(&ip, sizeof(ip), 0));
	memcpy(p, &ip, sizeof(ip));
	return p + sizeof(ip);
}

static uint8_t *put_ip6(uint8_t *p, const struct frame *f)
{
	static const uint8_t from[16] = { 0x20, 1, 0xd, 0xb8, [15] = 1 };
	struct ip6_hdr ip = { .ip6_flow = htonl(6u << 28),
			      .ip6_plen = htons(f->len - ETH_HLEN - IP6_LEN),
			      .ip6_nxt = protocol_of(f),
			      .ip6_hlim = 64 };

	memcpy(&ip.ip6_src, from, sizeof(from));
	memcpy(&ip.ip6_dst, from, sizeof(from));
	ip.ip6_dst.s6_addr[15] = 2;
	memcpy(p, &ip, sizeof(ip));
	return p + sizeof(ip);
}

/* What a checksum to be done begins with. */
static uint16_t pseudo_sum(const struct frame *f)
{
	uint32_t addresses =
		is_ip6(f) ? 2 * (0x2001 + 0x0db8) + 1 + 2 : 2 * 0xc000 + 0x0201 + 0x0202;

	return sum16(NULL, 0, addresses + protocol_of(f) + f->len - ETH_HLEN - ip_len(f));
}

static uint8_t *put_tcp(uint8_t *p, const struct frame *f)
{
	struct tcphdr tcp = { .source = htons(1000 + f->flow),
			      .dest = htons(1000),
			      .doff = 5,
			      .ack = 1,
			      .window = 1,
			      .check = htons(pseudo_sum(f)) };

	memcpy(p, &tcp, sizeof(tcp));
	return p + sizeof(tcp);
}

static uint8_t *put_udp(uint8_t *p, const struct frame *f)
{
	struct udphdr udp = { .source = htons(1000 + f->flow),
			      .dest = htons(1000),
			      .len = htons(f->len - ETH_HLEN - ip_len(f)),
			      .check = htons(pseudo_sum(f)) };

	memcpy(p, &udp, sizeof(udp));
	return p + sizeof(udp);
}

size_t frame_bytes(const struct frame *f, uint8_t *buf)
{
	uint8_t *p = put_ethernet(buf, f), *end = buf + f->len + f->tags * TAG_LEN;

	if (is_ip6(f))
		p = put_ip6(p, f);
	else if (f->body == FRAME_FRAGMENT || protocol_of(f))
		p = put_ip(p, f);
	if (protocol_of(f))
		p = protocol_of(f) == IPPROTO_TCP ? put_tcp(p, f) : put_udp(p, f);
	if (f->body != FRAME_BARE)
		p = put32(put32(p, MAGIC), f->token);
	for (uint8_t fill = f->token; p < end; fill++)
		*p++ = fill;
	return p - buf;
}

static uint8_t gso_type_of(const struct frame *f)
{
	if (protocol_of(f) == IPPROTO_UDP)
		return GSO_UDP_L4;
	return is_ip6(f) ? VIRTIO_NET_HDR_GSO_TCPV6 : VIRTIO_NET_HDR_GSO_TCPV4;
}

static struct virtio_net_hdr offload_of(const struct frame *f)
{
	bool tcp = protocol_of(f) == IPPROTO_TCP;
	struct virtio_net_hdr h = { 0 };
	size_t l4 = ETH_HLEN + f->tags * TAG_LEN + ip_len(f);

	if (!protocol_of(f))
		return h;
	h.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	h.csum_start = l4;
	h.csum_offset = tcp ? offsetof(struct tcphdr, check) : offsetof(struct udphdr, check);
	h.hdr_len = l4 + (tcp ? TCP_LEN : UDP_LEN);
	if (f->gso_size)
		h.gso_type = gso_type_of(f);
	h.gso_size = f->gso_size;
	return h;
}

int frame_socket(const struct netns *ns, const char *device)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	int fd, one = 1, size = 8 << 20;

	netns_enter(ns);
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	to.sll_ifindex = if_nametoindex(device);
	netns_leave();
	if (fd < 0 || !to.sll_ifindex || bind(fd, (struct sockaddr *)&to, sizeof(to)))
		err(1, "send on %s in netns %s", device, ns->name);
	if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof(one)) ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		err(1, "set up socket on %s", device);
	return fd;
}

/* The frame behind a header of `header` bytes; the result is its length with that. */
static size_t put_all(const struct frame *frame, uint8_t *buf, size_t header)
{
	struct frame f = *frame;
	struct virtio_net_hdr h;

	if (!f.len)
		f.len = ETH_ZLEN;
	h = offload_of(&f);
	memset(buf, 0, header);
	memcpy(buf, &h, sizeof(h));
	return header + frame_bytes(&f, buf + header);
}

int frame_send(int fd, const struct frame *frame)
{
	static uint8_t buf[sizeof(struct virtio_net_hdr) + FRAME_MAX];
	size_t len = put_all(frame, buf, sizeof(struct virtio_net_hdr));
	struct sockaddr_ll to = { 0 };
	socklen_t to_len = sizeof(to);

	if (getsockname(fd, (struct sockaddr *)&to, &to_len))
		return errno;
	memcpy(&to.sll_protocol, buf + sizeof(struct virtio_net_hdr) + 2 * ETH_ALEN, 2);
	return sendto(fd, buf, len, 0, (struct sockaddr *)&to, sizeof(to)) == (ssize_t)len ? 0
											   : errno;
}

int frame_write(int queue, const struct frame *frame)
{
	static uint8_t buf[VNET_LEN + FRAME_MAX];
	size_t len = put_all(frame, buf, VNET_LEN);

	return write(queue, buf, len) == (ssize_t)len ? 0 : errno;
}

static size_t l4_len(uint8_t protocol)
{
	if (protocol == IPPROTO_TCP)
		return TCP_LEN;
	return protocol == IPPROTO_UDP ? UDP_LEN : 0;
}

bool frame_token(const uint8_t *data, size_t len, uint32_t *token)
{
	size_t at = 2 * ETH_ALEN;
	uint16_t type;

	if (len >= at && get16(data + ETH_ALEN) == BARE_SOURCE) {
		*token = get32(data + ETH_ALEN + 2);
		return true;
	}
	while (at + TAG_LEN < len &&
	       (get16(data + at) == TYPE_TAG || get16(data + at) == ETH_P_8021AD))
		at += TAG_LEN;
	if (at + 2 > len)
		return false;
	type = get16(data + at);
	at += 2;
	if (type == ETHERTYPE_IP && at + IP_LEN < len)
		at += IP_LEN + l4_len(data[at + 9]);
	else if (type == ETHERTYPE_IPV6 && at + IP6_LEN < len && l4_len(data[at + 6]))
		at += IP6_LEN + l4_len(data[at + 6]);
	if (at + 8 > len || get32(data + at) != MAGIC)
		return false;
	*token = get32(data + at + 4);
	return true;
}
