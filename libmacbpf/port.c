// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* port.c - a port's programs, and what it asks of its lower. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_ether.h>
#include <string.h>

#include "attach.h"
#include "base.h"
#include "datapath.h"
#include "netns.h"
#include "port.h"

uint32_t mb_port_modes(const struct mb_port *port)
{
	uint32_t modes = 0;

	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE)
			modes |= port->ep[i].rec.mode;
	return modes;
}

uint32_t mb_port_bc_queue_len(const struct mb_port *port)
{
	uint32_t len = 0;

	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE && port->ep[i].rec.bc_queue_len > len)
			len = port->ep[i].rec.bc_queue_len;
	return len;
}

int mb_port_save(struct macbpf *mb, const struct mb_port *port)
{
	int err = mb_port_rec_write(&port->maps, &port->rec);

	if (!err)
		return 0;
	return mb_fail(mb, err, "can't write the port of %s: %s", mb_port_name(port),
		       strerror(-err));
}

/* ---------------------------------------------------------------- programs */

static int load_failed(struct macbpf *mb, int err)
{
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to load a BPF program: CAP_BPF and "
			       "CAP_NET_ADMIN are needed (be root)");
	return mb_fail(mb, err, "the kernel refused to load the BPF program: %s", strerror(-err));
}

int mb_attach_failed(struct macbpf *mb, uint32_t hook, const char *dev, int err)
{
	const char *hint = mb_rtnl_hint(mb->rtnl);

	if (err == -EOPNOTSUPP && hook == MACBPF_HOOK_TCX)
		return mb_fail(mb, err,
			       "this kernel has no TCX (Linux 6.6, CONFIG_NET_XGRESS): hook auto "
			       "or clsact may do");
	if (err == -EOPNOTSUPP)
		return mb_fail(mb, err,
			       "this kernel has no hook for BPF programs on a device: either TCX "
			       "(CONFIG_NET_XGRESS), or clsact (CONFIG_NET_SCH_INGRESS and "
			       "CONFIG_NET_CLS_BPF) is needed");
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to attach a BPF program to %s: CAP_NET_ADMIN "
			       "is needed (be root)",
			       dev);
	return mb_fail(mb, err, "can't attach a BPF program to %s: %s%s%s%s", dev, strerror(-err),
		       *hint ? " (" : "", hint, *hint ? ")" : "");
}

/* On a passthru port there is one to give a frame to, and nothing to learn. */
static bool is_directed(const struct mb_port *port)
{
	return port->rec.flags & MB_PORT_ARP_DIRECTED && !(mb_port_modes(port) & MB_MODE_PASSTHRU);
}

/* The kernel walks through the whole table, if that is empty. */
bool mb_port_has_sources(struct mb_port *port)
{
	if (port->sources == MB_SOURCES_UNKNOWN)
		port->sources = mb_sources_any(&port->maps) ? MB_SOURCES_SOME : MB_SOURCES_NONE;
	return port->sources == MB_SOURCES_SOME;
}

static bool has_vlans(const struct mb_port *port)
{
	static const struct mb_port_rec none;

	return memcmp(port->rec.vlans, none.vlans, sizeof(none.vlans)) != 0;
}

/* VLAN devices on the lower that are in other netns are not known here. */
static void find_vlans(struct mb_port_rec *rec, const struct mb_world *w)
{
	memset(rec->vlans, 0, sizeof(rec->vlans));
	for (size_t i = 0; i < w->devs.count; i++) {
		const struct mb_dev *dev = &w->devs.dev[i];
		uint32_t vid = dev->vlan_id % MB_VIDS;

		if (dev->vlan_proto && dev->link == rec->lower && dev->link_netnsid < 0)
			rec->vlans[dev->vlan_proto == ETH_P_8021AD][vid / MB_VLAN_BITS] |=
				1u << vid % MB_VLAN_BITS;
	}
}

