// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* check.c - whether what a caller asks for can be had; nothing is changed here. */
#include <errno.h>
#include <linux/if.h>
#include <linux/if_arp.h>
#include <string.h>

#include "common/netns.h"
#include "common/own.h"
#include "base/names.h"
#include "endpoint/check.h"
#include "kinds/kind.h"

#define MTU_MIN	   68	/* ETH_MIN_MTU */
#define QUEUES_MAX 4096 /* what rtnetlink takes */

#define HAS_ALL (MACBPF_LINK_KIND * 2 - 1)
#define ADD_ONLY                                                                                   \
	(MACBPF_LINK_NUMTXQUEUES | MACBPF_LINK_NUMRXQUEUES | MACBPF_LINK_INDEX | MB_LINK_OF_TAPS)
#define IFF_ALL (IFF_UP | IFF_NOARP | IFF_MULTICAST | IFF_ALLMULTI | IFF_PROMISC)

static int check_mac(struct macbpf *mb, const char *what, const uint8_t mac[6])
{
	char text[MB_MAC_TEXT];

	if (mb_mac_valid(mac))
		return 0;
	return mb_fail(mb, -EADDRNOTAVAIL,
		       "%s %s is %s: a unicast address is needed, whose first byte is even", what,
		       mb_mac_text(text, mac), mac[0] & 1 ? "multicast" : "zero");
}

static int check_sources(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	bool needs_mac = o->macaddr_op == MACBPF_MACADDR_ADD || o->macaddr_op == MACBPF_MACADDR_DEL;
	int err = 0;

	if (!(o->has & MACBPF_LINK_MACADDR))
		return 0;
	if (o->macaddr_op > MACBPF_MACADDR_SET)
		return mb_fail(mb, -EINVAL,
			       "source list operation %u is unknown: 0 (add) to 3 (set)",
			       o->macaddr_op);
	if (needs_mac && !o->macaddr_count)
		return mb_fail(mb, -EINVAL,
			       "an address is needed to add to, or delete from, a "
			       "source list");
	if (o->macaddr_count && !o->macaddr)
		return mb_fail(mb, -EINVAL, "macaddr_count without macaddr");
	for (uint32_t i = 0; !err && i < o->macaddr_count; i++)
		err = check_mac(mb, "source address", o->macaddr[i]);
	return err;
}

static int check_words(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->has & MACBPF_LINK_MODE && !macbpf_mode__name(o->mode))
		return mb_fail(mb, -EINVAL,
			       "mode %u is unknown: 1 (private), 2 (vepa), 4 (bridge), "
			       "8 (passthru) or 16 (source)",
			       o->mode);
	if (o->has & MACBPF_LINK_FLAGS &&
	    o->flags & ~(uint32_t)(MACBPF_FLAG_NOPROMISC | MACBPF_FLAG_NODST))
		return mb_fail(mb, -EINVAL,
			       "flags %#x are unknown: 1 (nopromisc) and 2 (nodst) are "
			       "known",
			       o->flags);
	if (o->has & MACBPF_LINK_HOOK && !macbpf_hook__name(o->hook))
		return mb_fail(mb, -EINVAL, "hook %u is unknown: 0 (auto), 1 (tcx) or 2 (clsact)",
			       o->hook);
	return 0;
}

static int check_queues(struct macbpf *mb, const char *what, uint32_t count)
{
	if (count >= 1 && count <= QUEUES_MAX)
		return 0;
	return mb_fail(mb, -EINVAL, "%s %u is out of range: 1 to %d", what, count, QUEUES_MAX);
}

/* It becomes part of the hostdev's alias, which people read. */
static int check_owner(struct macbpf *mb, const char *owner)
{
	size_t len = strlen(owner);

	for (const char *c = owner; *c; c++)
		if (*c <= ' ' || *c > '~')
			len = 0;
	if (len && len <= MACBPF_OWNER_LEN)
		return 0;
	return mb_fail(mb, -EINVAL, "an owner is 1 to %d printable ASCII characters without spaces",
		       MACBPF_OWNER_LEN);
}

static int check_device(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	int err = 0;

	if (o->has & ~(uint64_t)HAS_ALL || o->dev_flags_mask & ~(uint32_t)IFF_ALL)
		return mb_fail(mb, -EINVAL,
			       "an option that this version of libmacbpf doesn't know");
	if (o->address)
		err = check_mac(mb, "address", o->address);
	if (!err && o->has & MACBPF_LINK_NUMTXQUEUES)
		err = check_queues(mb, "numtxqueues", o->numtxqueues);
	if (!err && o->has & MACBPF_LINK_NUMRXQUEUES)
		err = check_queues(mb, "numrxqueues", o->numrxqueues);
	if (!err && o->alias && strlen(o->alias) >= MB_IFALIAS_LEN)
		err = mb_fail(mb, -EINVAL, "the alias is longer than %d bytes", MB_IFALIAS_LEN - 1);
	if (!err && o->owner)
		err = check_owner(mb, o->owner);
	return err;
}

int mb_check_opts(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	return check_device(mb, o) ?: mb_kind_check_words(mb, o) ?: check_words(mb, o) ?:
	       check_sources(mb, o);
}

int mb_check_set_only(struct macbpf *mb, const struct macbpf_link_opts *o)
{
	if (o->owner)
		return mb_fail(mb, -EINVAL, "the owner of an endpoint is fixed when it is made");
	if (o->has & MACBPF_LINK_KIND)
		return mb_fail(mb, -EINVAL,
			       "what an endpoint's devices are is fixed when it is made: delete "
			       "it and add it anew");
	if (!(o->has & ADD_ONLY))
		return o->name ? mb_check_name(mb, o->name) : 0;
	return mb_fail(mb, -EINVAL,
		       "the queues and the index of a device, and who may use a tap, are fixed "
		       "when it is made: delete the endpoint and add it anew");
}

