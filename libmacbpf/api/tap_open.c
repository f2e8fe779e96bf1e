// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* tap_open.c - opening the queues of a tap, for a program that reads and writes its frames. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "common/own.h"
#include "kernel/tun.h"
#include "kinds/kind.h"
#include "session/read.h"
#include "world/hostdev.h"

#define VNET_HDR_SZ   12 /* struct virtio_net_hdr_mrg_rxbuf, as virtio 1 has it */
#define VNET_HDR_SZ_0 10 /* struct virtio_net_hdr, as before */

struct open {
	const char *lower, *name;
	struct macbpf_tap_opts o;
	int *fds;
	uint32_t count;
};

static int open_failed(struct macbpf *mb, const struct mb_endpoint *ep, const struct open *o,
		       int err)
{
	const char *name = ep->rec.name;

	switch (err) {
	case -ENXIO:
		return mb_fail(mb, -EOPNOTSUPP, "there is no /dev/net/tun to open %s with", name);
	case -EBUSY:
		return mb_fail(mb, err,
			       "%s is in use by another reader: make it with more 'queues', or "
			       "end that one",
			       name);
	case -EPERM:
		return mb_fail(mb, err,
			       "not allowed to read from %s: be root, or make it with your 'user' "
			       "or 'group'",
			       name);
	case -EINVAL:
		return mb_fail(mb, err,
			       "%s can't have offloads %#x: all need 0x1, and USO4 and USO6, which "
			       "Linux has from 6.2, go together",
			       name, o->o.offloads);
	default:
		return mb_fail(mb, err, "can't open %s: %s", name, strerror(-err));
	}
}

/* The kernel knows no limit but its own, of a tap with several: each reader would lose frames. */
static int check_count(struct macbpf *mb, const struct mb_endpoint *ep, const struct open *o)
{
	if (!o->count || o->count > ep->rec.queues)
		return mb_fail(mb, -EINVAL,
			       "%u queues can't be opened of %s, which was made with %u: give it "
			       "more with 'queues' when it is made",
			       o->count, ep->rec.name, ep->rec.queues);
	if (ep->hostdev->queues_open > ep->rec.queues - o->count)
		return open_failed(mb, ep, o, -EBUSY);
	return 0;
}

static int check(struct macbpf *mb, const struct mb_endpoint *ep, const struct open *o)
{
	if (mb_kind_of(ep)->type != MACBPF_TYPE_MACVTAP)
		return mb_fail(mb, -EOPNOTSUPP, "%s is not of type macvtap: it has no queues",
			       ep->rec.name);
	if (!ep->rec.queues)
		return mb_fail(mb, -EOPNOTSUPP,
			       "%s is the tap of another program, which opens its queues: 'macbpf "
			       "tap' is for those that macbpf has made",
			       ep->rec.name);
	if (!ep->hostdev)
		return mb_fail(mb, -ENODEV, "endpoint \"%s\" is gone: its device was deleted",
			       ep->rec.name);
	return check_count(mb, ep, o);
}

/* The settings are those of other readers as well: they change when all else is done. */
static int set_up(const struct open *o, int queue_fd)
{
	const struct mb_tun_setup setup = {
		.vnet_hdr_sz = o->o.vnet_hdr_sz ?: VNET_HDR_SZ,
		.offloads = o->o.offloads,
		.sndbuf = o->o.sndbuf,
	};

	return mb_tun_setup(queue_fd, &setup);
}

/* All or none: a device with half of its queues would lose the other half's frames. */
static int open_queues(struct macbpf *mb, const struct mb_endpoint *ep, const struct open *o,
		       int *fds)
{
	uint32_t done = 0;
	char name[MB_IFNAME_LEN];
	int err = 0;

	/* By the name that nobody changes. */
	mb_hostdev_name(name, ep->rec.id);
	while (!err && done < o->count) {
		fds[done] = mb_tun_attach(name, ep->rec.queues > 1, o->o.nonblock);
		if (fds[done] < 0)
			err = fds[done];
		else
			done++;
	}
	err = err ?: set_up(o, fds[0]);
	if (!err)
		return 0;
	while (done)
		close(fds[--done]);
	return open_failed(mb, ep, o, err);
}

static int open_found(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const struct open *o = arg;
	struct mb_endpoint *ep;
	struct mb_port *port;
	mb_auto_free int *fds = NULL;
	int err;

	err = mb_world_find(mb, w, o->lower, o->name, &port, &ep) ?: mb_world_port_check(mb, port) ?:
	      check(mb, ep, o);
	if (err)
		return err;
	fds = calloc(o->count, sizeof(*fds));
	if (!fds)
		return -ENOMEM;
	err = open_queues(mb, ep, o, fds);
	if (!err)
		memcpy(o->fds, fds, o->count * sizeof(*fds));
	return err;
}

static int check_opts(struct macbpf *mb, const struct macbpf_tap_opts *o)
{
	if (o->nonblock > 1)
		return mb_fail(mb, -EINVAL, "nonblock %u is neither 0 (off) nor 1 (on)",
			       o->nonblock);
	if (o->vnet_hdr_sz && o->vnet_hdr_sz != VNET_HDR_SZ && o->vnet_hdr_sz != VNET_HDR_SZ_0)
		return mb_fail(mb, -EINVAL, "vnet_hdr_sz %u is neither 10 nor 12, nor 0 for 12",
			       o->vnet_hdr_sz);
	if (o->sndbuf > INT_MAX)
		return mb_fail(mb, -EINVAL,
			       "sndbuf %u is out of range: 1 to %d bytes, or 0 for no limit",
			       o->sndbuf, INT_MAX);
	return 0;
}

int macbpf_tap__open(struct macbpf *mb, const char *lower, const char *name,
		     const struct macbpf_tap_opts *opts, int *fds, uint32_t count)
{
	struct open o = { .lower = lower, .name = name, .fds = fds, .count = count };
	int err;

	err = mb_opts_take(mb, &o.o, sizeof(o.o), opts);
	err = err ?: mb_opts_need(mb, "the name of an endpoint", name) ?: check_opts(mb, &o.o);
	return err ?: mb_read_world(mb, lower, open_found, &o);
}
