// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* trouble_find.c - goes over one port, its lower and its endpoints, and says all that is wrong. */
#include <errno.h>
#include <linux/if_ether.h>

#include "common/own.h"
#include "common/text.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "datapath/reason.h"
#include "kernel/sysctl.h"
#include "kernel/wifi.h"
#include "kinds/device.h"
#include "kinds/kind.h"
#include "port/config.h"
#include "port/explain.h"
#include "port/trouble.h"
#include "world/hostdev.h"
#include "world/loop.h"

#define FRAMES 4 /* for all at once, whose copies a backlog should hold */

/* Whether the program of this enum mb_entry runs there, and is ours. */
static bool has_program(const struct mb_trouble *t, const struct mb_dev *dev, uint32_t entry)
{
	uint32_t hook;
	int err = mb_attach_where(t->mb, dev->ifindex, mb_prog_entry_name(entry), &hook);

	return err != -ENOENT && err != -ENOMSG;
}

/* ---------------------------------------------------------------- the port */

static void find_host_program(const struct mb_trouble *t)
{
	if (!mb_config_has_host(t->port))
		return;
	if (!has_program(t, t->port->lower, MB_ENTRY_HOST))
		mb_trouble_no_host(t);
	mb_trouble_ahead(t, NULL, MB_ENTRY_HOST);
}

static int find_program(const struct mb_trouble *t)
{
	const struct mb_dev *lower = t->port->lower;
	mb_auto_free struct mb_explain *e = calloc(1, sizeof(*e));
	int err;

	if (!e)
		return -ENOMEM;
	e->mb = t->mb;
	e->w = t->survey->w;
	e->port = t->port;
	e->origin = MACBPF_ORIGIN_WIRE;
	err = mb_explain_program(e);
	if (err)
		return err;
	if (!e->prog_id)
		mb_trouble_no_program(t, NULL);
	if (e->other_build)
		mb_trouble_say(t, NULL, MB_TROUBLE_OTHER_BUILD,
			       "%s runs programs of another build of macbpf: 'macbpf port upgrade "
			       "link %s' brings this one's.",
			       lower->name, lower->name);
	mb_trouble_ahead(t, NULL, MB_ENTRY_LOWER);
	find_host_program(t);
	return 0;
}

/* Nobody who has a switch that sends back is told, once it did. */
static int find_vepa(const struct mb_trouble *t)
{
	const char *lower = t->port->lower->name;
	uint64_t frames[MB_R_COUNT];
	size_t all = 0, vepa = 0;
	int err = mb_reasons_read(t->mb, &t->port->maps, frames);

	for (size_t i = 0; i < t->port->count; i++) {
		all += mb_world_is_live(&t->port->ep[i]);
		vepa += mb_world_is_live(&t->port->ep[i]) &&
			t->port->ep[i].rec.mode == MB_MODE_VEPA;
	}
	if (err || all < 2 || !vepa || frames[MB_R_REFLECTED])
		return err;
	mb_trouble_say(
		t, NULL, MB_TROUBLE_VEPA,
		"%zu of %zu endpoints on %s are in mode vepa, the default: they reach the others "
		"only by a switch that sends back what comes from here, and none has yet: "
		"'macbpf link set NAME type macvlan mode bridge' for each of them.",
		vepa, all, lower);
	return 0;
}

/* Frames of one that is gone, or that another command has not seen yet, go elsewhere. */
static bool has_vlan_device(const struct mb_trouble *t, uint16_t proto, uint32_t id)
{
	const struct mb_world *w = t->survey->w;

	for (size_t i = 0; i < w->upper_count; i++)
		if (w->upper[i]->link == t->port->lower_ifindex &&
		    w->upper[i]->vlan_proto == proto && w->upper[i]->vlan_id == id)
			return true;
	return false;
}

