// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * explain_warn.c - why a frame may not arrive all the same: of what is said of a port, what is
 * about it.
 *
 * Each of these is a question that users ask before they find the answer elsewhere.
 */
#include <linux/if.h>
#include <linux/if_ether.h>
#include <string.h>

#include "base/mac.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/config.h"
#include "port/explain.h"
#include "port/record.h"
#include "port/trouble.h"
#include "world/hostdev.h"

#define TAG_LEN 4 /* so much more than the MTU a veth lets pass */

static void warn(void *arg, const struct mb_endpoint *ep, enum mb_trouble_kind kind,
		 const char *text)
{
	(void)ep;
	(void)kind;
	mb_explain_warn(arg, "%s", text);
}

/* What is said of a port by whoever asks, said of this frame. */
static struct mb_trouble trouble_of(struct mb_explain *e)
{
	return (struct mb_trouble){ e->mb, e->port, &e->survey, &e->nft, warn, e };
}

static void warn_program(struct mb_explain *e, const struct mb_trouble *t)
{
	if (e->other_build)
		mb_explain_warn(e,
				"Program %u is of another build of macbpf: what is said here is "
				"what this one would do.",
				e->prog_id);
	if (e->from && (!e->prog_id || e->config.entry == MB_ENTRY_CLOSED))
		mb_trouble_no_program(t, e->from);
	if (e->origin == MACBPF_ORIGIN_WIRE && !e->prog_id)
		mb_trouble_no_program(t, NULL);
}

/* What the host sends out meets no program of ours without host-access. */
static void warn_from_host(struct mb_explain *e, const struct mb_trouble *t)
{
	const uint8_t *dst = e->frame.data;
	struct mb_dest to;

	if (e->origin != MACBPF_ORIGIN_HOST || e->prog_id)
		return;
	if (!(dst[0] & 1) && (mb_fdb_get(&e->port->maps, dst, &to) || to.mode == MB_MODE_HOST))
		return;
	if (mb_config_has_host(e->port))
		mb_trouble_no_host(t);
	else if (mb_record_modes(e->port) & MB_MODE_PASSTHRU)
		mb_explain_warn(e, "The host and an endpoint of mode passthru don't reach each "
				   "other.");
	else
		mb_explain_warn(e,
				"The host and its endpoints don't reach each other: that takes "
				"'macbpf port set link %s host-access on'.",
				e->at->name);
}

/* Others on the same hook, which see the frame first. */
static void warn_ahead(const struct mb_explain *e, const struct mb_trouble *t)
{
	mb_trouble_ahead(t, e->from, mb_explain_entry(e));
	if (e->origin == MACBPF_ORIGIN_WIRE)
		mb_trouble_xdp(t);
}

static bool meets_lower(const struct mb_explain *e)
{
	return !e->from || e->tell.act == MB_ACT_WIRE || e->tell.act == MB_ACT_HOST;
}