/* The constants that the port's state asks for. */
static struct mb_config want_config(struct mb_port *port, enum mb_prog which)
{
	struct mb_config config = { .lower = port->lower_ifindex };

	if (which == MB_PROG_LOWER) {
		config.passthru = !!(mb_port_modes(port) & MB_MODE_PASSTHRU);
		config.vlans = has_vlans(port);
	}
	if (which == MB_PROG_BRIDGE || which == MB_PROG_BRIDGE_XMIT)
		config.bridge = 1;
	if (which == MB_PROG_BRIDGE_XMIT)
		config.xmit = 1;
	if (which != MB_PROG_WIRE)
		config.sources = mb_port_has_sources(port);
	config.careful = which == MB_PROG_LOWER && (config.sources || config.vlans);
	config.directed = is_directed(port);
	return config;
}

static bool has_config(const struct mb_port *port, enum mb_prog which,
		       const struct mb_config *config)
{
	return !memcmp(&port->rec.config[which], config, sizeof(*config));
}

static int load(struct macbpf *mb, struct mb_port *port, enum mb_prog which,
		const struct mb_config *config)
{
	int fd = mb_datapath_load(which, config, &port->maps);

	return fd < 0 ? load_failed(mb, fd) : fd;
}

/* The next endpoint with these constants shares the program. */
static int remember(struct macbpf *mb, struct mb_port *port, enum mb_prog which, int fd,
		    const struct mb_config *config)
{
	int err = mb_datapath_id(fd, &port->rec.prog[which]);

	if (err)
		return load_failed(mb, err);
	port->rec.config[which] = *config;
	return mb_port_save(mb, port);
}

/* Opens the program that the port remembers; it may have gone with the last that ran it. */
static int get_program(struct macbpf *mb, struct mb_port *port, enum mb_prog which)
{
	struct mb_config config = want_config(port, which);
	mb_auto_close int fd = -1;
	int err;

	if (port->rec.prog[which] && has_config(port, which, &config))
		fd = mb_datapath_open(port->rec.prog[which]);
	if (fd >= 0)
		return mb_take_fd(fd);
	fd = load(mb, port, which, &config);
	if (fd < 0)
		return fd;
	err = remember(mb, port, which, fd, &config);
	return err ?: mb_take_fd(fd);
}

static enum mb_prog program_of(const struct mb_endpoint *ep)
{
	if (ep->rec.mode != MB_MODE_BRIDGE)
		return MB_PROG_WIRE;
	return ep->rec.kind == MB_KIND_NETKIT ? MB_PROG_BRIDGE_XMIT : MB_PROG_BRIDGE;
}

int mb_port_program(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	return get_program(mb, port, program_of(ep));
}

static int replace(struct macbpf *mb, const struct mb_dev *dev, const char *name, int new_fd)
{
	int err = mb_attach_replace(mb, dev->ifindex, name, new_fd);

	return err ? mb_attach_failed(mb, MACBPF_HOOK_AUTO, dev->name, err) : 0;
}

static int replace_everywhere(struct macbpf *mb, struct mb_port *port, enum mb_prog which, int fd)
{
	int err = 0;

	if (which == MB_PROG_LOWER)
		return replace(mb, port->lower, MB_NAME_LOWER_PROG, fd);
	for (size_t i = 0; !err && i < port->count; i++) {
		const struct mb_endpoint *ep = &port->ep[i];

		if (ep->rec.state == MB_EP_LIVE && ep->hostdev && program_of(ep) == which)
			err = replace(mb, ep->hostdev, MB_NAME_ENDPOINT_PROG, fd);
	}
	return err;
}

static int forget(struct macbpf *mb, struct mb_port *port, enum mb_prog which)
{
	port->rec.config[which] = (struct mb_config){ 0 };
	return mb_port_save(mb, port);
}

/* Forgotten first: whatever stops it on the way, the next that looks, or the undo, does it again.
 */