static void find_tags(const struct mb_trouble *t, uint32_t tag, uint16_t proto, const char *name)
{
	char kept[96] = "", gone[96] = "";

	for (uint32_t id = 0; id < MB_VIDS; id++) {
		char *list = has_vlan_device(t, proto, id) ? kept : gone;

		if (mb_vlans_have(&t->port->rec.vlans, tag, id))
			mb_text_append(list, sizeof(kept), " %u", id);
	}
	if (*kept)
		mb_trouble_say(
			t, NULL, MB_TROUBLE_VLAN,
			"Frames with %s tag%s are left to VLAN devices on %s, and no endpoint "
			"on %s gets them: one for such a VLAN is made on its VLAN device.",
			name, kept, t->port->lower->name, t->port->lower->name);
	if (*gone)
		mb_trouble_say(t, NULL, MB_TROUBLE_STALE_VLAN,
			       "Frames with %s tag%s are left to VLAN devices that are gone: "
			       "'macbpf port sweep' gives them to endpoints.",
			       name, gone);
}

static void find_kernels(const struct mb_trouble *t)
{
	const struct mb_world *w = t->survey->w;
	const char *lower = t->port->lower->name;

	for (size_t i = 0; i < w->upper_count; i++)
		if (w->upper[i]->is_macvlan && w->upper[i]->link == t->port->lower_ifindex &&
		    !(t->port->rec.flags & MB_PORT_HOST_ACCESS))
			mb_trouble_say(
				t, NULL, MB_TROUBLE_KERNELS,
				"%s, a macvlan of the kernel on %s, and endpoints of macbpf "
				"reach each other with 'macbpf port set %s host-access on' only.",
				w->upper[i]->name, lower, lower);
}

/* Other namespaces than the first don't tell, and then nothing is said. */
static void find_backlog(const struct mb_trouble *t)
{
	uint32_t backlog = mb_sysctl_backlog();
	size_t all = 0;

	for (size_t i = 0; i < t->port->count; i++)
		all += mb_world_is_live(&t->port->ep[i]);
	if (!backlog || all * FRAMES <= backlog)
		return;
	mb_trouble_say(t, NULL, MB_TROUBLE_BACKLOG,
		       "A frame for all makes %zu copies, of which a CPU's backlog holds %u; what "
		       "finds it full is lost, and counted as copy-refused: 'sysctl -w "
		       "net.core.netdev_max_backlog=%zu'.",
		       all, backlog, all * FRAMES * 2);
}

static void find_wifi(const struct mb_trouble *t)
{
	const struct mb_dev *lower = t->port->lower;

	if (mb_wifi_is(lower->name, lower->ifindex))
		mb_trouble_say(
			t, NULL, MB_TROUBLE_WIFI,
			"%s is a wireless LAN's, whose access points let the card's own address by "
			"and no endpoint's: ipvlan has one address for all, and between two "
			"stations of your own there is 4-address mode.",
			lower->name);
}

static void find_past(const struct mb_trouble *t)
{
	bool any = false;

	mb_trouble_past_ingress(t);
	mb_trouble_past_host(t);
	for (size_t i = 0; !any && i < t->port->count; i++)
		any = mb_world_is_live(&t->port->ep[i]) && !mb_kind_of(&t->port->ep[i])->xmit;
	if (any)
		mb_trouble_past_egress(t);
}

static int find_at_port(const struct mb_trouble *t)
{
	int err;

	mb_trouble_lower(t);
	err = find_program(t) ?: find_vepa(t);
	mb_trouble_xdp(t);
	find_past(t);
	find_tags(t, MB_TAG_8021Q, ETH_P_8021Q, "802.1Q");
	find_tags(t, MB_TAG_8021AD, ETH_P_8021AD, "802.1ad");
	find_kernels(t);
	find_wifi(t);
	find_backlog(t);
	return err;
}

/* ---------------------------------------------------------------- its endpoints */