static void warn_sender(struct mb_explain *e, const struct mb_trouble *t)
{
	const uint8_t *src = e->frame.data + 6;
	char name[MB_IFNAME_LEN], mac[MB_MAC_TEXT];
	struct mb_dest owner;

	if (!e->from || !mb_trouble_hostdev(t, e->from))
		return;
	mb_explain_line_name(e, e->from, name);
	if (!mb_device_is_up(e->mb, e->from))
		mb_explain_warn(e, "%s is down: it sends nothing.", name);
	mb_trouble_queue(t, e->from);
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
	const struct mb_trouble t = trouble_of(e);
	bool direct = !copy && e->tell.peer;
	char name[MB_IFNAME_LEN];
	struct mb_dev dev;

	mb_explain_line_name(e, ep, name);
	mb_trouble_pace(&t, ep);
	if (!mb_device_is_up(e->mb, ep))
		mb_explain_warn(e, "%s is down: %s.", name, lost(e, copy));
	else if (mb_device_lacks_reader(ep))
		mb_explain_warn(e, "Nobody reads from %s, as its virtual machine does: %s.", name,
				lost(e, copy));
	else if (!direct && !(ep->hostdev->flags & IFF_UP))
		mb_explain_warn(e, "%s, the hostdev of %s, is down: %s.",
				mb_hostdev_shown(ep->hostdev), name, lost(e, copy));
	else if (!direct && ep->rec.kind == MB_KIND_VETH && mb_explain_line_device(e, ep, &dev) &&
		 !e->frame.gso_size && e->frame.length > dev.mtu + ETH_HLEN + TAG_LEN)
		mb_explain_warn(e, "%u bytes are more than %s lets in, whose MTU is %u: %s.",
				e->frame.length, name, dev.mtu, lost(e, copy));
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

/* Whether it is about one that has, or had, the destination's address. */
static void warn_claimants(const struct mb_explain *e, const struct mb_trouble *t,
			   const struct mb_endpoint *ep)
{
	const uint8_t *dst = e->frame.data;
	bool had = !memcmp(ep->rec.mac, dst, 6);
	struct mb_dev dev;

	if (had)
		mb_trouble_taken(t, ep);
	if (!mb_device_survey(e->mb, t->survey, ep, &dev) && (had || !memcmp(dev.address, dst, 6)))
		mb_trouble_changed(t, ep, &dev);
}

static void warn_destination(const struct mb_explain *e, const struct mb_trouble *t)
{
	if (e->frame.data[0] & 1)
		return;
	for (size_t i = 0; i < e->port->count; i++) {
		const struct mb_endpoint *ep = &e->port->ep[i];

		if (mb_world_is_live(ep))
			warn_claimants(e, t, ep);
	}
}

/* What users of macvlan ask first: neither the kernel's nor this does it unasked. */
static void warn_host(struct mb_explain *e)
{
	const char *lower = e->port->lower->name;

	if (!e->from || e->tell.act != MB_ACT_WIRE || !mb_explain_is_hosts(e, e->frame.data))
		return;
	if (e->frame.tag)
		mb_explain_warn(e,
				"The host gets nothing of what leaves by %s, unless a switch sends "
				"it back, and frames with a tag stay apart from it.",
				lower);
	else
		mb_explain_warn(e,
				"The host gets nothing of what leaves by %s, unless a switch sends "
				"it back: endpoints of mode bridge reach it with 'macbpf port set "
				"link %s host-access on'.",
				lower, lower);
}

/* Others on its way, before which our program takes it. */
static void warn_past(struct mb_explain *e, const struct mb_trouble *t)
{
	const struct mb_endpoint *to = mb_explain_line_endpoint(e, mb_explain_receiver(e));
	bool to_any = to || e->tell.told.copies;

	if (e->origin == MACBPF_ORIGIN_WIRE && to_any)
		mb_trouble_past_ingress(t);
	if (e->origin == MACBPF_ORIGIN_HOST && to_any)
		mb_trouble_past_host(t);
	if (e->from)
		mb_trouble_past_sent(t, e->from);
	if (e->from && e->tell.act == MB_ACT_WIRE && !mb_kind_of(e->from)->xmit)
		mb_trouble_past_egress(t);
	if (to)
		mb_trouble_past_given(t, to, e->tell.peer);
	for (uint32_t i = 0; i < e->tell.told.copies && i < MB_TOLD_COPIES; i++) {
		to = mb_explain_line_endpoint(e, e->tell.told.copy[i]);
		if (to)
			mb_trouble_past_given(t, to, false);
	}
}

void mb_explain_warnings(struct mb_explain *e)
{
	const struct mb_trouble t = trouble_of(e);

	warn_program(e, &t);
	warn_from_host(e, &t);
	warn_ahead(e, &t);
	if (meets_lower(e))
		mb_trouble_lower(&t);
	warn_sender(e, &t);
	warn_receivers(e);
	warn_destination(e, &t);
	warn_host(e);
	warn_past(e, &t);
}