int mb_check_name(struct macbpf *mb, const char *name)
{
	if (name && mb_ifname_valid(name))
		return 0;
	return mb_fail(
		mb, -EINVAL,
		"\"%s\" is not a device name: 1 to 15 characters, without '/', ':', '%%' and "
		"spaces",
		name ?: "");
}

int mb_check_mtu(struct macbpf *mb, const struct mb_dev *lower, uint32_t mtu)
{
	if (mtu < MTU_MIN)
		return mb_fail(mb, -EINVAL, "mtu %u is less than %d, the least that a device takes",
			       mtu, MTU_MIN);
	if (mtu > lower->mtu)
		return mb_fail(mb, -EINVAL,
			       "mtu %u is more than the %u of %s: raise that first "
			       "('ip link set %s mtu %u')",
			       mtu, lower->mtu, lower->name, lower->name, mtu);
	return 0;
}

/* What comes back to an endpoint may come by any of the ports. */
static int refuse_part(struct macbpf *mb, const struct mb_world *w, const struct mb_dev *lower)
{
	const struct mb_dev *whole = mb_world_dev(w, lower->bundle);
	const char *name = whole ? whole->name : "the bond";

	return mb_fail(mb, -EBUSY, "%s is a part of %s, which takes its frames: give %s itself",
		       lower->name, name, name);
}

int mb_check_lower(struct macbpf *mb, const struct mb_world *w, const struct mb_dev *lower)
{
	struct mb_port *port;

	if (lower->flags & IFF_LOOPBACK)
		return mb_fail(mb, -EINVAL,
			       "%s is the loopback device: an Ethernet device is needed",
			       lower->name);
	if (lower->type != ARPHRD_ETHER)
		return mb_fail(mb, -EINVAL, "%s is not an Ethernet device", lower->name);
	if (lower->bundle)
		return refuse_part(mb, w, lower);
	if (mb_world_endpoint(w, lower->ifindex, &port))
		return mb_fail(mb, -ELOOP,
			       "%s is the host side of an endpoint on %s: give %s itself",
			       lower->name, mb_port_name(port), mb_port_name(port));
	return 0;
}

int mb_check_mode_fits(struct macbpf *mb, const struct mb_port *port, const struct mb_dev *lower,
		       uint32_t mode)
{
	if (!port || !port->count)
		return 0;
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.state == MB_EP_LIVE && port->ep[i].rec.mode == MB_MODE_PASSTHRU)
			return mb_fail(mb, -EINVAL,
				       "%s is taken by passthru endpoint %s, which shares it with "
				       "nobody: delete that first",
				       lower->name, port->ep[i].rec.name);
	if (mode != MB_MODE_PASSTHRU)
		return 0;
	return mb_fail(mb, -EINVAL,
		       "mode passthru needs %s for itself, which has %zu endpoint%s: "
		       "delete %s first, or choose another mode",
		       lower->name, port->count, port->count == 1 ? "" : "s",
		       port->count == 1 ? "it" : "them");
}

int mb_check_mode_change(struct macbpf *mb, const char *name, uint32_t old, uint32_t mode)
{
	if ((old == MB_MODE_PASSTHRU) == (mode == MB_MODE_PASSTHRU))
		return 0;
	return mb_fail(mb, -EINVAL, "%s can't change from mode %s to %s: delete it and add it anew",
		       name, macbpf_mode__name(old), macbpf_mode__name(mode));
}

int mb_check_macaddr(struct macbpf *mb, const struct macbpf_link_opts *o, uint32_t mode)
{
	if (!(o->has & MACBPF_LINK_MACADDR) || mode == MB_MODE_SOURCE)
		return 0;
	return mb_fail(mb, -EINVAL, "macaddr is for mode source only, and the mode is %s",
		       macbpf_mode__name(mode));
}

int mb_open_target(struct macbpf *mb, const char *netns, int *fd)
{
	int ns;

	*fd = -1;
	if (!netns)
		return 0;
	ns = mb_netns_open(netns);
	if (ns == -ENOENT)
		return mb_fail(mb, ns,
			       "network namespace \"%s\" does not exist; 'ip netns list' "
			       "shows those that have a name",
			       netns);
	if (ns == -EINVAL)
		return mb_fail(mb, ns, "\"%s\" is not a network namespace", netns);
	if (ns < 0)
		return mb_fail(mb, ns, "can't open network namespace \"%s\": %s", netns,
			       strerror(-ns));
	*fd = ns;
	return 0;
}

int mb_check_name_free(struct macbpf *mb, int netns_fd, const char *name)
{
	struct mb_netlink *rtnl;
	struct mb_dev dev;
	int err;

	err = mb_netlink_open(&rtnl, netns_fd);
	if (err)
		return mb_fail(mb, err, "can't look into the network namespace to move to: %s",
			       strerror(-err));
	err = mb_rtnl_get_by_name(rtnl, name, &dev);
	mb_netlink_close(rtnl);
	if (err == -ENODEV)
		return 0;
	if (err)
		return mb_fail(mb, err,
			       "can't look for \"%s\" in the network namespace to move to: %s",
			       name, strerror(-err));
	return mb_fail(mb, -EEXIST,
		       "name \"%s\" is taken in the network namespace to move to: choose another "
		       "('name NAME')",
		       name);
}
