// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/* config.c - what each program of a port is made of, as its endpoints and settings ask for it. */
#include "kinds/kind.h"
#include "port/config.h"
#include "port/record.h"
#include "port/traced.h"

/* On a passthru port there is one to give a frame to, and nothing to learn. */
static uint32_t directed_features(const struct mb_port *port, uint32_t modes)
{
	bool on = port->rec.flags & MB_PORT_ARP_DIRECTED && !(modes & MB_MODE_PASSTHRU);

	return on ? MB_F_DIRECTED : 0;
}

/* All but passthru, so that whoever changes its mode is known. */
static uint32_t group_features(const struct mb_port *port, uint32_t modes)
{
	bool on = port->rec.flags & MB_PORT_MCAST_SNOOPING && !(modes & MB_MODE_PASSTHRU);

	return on ? MB_F_GROUPS : 0;
}

/* Of all modes: what an endpoint sends to the wire passes the lower's egress. */
static uint32_t host_features(const struct mb_port *port, uint32_t modes)
{
	bool on = port->rec.flags & MB_PORT_HOST_ACCESS && !(modes & MB_MODE_PASSTHRU);

	return on ? MB_F_HOST : 0;
}

bool mb_config_has_host(const struct mb_port *port)
{
	return host_features(port, mb_record_modes(port));
}

static uint32_t learnt_features(const struct mb_port *port)
{
	return mb_record_any_learns(port) ? MB_F_LEARNT : 0;
}

static uint32_t source_features(struct mb_port *port)
{
	return mb_record_has_sources(port) ? MB_F_SOURCES : 0;
}

static uint32_t lower_features(struct mb_port *port)
{
	uint32_t modes = mb_record_modes(port);

	return directed_features(port, modes) | group_features(port, modes) |
	       host_features(port, modes) | learnt_features(port) | source_features(port) |
	       mb_traced_feature(port) | (modes & MB_MODE_PASSTHRU ? MB_F_PASSTHRU : 0) |
	       (mb_record_has_vlans(port) ? MB_F_VLANS : 0);
}

/* What is looked at before all else. */
static uint32_t first_features(const struct mb_endpoint *ep)
{
	uint32_t guard = ep->rec.guard;

	return (guard & MB_GUARD_MAC ? MB_F_GUARD : 0) | (guard & MB_GUARD_IP ? MB_F_GUARD_IP : 0) |
	       (guard & MB_GUARD_ISOLATED ? MB_F_ISOLATED : 0) |
	       (ep->rec.status & MB_EP_GROUP_RATE ? MB_F_GROUP_RATE : 0) |
	       (ep->rec.status & MB_EP_RATE_OUT ? MB_F_PACED : 0);
}

/* Of an endpoint in mode bridge, for what others of the port do: found by a look at all of them. */
uint32_t mb_config_shared(struct mb_port *port)
{
	return MB_F_BRIDGE | learnt_features(port) | source_features(port);
}

static uint32_t endpoint_features(const struct mb_port *port, const struct mb_endpoint *ep,
				  uint32_t shared)
{
	uint32_t features = directed_features(port, ep->rec.mode) |
			    group_features(port, ep->rec.mode) | host_features(port, ep->rec.mode) |
			    mb_traced_feature(port) |
			    (mb_record_learns(&ep->rec) ? MB_F_LEARNS : 0) | first_features(ep) |
			    (mb_kind_of(ep)->xmit ? MB_F_XMIT : 0);

	return ep->rec.mode == MB_MODE_BRIDGE ? features | shared : features;
}

struct mb_config mb_config_lower(struct mb_port *port)
{
	return (struct mb_config){ MB_ENTRY_LOWER, port->lower_ifindex, lower_features(port) };
}

/* Who asks for many endpoints has asked for mb_config_shared() once. */
struct mb_config mb_config_endpoint(const struct mb_port *port, const struct mb_endpoint *ep,
				    uint32_t shared)
{
	return (struct mb_config){ MB_ENTRY_ENDPOINT, port->lower_ifindex,
				   endpoint_features(port, ep, shared) };
}

struct mb_config mb_config_host(const struct mb_port *port)
{
	uint32_t modes = mb_record_modes(port);
	uint32_t features = host_features(port, modes) | group_features(port, modes) |
			    learnt_features(port) | mb_traced_feature(port);

	return (struct mb_config){ MB_ENTRY_HOST, port->lower_ifindex, features };
}

/* These are the same for all hostdevs, for ever. */
struct mb_config mb_config_closing(void)
{
	return (struct mb_config){ .entry = MB_ENTRY_CLOSED };
}

struct mb_config mb_config_paced(void)
{
	return (struct mb_config){ .entry = MB_ENTRY_PACED };
}

bool mb_config_has_paced(const struct mb_port *port)
{
	for (size_t i = 0; i < port->count; i++)
		if (port->ep[i].rec.status & MB_EP_RATE_OUT)
			return true;
	return false;
}

struct mb_config mb_config_of(struct mb_port *port, const struct mb_endpoint *ep, uint32_t entry)
{
	if (entry == MB_ENTRY_HOST)
		return mb_config_host(port);
	if (entry == MB_ENTRY_CLOSED)
		return mb_config_closing();
	return ep ? mb_config_endpoint(port, ep, mb_config_shared(port)) : mb_config_lower(port);
}
