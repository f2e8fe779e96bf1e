#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# podman.sh - the netavark plugin, called by netavark beside its own macvlan driver, and by podman.
#
# The plugin is where both look by themselves. Debian 12 has no podman with plugins: make check-debian
# runs this on Debian 13.
#
# guards: frontends/netavark/ frontends/container/
# shellcheck source-path=SCRIPTDIR
set -u

: "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
. "$(dirname "$0")/../harness/podman.sh"
helpers=/usr/lib/podman
version=$(podman --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)
[ "${version:-0}" -ge 5 ] || skip "podman.sh needs podman 5: 'make check-debian DEBIAN_RUNS=check-podman' has it"
[ -x $helpers/netavark ] || skip "podman.sh needs the package netavark"
sandbox "$@"
mount -t tmpfs none /usr/local/lib
mkdir /usr/local/lib/netavark /run/podman
cp "$O/macbpf-netavark" /usr/local/lib/netavark/macbpf

ip link set lo up
new_netns far
cable '' eth0 02:00:00:00:00:ee far wire 02:00:00:00:00:09
ip -n far addr add 10.99.0.1/24 dev wire
ip -n far addr add fd00:99::1/64 dev wire nodad

clean()
{
	is "nothing is left: $1" "$(ip -o link show | awk -F': ' '{ print $2 }' | grep -vE '^(lo|eth0)'
		"$O/macbpf" port show)" ""
}

## netavark alone: the same for both drivers

netavark()
{
	$helpers/netavark --config "$tmp/nv" --plugin-directory /usr/local/lib/netavark -f "$tmp/in.$1" "$2" /run/netns/c1
}

# What is in the container: addresses, routes, settings; not which device it is, nor who set a route.
seen()
{
	ip -n c1 -j addr show dev eth0 | jq -cS '.[0] | [.mtu, .operstate, .address,
		[.addr_info[] | [.local, .prefixlen, .broadcast, .scope, .tentative]]]'
	ip -n c1 route show | sed 's/ proto static//; s/ *$//' | sort
	ip -n c1 -6 route show | sed 's/ proto static//; s/ *$//' | sort
	at c1 cat /proc/sys/net/ipv6/conf/eth0/autoconf
}

# played DRIVER NETWORK-FILTER OPTIONS-FILTER: what it answers, and what is there then. The default metric was
# 100 up to netavark 1.14 and is 99 now, so one is given.
played()
{
	jq "(.network_info.lan |= ($2 | .driver = \"$1\" | .options.metric //= \"50\")) | .networks.lan |= ($3)" >"$tmp/in.$1" <<-'J'
		{ "container_id": "c0ffee", "container_name": "red",
		  "networks": { "lan": { "static_ips": ["10.99.0.51", "fd00:99::51"], "interface_name": "eth0",
		    "static_mac": "02:00:00:00:00:51" } },
		  "network_info": { "lan": { "name": "lan", "id": "53ce4390", "driver": "", "network_interface": "eth0",
		    "subnets": [{ "subnet": "10.99.0.0/24", "gateway": "10.99.0.1" },
		                { "subnet": "fd00:99::/64", "gateway": "fd00:99::1" }],
		    "ipv6_enabled": true, "internal": false, "dns_enabled": false,
		    "ipam_options": { "driver": "host-local" } } } }
	J
	new_netns c1
	netavark "$1" setup >"$tmp/status" 2>"$tmp/err" || echo "setup: $(cat "$tmp/err" "$tmp/status")"
	jq -cS . "$tmp/status"
	wait_for is_up c1 eth0
	seen
	netavark "$1" teardown >"$tmp/out" 2>&1 || echo "teardown: $(cat "$tmp/out")"
	echo "left: $(cat "$tmp/out")$(ip -n c1 -o link show | grep -v ': lo:')"
	ip netns del c1
}

# both WHAT NETWORK-FILTER OPTIONS-FILTER
both()
{
	is "$1" "$(played macbpf "$2" "$3")" "$(played macvlan "$2" "$3")"
}

if at far ip link add link wire name probe type macvlan 2>/dev/null; then
	at far ip link del probe
	both "both families" . .
	both internal .internal=true .
	both "without gateways" '.subnets |= map(del(.gateway))' .
	both "IPv4 alone" '.subnets |= .[:1]' '.static_ips |= .[:1]'
	both options '.options = { mtu: "1400", metric: "7", mode: "private", bclim: "5" }' .
	both no_default_route '.options = { no_default_route: "true" }' .
	both "static routes" '.routes = [{ destination: "10.1.0.0/16", gateway: "10.99.0.2" },
		{ destination: "fd01::/16", gateway: "fd00:99::2", metric: 7 }]' .
	both "no IPAM" '.ipam_options.driver = "none" | .subnets = null' '.static_ips = null'
	clean "netavark alone"
fi

## podman: create, run, inspect

podman_here <<X
network_backend = "netavark"
X
pod info info --format '{{.Host.NetworkBackend}} {{.Plugins.Network}}'
has "podman lists the plugin" "$out" macbpf
pod "network create" network create -d macbpf -o parent=eth0 -o mtu=1400 --subnet 10.99.0.0/24 \
	--ip-range 10.99.0.64/26 --ipv6 --subnet fd00:99::/64 lan
