// SPDX-License-Identifier: GPL-2.0-only
/* ledger.c - whether the listings, the filters and the flags are what all actors believe. */
#include <err.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crowd.h"
#include "tests/harness/run.h"

/* What the beliefs about one lower come to. */
struct sum {
	uint32_t endpoints, modes, sources, addresses;
};

static struct sum sum_of(int lower)
{
	struct sum sum = { 0 };

	for (int i = 0; i < crowd->actors * ENDPOINTS; i++) {
		const struct endpoint *e = &crowd->actor[i / ENDPOINTS].mine[i % ENDPOINTS];

		if (!e->there || e->lower != lower)
			continue;
		sum.endpoints++;
		sum.modes |= e->mode;
		sum.sources += (uint32_t)__builtin_popcount(e->sources);
		sum.addresses += e->mode != MACBPF_MODE_PASSTHRU;
	}
	return sum;
}

static void expect(bool fact, const char *what, const char *lower, uint64_t is, uint64_t want)
{
	if (!fact)
		errx(1, "%s: %s: %llu, not %llu", lower, what, (unsigned long long)is,
		     (unsigned long long)want);
}

static void expect_equal(const char *what, const char *lower, uint64_t is, uint64_t want)
{
	expect(is == want, what, lower, is, want);
}

/* ---------------------------------------------------------------- endpoints */

void endpoint_compare(const struct actor *a, const struct endpoint *e,
		      const struct macbpf_link *link)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const char *netns = e->box < 0 ? "" : box[e->box].name;

	macbpf_link__info(link, &info);
	if (strcmp(info.lower, lower_name(e->lower)) != 0)
		fail(a, "%s is on %s, not %s", e->name, info.lower, lower_name(e->lower));
	if (info.mode != e->mode)
		fail(a, "%s has mode %u, not %u", e->name, info.mode, e->mode);
	if (info.mtu != e->mtu)
		fail(a, "%s has MTU %u, not %u", e->name, info.mtu, e->mtu);
	if (memcmp(info.address, e->mac, 6) != 0)
		fail(a, "%s has address ...:%02x:%02x:%02x, not ...:%02x:%02x:%02x", e->name,
		     info.address[3], info.address[4], info.address[5], e->mac[3], e->mac[4],
		     e->mac[5]);
	if (!info.owns_address)
		fail(a, "%s doesn't own its address", e->name);
	if (strcmp(info.netns, netns) != 0)
		fail(a, "%s is in netns \"%s\", not \"%s\"", e->name, info.netns, netns);
	if (!(info.dev_flags & IFF_UP) != !e->up)
		fail(a, "%s is %s", e->name, e->up ? "down" : "up");
	if (info.macaddr_count != (uint32_t)__builtin_popcount(e->sources))
		fail(a, "%s lists %u sources", e->name, info.macaddr_count);
	if (!info.hook)
		fail(a, "%s has no program", e->name);
}

static void compare_endpoints(struct macbpf *mb)
{
	struct macbpf_links *links;
	uint32_t listed = 0, want = 0;

	if (macbpf_links__get(mb, NULL, &links))
		errx(1, "list all: %s", macbpf__error(mb));
	for (const struct macbpf_link *l = NULL; (l = macbpf_links__next(links, l));)
		listed++;
	macbpf_links__free(links);
	for (int i = 0; i < crowd->actors * ENDPOINTS; i++) {
		const struct endpoint *e = &crowd->actor[i / ENDPOINTS].mine[i % ENDPOINTS];
		MACBPF_OPTS(macbpf_links_opts, opts, .name = e->name);
		int err = macbpf_links__get(mb, &opts, &links);

		want += e->there;
		expect_equal(e->name, "listing", (uint64_t)-err, e->there ? 0 : ENODEV);
		if (err)
			continue;
		endpoint_compare(&crowd->actor[i / ENDPOINTS], e, macbpf_links__next(links, NULL));
		macbpf_links__free(links);
	}
	expect_equal("endpoints", "all lowers", listed, want);
}

/* ---------------------------------------------------------------- lowers */

static short flags_of(const char *lower)
{
	struct ifreq request = { 0 };
	int fd;

	netns_enter(&host);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	netns_leave();
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", lower);
	if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request))
		err(1, "flags of %s", lower);
	close(fd);
	return request.ifr_flags;
}

