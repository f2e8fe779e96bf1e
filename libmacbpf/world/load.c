// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* load.c - reads the world: devices, the ports that their programs lead to, endpoints. */
#include <errno.h>
#include <linux/if.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/prog.h"
#include "kernel/nsid.h"
#include "kernel/privilege.h"
#include "world/hostdev.h"
#include "world/world.h"

/*
 * A record's ifindex may have gone to another device since. Ours has its name, or still its alias
 * if somebody renamed it. One that is being made has no alias yet, and no ifindex in its record.
 */
static const struct mb_dev *find_hostdev(const struct mb_world *w,
					 const struct mb_endpoint_rec *rec)
{
	char name[MB_IFNAME_LEN];
	const struct mb_dev *dev;

	mb_hostdev_name(name, rec->id);
	dev = rec->hostdev ? mb_world_dev(w, rec->hostdev) : mb_world_dev_named(w, name);
	if (!dev || !strcmp(dev->hostname, name))
		return dev;
	if (!(dev->flags & IFF_NOARP))
		return NULL;
	return !strcmp(dev->name, name) || (rec->hostdev && mb_hostdev_mark(dev->alias)) ? dev
											 : NULL;
}

/* Whether all its words mean something; whoever may write to maps may have written anything. */
static bool is_sound(const struct mb_endpoint_rec *rec)
{
	return rec->state <= MB_EP_LIVE && rec->kind <= MB_KIND_ADOPTED &&
	       macbpf_mode__name(rec->mode) && memchr(rec->name, '\0', sizeof(rec->name));
}

static void take_record(const struct mb_world *w, struct mb_port *port, uint32_t slot,
			const struct mb_endpoint_rec *rec)
{
	struct mb_endpoint *ep = &port->ep[port->count];

	if (rec->state == MB_EP_FREE)
		return;
	*ep = (struct mb_endpoint){ .slot = slot, .rec = *rec, .hostdev = find_hostdev(w, rec) };
	if (ep->hostdev)
		w->claimed[ep->hostdev - w->devs.dev] = true;
	port->count++;
}

static int read_endpoints(const struct mb_world *w, struct mb_port *port)
{
	uint32_t slots = port->stray ? 0 : port->rec.slots;
	mb_auto_free struct mb_endpoint_rec *recs = calloc(slots + 1, sizeof(*recs));
	int err;

	port->room = slots + 1;
	port->ep = calloc(port->room, sizeof(*port->ep));
	if (!port->ep || !recs)
		return -ENOMEM;
	err = mb_abi_read_endpoints(&port->maps, slots, recs);
	for (uint32_t slot = 0; !err && slot < slots; slot++) {
		if (recs[slot].state != MB_EP_FREE && !is_sound(&recs[slot]))
			err = -EPROTO;
		else
			take_record(w, port, slot, &recs[slot]);
	}
	return err;
}

/* What is not believed keeps no hostdev from being told as one that leads to the port. */
static void forget_endpoints(const struct mb_world *w, struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].hostdev)
			w->claimed[port->ep[i].hostdev - w->devs.dev] = false;
	free(port->ep);
	port->ep = NULL;
	port->count = 0;
}

/* Whether it is one of this version's, now that it was read, or could not be. */
static void judge(const struct mb_world *w, struct mb_port *port, bool unread)
{
	port->unread = unread;
	port->incompatible = unread || port->maps.unknown || port->rec.abi != MB_ABI ||
			     port->rec.needs & ~(uint32_t)MB_NEEDS_KNOWN;
	if (unread)
		forget_endpoints(w, port);
}

static int read_port(const struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	int err;

	err = mb_abi_read_port(&port->maps, &port->rec);
	if (err)
		return err;
	port->stray = port->rec.netns != mb_nsid_home(mb);
	return read_endpoints(w, port);
}

/* Without these nobody knows what the port is. */
static bool can_be_read(const struct mb_maps *maps)
{
	static const enum mb_map needed[] = { MB_MAP_PORT, MB_MAP_RECORD, MB_MAP_VLANS,
					      MB_MAP_ENDPOINTS, MB_MAP_SOURCES };

	for (size_t i = 0; i < ARRAY_SIZE(needed); i++)
		if (maps->fd[needed[i]] < 0)
			return false;
	return maps->abi == MB_ABI;
}

