// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* programs.c - which programs a port runs, with which constants. */
#include <errno.h>
#include <string.h>

#include "common/own.h"
#include "datapath/attach.h"
#include "datapath/datapath.h"
#include "kinds/kind.h"
#include "port/programs.h"
#include "port/record.h"

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
	return mb_refused(mb, err, mb_netlink_hint(mb->rtnl), "can't attach a BPF program to %s",
			  dev);
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
int mb_port_get_program(struct macbpf *mb, struct mb_port *port, enum mb_prog which)
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
	return mb_kind_of(ep)->xmit ? MB_PROG_BRIDGE_XMIT : MB_PROG_BRIDGE;
}

int mb_port_program(struct macbpf *mb, struct mb_port *port, const struct mb_endpoint *ep)
{
	return mb_port_get_program(mb, port, program_of(ep));
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