is "what podman keeps" "$(jq -c '[.network_interface, .dns_enabled, .options, .subnets[0].gateway]' "$place/net.d/lan.json")" \
	'["eth0",false,{"mtu":"1400"},"10.99.0.1"]'
start red --network lan:ip=10.99.0.51,mac=02:00:00:00:00:51
is "a macbpf endpoint" "$("$O/macbpf" -j -d link show | jq -r '.[] | [.link, .mtu, .address, .linkinfo.info_data.mode] | join(" ")')" \
	"eth0 1400 02:00:00:00:00:51 bridge"
id=$out
has "whose it is" "$("$O/macbpf" -j link show | jq -r '.[].owner')" "nv:lan:$id:eth0"
has "its address" "$(inside red ip addr show dev eth0)" "inet 10.99.0.51/24"
has "the default route" "$(inside red ip route)" "default via 10.99.0.1 dev eth0"
start blue --network lan
pod "its address" inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.GlobalIPv6Address}}{{end}}' blue
read -r four six <<<"$out"
is "of the range" "$four" 10.99.0.65
pings red "$four"
pings red "$six"
pings blue 10.99.0.1
pings blue fd00:99::1
pod inspect inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.MacAddress}} {{.Gateway}}{{end}}' red
is "podman knows what it got" "$out" "10.99.0.51 02:00:00:00:00:51 10.99.0.1"

## reload, several networks, stop and start

pod "network reload" network reload red
has "reload keeps the address" "$(inside red ip addr show dev eth0)" "inet 10.99.0.51/24"
pings red "$four"
pod "network create" network create -d macbpf -o parent=eth0 -o metric=200 --subnet 10.98.0.0/24 second
pod connect network connect --ip 10.98.0.7 second blue
has connect "$(inside blue ip addr show dev eth1)" "inet 10.98.0.7/24"
has "its default route gives way" "$(inside blue ip route)" "default via 10.98.0.1 dev eth1  metric 200"
is "two endpoints for blue" "$(endpoints)" "eth0 eth0 eth1"
pod disconnect network disconnect second blue
is disconnect "$(endpoints)" "eth0 eth0"
pings blue 10.99.0.51
pod stop stop -t 0 red
is "a stopped container has no endpoint" "$(endpoints)" eth0
pod start start red
pings red "$four"

## What can't be had: podman passes our sentence on

pod_fails "an option" 'there is no network option "foo"' network create -d macbpf -o foo=1 --subnet 10.97.0.0/24 bad
pod_fails "a parent" 'there is no parent "nope"' network create -d macbpf -o parent=nope --subnet 10.97.0.0/24 bad
pod "network create" network create -d macbpf -o parent=eth0 -o mtu=9000 --subnet 10.97.0.0/24 jumbo
pod_fails "an MTU above the parent's" "invalid MTU 9000, must be [0, parent MTU(1500)]" \
	run --rm --name green "${limits[@]}" --network jumbo localhost/bb:latest /bin/sh
is "no endpoint of what failed" "$(endpoints)" "eth0 eth0"

## A container that dies with its netns, and the end

pod inspect inspect -f '{{.State.Pid}}' red
kill -9 "$out"
until_true "podman knows" prints exited podman inspect -f '{{.State.Status}}' red
removed red blue
clean podman

## DHCP by netavark's proxy

at far dnsmasq --conf-file=/dev/null --port=0 --interface=wire --bind-interfaces --no-ping --user=root \
	--dhcp-range=10.99.0.100,10.99.0.110,1h --dhcp-leasefile="$tmp/leases.dnsmasq" --dhcp-option=6,10.99.0.53 \
	--log-dhcp --log-facility="$tmp/dnsmasq.log" --pid-file="$tmp/dnsmasq.pid"
until_true "dnsmasq is there" test -s "$tmp/dnsmasq.pid"
pod "network create" network create -d macbpf -o parent=eth0 dynamic
is "DHCP is what no subnet means" "$(jq -r .ipam_options.driver "$place/net.d/dynamic.json")" dhcp
pod_fails "no proxy" "is netavark-dhcp-proxy.socket started" \
	run --rm --name green "${limits[@]}" --network dynamic localhost/bb:latest /bin/sh
clean "no proxy"
$helpers/netavark dhcp-proxy --activity-timeout 0 >"$tmp/proxy.log" 2>&1 &
proxy=$!
until_true "the proxy listens" test -S /run/podman/nv-proxy.sock
start red --network dynamic:mac=02:00:00:00:00:54
has "an address by DHCP" "$(inside red ip addr show dev eth0)" "inet 10.99.0.1"
has "a route by DHCP" "$(inside red ip route)" "default via 10.99.0.1 dev eth0"
has "its server of names" "$(inside red cat /etc/resolv.conf)" "nameserver 10.99.0.53"
is "the lease is for its MAC address" "$(awk '{ print $2 }' "$tmp/leases.dnsmasq")" 02:00:00:00:00:54
pings red 10.99.0.1
removed red
kill "$(cat "$tmp/dnsmasq.pid")" $proxy
clean DHCP
finish
