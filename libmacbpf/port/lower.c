// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* lower.c - what a port asks of its lower, and what it follows there. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <stdlib.h>
#include <string.h>

#include "base/mac.h"
#include "base/txn.h"
#include "common/own.h"
#include "port/lower.h"
#include "port/programs.h"
#include "port/record.h"

/* VLAN devices on the lower that are in other netns are not known here. */
void mb_lower_find_vlans(struct mb_port_rec *rec, const struct mb_world *w)
{
	memset(&rec->vlans, 0, sizeof(rec->vlans));
	for (size_t i = 0; i < w->devs.count; i++) {
		const struct mb_dev *dev = &w->devs.dev[i];
		uint32_t vid = dev->vlan_id % MB_VIDS;

		if (dev->vlan_proto && dev->link == rec->lower && dev->link_netnsid < 0)
			rec->vlans.bits[dev->vlan_proto == ETH_P_8021AD][vid / MB_VLAN_BITS] |=
				1u << vid % MB_VLAN_BITS;
	}
}

/* What a tunnel calls its addresses is where they are to be sent, and it takes frames for all. */
bool mb_lower_has_filter(const struct mb_port *port)
{
	return !port->lower || !port->lower->is_vxlan;
}

static int set_lower_flag(struct macbpf *mb, struct mb_port *port, uint32_t iff, bool on)
{
	struct mb_dev_change change = {
		.netns_fd = -1,
		.flags = on ? iff : 0,
		.flags_mask = iff,
	};
	int err = mb_rtnl_set(mb->rtnl, port->lower->ifindex, &change);

	if (!err)
		return 0;
	return mb_fail(mb, err, "can't switch %s of %s %s: %s",
		       iff == IFF_PROMISC ? "promiscuous mode" : "allmulticast", port->lower->name,
		       on ? "on" : "off", strerror(-err));
}

struct flag {
	struct macbpf *mb;
	struct mb_port *port;
	uint32_t iff, mark;
};

/* It may be off, though the kernel couldn't say so. */
static void keep_flag(void *arg)
{
	const struct flag *f = arg;

	f->port->rec.flags |= f->mark;
	set_lower_flag(f->mb, f->port, f->iff, true);
}

static int unset_lower_flag(struct macbpf *mb, struct mb_port *port, uint32_t iff, uint32_t mark)
{
	struct flag flag = { mb, port, iff, mark };
	int err = set_lower_flag(mb, port, iff, false);

	if (err && err != MB_NETLINK_UNHEARD)
		return err;
	if (!err) {
		port->rec.flags &= ~mark;
		err = mb_record_save_port(mb, port);
	}
	if (err)
		mb_txn_undo(mb, keep_flag, &flag);
	return err;
}

/* It may be on, though the kernel couldn't say so. */
static void take_flag_back(void *arg)
{
	const struct flag *f = arg;

	unset_lower_flag(f->mb, f->port, f->iff, f->mark);
}

/*
 * Switches a flag on unless the user has, and off only if it was us. The record goes first, and
 * last: a command that dies on the way leaves no flag of which nobody knows.
 */
static int own_lower_flag(struct macbpf *mb, struct mb_port *port, uint32_t iff, uint32_t mark,
			  bool on)
{
	struct mb_dev now;
	int err;

	if (on == !!(port->rec.flags & mark))
		return 0;
	if (!on)
		return unset_lower_flag(mb, port, iff, mark);
	/* Not port->lower: this command may have switched the flag off since, and now undoes it. */
	err = mb_rtnl_get(mb->rtnl, port->lower_ifindex, -1, &now);
	if (err)
		return mb_fail(mb, err, "can't look at %s: %s", port->lower->name, strerror(-err));
	if (now.flags & iff)
		return 0;
	port->rec.flags |= mark;
	err = mb_record_save_port(mb, port) ?: set_lower_flag(mb, port, iff, true);
	if (err == MB_NETLINK_UNHEARD) {
		mb_txn_undo(mb, take_flag_back, &(struct flag){ mb, port, iff, mark });
	} else if (err) {
		port->rec.flags &= ~mark;
		mb_record_save_port(mb, port);
	}
	return err;
}

int mb_lower_set_promisc(struct macbpf *mb, struct mb_port *port, bool on)
{
	return own_lower_flag(mb, port, IFF_PROMISC, MB_PORT_SET_PROMISC, on);
}

int mb_lower_set_allmulti(struct macbpf *mb, struct mb_port *port)
{
	return own_lower_flag(mb, port, IFF_ALLMULTI, MB_PORT_SET_ALLMULTI, true);
}

/* What somebody else switched off is switched on again. */
static void keep_lower_flag(struct macbpf *mb, struct mb_port *port, uint32_t iff, uint32_t mark)
{
	if (port->lower->flags & iff)
		return;
	if (port->rec.flags & mark)
		set_lower_flag(mb, port, iff, true);
	else
		own_lower_flag(mb, port, iff, mark, true);
}

/* A lower that was in another netns for a while may come back with another number. */
static void follow_number(struct macbpf *mb, struct mb_port *port)
{
	if (port->rec.lower == port->lower_ifindex || mb_programs_follow(mb, port))
		return;
	port->rec.lower = port->lower_ifindex;
	mb_record_save_port(mb, port);
}

