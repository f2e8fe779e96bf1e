// SPDX-License-Identifier: GPL-2.0-only
/* peers.c - the same two containers, a host and a wire, put together in each of the ways compared.
 */
#include "peers.h"

#include <arpa/inet.h>
#include <err.h>
#include <net/if.h>

#include "tests/harness/run.h"
#include "tests/harness/wait.h"
#include "floor.h"

#define ONE_QUEUE "numtxqueues 1 numrxqueues 1"

/* Devices have the same address in every peer; so do their MACs, for static neighbours. */
static const struct {
	const char *device, *ip, *mac;
} spots[SPOTS] = {
	[SPOT_A] = { "eth-a", "192.0.2.1", "02:00:00:00:0a:01" },
	[SPOT_B] = { "eth-b", "192.0.2.2", "02:00:00:00:0a:02" },
	[SPOT_WIRE] = { "wire", "192.0.2.9", MAC_WIRE },
	[SPOT_HOST] = { "low", "192.0.2.8", "02:00:00:00:0a:08" },
};

/* The control has a cable for each pair of spots, so A has a second device towards the wire. */
#define CONTROL_A_IP	 "198.51.100.1"
#define CONTROL_A_MAC	 "02:00:00:00:0b:01"
#define CONTROL_WIRE_IP	 "198.51.100.9"
#define CONTROL_WIRE_MAC "02:00:00:00:0b:09"

const struct netns *peer_netns(const struct peer *peer, enum spot spot)
{
	return spot == SPOT_HOST ? &peer->host : &peer->spot[spot];
}

unsigned int peer_address(enum peer_id id, enum spot from, enum spot to)
{
	bool to_wire = from == SPOT_A && to == SPOT_WIRE, to_a = from == SPOT_WIRE && to == SPOT_A;

	if (id == PEER_VETH && to_wire)
		return inet_addr(CONTROL_WIRE_IP);
	if (id == PEER_VETH && to_a)
		return inet_addr(CONTROL_A_IP);
	return inet_addr(spots[to].ip);
}

/* All of an ipvlan's endpoints have the lower's address. */
static const char *mac_of(enum peer_id id, enum spot spot)
{
	bool shared = id == PEER_IPVLAN && spot != SPOT_WIRE;

	return spots[shared ? SPOT_HOST : spot].mac;
}

static void make_netns(struct peer *peer)
{
	static const char *const names[SPOT_NETNS] = { "a", "b", "wire" };
	char name[32];

	snprintf(name, sizeof(name), "%s-host", peer->name);
	netns_make(&peer->host, name);
	for (int i = 0; i < SPOT_NETNS; i++) {
		snprintf(name, sizeof(name), "%s-%s", peer->name, names[i]);
		netns_make(&peer->spot[i], name);
	}
}

static void make_cable(const struct peer *peer)
{
	run_ok(&peer->host,
	       "ip link add low address %s " ONE_QUEUE " type veth peer name wire address %s "
	       "netns %s " ONE_QUEUE,
	       spots[SPOT_HOST].mac, MAC_WIRE, peer->spot[SPOT_WIRE].name);
	run_ok(&peer->host, "ip link set low up");
	run_ok(&peer->spot[SPOT_WIRE], "ip link set wire up");
}

/* A bridge would flood what is for somebody who was never heard: it is told where they all are. */
static void tell_bridge(const struct peer *peer, enum spot spot, const char *port)
{
	run_ok(&peer->host, "bridge fdb add %s dev %s master static", spots[spot].mac, port);
}

static bool is_bridge(enum peer_id id)
{
	return id == PEER_BRIDGE || id == PEER_BARE;
}

/*
 * With br_netfilter, built in here and loaded by Docker and Kubernetes, IP frames go through
 * netfilter, even if it has no rules.
 */
static void without_netfilter(const struct netns *host)
{
	static const char *const words[] = { "iptables", "ip6tables", "arptables" };
	char path[64];
	FILE *f;

	netns_enter(host);
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "/proc/sys/net/bridge/bridge-nf-call-%s", words[i]);
		f = fopen(path, "we");
		if (f && (fputs("0", f) < 0 || fclose(f)))
			err(1, "%s", path);
	}
	netns_leave();
}

static void make_bridge(const struct peer *peer)
{
	run_ok(&peer->host, "ip link add br0 address %s type bridge mcast_snooping 0",
	       spots[SPOT_HOST].mac);
	if (peer->id == PEER_BARE)
		without_netfilter(&peer->host);
	run_ok(&peer->host, "ip link set br0 up");
	run_ok(&peer->host, "ip link set low master br0");
	tell_bridge(peer, SPOT_WIRE, "low");
}

void card_make(struct peer *peer, enum peer_id id)
{
	*peer = (struct peer){ .id = id, .name = peer_names[id] };
	make_netns(peer);
	make_cable(peer);
	if (is_bridge(id))
		make_bridge(peer);
}

bool peer_is_ours(const struct peer *peer)
{
	return peer->id == PEER_MACBPF || peer->id == PEER_FLOOR || peer->id == PEER_CLSACT ||
	       peer->id == PEER_OPEN;
}

