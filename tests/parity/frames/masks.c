// SPDX-License-Identifier: GPL-2.0-only
/* masks.c - the allowed differences; docs/parity.md gives each one's reason. */
#include "masks.h"

#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#define GSO_HEADERS 60 /* IPv6 and TCP */

static const struct endpoint *sending_endpoint(const struct probe *p)
{
	return p->sender < AT_ENDPOINT ? NULL : &p->topology->endpoint[p->sender - AT_ENDPOINT];
}

static const struct endpoint *seeing_endpoint(const struct probe *p, const struct sighting *s)
{
	return s->watch < AT_ENDPOINT ? NULL : &p->topology->endpoint[s->watch - AT_ENDPOINT];
}

static bool is_bridged_unicast(const struct probe *p)
{
	return is_mode(sending_endpoint(p), "bridge") &&
	       is_mode(owner_of(p->topology, &p->dst), "bridge");
}

/* macvlan bridges unicast by receiving it on the lower once more. */
static bool bridged_tap(const struct probe *p, enum side side, const struct sighting *s)
{
	return side == ONLY_MACVLAN && s->watch == AT_LOW && is_bridged_unicast(p) &&
	       s->pkt_type == PACKET_OTHERHOST;
}

/* Sources listen to what is bridged, and what is not delivered is still bridged. */
static bool heard_by_source(const struct probe *p, const struct sighting *s)
{
	return is_bridged_unicast(p) && is_mode(seeing_endpoint(p, s), "source");
}

/* A program on the lower can't see whether the far end of a veth is up. */
static bool endpoint_down(const struct probe *p, enum side side, const struct sighting *s)
{
	const struct endpoint *to = owner_of(p->topology, &p->dst);
	const struct endpoint *from = owner_of(p->topology, &p->src);

	if (side == ONLY_MACBPF)
		return to && to->down && heard_by_source(p, s);
	return (to && to->down) || (from && from->down && is_group(&p->dst));
}

/* macvlan reassembles IPv4 fragments of group frames from the wire. */
static bool group_fragment(const struct probe *p, enum side side, const struct sighting *s)
{
	(void)s;
	return side == ONLY_MACBPF && p->shape->frame.body == FRAME_FRAGMENT &&
	       (p->sender == AT_WIRE || p->topology->reflects) && is_group(&p->dst);
}

static bool is_netkit(const struct endpoint *ep)
{
	const char *kind = getenv("MACBPF_ENDPOINT");

	return !ep->tap && kind && !strcmp(kind, "netkit");
}

static bool is_cut_tag(const struct frame *f)
{
	return f->body == FRAME_BARE && (f->type == ETHERTYPE_VLAN || f->type == ETH_P_8021AD) &&
	       f->len < ETH_HLEN + 4 + 2;
}

/*
 * The kernel drops what ends inside a tag, or just after it, wherever it is received. What a netkit
 * sends is not received on its way to a tap, whose queue is behind an egress.
 */
static bool cut_tag(const struct probe *p, enum side side, const struct sighting *s)
{
	const struct endpoint *from = sending_endpoint(p), *to = seeing_endpoint(p, s);

	if (!from || !is_cut_tag(&p->shape->frame))
		return false;
	if (side == ONLY_MACBPF)
		return is_netkit(from) && to && to->tap;
	return s->watch == AT_LOW && s->pkt_type == PACKET_OUTGOING;
}

/* The hostdev takes the tag off before the frame goes on to the lower. */
static bool outgoing_tag(const struct probe *p, struct sighting *s)
{
	if (s->watch != AT_LOW || s->pkt_type != PACKET_OUTGOING || !sending_endpoint(p) ||
	    !s->tpid)
		return false;
	s->tpid = s->tci = 0;
	return true;
}

/* Taps measure nothing, nor do netkit devices. */
static bool has_no_limit(const struct endpoint *ep)
{
	return ep->tap || is_netkit(ep);
}

/* What bridged broadcasts are measured with: macvlan counts the tag, which we have beside the
 * frame. */
static bool over_mtu_of_group(const struct probe *p, const struct endpoint *ep,
			      const struct sighting *s)
{
	return is_mode(sending_endpoint(p), "bridge") && is_mode(ep, "bridge") &&
	       is_group(&p->dst) && (s->tpid || has_no_limit(ep)) &&
	       s->len > ep->mtu + ETH_HLEN + 4;
}

static unsigned int lower_mtu(const struct probe *p)
{
	return p->topology->mtu ? p->topology->mtu : DEFAULT_MTU;
}

/* macvlan bridges unicast by way of the lower, whose MTU a guest that doesn't keep to its own
 * meets.
 */
static bool over_mtu_of_lower(const struct probe *p, const struct sighting *s)
{
	const struct endpoint *from = sending_endpoint(p);

	return from && from->tap && s->len > lower_mtu(p) + ETH_HLEN + 4;
}

/* The kernel checks the receiver's MTU wherever a frame goes through a veth's ordinary path. */
static bool over_mtu(const struct probe *p, enum side side, const struct sighting *s)
{
	const struct endpoint *ep = seeing_endpoint(p, s);
	uint32_t checked = s->len - (s->tpid ? 4 : 0);

	if (!ep || !ep->mtu || s->gso_type || s->pkt_type == PACKET_OUTGOING)
		return false;
	if (side == ONLY_MACBPF)
		return over_mtu_of_group(p, ep, s) || over_mtu_of_lower(p, s);
	return !has_no_limit(ep) && checked > ep->mtu + ETH_HLEN + 4 &&
	       (is_group(&p->dst) || ep->local || is_mode(ep, "source"));
}

