// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * explain_warn.c - why a frame may not arrive all the same: what devices say beside the tables.
 *
 * Each of these is a question that users ask before they find the answer elsewhere.
 */
#include <linux/if.h>
#include <linux/if_ether.h>
#include <string.h>

#include "base/mac.h"
#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "kinds/device.h"
#include "port/explain.h"
#include "world/hostdev.h"

#define TAG_LEN 4 /* so much more than the MTU a veth lets pass */

static void warn_program(struct mb_explain *e)
{
	char name[MB_IFNAME_LEN];

	if (e->other_build)
		mb_explain_warn(e,
				"Program %u is of another build of macbpf: what is said here is "
				"what this one would do.",
				e->prog_id);
	if (e->from && (!e->prog_id || e->config.entry == MB_ENTRY_CLOSED))
		mb_explain_warn(e,
				"%s has lost its program, so nothing that %s sends goes anywhere: "
				"'macbpf port sweep' puts it back.",
				mb_hostdev_shown(e->at), mb_explain_line_name(e, e->from, name));
	if (e->origin == MACBPF_ORIGIN_WIRE && !e->prog_id)
		mb_explain_warn(e,
				"%s has lost its program, so no endpoint gets anything from the "
				"wire: 'macbpf port sweep' puts it back.",
				e->at->name);
	if (e->origin == MACBPF_ORIGIN_HOST && !e->prog_id)
		mb_explain_warn(e,
				"The host and its endpoints don't reach each other: that takes "
				"'macbpf port set link %s host-access on'.",
				e->at->name);
}