/* Words of a command that say how this peer's endpoints differ from what is made without. */
static const char *hook_words(const struct peer *peer)
{
	switch (peer->id) {
	case PEER_FLOOR:
		return "endpoint veth hook tcx";
	case PEER_CLSACT:
		return "endpoint veth hook clsact";
	default:
		return "";
	}
}

static void make_endpoint(const struct peer *peer, enum spot spot)
{
	run_ok(&peer->host,
	       "%s link add link low name %s address %s netns %s %s type macvlan mode bridge",
	       peer_is_ours(peer) ? macbpf_path() : "ip", spots[spot].device, spots[spot].mac,
	       peer->spot[spot].name, hook_words(peer));
}

static void make_ipvlan(const struct peer *peer, enum spot spot)
{
	run_ok(&peer->host, "ip link add link low name %s netns %s type ipvlan mode l2",
	       spots[spot].device, peer->spot[spot].name);
}

static void make_bridge_port(const struct peer *peer, enum spot spot)
{
	char port[IFNAMSIZ];

	snprintf(port, sizeof(port), "p%s", spots[spot].device);
	run_ok(&peer->host,
	       "ip link add %s " ONE_QUEUE " type veth peer name %s address %s netns %s " ONE_QUEUE,
	       port, spots[spot].device, spots[spot].mac, peer->spot[spot].name);
	run_ok(&peer->host, "ip link set %s master br0 up", port);
	tell_bridge(peer, spot, port);
}

static void add_neighbour(const struct netns *ns, const char *ip, const char *mac,
			  const char *device)
{
	run_ok(ns, "ip neigh add %s lladdr %s dev %s nud permanent", ip, mac, device);
}

static void make_control(const struct peer *peer)
{
	const struct netns *a = &peer->spot[SPOT_A], *wire = &peer->spot[SPOT_WIRE];

	run_ok(a,
	       "ip link add eth-a address %s " ONE_QUEUE " type veth peer name eth-b address %s "
	       "netns %s " ONE_QUEUE,
	       spots[SPOT_A].mac, spots[SPOT_B].mac, peer->spot[SPOT_B].name);
	run_ok(a,
	       "ip link add aw address %s " ONE_QUEUE
	       " type veth peer name wa address %s netns %s " ONE_QUEUE,
	       CONTROL_A_MAC, CONTROL_WIRE_MAC, wire->name);
	run_ok(a, "ip addr add %s/24 dev aw", CONTROL_A_IP);
	run_ok(wire, "ip addr add %s/24 dev wa", CONTROL_WIRE_IP);
	run_ok(a, "ip link set aw up");
	run_ok(wire, "ip link set wa up");
	add_neighbour(a, CONTROL_WIRE_IP, CONTROL_WIRE_MAC, "aw");
	add_neighbour(wire, CONTROL_A_IP, CONTROL_A_MAC, "wa");
}

static void make_containers(const struct peer *peer)
{
	if (peer->id == PEER_VETH)
		make_control(peer);
	for (enum spot spot = SPOT_A; spot <= SPOT_B; spot++) {
		if (is_bridge(peer->id))
			make_bridge_port(peer, spot);
		if (peer->id == PEER_IPVLAN)
			make_ipvlan(peer, spot);
		if (peer_is_ours(peer) || peer->id == PEER_MACVLAN)
			make_endpoint(peer, spot);
	}
	if (peer->id == PEER_FLOOR)
		floor_lay(peer);
}

static void give_address(const struct peer *peer, enum spot spot)
{
	bool on_bridge = spot == SPOT_HOST && is_bridge(peer->id);
	const char *device = on_bridge ? "br0" : spots[spot].device;
	const struct netns *ns = peer_netns(peer, spot);

	run_ok(ns, "ip addr add %s/24 dev %s", spots[spot].ip, device);
	run_ok(ns, "ip link set %s up", device);
	for (int to = 0; to < SPOTS; to++)
		if (to != (int)spot)
			add_neighbour(ns, spots[to].ip, mac_of(peer->id, to), device);
}

void peer_make(struct peer *peer, enum peer_id id)
{
	card_make(peer, id);
	make_containers(peer);
	for (int spot = 0; spot < SPOTS; spot++)
		give_address(peer, spot);
}

static bool is_gone(void *device)
{
	return !if_nametoindex(device);
}

/*
 * The kernel dismantles namespaces later, one after the other, and what follows would be measured
 * meanwhile. So one more is dropped, with a cable to us: when our end is gone, so are all before.
 */
void peers_wait_gone(void)
{
	static char name[] = "bench-last";
	struct netns last;

	netns_make(&last, name);
	run_ok(NULL, "ip link add %s type veth peer name far netns %s", name, last.name);
	netns_drop(&last);
	if (!wait_until(is_gone, name, 120000))
		fprintf(stderr, "bench: the kernel takes long to remove namespaces\n");
}

void peer_drop(struct peer *peer)
{
	for (int i = 0; i < SPOT_NETNS; i++)
		netns_drop(&peer->spot[i]);
	netns_drop(&peer->host);
	peer->name = NULL;
}
