// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* explain_facts.c - what is known of a frame, and what becomes of it, a sentence each. */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <string.h>

#include "base/mac.h"
#include "common/own.h"
#include "common/text.h"
#include "datapath/reason.h"
#include "port/explain.h"
#include "port/host.h"
#include "world/hostdev.h"

static const char *mode_name(uint32_t mode)
{
	return macbpf_mode__name(mode == MB_MODE_APART ? MB_MODE_BRIDGE : mode) ?: "unknown";
}

/* Who has an address by the tables; mode 0: nobody. */
static struct mb_dest owner_of(const struct mb_explain *e, const uint8_t mac[6])
{
	struct mb_dest dest = { 0 };

	if (mb_fdb_get(&e->port->maps, mac, &dest))
		dest.mode = 0;
	return dest;
}

bool mb_explain_is_hosts(const struct mb_explain *e, const uint8_t mac[6])
{
	struct mb_dest dest = owner_of(e, mac);

	return dest.mode ? dest.mode == MB_MODE_HOST : mb_host_has(e->w, e->port, mac);
}

/* The same of what was learnt; 0: nobody, or the host. */
static uint32_t learnt_by(const struct mb_explain *e, const uint8_t mac[6])
{
	mb_auto_free struct mb_station_row *rows = NULL;
	size_t count = 0;

	if (mb_stations_read(&e->port->maps, &rows, &count))
		return 0;
	for (size_t i = 0; i < count; i++)
		if (!memcmp(rows[i].mac, mac, 6))
			return rows[i].station.hostdev;
	return 0;
}

/* "... the address of endpoint mv1, which is in mode bridge" */
static void describe_owner(struct mb_explain *e, const uint8_t mac[6], char *text, size_t size)
{
	struct mb_dest dest = owner_of(e, mac);
	uint32_t hostdev = dest.mode ? dest.hostdev : learnt_by(e, mac);
	const struct mb_endpoint *ep = mb_explain_line_endpoint(e, hostdev);
	char name[MB_IFNAME_LEN];

	*text = '\0';
	if (mb_explain_is_hosts(e, mac))
		mb_text_append(text, size, "%s %s",
			       memcmp(mac, e->port->lower->address, 6) ? "an address of the host at"
								       : "the address of",
			       e->port->lower->name);
	else if (!ep)
		mb_text_append(text, size, "no endpoint's address here");
	else
		mb_text_append(text, size, "%s endpoint %s, which is in mode %s%s",
			       dest.mode ? "the address of" : "an address learnt from",
			       mb_explain_line_name(e, ep, name), mode_name(ep->rec.mode),
			       dest.mode == MB_MODE_APART ? " and isolated" : "");
}

static void tell_origin(struct mb_explain *e)
{
	char name[MB_IFNAME_LEN];

	if (e->origin == MACBPF_ORIGIN_WIRE)
		mb_explain_fact(e, "The frame comes from the wire, by %s.", e->port->lower->name);
	else if (e->origin == MACBPF_ORIGIN_HOST)
		mb_explain_fact(e, "The frame comes from the host, which sends it out of %s.",
				e->port->lower->name);
	else
		mb_explain_fact(
			e, "The frame comes from endpoint %s (hostdev %s), which is in mode %s.",
			mb_explain_line_name(e, e->from, name), mb_hostdev_shown(e->from->hostdev),
			mode_name(e->from->rec.mode));
}

static void tell_frame(struct mb_explain *e)
{
	const struct mb_explain_frame *f = &e->frame;
	char src[MB_MAC_TEXT], dst[MB_MAC_TEXT], tag[32] = "";
	uint16_t type;

	memcpy(&type, f->data + 12, sizeof(type));
	if (f->tag)
		mb_text_append(tag, sizeof(tag), ", with %s tag %u",
			       f->tag == ETH_P_8021AD ? "802.1ad" : "802.1Q", f->tag_tci & 4095);
	mb_explain_fact(e, "It is from %s to %s, of type 0x%04x and %u bytes%s.",
			mb_mac_text(src, f->data + 6), mb_mac_text(dst, f->data), ntohs(type),
			f->length, tag);
	if (f->gso_size)
		mb_explain_fact(e, "It is cut when it leaves, into frames of up to %u bytes.",
				mb_explain_segment(f) + ETH_HLEN);
}