static int follow_constants(struct macbpf *mb, struct mb_port *port, enum mb_prog which)
{
	struct mb_config config = want_config(port, which);
	mb_auto_close int fd = -1;

	if (!port->rec.prog[which] || has_config(port, which, &config))
		return 0;
	fd = load(mb, port, which, &config);
	if (fd < 0)
		return fd;
	return forget(mb, port, which) ?: replace_everywhere(mb, port, which, fd) ?:
	       remember(mb, port, which, fd, &config);
}

int mb_port_reprogram(struct macbpf *mb, struct mb_port *port)
{
	return follow_constants(mb, port, MB_PROG_LOWER) ?:
	       follow_constants(mb, port, MB_PROG_BRIDGE) ?:
	       follow_constants(mb, port, MB_PROG_WIRE) ?:
	       follow_constants(mb, port, MB_PROG_BRIDGE_XMIT);
}

int mb_port_reprogram_endpoint(struct macbpf *mb, struct mb_port *port,
			       const struct mb_endpoint *ep)
{
	mb_auto_close int fd = mb_port_program(mb, port, ep);

	return fd < 0 ? fd : replace(mb, ep->hostdev, MB_NAME_ENDPOINT_PROG, fd);
}

static int forget_failed(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't forget who has which address on %s: %s", mb_port_name(port),
		       strerror(-err));
}

int mb_port_forget(struct macbpf *mb, const struct mb_port *port, const struct mb_endpoint *ep)
{
	if (!(port->rec.flags & MB_PORT_ARP_DIRECTED))
		return 0;
	return forget_failed(mb, port, mb_neigh_forget(&port->maps, ep->rec.hostdev));
}

int mb_port_forget_all(struct macbpf *mb, const struct mb_port *port)
{
	return forget_failed(mb, port, mb_neigh_clear(&port->maps));
}

/* ---------------------------------------------------------------- the lower */

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

static int unset_lower_flag(struct macbpf *mb, struct mb_port *port, uint32_t iff, uint32_t mark)
{
	int err = set_lower_flag(mb, port, iff, false);

	if (err)
		return err;
	port->rec.flags &= ~mark;
	err = mb_port_save(mb, port);
	if (!err)
		return 0;
	port->rec.flags |= mark;
	set_lower_flag(mb, port, iff, true);
	return err;
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
	err = mb_port_save(mb, port) ?: set_lower_flag(mb, port, iff, true);
	if (!err)
		return 0;
	port->rec.flags &= ~mark;
	mb_port_save(mb, port);
	return err;
}

int mb_port_set_promisc(struct macbpf *mb, struct mb_port *port, bool on)
{
	return own_lower_flag(mb, port, IFF_PROMISC, MB_PORT_SET_PROMISC, on);
}

/* What somebody else switched off is switched on again. */
static void keep_lower_flag(struct macbpf *mb, struct mb_port *port, uint32_t iff, uint32_t mark)
{
	if (port->lower->flags & iff || set_lower_flag(mb, port, iff, true) ||
	    port->rec.flags & mark)
		return;
	port->rec.flags |= mark;
	if (!mb_port_save(mb, port))
		return;
	port->rec.flags ^= mark;
	set_lower_flag(mb, port, iff, false);
}

/* A lower that was in another netns for a while may come back with another number. */
static void follow_number(struct macbpf *mb, struct mb_port *port)
{
	if (port->rec.lower == port->lower_ifindex || mb_port_reprogram(mb, port))
		return;
	port->rec.lower = port->lower_ifindex;
	mb_port_save(mb, port);
}

/* What can't be done now is not on record either, so that the next command tries again. */
static void follow_vlans(struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	const struct mb_port_rec old = port->rec;

	find_vlans(&port->rec, w);
	if (!memcmp(old.vlans, port->rec.vlans, sizeof(old.vlans)) ||
	    (!mb_port_save(mb, port) && !mb_port_reprogram(mb, port)))
		return;
	memcpy(port->rec.vlans, old.vlans, sizeof(old.vlans));
	mb_port_save(mb, port);
}

