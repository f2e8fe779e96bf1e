// SPDX-License-Identifier: GPL-2.0-only
/* rig.c - what the unit tests over the fake world share. */
#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/runner.h"
#include "tests/unit/rig.h"

struct macbpf *rig_mb;

void rig_close(void)
{
	macbpf__close(rig_mb);
	rig_mb = NULL;
}

void rig_open(void)
{
	rig_close();
	fake_reset();
	ck_assert_int_eq(macbpf__open(&rig_mb, NULL), 0);
}

int rig_try_add(const char *lower, const char *name, struct macbpf_link_opts opts)
{
	opts.sz = sizeof(opts);
	return macbpf_link__add(rig_mb, lower, name, &opts, NULL);
}

int rig_try_set(const char *lower, const char *name, struct macbpf_link_opts opts)
{
	opts.sz = sizeof(opts);
	return macbpf_link__set(rig_mb, lower, name, &opts);
}

void rig_add(const char *name, struct macbpf_link_opts opts)
{
	ck_assert_msg(!rig_try_add("eth0", name, opts), "add %s: %s", name, macbpf__error(rig_mb));
}

void rig_set(const char *name, struct macbpf_link_opts opts)
{
	ck_assert_msg(!rig_try_set(NULL, name, opts), "set %s: %s", name, macbpf__error(rig_mb));
}

void rig_del(const char *name)
{
	ck_assert_msg(!macbpf_link__del(rig_mb, NULL, name), "del %s: %s", name,
		      macbpf__error(rig_mb));
}

struct macbpf_port_info rig_port_info(void)
{
	struct macbpf_port_info info = { .sz = sizeof(info) };
	struct macbpf_ports *ports;

	ck_assert_int_eq(macbpf_ports__get(rig_mb, "eth0", &ports), 0);
	ck_assert_int_eq(macbpf_port__info(macbpf_ports__next(ports, NULL), &info), 0);
	macbpf_ports__free(ports);
	return info;
}

int rig_try_direct(bool on)
{
	struct macbpf_port_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_PORT_ARP_DIRECTED,
		.arp_directed = on,
	};

	return macbpf_port__set(rig_mb, "eth0", &opts);
}

int rig_try_snoop(bool on)
{
	struct macbpf_port_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_PORT_MCAST_SNOOPING,
		.mcast_snooping = on,
	};

	return macbpf_port__set(rig_mb, "eth0", &opts);
}

int rig_try_host(bool on)
{
	struct macbpf_port_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_PORT_HOST_ACCESS,
		.host_access = on,
	};

	return macbpf_port__set(rig_mb, "eth0", &opts);
}

const struct macbpf_link_info *rig_info(const char *name)
{
	MACBPF_OPTS(macbpf_links_opts, which, .name = name);
	static struct macbpf_link_info info;
	static struct macbpf_links *links;

	macbpf_links__free(links);
	links = NULL;
	ck_assert_msg(!macbpf_links__get(rig_mb, &which, &links), "%s", macbpf__error(rig_mb));
	info.sz = sizeof(info);
	ck_assert_int_eq(macbpf_link__info(macbpf_links__next(links, NULL), &info), 0);
	return &info;
}

static struct mb_neigh_key ipv4_key(uint32_t address)
{
	return (struct mb_neigh_key){ { 0, 0, 0xffff0000, address } };
}

/* A program asks for no lock. */
static void write_as_program(enum mb_map map, const void *key, const void *value)
{
	struct mb_maps maps = fake_port_maps("eth0");

	fake.locked = true;
	ck_assert_int_eq(bpf_map_update_elem(maps.fd[map], key, value, 0), 0);
	fake.locked = false;
	mb_maps_close(&maps);
}

void rig_know(const char *name, uint32_t address, struct mb_neigh neigh)
{
	struct mb_neigh_key key = ipv4_key(address);

	neigh.hostdev = name ? rig_info(name)->hostdev_ifindex
			     : fake_dev_named(FAKE_HOME, "eth0")->dev.ifindex;
	write_as_program(MB_MAP_NEIGH, &key, &neigh);
}

void rig_learn(const char *name, uint32_t address)
{
	uint32_t hostdev = rig_info(name)->hostdev_ifindex;
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_neigh_ring ring = { 0 };

	bpf_map_lookup_elem(maps.fd[MB_MAP_NEIGH_RINGS], &hostdev, &ring);
	mb_maps_close(&maps);
	ring.key[ring.next++ % MB_NEIGH_RING] = ipv4_key(address);
	rig_know(name, address, (struct mb_neigh){ 0 });
	write_as_program(MB_MAP_NEIGH_RINGS, &hostdev, &ring);
}