/* Others on the same hook, which see the frame first. */
static void warn_ahead(struct mb_explain *e)
{
	const char *own = mb_prog_entry_name(mb_explain_entry(e));
	mb_auto_free struct mb_ahead *ahead = NULL;
	char name[MB_PROG_NAME_LEN];
	size_t count = 0;
	uint32_t hook;

	if (mb_attach_ahead(e->mb, e->at->ifindex, own, &hook, &ahead, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		if (ahead[i].id)
			mb_prog_name(ahead[i].id, name);
		if (ahead[i].id)
			mb_explain_warn(e,
					"Program %u (%s) stands before macbpf's at %s of %s: what "
					"it keeps or changes is not known here.",
					ahead[i].id, *name ? name : "without a name",
					macbpf_hook__name(ahead[i].hook), e->at->name);
		else
			mb_explain_warn(e,
					"Filters of tc stand before macbpf's program on %s: what "
					"they keep or change is not known here.",
					e->at->name);
	}
	if (e->origin == MACBPF_ORIGIN_WIRE && (e->at->xdp || e->at->xdp_generic))
		mb_explain_warn(e, "%s has an XDP program, which sees frames first.", e->at->name);
}

static bool meets_lower(const struct mb_explain *e)
{
	return !e->from || e->tell.act == MB_ACT_WIRE || e->tell.act == MB_ACT_HOST;
}

static void warn_lower(struct mb_explain *e)
{
	const struct mb_dev *lower = e->port->lower;

	if (!meets_lower(e))
		return;
	if (!(lower->flags & IFF_UP))
		mb_explain_warn(e, "%s is down: nothing comes in or leaves by it.", lower->name);
	else if (!(lower->flags & IFF_LOWER_UP))
		mb_explain_warn(e, "%s has no carrier: nothing comes in or leaves by it.",
				lower->name);
}

/* Whether it is meant to be. */
static const char *why_down(const struct mb_explain *e, const struct mb_endpoint *ep)
{
	if (ep->rec.status & MB_EP_HELD)
		return ", by protodown";
	return e->port->rec.flags & MB_PORT_NO_CARRIER ? ", as its lower has no carrier" : "";
}

/* True if it is worth to look further. */
static bool warn_hostdev(struct mb_explain *e, const struct mb_endpoint *ep)
{
	char name[MB_IFNAME_LEN];

	if (ep->hostdev->flags & IFF_UP)
		return true;
	mb_explain_warn(e, "%s is down%s: %s has no carrier, and sends nothing.",
			mb_hostdev_shown(ep->hostdev), why_down(e, ep),
			mb_explain_line_name(e, ep, name));
	return false;
}

static void warn_sender(struct mb_explain *e)
{
	const uint8_t *src = e->frame.data + 6;
	char name[MB_IFNAME_LEN], mac[MB_MAC_TEXT];
	struct mb_dest owner;

	if (!e->from || !warn_hostdev(e, e->from))
		return;
	mb_explain_line_name(e, e->from, name);
	if (!mb_device_is_up(e->mb, e->from))
		mb_explain_warn(e, "%s is down: it sends nothing.", name);
	if (e->from->rec.mode == MB_MODE_PASSTHRU || e->from->rec.learning || src[0] & 1)
		return;
	if (mb_fdb_get(&e->port->maps, src, &owner) || owner.hostdev != e->from->rec.hostdev)
		mb_explain_warn(e,
				"Answers to %s don't come back to %s: frames for it go elsewhere.",
				mb_mac_text(mac, src), name);
}

/* `copy`: it is counted by us if the kernel refuses it. */
static const char *lost(const struct mb_explain *e, bool copy)
{
	if (copy)
		return "the copy is lost, and counted as copy-refused";
	return e->tell.peer ? "the frame is lost, and no counter tells"
			    : "the frame is lost, and the devices count it at most";
}

static void warn_receiver(struct mb_explain *e, const struct mb_endpoint *ep, bool copy)
{
	bool direct = !copy && e->tell.peer;
	char name[MB_IFNAME_LEN];
	struct mb_dev dev;

	mb_explain_line_name(e, ep, name);
	if (!mb_device_is_up(e->mb, ep))
		mb_explain_warn(e, "%s is down: %s.", name, lost(e, copy));
	else if (!direct && !(ep->hostdev->flags & IFF_UP))
		mb_explain_warn(e, "%s, the hostdev of %s, is down: %s.",
				mb_hostdev_shown(ep->hostdev), name, lost(e, copy));
	else if (!direct && ep->rec.kind == MB_KIND_VETH && mb_explain_line_device(e, ep, &dev) &&
		 e->frame.length > dev.mtu + ETH_HLEN + TAG_LEN)
		mb_explain_warn(e, "%u bytes are more than %s lets in, whose MTU is %u: %s.",
				e->frame.length, name, dev.mtu, lost(e, copy));
}

/* The tables have an address that was its own when a command last looked. */
static void warn_changed(struct mb_explain *e, const struct mb_endpoint *ep)
{
	char name[MB_IFNAME_LEN], now[MB_MAC_TEXT], then[MB_MAC_TEXT];
	const uint8_t *dst = e->frame.data;
	struct mb_dev dev;

	if (!mb_explain_line_device(e, ep, &dev) || !memcmp(dev.address, ep->rec.mac, 6) ||
	    (memcmp(dst, ep->rec.mac, 6) && memcmp(dst, dev.address, 6)))
		return;
	mb_explain_line_name(e, ep, name);
	mb_mac_text(now, dev.address);
	mb_mac_text(then, ep->rec.mac);
	if (ep->rec.guard & MB_GUARD_MAC)
		mb_explain_warn(e, "%s has the address %s by now, and its guard holds it to %s.",
				name, now, then);
	else
		mb_explain_warn(e,
				"%s has the address %s by now, and the tables still have %s: "
				"'macbpf port sweep' makes them follow.",
				name, now, then);
}

static void warn_receivers(struct mb_explain *e)
{
	const struct mb_endpoint *ep = mb_explain_line_endpoint(e, mb_explain_receiver(e));

	if (ep)
		warn_receiver(e, ep, false);
	for (uint32_t i = 0; i < e->tell.told.copies && i < MB_TOLD_COPIES; i++) {
		ep = mb_explain_line_endpoint(e, e->tell.told.copy[i]);
		if (ep)
			warn_receiver(e, ep, true);
	}
}

/* Who has the destination's address, but no frames for it. */
static void warn_unclaimed(struct mb_explain *e, const struct mb_endpoint *ep)
{
	char name[MB_IFNAME_LEN];

	if (!memcmp(ep->rec.mac, e->frame.data, 6) && !(ep->rec.status & MB_EP_OWNS_MAC))
		mb_explain_warn(e,
				"%s has this address, too, but another had it first: nothing is "
				"given to it.",
				mb_explain_line_name(e, ep, name));
}

static void warn_destination(struct mb_explain *e)
{
	if (e->frame.data[0] & 1)
		return;
	for (size_t i = 0; i < e->port->count; i++) {
		const struct mb_endpoint *ep = &e->port->ep[i];

		if (ep->rec.state != MB_EP_LIVE || !ep->hostdev || ep->rec.mode == MB_MODE_PASSTHRU)
			continue;
		warn_unclaimed(e, ep);
		warn_changed(e, ep);
	}
}

void mb_explain_warnings(struct mb_explain *e)
{
	warn_program(e);
	warn_ahead(e);
	warn_lower(e);
	warn_sender(e);
	warn_receivers(e);
	warn_destination(e);
}
