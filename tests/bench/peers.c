// SPDX-License-Identifier: GPL-2.0-only
/* peers.c - the same two containers and a wire, put together in each of the ways compared. */
#include <arpa/inet.h>
#include <stdio.h>

#include "../harness/run.h"
#include "bench.h"

/* Devices have the same address in every peer; so do their MACs, for static neighbours. */
#define MAC_A	 "02:00:00:00:0a:01"
#define MAC_B	 "02:00:00:00:0a:02"
#define MAC_WIRE "02:00:00:00:0a:09"

static const struct {
	const char *device, *ip, *mac;
} spots[SPOTS] = {
	[SPOT_A] = { "eth-a", "192.0.2.1", MAC_A },
	[SPOT_B] = { "eth-b", "192.0.2.2", MAC_B },
	[SPOT_WIRE] = { "wire", "192.0.2.9", MAC_WIRE },
};

/* The control has a cable for each pair of spots, so A has a second device towards the wire. */
#define CONTROL_A_IP	"198.51.100.1"
#define CONTROL_WIRE_IP "198.51.100.9"

unsigned int peer_address(enum peer_id id, enum spot from, enum spot to)
{
	bool second = id == PEER_VETH && (from == SPOT_WIRE || to == SPOT_WIRE);

	if (!second)
		return inet_addr(spots[to].ip);
	return inet_addr(to == SPOT_WIRE ? CONTROL_WIRE_IP : CONTROL_A_IP);
}

static void make_netns(struct peer *peer)
{
	static const char *const names[SPOTS] = { "a", "b", "wire" };
	char name[32];

	snprintf(name, sizeof(name), "%s-host", peer->name);
	netns_make(&peer->host, name);
	for (int i = 0; i < SPOTS; i++) {
		snprintf(name, sizeof(name), "%s-%s", peer->name, names[i]);
		netns_make(&peer->spot[i], name);
	}
}

static void give_address(const struct peer *peer, enum spot spot)
{
	run_ok(&peer->spot[spot], "ip addr add %s/24 dev %s", spots[spot].ip, spots[spot].device);
	run_ok(&peer->spot[spot], "ip link set %s up", spots[spot].device);
	for (int to = 0; to < SPOTS; to++)
		if (to != (int)spot)
			run_ok(&peer->spot[spot], "ip neigh add %s lladdr %s dev %s nud permanent",
			       spots[to].ip, spots[to].mac, spots[spot].device);
}

static void make_cable(const struct peer *peer)
{
	run_ok(&peer->host,
	       "ip link add low numtxqueues 1 numrxqueues 1 type veth peer name wire address %s "
	       "netns %s numtxqueues 1 numrxqueues 1",
	       MAC_WIRE, peer->spot[SPOT_WIRE].name);
	run_ok(&peer->host, "ip link set low up");
}

static void make_endpoint(const struct peer *peer, const char *tool, enum spot spot)
{
	run_ok(&peer->host,
	       "%s link add link low name %s address %s netns %s type macvlan mode bridge", tool,
	       spots[spot].device, spots[spot].mac, peer->spot[spot].name);
}

static void make_bridge_port(const struct peer *peer, enum spot spot)
{
	run_ok(&peer->host,
	       "ip link add p%s numtxqueues 1 numrxqueues 1 type veth peer name %s address %s "
	       "netns %s numtxqueues 1 numrxqueues 1",
	       spots[spot].device, spots[spot].device, spots[spot].mac, peer->spot[spot].name);
	run_ok(&peer->host, "ip link set p%s master br0 up", spots[spot].device);
}

static void make_bridge(const struct peer *peer)
{
	run_ok(&peer->host, "ip link add br0 type bridge mcast_snooping 0");
	run_ok(&peer->host, "ip link set br0 up");
	run_ok(&peer->host, "ip link set low master br0");
	make_bridge_port(peer, SPOT_A);
	make_bridge_port(peer, SPOT_B);
}

static void make_control(const struct peer *peer)
{
	run_ok(&peer->spot[SPOT_A],
	       "ip link add eth-a address %s numtxqueues 1 numrxqueues 1 type veth peer name eth-b "
	       "address "
	       "%s "
	       "netns %s numtxqueues 1 numrxqueues 1",
	       MAC_A, MAC_B, peer->spot[SPOT_B].name);
	run_ok(&peer->spot[SPOT_A],
	       "ip link add aw numtxqueues 1 numrxqueues 1 type veth peer name wa netns %s "
	       "numtxqueues 1 numrxqueues 1",
	       peer->spot[SPOT_WIRE].name);
	run_ok(&peer->spot[SPOT_A], "ip addr add %s/24 dev aw", CONTROL_A_IP);
	run_ok(&peer->spot[SPOT_WIRE], "ip addr add %s/24 dev wa", CONTROL_WIRE_IP);
	run_ok(&peer->spot[SPOT_A], "ip link set aw up");
	run_ok(&peer->spot[SPOT_WIRE], "ip link set wa up");
}

void peer_make(struct peer *peer, enum peer_id id, const char *macbpf)
{
	static const char *const names[PEERS] = { "macbpf", "macvlan", "bridge", "veth" };

	peer->name = names[id];
	make_netns(peer);
	make_cable(peer);
	if (id == PEER_BRIDGE)
		make_bridge(peer);
	if (id == PEER_VETH)
		make_control(peer);
	for (enum spot spot = SPOT_A; spot <= SPOT_B; spot++)
		if (id == PEER_MACBPF || id == PEER_MACVLAN)
			make_endpoint(peer, id == PEER_MACBPF ? macbpf : "ip", spot);
	for (int spot = 0; spot < SPOTS; spot++)
		give_address(peer, spot);
}

void peer_drop(struct peer *peer)
{
	for (int i = 0; i < SPOTS; i++)
		netns_drop(&peer->spot[i]);
	netns_drop(&peer->host);
}
