// SPDX-License-Identifier: GPL-2.0-only
/* takeover.c - a port of today's, read, and programs of 0.1 put on its devices. */
#include <check.h>
#include <string.h>
#include <unistd.h>

#include "common/own.h"
#include "libmacbpf/datapath/attach.h"
#include "libmacbpf/endpoint/dest.h"
#include "libmacbpf/kinds/kind.h"
#include "libmacbpf/session/run.h"
#include "libmacbpf/session/write.h"
#include "tests/net/contract3/old_port.h"

static void read_endpoint(struct old_endpoint *old, const struct mb_endpoint *ep)
{
	*old = (struct old_endpoint){
		.slot = ep->slot,
		.status =
			ep->rec.status & (MB_EP_OWNS_MAC | MB_EP_FILTER | MB_EP_PEER | MB_EP_RELAY),
		.hostdev = ep->rec.hostdev,
		.id = ep->rec.id,
		.kind = ep->rec.kind,
		.mode = ep->rec.mode,
		.flags = ep->rec.flags,
		.bc_queue_len = ep->rec.bc_queue_len,
		.queues = ep->rec.queues,
		.dest_flags = mb_dest_of(ep).flags,
		.owns_mac = ep->rec.status & MB_EP_OWNS_MAC,
		.xmit = mb_kind_of(ep)->xmit,
	};
	memcpy(old->mac, ep->rec.mac, sizeof(old->mac));
	memcpy(old->name, ep->rec.name, sizeof(old->name));
}

static void read_sources(struct old_port *old, const struct mb_port *port)
{
	mb_auto_free struct mb_source_row *rows = NULL;

	ck_assert_int_eq(mb_sources_read(&port->maps, &rows, &old->sources), 0);
	ck_assert_uint_le(old->sources, OLD_SOURCES);
	for (size_t i = 0; i < old->sources; i++) {
		old->source[i] = (struct old_source){
			.n = rows[i].key.n,
			.slot = rows[i].source.slot,
			.flags = rows[i].source.flags,
			.hostdev = rows[i].source.hostdev,
		};
		memcpy(old->source[i].mac, rows[i].key.mac, 6);
	}
}

static void read_port(struct old_port *old, const struct mb_port *port)
{
	*old = (struct old_port){
		.lower = port->lower_ifindex,
		.slots = port->rec.slots,
		.next_id = port->rec.next_id,
		.flags = port->rec.flags,
		.netns = port->rec.netns,
		.count = port->count,
	};
	ck_assert_uint_le(port->count, OLD_ENDPOINTS);
	for (size_t i = 0; i < port->count; i++)
		read_endpoint(&old->ep[i], &port->ep[i]);
	read_sources(old, port);
}

static void put_programs(struct macbpf *mb, const struct old_port *old)
{
	for (size_t i = 0; i < old->count; i++) {
		uint32_t hostdev = old->ep[i].hostdev;
		int fd = old->ep[i].mode == MB_MODE_BRIDGE ? old->bridge_fd : old->wire_fd;

		ck_assert_int_eq(mb_attach_replace(mb, hostdev, MB_NAME_ENDPOINT_PROG, fd), 0);
		ck_assert_int_eq(mb_attach_remove(mb, hostdev, MB_NAME_CLOSED_PROG, true), 0);
	}
	ck_assert_int_eq(mb_attach_replace(mb, old->lower, MB_NAME_LOWER_PROG, old->lower_fd), 0);
}

static int take_over(struct macbpf *mb, struct mb_world *w, void *arg)
{
	const struct mb_dev *lower = mb_world_dev_named(w, arg);
	const struct mb_port *port = lower ? mb_world_port(w, lower->ifindex) : NULL;
	struct old_port old;

	ck_assert_ptr_nonnull(port);
	read_port(&old, port);
	ck_assert_int_eq(old_port_load(&old), 0);
	put_programs(mb, &old);
	close(old.lower_fd);
	close(old.bridge_fd);
	close(old.wire_fd);
	return 0;
}

static int run(struct macbpf *mb, void *arg)
{
	return mb_write_world(mb, take_over, arg);
}

void old_port_make(struct macbpf *mb, const char *lower)
{
	ck_assert_int_eq(mb_run(mb, run, (void *)lower), 0);
}