static void tell_addresses(struct mb_explain *e)
{
	const uint8_t *dst = e->frame.data, *src = dst + 6;
	static const uint8_t all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	char text[160];

	describe_owner(e, src, text, sizeof(text));
	mb_explain_fact(e, "Its source is %s.", text);
	describe_owner(e, dst, text, sizeof(text));
	if (!memcmp(dst, all, 6))
		mb_explain_fact(e, "Its destination is broadcast.");
	else if (dst[0] & 1)
		mb_explain_fact(e, "Its destination is a multicast group.");
	else
		mb_explain_fact(e, "Its destination is %s.", text);
}

static void tell_program(struct mb_explain *e)
{
	if (!e->prog_id)
		return;
	mb_explain_fact(e, "Program %u at %s of %s decides%s.", e->prog_id,
			macbpf_hook__name(e->hook) ?: "a hook", e->at->name,
			e->other_build ? "" : ", which is of the same build as this command");
}

void mb_explain_facts_before(struct mb_explain *e)
{
	tell_origin(e);
	tell_frame(e);
	tell_addresses(e);
	tell_program(e);
}

static bool has_vlan_device(const struct mb_explain *e)
{
	const struct mb_explain_frame *f = &e->frame;
	uint32_t tag = f->tag == ETH_P_8021AD ? MB_TAG_8021AD : MB_TAG_8021Q;

	return f->tag && mb_vlans_have(&e->port->rec.vlans, tag, f->tag_tci & (MB_VIDS - 1));
}

/* Also if nobody does, which is why nobody gets it. */
static bool is_for_listeners(const struct mb_explain *e)
{
	_Alignas(__be16) uint8_t dst[MB_MAC_LEN];

	memcpy(dst, e->frame.data, sizeof(dst));
	return e->config.features & MB_F_GROUPS && mb_group_set_of(dst) &&
	       e->tell.act != MB_ACT_DROP && !e->tell.told.counted[MB_R_MCAST_REPORT];
}

/* What of the settings has led to it, where the counter's sentence doesn't say it. */
static void tell_why(struct mb_explain *e)
{
	bool group = e->frame.data[0] & 1, sent = e->origin == MACBPF_ORIGIN_ENDPOINT;
	struct mb_dest dest = owner_of(e, e->frame.data);

	if (e->origin == MACBPF_ORIGIN_WIRE && has_vlan_device(e))
		mb_explain_fact(e, "A VLAN device on %s takes frames with this tag.", e->at->name);
	else if (sent && e->from->rec.mode != MB_MODE_BRIDGE && e->tell.act == MB_ACT_WIRE)
		mb_explain_fact(e,
				"Endpoints in mode %s send everything to the wire: whose address "
				"it is plays no part.",
				mode_name(e->from->rec.mode));
	else if (sent && !group && dest.mode && !(dest.mode & (MB_MODE_BRIDGES | MB_MODE_HOST)))
		mb_explain_fact(e,
				"Endpoints in mode %s are reached by the wire alone, if a switch "
				"sends back what comes from here.",
				mode_name(dest.mode));
	else if (!sent && !group && dest.mode == MB_MODE_SOURCE)
		mb_explain_fact(e, "An endpoint in mode source gets what its listed sources send, "
				   "and nothing by its address.");
	else if (is_for_listeners(e))
		mb_explain_fact(e, "Multicast is for those who listen: mcast-snooping is on, and "
				   "'macbpf mdb show' lists them.");
}

/* Of the reasons for which a frame is dropped before it waits. */
static bool is_refused_first(uint32_t reason)
{
	return (reason >= MB_R_GUARD_MAC && reason <= MB_R_GUARD_HIDDEN) ||
	       reason == MB_R_GROUP_RATE;
}

static uint64_t rate_of(const struct mb_explain *e, const struct mb_endpoint *ep,
			enum mb_rate_way way)
{
	struct mb_rate rate;