void mb_port_follow(struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	follow_number(mb, port);
	follow_vlans(mb, w, port);
	keep_lower_flag(mb, port, IFF_ALLMULTI, MB_PORT_SET_ALLMULTI);
	for (size_t i = 0; i < port->count; i++) {
		const struct mb_endpoint_rec *rec = &port->ep[i].rec;

		if (rec->state == MB_EP_LIVE && rec->mode == MB_MODE_PASSTHRU &&
		    !(rec->flags & MB_FLAG_NOPROMISC))
			keep_lower_flag(mb, port, IFF_PROMISC, MB_PORT_SET_PROMISC);
	}
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
int mb_port_set_lower_mac(struct macbpf *mb, struct mb_port *port, const uint8_t mac[6])
{
	const struct mb_port_rec old = port->rec;
	int err;

	if (!(port->rec.flags & MB_PORT_SET_MAC))
		memcpy(port->rec.lower_mac, port->lower->address, 6);
	port->rec.flags |= MB_PORT_SET_MAC;
	err = mb_port_save(mb, port);
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
	mb_port_save(mb, port);
	return err;
}

/* ---------------------------------------------------------------- create, destroy */

/* The record tells of a clsact before there is one, and is loaded with the program. */
static int load_first(struct macbpf *mb, struct mb_port *port, uint32_t hook)
{
	mb_auto_close int fd = -1;
	int err;

	if (mb_attach_makes_place(mb, hook, port->lower_ifindex))
		port->rec.flags |= MB_PORT_SET_CLSACT;
	fd = get_program(mb, port, MB_PROG_LOWER);
	if (fd < 0)
		return fd;
	err = mb_attach(mb, hook, port->lower_ifindex, fd, false);
	return err ? mb_attach_failed(mb, hook, port->lower->name, err) : 0;
}

static void detach(struct macbpf *mb, struct mb_port *port)
{
	mb_attach_remove(mb, port->lower_ifindex, MB_NAME_LOWER_PROG,
			 port->rec.flags & MB_PORT_SET_CLSACT);
}

int mb_port_create(struct macbpf *mb, struct mb_world *w, const struct mb_dev *lower, uint32_t hook,
		   struct mb_port **out)
{
	struct mb_port *port = mb_world_add_port(w);
	int err;

	if (!port)
		return mb_fail(mb, -ENOMEM, "out of memory");
	port->lower = lower;
	port->lower_ifindex = lower->ifindex;
	port->rec.abi = MB_ABI;
	port->rec.lower = lower->ifindex;
	port->rec.netns = mb_netns_number(mb);
	port->rec.bc_cutoff = 1;
	find_vlans(&port->rec, w);
	port->room = 1;
	port->ep = calloc(port->room, sizeof(*port->ep));
	err = port->ep ? load_first(mb, port, hook) : mb_fail(mb, -ENOMEM, "out of memory");
	if (err) {
		mb_world_drop_port(w, port);
		return err;
	}
	err = own_lower_flag(mb, port, IFF_ALLMULTI, MB_PORT_SET_ALLMULTI, true);
	if (err) {
		mb_port_destroy(mb, w, port);
		return err;
	}
	*out = port;
	return 0;
}

static int restore_lower(struct macbpf *mb, struct mb_port *port)
{
	int err = own_lower_flag(mb, port, IFF_PROMISC, MB_PORT_SET_PROMISC, false)
			  ?: own_lower_flag(mb, port, IFF_ALLMULTI, MB_PORT_SET_ALLMULTI, false);

	if (!err && port->rec.flags & MB_PORT_SET_MAC)
		err = mb_port_set_lower_mac(mb, port, port->rec.lower_mac);
	return err;
}

bool mb_port_destroy(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	if (port->lower && restore_lower(mb, port)) {
		mb_log(mb, MACBPF_LOG_WARN, "the next command tries again: %s", mb->error);
		return false;
	}
	if (port->lower)
		detach(mb, port);
	mb_world_drop_port(w, port);
	return true;
}
