// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * trouble.c - what devices say beside the tables: the reasons for which frames don't arrive, each
 * with the way out.
 */
#include <linux/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mac.h"
#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/lower.h"
#include "port/trouble.h"
#include "world/hostdev.h"

void mb_trouble_say(const struct mb_trouble *t, const struct mb_endpoint *ep,
		    enum mb_trouble_kind kind, const char *fmt, ...)
{
	char text[MB_TROUBLE_TEXT];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	t->say(t->arg, ep, kind, text);
}

const char *mb_trouble_name(const struct mb_trouble *t, const struct mb_endpoint *ep,
			    char name[MB_IFNAME_LEN])
{
	struct mb_dev dev;

	if (ep->hostdev && !mb_device_survey(t->mb, t->survey, ep, &dev))
		memcpy(name, dev.name, MB_IFNAME_LEN);
	else
		snprintf(name, MB_IFNAME_LEN, "%.*s", MB_IFNAME_LEN - 1, ep->rec.name);
	return name;
}

void mb_trouble_lower(const struct mb_trouble *t)
{
	const struct mb_dev *lower = t->port->lower;

	if (!(lower->flags & IFF_UP))
		mb_trouble_say(
			t, NULL, MB_TROUBLE_LOWER_DOWN,
			"%s is down, and nothing comes in or leaves by it: 'ip link set %s up'.",
			lower->name, lower->name);
	else if (!(lower->flags & IFF_LOWER_UP))
		mb_trouble_say(
			t, NULL, MB_TROUBLE_NO_CARRIER,
			"%s has no carrier, and nothing comes in or leaves by it: its cable, "
			"or what is at the other end.",
			lower->name);
}

void mb_trouble_xdp(const struct mb_trouble *t)
{
	const struct mb_dev *lower = t->port->lower;

	if (lower->xdp || lower->xdp_generic)
		mb_trouble_say(t, NULL, MB_TROUBLE_XDP,
			       "%s has an XDP program, which sees frames first: 'ip link show %s' "
			       "tells its number.",
			       lower->name, lower->name);
}

void mb_trouble_no_program(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	char name[MB_IFNAME_LEN];

	if (ep)
		mb_trouble_say(t, ep, MB_TROUBLE_NO_PROGRAM,
			       "%s has lost its program, so nothing that %s sends goes anywhere: "
			       "'macbpf port sweep' puts it back.",
			       mb_hostdev_shown(ep->hostdev), mb_trouble_name(t, ep, name));
	else
		mb_trouble_say(t, NULL, MB_TROUBLE_NO_PROGRAM,
			       "%s has lost its program, so no endpoint gets anything from the "
			       "wire: 'macbpf port sweep' puts it back.",
			       t->port->lower->name);
}

void mb_trouble_no_host(const struct mb_trouble *t)
{
	mb_trouble_say(t, NULL, MB_TROUBLE_NO_PROGRAM,
		       "%s has lost its program of host-access, so no endpoint gets anything from "
		       "the host: 'macbpf port sweep' puts it back.",
		       t->port->lower->name);
}

/* Only the host's program is at an egress. */
static void say_filters(const struct mb_trouble *t, const struct mb_endpoint *ep, uint32_t entry,
			const char *dev)
{
	const char *side = entry == MB_ENTRY_HOST ? "egress" : "ingress";

	mb_trouble_say(t, ep, ep ? MB_TROUBLE_BEHIND : MB_TROUBLE_PASSED_BY,
		       "Filters of tc stand before macbpf's program on %s: what they keep or "
		       "change is not known here, 'tc filter show dev %s %s' lists them.",
		       dev, dev, side);
}

/* On the lower a command passes them; before a hostdev's they have their place, if wanted. */
static void say_ahead(const struct mb_trouble *t, const struct mb_endpoint *ep,
		      const struct mb_ahead *ahead, const char *dev)
{
	char name[MB_PROG_NAME_LEN], way[64] = "'macbpf port sweep' passes it if it can";

	if (ep)
		snprintf(way, sizeof(way), "'bpftool prog show id %u' tells of it", ahead->id);
	mb_prog_name(ahead->id, name);
	mb_trouble_say(t, ep, ep ? MB_TROUBLE_BEHIND : MB_TROUBLE_PASSED_BY,
		       "Program %u (%s) stands before macbpf's at %s of %s: what it keeps or "
		       "changes is not known here, %s.",
		       ahead->id, *name ? name : "without a name", macbpf_hook__name(ahead->hook),
		       dev, way);
}