int mb_world_load_adopt(struct macbpf *mb, struct mb_world *w, struct mb_port *port)
{
	int err;

	if (!port->maps.unknown || !can_be_read(&port->maps))
		return mb_world_port_check(mb, port);
	port->maps.unknown = false;
	forget_endpoints(w, port);
	err = read_port(mb, w, port);
	if (err && err != -EPROTO)
		return mb_fail(mb, err, "can't read the port of %s: %s", mb_world_port_name(port),
			       strerror(-err));
	judge(w, port, err);
	return mb_world_port_check(mb, port);
}

/* A program leads to its port's maps. `lower` is NULL if the port was found by an orphan. */
static int load_port(struct macbpf *mb, struct mb_world *w, const struct mb_dev *lower, int prog_fd,
		     uint32_t hook)
{
	struct mb_port *port = mb_world_add_port(w);
	int err;

	if (!port)
		return -ENOMEM;
	port->lower = lower;
	port->lower_ifindex = lower ? lower->ifindex : 0;
	port->hook = hook;
	err = mb_prog_maps(prog_fd, &port->maps) ?: mb_prog_id(prog_fd, &port->prog_id)
		      ?: read_port(mb, w, port);
	if (err == -ENOMSG)
		mb_world_drop_port(w, port);
	if (err && err != -EPROTO)
		return err;
	judge(w, port, err);
	return 0;
}

/* A device may go while we look, and a kernel without the hook has no ports. */
static int no_program(int err)
{
	return err == -ENOENT || err == -ENODEV || err == -EOPNOTSUPP ? 0 : err;
}

/* Who may load programs may call one as ours: it is no port, and keeps nobody from theirs. */
static int not_ours(struct macbpf *mb, const struct mb_dev *dev, const char *name)
{
	mb_log(mb, MACBPF_LOG_WARN,
	       "%s runs a program of the name %s that is not macbpf's: it is left alone", dev->name,
	       name);
	return 0;
}

static int load_if_lower(struct macbpf *mb, struct mb_world *w, const struct mb_dev *dev)
{
	uint32_t hook = MACBPF_HOOK_AUTO;
	mb_auto_close int fd = mb_attach_find(mb, dev->ifindex, MB_NAME_LOWER_PROG, &hook);
	int err = fd < 0 ? no_program(fd) : load_port(mb, w, dev, fd, hook);

	return err == -ENOMSG ? not_ours(mb, dev, MB_NAME_LOWER_PROG) : err;
}

static bool is_claimed(const struct mb_world *w, const struct mb_dev *hostdev)
{
	return w->claimed[hostdev - w->devs.dev];
}

/* The port that was found before with these maps. */
static struct mb_port *known_as(const struct mb_world *w, const struct mb_port *port)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->port[i] != port && w->port[i]->maps.id == port->maps.id)
			return w->port[i];
	return NULL;
}

static int add_litter(struct mb_world *w, const struct mb_dev *hostdev)
{
	if (!mb_grow(&w->litter, w->litter_count))
		return -ENOMEM;
	w->litter[w->litter_count++] = hostdev;
	return 0;
}

/*
 * The device that has the number of the port's lower. One that was made anew, even with number and
 * name, has nothing that we set.
 */
static const struct mb_dev *find_lost_lower(const struct mb_world *w, const struct mb_port *port)
{
	const struct mb_dev *lower = mb_world_dev(w, port->rec.lower);

	return lower && port->count && lower->flags & IFF_ALLMULTI ? lower : NULL;
}

static bool leave_alone(struct macbpf *mb, const struct mb_dev *hostdev, const struct mb_dev *lower)
{
	mb_log(mb, MACBPF_LOG_WARN,
	       "%s has lost its lower's program, and it can't be told whether %s is that "
	       "lower: delete it by 'ip link del %s', and make it anew",
	       hostdev->name, lower->name, hostdev->name);
	return false;
}

/*
 * What has the lower's number and name is the lower, whose program somebody took off: the port gets
 * it back. If it has the number alone, it may be the lower, renamed, or a stranger, and one that
 * has another port by now is somebody else's: false, nothing is done to either's endpoints.
 */
static bool restore_lower(struct macbpf *mb, const struct mb_world *w, struct mb_port *port,
			  const struct mb_dev *hostdev)
{
	const struct mb_dev *lower = find_lost_lower(w, port);

	if (!lower)
		return true;
	if (!mb_hostdev_is_on(hostdev, lower->name) || mb_world_port(w, lower->ifindex))
		return leave_alone(mb, hostdev, lower);
	port->lower = lower;
	port->lower_ifindex = lower->ifindex;
	port->lost = true;
	return true;
}

/*
 * A hostdev that was moved here from another netns leads to a port that lives on there, and is not
 * to be swept from here. One that comes home too late is known to its port no more.
 */