/* Of the largest segment, where the headers of all frames here are no longer than that. One tag is
 * free. */
static size_t packet_len(const struct frame *f)
{
	size_t tags = f->tags > 1 ? 4 * (f->tags - 1u) : 0;

	return tags + (f->gso_size ? (size_t)f->gso_size + GSO_HEADERS : f->len - ETH_HLEN);
}

/* Taps send what they like there, and nobody looks at segments. */
static bool over_mtu_sent(const struct probe *p, enum side side, const struct sighting *s)
{
	bool by_the_wire = s->watch < AT_ENDPOINT || p->topology->reflects;

	return side == ONLY_MACVLAN && sending_endpoint(p) && by_the_wire &&
	       packet_len(&p->shape->frame) > lower_mtu(p);
}

bool masks_are_for_snooping(void)
{
	const char *word = getenv("MCAST_SNOOPING");

	return word && !strcmp(word, "1");
}

/* What goes to all, whoever listens: docs/why/multicast.md. */
static bool is_of_a_link(const uint8_t mac[6])
{
	static const uint8_t ipv4[] = { 0x01, 0x00, 0x5e }, link4[] = { 0x01, 0x00, 0x5e, 0, 0 },
			     ipv6[] = { 0x33, 0x33 }, link6[] = { 0x33, 0x33, 0, 0, 0 };

	if (!memcmp(mac, ipv6, sizeof(ipv6)))
		return !memcmp(mac, link6, sizeof(link6)) && mac[5] != 2;
	return memcmp(mac, ipv4, sizeof(ipv4)) != 0 || !memcmp(mac, link4, sizeof(link4));
}

static bool is_filtered(const struct probe *p, const struct endpoint *ep)
{
	return masks_are_for_snooping() && !is_mode(ep, "passthru") && !is_of_a_link(p->dst.mac);
}

/*
 * macvlan filters groups by what each endpoint asked for, roughly: one in a hundred gets through.
 * With mcast-snooping, who asked for one by hand gets all, and nobody else what is filtered: nor
 * what gets through macvlan.
 */
static bool group_filter(const struct probe *p, enum side side, const struct sighting *s)
{
	const struct endpoint *ep = seeing_endpoint(p, s);
	bool asked = ep && ep->groups == GROUPS_JOINED;

	if (!ep || ep->groups == GROUPS_ALL)
		return false;
	if (!is_group(&p->dst) || is_address(p->topology, &p->dst, "BROADCAST"))
		return false;
	if (side == ONLY_MACVLAN)
		return !asked && is_filtered(p, ep);
	if (asked ? is_address(p->topology, &p->dst, "GROUP") : is_filtered(p, ep))
		return false;
	return ep->tap || s->pkt_type == PACKET_MULTICAST;
}

/* The kernel's macvtap cuts it up, whatever its reader takes. */
static bool large_udp(const struct probe *p, enum side side, const struct sighting *s)
{
	const struct endpoint *ep = seeing_endpoint(p, s);
	const struct frame *f = &p->shape->frame;

	return ep && ep->tap && f->gso_size && !p->topology->plain_readers &&
	       (f->body == FRAME_UDP || f->body == FRAME_UDP6) &&
	       (side == ONLY_MACBPF) == !!s->gso_type;
}

static bool host_for_otherhost(struct sighting *s)
{
	if (s->pkt_type != PACKET_OTHERHOST)
		return false;
	s->pkt_type = PACKET_HOST;
	return true;
}

/* A copy's type is told by its receiver's address; macvlan keeps the lower's opinion. */
static bool source_copy_type(const struct probe *p, struct sighting *s)
{
	return is_mode(seeing_endpoint(p, s), "source") &&
	       is_address(p->topology, &p->dst, "LOW") && host_for_otherhost(s);
}

/* The same where bpf_redirect_peer(), which makes every frame one for the receiver, can't be used.
 */
static bool passthru_beside_type(const struct probe *p, struct sighting *s)
{
	const struct endpoint *ep = seeing_endpoint(p, s);

	return is_mode(ep, "passthru") && ep->local && host_for_otherhost(s);
}

struct mask masks[] = {
	{ "bridged-tap", bridged_tap },
	{ "endpoint-down", endpoint_down },
	{ "group-fragment", group_fragment },
	{ "group-filter", group_filter },
	{ "over-mtu", over_mtu },
	{ "over-mtu-sent", over_mtu_sent },
	{ "cut-tag", cut_tag },
	{ "large-udp", large_udp, .some_kernels = true },
	{ "outgoing-tag", .translates = outgoing_tag },
	{ "source-copy-type", .translates = source_copy_type },
	{ "passthru-beside-type", .translates = passthru_beside_type },
};

const size_t mask_count = sizeof(masks) / sizeof(masks[0]);

size_t masks_print(void)
{
	size_t unused = 0;

	for (size_t i = 0; i < mask_count; i++) {
		printf(" %s %lu", masks[i].name, masks[i].used);
		unused += !masks[i].used && !masks[i].some_kernels;
	}
	printf("\n");
	return unused;
}
