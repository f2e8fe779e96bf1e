// SPDX-License-Identifier: GPL-2.0-only
/* hosts.c - hosts on one lower that ask for each other's MACs. */
#include "hosts.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"

const uint8_t *const macs[HOSTS] = { mac_a, mac_b, mac_c, mac_wire };
const uint8_t mac_d[6] = { 2, 0, 0, 0, 1, 9 };
const char *const devices[HOSTS] = { "mv0", "mv1", "mv2", "wire" };

const struct netns *netns_of(int host)
{
	return host == FAR ? &fx.far : &fx.box[host];
}

const char *address(enum family family, int n)
{
	static char text[4][32];
	static int next;
	char *to = text[next++ % 4];

	snprintf(to, sizeof(text[0]), family == V4 ? "10.7.0.%d" : "fd07::%d", n);
	return to;
}

void give(int host, enum family family, int n)
{
	run_ok(netns_of(host), "ip address add %s/%d dev %s%s", address(family, n),
	       family == V4 ? 24 : 64, devices[host], family == V4 ? "" : " nodad");
}

void take(int host, enum family family, int n)
{
	run_ok(netns_of(host), "ip address del %s/%d dev %s", address(family, n),
	       family == V4 ? 24 : 64, devices[host]);
}

/* A kernel that asks three times within a second, each time of all if it has to. */
static void ask_faster(int host)
{
	for (int v6 = 0; v6 < 2; v6++)
		run_ok(netns_of(host), "sysctl -qw net.ipv%d.neigh.%s.retrans_time_ms=%d",
		       v6 ? 6 : 4, devices[host], RETRANS_MS);
}

void add(int tool, int host, const uint8_t *mac)
{
	struct spot device = AT(netns_of(host), devices[host]);

	run_ok(&fx.host,
	       "%s link add link low name %s address %s netns %s type macvlan mode bridge",
	       tool_path(tool), devices[host], mac_text(mac), netns_of(host)->name);
	run_ok(netns_of(host), "ip link set %s up", devices[host]);
	fixture_mark();
	ck_assert(arrives(AT(&fx.far, "wire"), mac_wire, mac_all, device));
	ck_assert(arrives(device, mac, mac_all, AT(&fx.far, "wire")));
}

void set_directed(bool on)
{
	struct macbpf_port_opts opts = {
		.sz = sizeof(opts),
		.has = MACBPF_PORT_ARP_DIRECTED,
		.arp_directed = on,
	};

	expect_ok(macbpf_port__set(fx.mb, "low", &opts));
	fixture_mark();
}

void make_hosts(int tool)
{
	for (int host = 0; host < HOSTS; host++) {
		ipv6_on(netns_of(host));
		if (host != FAR)
			add(tool, host, macs[host]);
		ask_faster(host);
		give(host, V4, 101 + host);
		give(host, V6, 101 + host);
	}
	if (tool == TOOL_MACBPF)
		set_directed(true);
}

bool look_up(struct question *q)
{
	static struct run r;
	const char *found;

	run(&r, netns_of(q->host), "ip -%d neigh show %s dev %s", q->family == V4 ? 4 : 6,
	    address(q->family, q->n), devices[q->host]);
	found = strstr(r.out, "lladdr ");
	snprintf(q->mac, sizeof(q->mac), "%s", found ? found + 7 : "");
	if (!found && strstr(r.out, "FAILED"))
		snprintf(q->mac, sizeof(q->mac), "none");
	return r.out[0];
}

static void send_something(const struct question *q)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(9) };
	const char *text = address(q->family, q->n);
	int fd;

	inet_pton(AF_INET, text, &v4.sin_addr);
	inet_pton(AF_INET6, text, &v6.sin6_addr);
	netns_enter(netns_of(q->host));
	fd = socket(q->family == V4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	netns_leave();
	ck_assert_int_ge(fd, 0);
	if (q->family == V4)
		sendto(fd, "", 1, 0, (void *)&v4, sizeof(v4));
	else
		sendto(fd, "", 1, 0, (void *)&v6, sizeof(v6));
	close(fd);
}

/* The kernel takes what has failed out of its table when it tidies up. */
static bool is_answered(void *arg)
{
	struct question *q = arg;

	if (!look_up(q))
		send_something(q);
	return q->mac[0];
}

/* Asks from nothing until there is an answer. */
static void resolve(struct question *q)
{
	q->mac[0] = 0;
	run_ok(netns_of(q->host), "ip neigh flush dev %s", devices[q->host]);
	send_something(q);
	ck_assert_msg(wait_until(is_answered, q, DEADLINE_MS), "%s: %s never decides",
		      devices[q->host], address(q->family, q->n));
}

static bool finds_somebody(void *arg)
{
	struct question *q = arg;

	resolve(q);
	return strcmp(q->mac, "none") != 0;
}

void expect_mac(int asker, enum family family, int n, const char *want)
{
	struct question q = { asker, family, n, "" };

	if (strcmp(want, "none") != 0)
		wait_until(finds_somebody, &q, DEADLINE_MS);
	else
		resolve(&q);
	ck_assert_msg(!strcmp(q.mac, want), "%s finds %s at %s, not at %s", devices[asker],
		      address(family, n), q.mac, want);
}

void expect_owner(int asker, enum family family, int n, int owner)
{
	expect_mac(asker, family, n, owner < 0 ? "none" : mac_text(macs[owner]));
}
