#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# dockerd.sh - the driver of docker networks, called by dockerd itself.
#
# Its socket is where dockerd looks by itself. No registry, no bridge, no firewall, no file outside.
#
# guards: frontends/docker/ frontends/options/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/daemon.sh"
for name in dockerd /usr/bin/docker; do
	command -v $name >/dev/null || skip "dockerd.sh needs docker.io, and Debian 13's docker-cli: make packages-dockerd"
done
docker_here
dockerd_here

endpoints()
{
	"$macbpf" -j link show | jq -r '[.[].ifname] | sort | join(" ")'
}

none_left()
{
	becomes "no endpoint is left: $1" "" endpoints
	is "no device is left: $1" "$(ip -o link show | awk -F'[ :@]+' '{ print $2 }' | grep -vE '^(lo|eth0)$')" ""
}

## A network, and what docker says of one that can't be had

dock "network create" network create -d macbpf -o parent=eth0 --subnet 10.99.0.0/24 --gateway 10.99.0.1 \
	--ip-range 10.99.0.64/26 --ipv6 --subnet fd00:99::/64 --gateway fd00:99::1 lan
is "a record" "$(ls $state)" "$(docker network inspect -f '{{.Id}}' lan).json"
dock_fails "an option" 'there is no network option "foo"' network create -d macbpf -o foo=1 --subnet 10.97.0.0/24 bad
dock_fails "a parent" 'there is no parent "nope"' network create -d macbpf -o parent=nope --subnet 10.97.0.0/24 bad
dock "network create" network create -d macbpf -o parent=eth0 -o mtu=9000 --subnet 10.97.0.0/24 jumbo
dock_fails "an MTU above the parent's" "invalid MTU 9000, must be [0, parent MTU(1500)]" \
	run --rm --network jumbo bb /bin/sh
dock "network rm" network rm jumbo
dock_fails "an option of one container" 'there is no option "guard" of a container' run --rm \
	--network name=lan,driver-opt=guard=true bb /bin/sh
none_left "what can't be had"

## Containers

start red --network lan --ip 10.99.0.70 --ip6 fd00:99::70 --mac-address 02:00:00:00:00:70
is "a macbpf endpoint" "$("$macbpf" -j -d link show | jq -r '.[] | [.link, .ifname, .address, .linkinfo.info_data.mode] | join(" ")')" \
	"eth0 eth0 02:00:00:00:00:70 bridge"
has "its address" "$(inside red ip addr show dev eth0)" "inet 10.99.0.70/24"
has "its IPv6 address" "$(inside red ip addr show dev eth0)" "inet6 fd00:99::70/64"
has "the default route" "$(inside red ip route)" "default via 10.99.0.1 dev eth0"
has "the IPv6 default route" "$(inside red ip -6 route)" "default via fd00:99::1 dev eth0"
becomes "it has the short way, and nobody called" '[true]' peers
start blue --network lan
four=$(docker inspect -f '{{.NetworkSettings.Networks.lan.IPAddress}}' blue)
is "of the range" "${four%.*}" 10.99.0
is "docker knows its MAC address" "$(docker inspect -f '{{.NetworkSettings.Networks.lan.MacAddress}}' blue)" \
	"$(inside blue cat /sys/class/net/eth0/address)"
becomes "the newest, too" '[true,true]' peers
pings red "$four"
pings red blue
pings red fd00:99::1
pings blue 10.99.0.1

## Several networks, and a container that ends

dock "network create" network create -d macbpf -o parent=eth0 -o mode=private --internal --subnet 10.98.0.0/24 inner
dock connect network connect --ip 10.98.0.7 inner red
has connect "$(inside red ip addr show dev eth1)" "inet 10.98.0.7/24"
is "no other way out" "$(inside red ip route | grep -c default) $(inside red ip link | grep -c eth2)" "1 0"
becomes "three endpoints" "eth0 eth0 eth1" endpoints
dock disconnect network disconnect inner red
becomes disconnect "eth0 eth0" endpoints
pings red "$four"
dock restart restart -t 0 red
has "restart keeps the address" "$(inside red ip addr show dev eth0)" "inet 10.99.0.70/24"
pings red "$four"
dock kill kill blue
becomes "a killed container has no endpoint" eth0 endpoints
dock start start blue
pings red blue

## Several subnets of a family

dock "network create" network create -d macbpf -o parent=eth0 --subnet 10.96.0.0/24 --subnet 10.95.0.0/24 \
	--gateway 10.96.0.1 --gateway 10.95.0.9 two
start one --network two --ip 10.96.0.7
start other --network two --ip 10.95.0.7
has "the gateway of one" "$(inside one ip route)" "default via 10.96.0.1 dev eth0"
has "the gateway of the other" "$(inside other ip route)" "default via 10.95.0.9 dev eth0"
has "the other's address" "$(inside other ip addr show dev eth0)" "inet 10.95.0.7/24"
dock rm rm -f one other
dock "network rm" network rm two
becomes "they have no endpoints" "eth0 eth0" endpoints

## No addresses of docker's: a DHCP client in the container asks

dock "network create" network create -d macbpf -o parent=eth0 -o guard=true --ipam-driver null dyn
touch "$tmp/leases"
cat >"$tmp/udhcpd" <<X
start 10.99.0.40
end 10.99.0.40
interface wire
lease_file $tmp/leases
pidfile $tmp/udhcpd.pid
X
at far busybox udhcpd -f "$tmp/udhcpd" >/dev/null 2>&1 &
until_true "there is a DHCP server" test -s "$tmp/udhcpd.pid"
start asks --network dyn
is "it has no address" "$(inside asks ip -4 addr show dev eth0)" ""
is "and is held to its MAC address" "$("$macbpf" -j -d link show | jq -c '.[] | select(.guard) | .guard | [.mac, .ip]')" '[true,[]]'
has "DHCP" "$(inside asks busybox udhcpc -i eth0 -n -q -s /bin/true)" "lease of 10.99.0.40 obtained"
kill "$(cat "$tmp/udhcpd.pid")"
dock rm rm -f asks
dock "network rm" network rm dyn
becomes "it has no endpoint" "eth0 eth0" endpoints

## Both may be killed

driver_stop KILL
driver_start
dock rm rm -f blue
becomes "the driver was killed: it knows what it finds" eth0 endpoints
start blue --network lan
pings blue 10.99.0.70
dockerd_kill
dockerd_start
becomes "docker was killed: it has its endpoints deleted" "" endpoints
dock start start red
pings red 10.99.0.1
driver_stop KILL
docker kill red >/dev/null 2>&1
driver_start -grace 1
becomes "stopped while the driver was away" "" endpoints

## The end

dock rm rm -f red blue
dock "network rm" network rm lan inner
is "no record is left" "$(ls $state)" ""
none_left "all of it"
dockerd_kill
finish
