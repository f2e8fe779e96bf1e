#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# slaac.sh - a router that advertises itself while an IPAM plugin takes its time is not believed by a
# container whose chain forbids that.
#
# guards: frontends/cni/verb_add.c frontends/container/setup.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1
# As everywhere: nobody asks for routers before his own address is found to be unique, for a second.
ip netns exec c1 sysctl -qw net.ipv6.conf.default.dad_transmits=1 \
	net.ipv6.conf.default.router_solicitation_delay=1
ip netns exec far sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n far addr add 10.1.2.1/24 dev wire
ip -n far addr add 2001:db8:7::1/64 dev wire nodad
ip netns exec far dnsmasq --conf-file=/dev/null --keep-in-foreground --port=0 --interface=wire --enable-ra \
	--dhcp-range=2001:db8:7::,ra-only,64 --ra-param=wire,4 --leasefile-ro --pid-file= \
	--user=root >"$tmp/dnsmasq" 2>&1 &

# An IPAM plugin that answers when the router has advertised itself to all.
heard="timeout 30 ip netns exec far tcpdump -Q out -c 1 -ni wire 'icmp6 and ip6[40] == 134' >$tmp/seen 2>&1"
list=$(jq -nc --arg run "$heard" '{ cniVersion: "1.0.0", name: "net1", plugins: [{ type: "macbpf-cni",
	master: "eth0", ipam: { type: "fake-ipam", run: $run, answer: { cniVersion: "1.0.0",
	ips: [{ address: "10.1.2.50/24", gateway: "10.1.2.1" }], routes: [{ dst: "0.0.0.0/0" }] } } },
	{ type: "tuning", sysctl: { "net.ipv6.conf.eth0.accept_ra": "0" } }] }')
list_add "$list"
ok "ADD, with tuning behind it"
has "the router was heard on the wire" "$(cat "$tmp/seen")" "router advertisement"
has "the interface is up" "$(ip -n c1 -o link show eth0)" "state UP"
is "no address of the router's" "$(ip -n c1 -6 -o addr show dev eth0 | grep -c 2001:db8:7)" 0
is "no route of the router's" "$(ip -n c1 -6 route show dev eth0 | grep -c 'proto ra')" 0
until_true "the address counts" ip netns exec c1 ping -q -c 1 -W 1 10.1.2.1
list_del "$list"
ok "DEL"
clean "with a router"
finish
