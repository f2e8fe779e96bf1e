#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# podman.sh - containers of podman with its CNI backend: the plugin under the name macvlan, as
# `podman network create -d macvlan` has it, and under its own in a conflist.
#
# The image is made of busybox. All that podman keeps is in the test's own directory.
#
# guards: frontends/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$here/../harness/podman.sh"
command -v podman >/dev/null || skip "podman.sh needs the package podman"
top=$(cd "$here/../.." && pwd)

mkdir -p /run/cni
podman_here <<X
network_backend = "cni"
cni_plugin_dirs = ["$bin", "$bins"]
X
new_world
ip -n far addr add 10.99.0.1/24 dev wire
ip -n far addr add fd00:99::1/64 dev wire nodad
ip addr add 198.51.100.1/24 dev eth0

## podman network create -d macvlan: it believes in macvlan

pod "network create" network create -d macvlan -o parent=eth0 -o mode=bridge -o mtu=1400 \
	--subnet 10.99.0.0/24 --gateway 10.99.0.1 --ipv6 --subnet fd00:99::/64 --gateway fd00:99::1 lan
start red --network lan:ip=10.99.0.51,mac=02:00:00:00:00:51
is "a macbpf endpoint" "$("$O/macbpf" -j -d link show | jq -r '.[] | [.link, .mtu, .address, .linkinfo.info_data.mode] | join(" ")')" \
	"eth0 1400 02:00:00:00:00:51 bridge"
has "whose it is" "$("$O/macbpf" -j link show | jq -r '.[].owner')" "cni:lan:"
has "its address" "$(inside red ip addr show dev eth0)" "inet 10.99.0.51/24"
has "its MAC address" "$(inside red ip link show dev eth0)" 02:00:00:00:00:51
has "the default route" "$(inside red ip route)" "default via 10.99.0.1 dev eth0"
has "the IPv6 default route" "$(inside red ip -6 route)" "default via fd00:99::1 dev eth0"
start blue --network lan:ip=10.99.0.52,ip=fd00:99::52
has "both static addresses" "$(inside blue ip addr show dev eth0)" "inet6 fd00:99::52/64"
has "both static addresses" "$(inside blue ip addr show dev eth0)" "inet 10.99.0.52/24"
pings red 10.99.0.52
pings red fd00:99::52
pings blue 10.99.0.1
pings blue fd00:99::1
pod "inspect" inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.MacAddress}}{{end}}' red
is "podman knows what it got" "$out" "10.99.0.51 02:00:00:00:00:51"

## reload, disconnect, connect

pod "network reload" network reload red
has "reload keeps the address" "$(inside red ip addr show dev eth0)" "inet 10.99.0.51/24"
pings red 10.99.0.52
pod "network create" network create -d macvlan -o parent=eth0 --subnet 10.98.0.0/24 second
pod "connect" network connect --ip 10.98.0.7 second blue
has "connect" "$(inside blue ip addr show dev eth1)" "inet 10.98.0.7/24"
is "two endpoints for blue" "$(endpoints)" "eth0 eth0 eth1"
pod "disconnect" network disconnect second blue
is "disconnect" "$(endpoints)" "eth0 eth0"
pings blue 10.99.0.51

## What can't be had: podman passes our sentence on, and nothing is left

pod_fails "an address that is taken" 10.99.0.51 \
	run --rm --name green "${limits[@]}" --network lan:ip=10.99.0.51 localhost/bb:latest /bin/sh
podman rm -f green >/dev/null 2>&1
pod "network create" network create -d macvlan -o parent=eth0 -o mtu=9000 --subnet 10.97.0.0/24 jumbo
pod_fails "an MTU above the master's" "invalid MTU 9000, must be [0, master MTU(1500)]" \
	run --rm --name green "${limits[@]}" --network jumbo localhost/bb:latest /bin/sh
podman rm -f green >/dev/null 2>&1
is "no endpoint of what failed" "$(endpoints)" "eth0 eth0"

## Stop and start; the end

pod "stop" stop -t 0 red
is "a stopped container has no endpoint" "$(endpoints)" eth0
pod "start" start red
pings red 10.99.0.52
removed red blue
is "no endpoint is left" "$(endpoints)" ""
clean podman

## The sample conflists, under the plugin's own name

for name in bridge dhcp; do
	cp "$top/examples/cni/podman-$name.conflist" "$place/net.d/"
done
start red --network macbpf-bridge:mac=02:00:00:00:00:53
has "the sample's network" "$(inside red ip addr show dev eth0)" "inet 10.99.0."
pings red 10.99.0.1
removed red

"$bins/dhcp" daemon 2>"$tmp/dhcp.log" &
daemon=$!
until_true "the DHCP daemon listens" test -S /run/cni/dhcp.sock
at far dnsmasq --conf-file=/dev/null --port=0 --interface=wire --bind-interfaces --no-ping --user=root \
	--dhcp-range=10.99.0.100,10.99.0.110,1h --dhcp-leasefile="$tmp/leases.dnsmasq" \
	--log-dhcp --log-facility="$tmp/dnsmasq.log" --pid-file="$tmp/dnsmasq.pid"
until_true "dnsmasq is there" test -s "$tmp/dnsmasq.pid"
start red --network macbpf-dhcp:mac=02:00:00:00:00:54
has "an address by DHCP" "$(inside red ip addr show dev eth0)" "inet 10.99.0.1"
is "the lease is for its MAC address" "$(awk '{ print $2 }' "$tmp/leases.dnsmasq")" 02:00:00:00:00:54
pings red 10.99.0.1
removed red
until_true "the lease is given back" grep -q DHCPRELEASE "$tmp/dnsmasq.log"
kill "$(cat "$tmp/dnsmasq.pid")" $daemon
clean "the samples"
finish