	return mb_rate_get(&e->port->maps, ep->rec.hostdev, &rate) ? 0 : rate.bits[way];
}

/* What becomes of it is decided when it comes out. */
static void tell_queue(struct mb_explain *e)
{
	const struct mb_dev *in;
	uint32_t ifindex;

	if (!e->from || !(e->config.features & MB_F_PACED) || is_refused_first(e->tell.reason) ||
	    mb_queue_get(&e->port->maps, e->from->rec.hostdev, &ifindex))
		return;
	in = mb_world_dev(e->w, ifindex);
	if (in)
		mb_explain_fact(e,
				"It waits in the queue of rate out first, at %s: %llu bits a "
				"second leave it, and what finds it full is dropped.",
				in->name, (unsigned long long)rate_of(e, e->from, MB_RATE_OUT));
}

static void tell_copies(struct mb_explain *e)
{
	uint32_t count = e->tell.told.copies;

	for (uint32_t i = 0; i < count && i < MB_TOLD_COPIES; i++)
		mb_explain_line_copy(e, e->tell.told.copy[i]);
}

static void tell_delivery(struct mb_explain *e, const char *way)
{
	const struct mb_endpoint *ep = mb_explain_line_endpoint(e, e->tell.target);
	char name[MB_IFNAME_LEN];

	if (!ep)
		mb_explain_fact(e, "The frame %s ifindex %u, which is no endpoint's any more.", way,
				e->tell.target);
	else
		mb_explain_fact(e, "The frame %s endpoint %s (hostdev %s)%s.", way,
				mb_explain_line_name(e, ep, name), mb_hostdev_shown(ep->hostdev),
				e->tell.peer ? ", straight into its network namespace" : "");
	if (ep && ep->rec.status & MB_EP_RATE_IN)
		mb_explain_fact(e,
				"It waits in the queue of rate in, at %s: %llu bits a second leave "
				"it, and what finds it full is dropped.",
				mb_hostdev_shown(ep->hostdev),
				(unsigned long long)rate_of(e, ep, MB_RATE_IN));
}

static void tell_act(struct mb_explain *e)
{
	const char *lower = e->port->lower->name;

	switch (e->tell.act) {
	case MB_ACT_DROP:
		mb_explain_fact(e, "The frame itself is dropped.");
		break;
	case MB_ACT_WIRE:
		mb_explain_fact(e, "The frame itself leaves by %s, to the wire.", lower);
		break;
	case MB_ACT_DELIVER:
		tell_delivery(e, "goes to");
		break;
	case MB_ACT_REFLECT:
		tell_delivery(e, "goes back to");
		break;
	case MB_ACT_HOST:
		mb_explain_fact(e, "The frame goes to the host, as if %s had received it.", lower);
		break;
	default:
		if (e->origin == MACBPF_ORIGIN_HOST)
			mb_explain_fact(e, "The frame itself leaves by %s, to the wire.", lower);
		else
			mb_explain_fact(e,
					"The frame itself is left to what comes next on %s: VLAN "
					"devices, a bridge, the host's stack.",
					lower);
	}
}

static void tell_counted(struct mb_explain *e)
{
	bool any = false;

	for (uint32_t i = 0; i < MB_R_COUNT; i++) {
		uint32_t frames = e->tell.told.counted[i];

		if (!frames)
			continue;
		any = true;
		mb_explain_line_add(e, MACBPF_EXPLAIN_COUNTED, "Counted as %s%s: %s.",
				    mb_reason_name(i), frames > 1 ? ", more than once" : "",
				    mb_reason_text(i));
		if (e->no_memory)
			return;
		e->line[e->lines - 1].reason = mb_reason_name(i);
		e->line[e->lines - 1].frames = frames;
	}
	if (!any)
		mb_explain_fact(e, "It is counted on the devices alone: an ordinary path.");
}

void mb_explain_facts_after(struct mb_explain *e)
{
	tell_queue(e);
	tell_why(e);
	tell_copies(e);
	tell_act(e);
	tell_counted(e);
}