static int load_by_orphan(struct macbpf *mb, struct mb_world *w, const struct mb_dev *dev, int fd)
{
	int err = load_port(mb, w, NULL, fd, MACBPF_HOOK_AUTO);
	struct mb_port *port, *known;
	bool is_ours;

	if (err)
		return err;
	port = w->port[w->count - 1];
	known = known_as(w, port);
	if (known)
		known->hostdevs++;
	is_ours = !port->incompatible && !port->stray;
	if (!is_ours || known || !restore_lower(mb, w, port, dev))
		mb_world_drop_port(w, port);
	return is_ours && !is_claimed(w, dev) ? add_litter(w, dev) : 0;
}

/* One that was adopted and comes home without its program is led to no port by anything. */
static bool has_only_mark(const struct mb_dev *dev, int err)
{
	return err == -ENOENT && mb_hostdev_mark(dev->alias) && !mb_hostdev_is_made(dev);
}

/* Who took all others off has left the program that stands behind: it leads to the same port. */
static int find_leading(struct macbpf *mb, const struct mb_dev *dev)
{
	int fd = mb_attach_find(mb, dev->ifindex, MB_NAME_ENDPOINT_PROG, NULL);
	int behind = fd;

	if (fd == -ENOENT)
		behind = mb_attach_find(mb, dev->ifindex, MB_NAME_CLOSED_PROG, NULL);
	return behind >= 0 ? behind : fd;
}

/*
 * A lower that was deleted, or moved to another netns, took its program along; its endpoints'
 * programs still know the port.
 */
static int load_if_orphan(struct macbpf *mb, struct mb_world *w, const struct mb_dev *dev)
{
	mb_auto_close int fd = -1;
	int err;

	if (!mb_hostdev_is(dev) || is_claimed(w, dev))
		return 0;
	fd = find_leading(mb, dev);
	if (has_only_mark(dev, fd))
		return add_litter(w, dev);
	err = fd < 0 ? no_program(fd) : load_by_orphan(mb, w, dev, fd);
	return err == -ENOMSG ? not_ours(mb, dev, MB_NAME_ENDPOINT_PROG) : err;
}

/* Not a veth, whose far end names it as well. */
static bool stands_on_another(const struct mb_world *w, const struct mb_dev *dev)
{
	const struct mb_dev *other = dev->link_netnsid < 0 ? mb_world_dev(w, dev->link) : NULL;

	return other && other != dev && other->link != dev->ifindex;
}

static int load_devs(struct macbpf *mb, struct mb_world *w)
{
	int err = mb_rtnl_dump(mb->rtnl, &w->devs);

	if (err)
		return err;
	w->claimed = calloc(w->devs.count + 1, sizeof(*w->claimed));
	w->upper = calloc(w->devs.count + 1, sizeof(struct mb_dev *));
	if (!w->claimed || !w->upper || !mb_index_add_all(&w->index, &w->devs))
		return -ENOMEM;
	for (size_t i = 0; i < w->devs.count; i++)
		if (stands_on_another(w, &w->devs.dev[i]))
			w->upper[w->upper_count++] = &w->devs.dev[i];
	return 0;
}

int mb_world_load(struct macbpf *mb, struct mb_world *w)
{
	int err;

	memset(w, 0, sizeof(*w));
	err = load_devs(mb, w);
	for (size_t i = 0; !err && i < w->devs.count; i++)
		if (!mb_hostdev_is(&w->devs.dev[i]))
			err = load_if_lower(mb, w, &w->devs.dev[i]);
	/* Anybody may give a lower such a name or alias. */
	for (size_t i = 0; !err && i < w->devs.count; i++)
		if (mb_hostdev_is(&w->devs.dev[i]) && !w->claimed[i])
			err = load_if_lower(mb, w, &w->devs.dev[i]);
	for (size_t i = 0; !err && i < w->devs.count; i++)
		err = load_if_orphan(mb, w, &w->devs.dev[i]);
	if (!err)
		return 0;
	mb_world_free(w);
	if (err == -ENOSYS)
		return mb_fail(mb, -EOPNOTSUPP, "this kernel has no BPF (CONFIG_BPF_SYSCALL)");
	if (err == -EPERM)
		return mb_fail(mb, err,
			       "not allowed to look at the programs of this network namespace: "
			       "CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN are needed (%s)",
			       mb_privilege_hint());
	return mb_fail(mb, err, "can't read the devices and their programs: %s", strerror(-err));
}
