// SPDX-License-Identifier: (LGPL-2.1-only OR BSD-2-Clause)
/*
 * host.c - host access: the program on the lower's egress, and the addresses of the host.
 *
 * The addresses are on record before any of it is there, and until none is there any more, so that
 * whoever died on the way leaves what to look for.
 */
#include <errno.h>
#include <string.h>

#include "base/mac.h"
#include "datapath/attach.h"
#include "port/config.h"
#include "port/host.h"
#include "port/programs.h"
#include "port/record.h"

struct hosts {
	uint8_t mac[MB_HOST_MACS][MB_MAC_LEN];
	size_t count;
	bool over; /* there are more */
};

/* That of nobody, all zero, is in each that is not full. */
static void add_mac(struct hosts *hosts, const uint8_t *mac)
{
	if (mb_mac_among(mac, hosts->mac, MB_HOST_MACS))
		return;
	hosts->over |= hosts->count == MB_HOST_MACS;
	if (!hosts->over)
		memcpy(hosts->mac[hosts->count++], mac, MB_MAC_LEN);
}

/*
 * The lower's, that of the bridge which it is a port of, and those of devices on it, as the
 * kernel's macvlan. They are the host's as far as frames go: in at the lower.
 */
static void find_macs(const struct mb_world *w, const struct mb_port *port, struct hosts *hosts)
{
	const struct mb_dev *master = mb_world_dev(w, port->lower->master);

	add_mac(hosts, port->lower->address);
	if (master)
		add_mac(hosts, master->address);
	for (size_t i = 0; i < w->upper_count; i++)
		if (w->upper[i]->link == port->lower_ifindex)
			add_mac(hosts, w->upper[i]->address);
}

bool mb_host_has(const struct mb_world *w, const struct mb_port *port, const uint8_t *mac)
{
	struct hosts hosts = { .count = 0 };

	find_macs(w, port, &hosts);
	return mb_mac_among(mac, hosts.mac, hosts.count);
}

static int failed(struct macbpf *mb, const struct mb_port *port, int err)
{
	if (!err)
		return 0;
	return mb_fail(mb, err, "can't write the host's addresses of %s: %s",
		       mb_world_port_name(port), strerror(-err));
}

/*
 * An endpoint's that is the same stays the endpoint's. One of the host's is written anew: who died
 * while it was taken off may have left it behind the front alone.
 */
static int put_mac(const struct mb_port *port, const uint8_t *mac)
{
	const struct mb_dest want = { .hostdev = port->lower_ifindex, .mode = MB_MODE_HOST };
	struct mb_dest is;
	int err = mb_fdb_get(&port->maps, mac, &is);

	if (!err && is.mode != MB_MODE_HOST)
		return 0;
	return err && err != -ENOENT ? err : mb_fdb_set(&port->maps, mac, &want);
}

static int drop_mac(const struct mb_port *port, const uint8_t *mac)
{
	struct mb_dest is;
	int err = mb_fdb_get(&port->maps, mac, &is);

	if (err || is.mode != MB_MODE_HOST)
		return err == -ENOENT ? 0 : err;
	return mb_fdb_del(&port->maps, mac);
}

static int put_macs(struct macbpf *mb, const struct mb_port *port, const struct hosts *hosts)
{
	int err = 0;

	for (size_t i = 0; !err && i < hosts->count; i++)
		err = put_mac(port, hosts->mac[i]);
	return failed(mb, port, err);
}

/* All that are on record but these. */
static int drop_macs(struct macbpf *mb, const struct mb_port *port, const struct hosts *keep)
{
	int err = 0;

	for (size_t i = 0; !err && i < MB_HOST_MACS; i++)
		if (!mb_mac_among(port->rec.host_mac[i], keep->mac, MB_HOST_MACS))
			err = drop_mac(port, port->rec.host_mac[i]);
	return failed(mb, port, err);
}

static int save(struct macbpf *mb, struct mb_port *port, const struct hosts *hosts)
{
	const struct mb_port_rec old = port->rec;
	int err;

	memcpy(port->rec.host_mac, hosts->mac, sizeof(port->rec.host_mac));
	port->rec.needs &= ~(uint32_t)MB_NEEDS_HOST;
	port->rec.needs |= hosts->count ? MB_NEEDS_HOST : 0;
	if (!memcmp(&old, &port->rec, sizeof(old)))
		return 0;
	err = mb_record_save_port(mb, port);
	if (err)
		port->rec = old;
	return err;
}

/* Those that are not any more go first, since the record has room for one set of them. */
static int change_macs(struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	struct hosts hosts = { 0 };

	find_macs(w, port, &hosts);
	if (hosts.over)
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s has more addresses of the host's than %d: endpoints reach these alone",
		       mb_world_port_name(port), MB_HOST_MACS);
	return drop_macs(mb, port, &hosts) ?: save(mb, port, &hosts) ?: put_macs(mb, port, &hosts);
}

int mb_host_close(struct macbpf *mb, struct mb_port *port)
{
	const struct hosts none = { 0 };
	int err;

	if (!(port->rec.needs & MB_NEEDS_HOST))
		return 0;
	err = mb_attach_remove(mb, port->lower_ifindex, MB_NAME_HOST_PROG, false);
	if (err)
		return mb_program_refused(mb, MACBPF_HOOK_AUTO, mb_world_port_name(port), err);
	return drop_macs(mb, port, &none) ?: save(mb, port, &none);
}

int mb_host_follow(struct macbpf *mb, const struct mb_world *w, struct mb_port *port)
{
	bool had = port->rec.needs & MB_NEEDS_HOST;
	int err;

	if (!mb_config_has_host(port))
		return mb_host_close(mb, port);
	err = change_macs(mb, w, port) ?: mb_program_follow_host(mb, port);
	if (err == 1 && had)
		mb_log(mb, MACBPF_LOG_WARN,
		       "%s had lost its program of host-access, and has it again",
		       mb_world_port_name(port));
	return err < 0 ? err : 0;
}