void mb_trouble_ahead(const struct mb_trouble *t, const struct mb_endpoint *ep, uint32_t entry)
{
	const struct mb_dev *dev = ep ? ep->hostdev : t->port->lower;
	mb_auto_free struct mb_ahead *ahead = NULL;
	size_t count = 0;
	uint32_t hook;

	if (mb_attach_ahead(t->mb, dev->ifindex, mb_prog_entry_name(entry), &hook, &ahead, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		if (ahead[i].id)
			say_ahead(t, ep, &ahead[i], dev->name);
		else
			say_filters(t, ep, entry, dev->name);
	}
}

bool mb_trouble_hostdev(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	const char *hostdev = mb_hostdev_shown(ep->hostdev);
	bool held = ep->rec.status & MB_EP_HELD, follows = t->port->rec.flags & MB_PORT_NO_CARRIER;
	char name[MB_IFNAME_LEN], way[64];

	if (ep->hostdev->flags & IFF_UP || mb_kind_of(ep)->is_own_hostdev)
		return true;
	snprintf(way, sizeof(way),
		 held ? "'macbpf link set %s protodown off'" : "'macbpf port sweep'", hostdev);
	mb_trouble_say(t, ep, MB_TROUBLE_HOSTDEV_DOWN,
		       "%s is down%s: %s has no carrier, and sends nothing%s%s.", hostdev,
		       held	 ? ", by protodown"
		       : follows ? ", as its lower has no carrier"
				 : "",
		       mb_trouble_name(t, ep, name), held || !follows ? ": " : "",
		       held || !follows ? way : "");
	return false;
}

/* Who has an address, but no frames for it. */
void mb_trouble_taken(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	char name[MB_IFNAME_LEN], mac[MB_MAC_TEXT];

	if (ep->rec.mode == MB_MODE_PASSTHRU || ep->rec.status & MB_EP_OWNS_MAC)
		return;
	mb_trouble_say(t, ep, MB_TROUBLE_TAKEN,
		       "%s has the address %s, too, but another had it first: nothing is given to "
		       "it until one of them has another.",
		       mb_trouble_name(t, ep, name), mb_mac_text(mac, ep->rec.mac));
}

static void say_beside(const struct mb_trouble *t, const struct mb_endpoint *ep, const char *name,
		       const char *now, const char *then)
{
	mb_trouble_say(t, ep, MB_TROUBLE_CHANGED,
		       "%s has the address %s by now, which the host, a device on %s or its bridge "
		       "has: it gets what is for %s until it has another. If that is meant: "
		       "'macbpf link set %s address %s'.",
		       name, now, mb_world_port_name(t->port), then, mb_hostdev_shown(ep->hostdev),
		       now);
}

/* The tables have an address that was its own when a command last looked. */
void mb_trouble_changed(const struct mb_trouble *t, const struct mb_endpoint *ep,
			const struct mb_dev *dev)
{
	char name[MB_IFNAME_LEN], now[MB_MAC_TEXT], then[MB_MAC_TEXT];

	if (ep->rec.mode == MB_MODE_PASSTHRU || !memcmp(dev->address, ep->rec.mac, 6))
		return;
	mb_trouble_name(t, ep, name);
	mb_mac_text(now, dev->address);
	mb_mac_text(then, ep->rec.mac);
	if (ep->rec.guard & MB_GUARD_MAC)
		mb_trouble_say(t, ep, MB_TROUBLE_CHANGED,
			       "%s has the address %s by now, and its guard holds it to %s.", name,
			       now, then);
	else if (mb_lower_has_beside(t->mb, t->port, dev->address))
		say_beside(t, ep, name, now, then);
	else
		mb_trouble_say(t, ep, MB_TROUBLE_CHANGED,
			       "%s has the address %s by now, and the tables still have %s: "
			       "'macbpf port sweep' makes them follow.",
			       name, now, then);
}