size_t rig_known(void)
{
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_neigh_row *rows;
	size_t count;

	ck_assert_int_eq(mb_neigh_read(&maps, &rows, &count), 0);
	mb_maps_close(&maps);
	free(rows);
	return count;
}

static void change_port(uint32_t abi, uint32_t netns)
{
	struct mb_maps maps = fake_port_maps("eth0");
	struct mb_port_rec rec;

	fake.locked = true;
	ck_assert_int_eq(mb_abi_read_port(&maps, &rec), 0);
	rec.abi += abi;
	rec.netns += netns;
	ck_assert_int_eq(mb_abi_write_port(&maps, &rec), 0);
	ck_assert_int_eq(mb_abi_write_slots(&maps, &rec), 0);
	fake.locked = false;
	mb_maps_close(&maps);
}

void rig_change_version(void)
{
	change_port(1, 0);
}

void rig_change_netns(void)
{
	change_port(0, 1);
}

struct mb_endpoint_rec rig_record(const struct mb_maps *maps, uint32_t slot)
{
	struct mb_endpoint_rec rec[slot + 1];

	ck_assert_int_eq(mb_abi_read_endpoints(maps, slot + 1, rec), 0);
	return rec[slot];
}

void rig_settle(void)
{
	struct macbpf_link_info info = { .sz = sizeof(info) };
	const struct macbpf_link *link = NULL;
	struct macbpf_links *links;

	ck_assert_int_eq(macbpf_link__del(rig_mb, NULL, "nobody"), -ENODEV);
	ck_assert_int_eq(macbpf_links__get(rig_mb, NULL, &links), 0);
	while ((link = macbpf_links__next(links, link))) {
		ck_assert_int_eq(macbpf_link__info(link, &info), 0);
		rig_set(info.hostdev, (struct macbpf_link_opts){ 0 });
	}
	macbpf_links__free(links);
}

void rig_expect(int rc, int want, const char *word, const char *what)
{
	int number = errno;

	ck_assert_msg(rc == want, "%s: got %d (%s), want %d", what, rc, macbpf__error(rig_mb),
		      want);
	ck_assert_msg(number == -want, "%s: errno is %d, not %d", what, number, -want);
	ck_assert_msg(strstr(macbpf__error(rig_mb), word), "%s: \"%s\" does not name %s", what,
		      macbpf__error(rig_mb), word);
}

static bool has_line(const char *text, const char *line, size_t len)
{
	for (const char *p = text; p; p = strchr(p, '\n')) {
		p += *p == '\n';
		if (!strncmp(p, line, len) && p[len] == '\n')
			return true;
		if (!*p)
			break;
	}
	return false;
}

/* The lines of `text` that the other has not. */
static void print_missing(FILE *out, const char *sign, const char *text, const char *other)
{
	size_t len;

	for (const char *line = text; *line; line += len + 1) {
		len = strcspn(line, "\n");
		if (!has_line(other, line, len))
			fprintf(out, "%s %.*s\n", sign, (int)len, line);
	}
}

void rig_expect_same(char *want, char *got, const char *what)
{
	char *diff = NULL;
	size_t size;
	FILE *out = open_memstream(&diff, &size);

	print_missing(out, "-", want, got);
	print_missing(out, "+", got, want);
	fclose(out);
	ck_assert_msg(!strcmp(want, got), "%s:\n%s", what,
		      *diff ? diff : "the same lines, but not as often");
	free(diff);
	free(want);
	free(got);
}

struct fake_dev *rig_dev(const char *name)
{
	struct fake_dev *found = NULL;

	for (int netns = 0; !found && netns < FAKE_NETNS_COUNT; netns++)
		found = fake_dev_named((enum fake_netns)netns, name);
	ck_assert_msg(found, "there is no device %s", name);
	return found;
}

void rig_ip_del(const char *name)
{
	fake_dev_del(rig_dev(name));
}

void rig_ip_move(const char *name, enum fake_netns netns)
{
	rig_dev(name)->netns = netns;
	rig_dev(name)->dev.flags &= ~(uint32_t)IFF_UP;
}

int rig_main(const char *name, void (*fill)(TCase *tc))
{
	Suite *suite = suite_create(name);
	TCase *tc = tcase_create(name);
	int result;

	fill(tc);
	suite_add_tcase(suite, tc);
	result = run_tests(suite);
	rig_close();
	fake_reset();
	return result;
}