static void find_in_device(const struct mb_trouble *t, const struct mb_endpoint *ep,
			   const struct mb_dev *dev)
{
	const char *hostdev = mb_hostdev_shown(ep->hostdev);
	const struct mb_dev *lower = t->port->lower;

	if (dev->mtu > lower->mtu)
		mb_trouble_say(
			t, ep, MB_TROUBLE_MTU,
			"The MTU %u of %s is more than the %u of %s, by which nothing larger "
			"leaves: 'ip link set %s mtu %u', or 'macbpf link set %s mtu %u'.",
			dev->mtu, dev->name, lower->mtu, lower->name, lower->name, dev->mtu,
			hostdev, lower->mtu);
	if (dev->xdp_generic || (dev->xdp && ep->rec.status & MB_EP_PEER))
		mb_trouble_say(t, ep, MB_TROUBLE_PAST_XDP,
			       "Frames go past the XDP program of %s: attach it with xdpdrv and "
			       "xdp.frags, then 'macbpf port sweep'.",
			       dev->name);
	if (mb_loop_has(t->survey->w, t->port, ep, dev))
		mb_trouble_say(t, ep, MB_TROUBLE_LOOP,
			       "%s was put under its own lower, so that frames go round: 'ip link "
			       "set %s nomaster'.",
			       dev->name, dev->name);
	mb_trouble_changed(t, ep, dev);
}

/* Adopting refuses one that has a master, but it may get one later. A tap in a loop is told as
 * that. */
static void find_master(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	const struct mb_dev *hostdev = ep->hostdev;
	const struct mb_dev *master = mb_world_dev(t->survey->w, hostdev->master);
	const char *name = mb_hostdev_shown(hostdev);
	bool is_device = mb_kind_of(ep)->is_own_hostdev;

	if (!hostdev->master || (is_device && mb_loop_has(t->survey->w, t->port, ep, hostdev)))
		return;
	mb_trouble_say(t, ep, MB_TROUBLE_MASTER,
		       "%s is in %s, which takes its frames and gives it those of others: take it "
		       "out ('ip link set %s nomaster').",
		       name, master ? master->name : "a bridge", name);
}

static void find_at_endpoint(const struct mb_trouble *t, const struct mb_endpoint *ep)
{
	struct mb_dev dev;

	if (!has_program(t, ep->hostdev, MB_ENTRY_ENDPOINT))
		mb_trouble_no_program(t, ep);
	mb_trouble_ahead(t, ep, MB_ENTRY_ENDPOINT);
	mb_trouble_past_sent(t, ep);
	mb_trouble_past_given(t, ep, ep->rec.status & MB_EP_PEER);
	mb_trouble_pace(t, ep);
	mb_trouble_queue(t, ep);
	mb_trouble_taken(t, ep);
	find_master(t, ep);
	if (mb_trouble_hostdev(t, ep) && !mb_device_is_up(t->mb, ep)) {
		mb_trouble_name(t, ep, dev.name);
		mb_trouble_say(t, ep, MB_TROUBLE_DOWN,
			       "%s is down: it gets nothing, and sends nothing: 'macbpf link set "
			       "%s up'.",
			       dev.name, mb_hostdev_shown(ep->hostdev));
	}
	if (mb_device_lacks_reader(ep))
		mb_trouble_say(t, ep, MB_TROUBLE_READER,
			       "Nobody reads from %s, as its virtual machine does while it runs: "
			       "what is for it is lost.",
			       mb_trouble_name(t, ep, dev.name));
	if (!mb_device_survey(t->mb, t->survey, ep, &dev))
		find_in_device(t, ep, &dev);
}

int mb_trouble_find(const struct mb_trouble *t)
{
	int err = find_at_port(t);

	for (size_t i = 0; !err && i < t->port->count; i++) {
		const struct mb_endpoint *ep = &t->port->ep[i];

		if (mb_world_is_live(ep))
			find_at_endpoint(t, ep);
		else if (ep->rec.state == MB_EP_LIVE)
			mb_trouble_say(
				t, NULL, MB_TROUBLE_GONE,
				"The devices of endpoint %.*s are gone, and it is still in the "
				"tables: 'macbpf port sweep' removes it.",
				MB_IFNAME_LEN - 1, ep->rec.name);
	}
	return err;
}