/* What can't be done now is not on record either, so that the next command tries again. */
static void follow_vlans(struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	const struct mb_vlans old = port->rec.vlans;

	mb_lower_find_vlans(&port->rec, w);
	if (!memcmp(&old, &port->rec.vlans, sizeof(old)) ||
	    (!mb_record_save_vlans(mb, port) && !mb_programs_follow(mb, port)))
		return;
	port->rec.vlans = old;
	mb_record_save_vlans(mb, port);
}

/* A command died before it changed the MAC, or when it had put it back. */
static void forget_own_mac(struct macbpf *mb, struct mb_port *port)
{
	if (!(port->rec.flags & MB_PORT_SET_MAC) ||
	    memcmp(port->rec.lower_mac, port->lower->address, 6))
		return;
	port->rec.flags &= ~(uint32_t)MB_PORT_SET_MAC;
	mb_record_save_port(mb, port);
}

void mb_lower_follow(struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	forget_own_mac(mb, port);
	mb_record_save_lower(mb, port);
	follow_number(mb, port);
	follow_vlans(mb, w, port);
	keep_lower_flag(mb, port, IFF_ALLMULTI, MB_PORT_SET_ALLMULTI);
	if (mb_record_any_promisc(port))
		keep_lower_flag(mb, port, IFF_PROMISC, MB_PORT_SET_PROMISC);
}

static int change_lower_mac(struct macbpf *mb, const struct mb_port *port, const uint8_t mac[6])
{
	struct mb_dev_change change = { .netns_fd = -1, .address = mac };
	int err = mb_rtnl_set(mb->rtnl, port->lower->ifindex, &change);

	if (!err)
		return 0;
	return mb_fail(mb, err,
		       "can't change the address of %s, which a passthru endpoint "
		       "shares: %s",
		       port->lower->name, strerror(-err));
}

/* Remembered first: a command that dies on the way leaves what is needed to restore it. */
int mb_lower_set_mac(struct macbpf *mb, struct mb_port *port, const uint8_t mac[6])
{
	const struct mb_port_rec old = port->rec;
	int err;

	if (!(port->rec.flags & MB_PORT_SET_MAC))
		memcpy(port->rec.lower_mac, port->lower->address, 6);
	port->rec.flags |= MB_PORT_SET_MAC;
	err = mb_record_save_port(mb, port);
	if (err) {
		port->rec = old;
		return err;
	}
	err = change_lower_mac(mb, port, mac);
	if (err)
		port->rec = old;
	else if (!memcmp(mac, port->rec.lower_mac, 6))
		port->rec.flags &= ~(uint32_t)MB_PORT_SET_MAC;
	else
		return 0;
	/* If this fails, the lower is in the end given the address that it has. */
	mb_record_save_port(mb, port);
	return err;
}

int mb_lower_restore(struct macbpf *mb, struct mb_port *port)
{
	int err = own_lower_flag(mb, port, IFF_PROMISC, MB_PORT_SET_PROMISC, false)
			  ?: own_lower_flag(mb, port, IFF_ALLMULTI, MB_PORT_SET_ALLMULTI, false);

	if (!err && port->rec.flags & MB_PORT_SET_MAC)
		err = mb_lower_set_mac(mb, port, port->rec.lower_mac);
	return err;
}

static int append(struct mb_addresses *list, const uint8_t mac[6])
{
	if (!mb_grow(&list->mac, list->count))
		return -ENOMEM;
	memcpy(list->mac[list->count++], mac, 6);
	return 0;
}

static int append_dev(struct macbpf *mb, struct mb_addresses *list, const struct mb_dev *dev)
{
	struct mb_addresses on_it;
	int err = append(list, dev->address) ?: mb_rtnl_addresses(mb->rtnl, dev->ifindex, &on_it);

	if (err)
		return err;
	for (size_t i = 0; !err && i < on_it.count; i++)
		err = append(list, on_it.mac[i]);
	free(on_it.mac);
	return err;
}

/* Who has just lost its master has what it had without. */
static int append_master(struct macbpf *mb, struct mb_addresses *list, const struct mb_dev *lower)
{
	struct mb_dev master;
	int err = lower->master ? mb_rtnl_get(mb->rtnl, lower->master, -1, &master) : -ENODEV;

	return err ? (err == -ENODEV ? 0 : err) : append_dev(mb, list, &master);
}

int mb_lower_addresses(struct macbpf *mb, const struct mb_port *port, struct mb_addresses *out)
{
	struct mb_addresses list = { 0 };
	int err = append_dev(mb, &list, port->lower) ?: append_master(mb, &list, port->lower);

	if (err)
		free(list.mac);
	else
		*out = list;
	return err;
}

/* Which endpoint has it, of several, is another question. */
static bool is_an_endpoints(const struct mb_port *port, const uint8_t mac[6])
{
	struct mb_dest dest;

	return mb_record_has_mac(port, mac) ||
	       (!mb_fdb_get(&port->maps, mac, &dest) && dest.mode != MB_MODE_HOST);
}

bool mb_lower_has_beside(struct macbpf *mb, const struct mb_port *port, const uint8_t mac[6])
{
	struct mb_addresses list;
	bool has;

	if (is_an_endpoints(port, mac))
		return false;
	if (mb_lower_addresses(mb, port, &list))
		return true;
	has = mb_mac_among(mac, list.mac, list.count);
	free(list.mac);
	return has;
}
