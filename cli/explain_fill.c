// SPDX-License-Identifier: GPL-2.0-only
/* explain_fill.c - the addresses of a frame that is described in words, from the listings */
#include <string.h>
#include <sys/socket.h>

#include "explain.h"

/* Of RFC 7042, for documents: nobody has them. */
static const uint8_t stranger[6] = { 0x00, 0x00, 0x5e, 0x00, 0x53, 0x01 };
static const uint8_t another[6] = { 0x00, 0x00, 0x5e, 0x00, 0x53, 0x02 };

/* IPv4 addresses are ::ffff:a.b.c.d there. */
static bool take_guarded_ip(const struct macbpf_link *link, uint8_t ip[4])
{
	static const uint8_t prefix[12] = { [10] = 0xff, [11] = 0xff };
	const uint8_t *addr = NULL;

	while ((addr = macbpf_guard_addr__next(link, addr))) {
		if (memcmp(addr, prefix, sizeof(prefix)) != 0)
			continue;
		memcpy(ip, addr + sizeof(prefix), 4);
		return true;
	}
	return false;
}

/* As the port knows it, which is why a request of it may be directed. */
static int take_known_ip(struct app *app, const struct explain *x, const char *hostdev,
			 uint8_t ip[4])
{
	const struct macbpf_neigh *row = NULL;
	struct macbpf_neighs *neighs;
	int err = macbpf_neighs__get(app->mb, x->lower, &neighs);

	if (err)
		return err;
	while ((row = macbpf_neighs__next(neighs, row))) {
		struct macbpf_neigh_info info = { .sz = sizeof(info) };

		macbpf_neigh__info(row, &info);
		if (info.family == AF_INET && !strcmp(info.hostdev, hostdev))
			memcpy(ip, info.dst, 4);
	}
	macbpf_neighs__free(neighs);
	return 0;
}

/* The address of the endpoint; of the sender also what IP address it has. */
static int take_endpoint(struct app *app, struct explain *x, const char *name, uint8_t mac[6],
			 uint8_t *ip)
{
	MACBPF_OPTS(macbpf_links_opts, opts, .lower = x->lower, .name = name, .skip_hooks = 1);
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link;
	struct macbpf_links *links;
	int err = macbpf_links__get(app->mb, &opts, &links);

	if (err)
		return err;
	link = macbpf_links__next(links, NULL);
	if (link) {
		macbpf_link__info(link, &info);
		memcpy(mac, info.address, 6);
	}
	if (link && ip && !take_guarded_ip(link, ip))
		err = take_known_ip(app, x, info.hostdev, ip);
	macbpf_links__free(links);
	return err;
}

static int take_lower(struct app *app, const struct explain *x, uint8_t mac[6])
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_port *port;
	struct macbpf_ports *ports;
	int err = macbpf_ports__get(app->mb, x->lower, &ports);

	if (err)
		return err;
	port = macbpf_ports__next(ports, NULL);
	if (port)
		macbpf_port__info(port, &info);
	memcpy(mac, info.lower_address, 6);
	macbpf_ports__free(ports);
	return 0;
}

static int fill_source(struct app *app, struct explain *x)
{
	uint8_t own[6];
	int err = 0;

	memcpy(own, stranger, sizeof(own));
	if (x->from)
		err = take_endpoint(app, x, x->from, own, x->words.ip);
	else if (x->origin == MACBPF_ORIGIN_HOST)
		err = take_lower(app, x, own);
	if (!err && !x->has_src)
		memcpy(x->words.src, own, sizeof(own));
	return err;
}

static int fill_destination(struct app *app, struct explain *x)
{
	uint8_t *dst = x->words.dst;

	if (parse_mac(x->to, dst))
		return 0;
	if (!strcmp(x->to, "host"))
		return take_lower(app, x, dst);
	if (!strcmp(x->to, "broadcast"))
		memset(dst, 0xff, sizeof(x->words.dst));
	else if (!strcmp(x->to, "wire"))
		memcpy(dst, another, sizeof(another));
	else
		return take_endpoint(app, x, x->to, dst, NULL);
	return 0;
}

int explain_fill(struct app *app, struct explain *x)
{
	int err = fill_source(app, x) ?: fill_destination(app, x);

	return err ? app_failed(app, err) : 0;
}