/* The unicast addresses that a lower lets in. */
static uint32_t filter_of(const char *lower)
{
	static struct run r;
	uint32_t count = 0;
	unsigned int first;
	char *save, *line;

	if (run(&r, &host, "bridge fdb show dev %s", lower))
		errx(1, "bridge: %s", r.err);
	for (line = strtok_r(r.out, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		count += sscanf(line, "%2x:", &first) == 1 && !(first & 1);
	return count;
}

static void compare_fdb(struct macbpf *mb, int lower, const struct sum *sum)
{
	struct macbpf_fdb_info info = { .sz = sizeof(info) };
	const struct macbpf_fdb_entry *entry = NULL;
	uint32_t addresses = 0, sources = 0;
	struct macbpf_fdb *fdb;

	if (macbpf_fdb__get(mb, lower_name(lower), &fdb))
		errx(1, "FDB of %s: %s", lower_name(lower), macbpf__error(mb));
	while ((entry = macbpf_fdb__next(fdb, entry))) {
		macbpf_fdb_entry__info(entry, &info);
		addresses += info.type == MACBPF_FDB_UNICAST;
		sources += info.type == MACBPF_FDB_SOURCE;
	}
	macbpf_fdb__free(fdb);
	expect_equal("sources in the FDB", lower_name(lower), sources, sum->sources);
	if (lower != PASSTHRU_LOWER)
		expect_equal("addresses in the FDB", lower_name(lower), addresses, sum->addresses);
}

static uint32_t compare_port(struct macbpf *mb, int lower, const struct sum *sum)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	const struct macbpf_port *port;
	struct macbpf_ports *ports;
	uint32_t program = 0;

	if (macbpf_ports__get(mb, lower_name(lower), &ports))
		errx(1, "port of %s: %s", lower_name(lower), macbpf__error(mb));
	port = macbpf_ports__next(ports, NULL);
	expect_equal("port", lower_name(lower), !!port, !!sum->endpoints);
	if (port) {
		macbpf_port__info(port, &info);
		expect_equal("endpoints", lower_name(lower), info.endpoints, sum->endpoints);
		expect_equal("modes", lower_name(lower), info.modes, sum->modes);
		expect_equal("sources", lower_name(lower), info.macaddr_count, sum->sources);
		program = info.prog_id;
	}
	macbpf_ports__free(ports);
	return program;
}

static void compare_lower(struct macbpf *mb, int lower)
{
	const char *name = lower_name(lower);
	struct sum sum = sum_of(lower);
	uint32_t program = compare_port(mb, lower, &sum);

	compare_fdb(mb, lower, &sum);
	expect_equal("addresses in the filter", name, filter_of(name), sum.addresses);
	expect_equal("IFF_ALLMULTI", name, !!(flags_of(name) & IFF_ALLMULTI), !!sum.endpoints);
	expect_equal("IFF_PROMISC", name, !!(flags_of(name) & IFF_PROMISC),
		     !!(sum.modes & MACBPF_MODE_PASSTHRU));
	if (program)
		tables_compare(lower, program, sum.endpoints);
}

void ledger_compare(struct macbpf *mb)
{
	if (macbpf__settle(mb))
		errx(1, "settle: %s", macbpf__error(mb));
	compare_endpoints(mb);
	for (int i = 0; i < LOWERS; i++)
		compare_lower(mb, i);
}

/* ---------------------------------------------------------------- the end */

static int devices_of(const struct netns *ns)
{
	struct if_nameindex *all;
	int count = 0;

	netns_enter(ns);
	all = if_nameindex();
	netns_leave();
	while (all[count].if_index)
		count++;
	if_freenameindex(all);
	return count;
}

static void expect_bare(const char *lower)
{
	static struct run r;

	expect_equal("left in the filter", lower, filter_of(lower), 0);
	expect_equal("flags left", lower,
		     (uint64_t)(flags_of(lower) & (IFF_ALLMULTI | IFF_PROMISC)), 0);
	if (run(&r, &host, "tc qdisc show dev %s", lower) || strstr(r.out, "clsact"))
		errx(1, "%s: a clsact is left: %s", lower, r.out);
	if (run(&r, &host, "ip -br link show dev %s", lower) ||
	    !strstr(r.out, lower_address(lower)))
		errx(1, "%s: its address was %s: %s", lower, lower_address(lower), r.out);
}

void ledger_expect_nothing(struct macbpf *mb)
{
	const int own = 1; /* lo */

	for (int i = 0; i < LOWERS; i++) {
		struct sum none = { 0 };

		compare_port(mb, i, &none);
		expect_bare(lower_name(i));
	}
	expect_equal("devices", "host", (uint64_t)devices_of(&host), LOWERS + own);
	for (int i = 0; i < BOXES; i++)
		expect_equal("devices", box[i].name, (uint64_t)devices_of(&box[i]), own);
	tables_expect_gone();
}
