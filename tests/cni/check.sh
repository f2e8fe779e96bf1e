#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check.sh - CHECK notices each way in which an attachment can drift from what ADD made.
#
# guards: frontends/cni/verb_check.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1
list=$(jq -nc --arg dir "$tmp/leases" '{ cniVersion: "1.0.0", name: "net1", plugins: [{ type: "macbpf-cni",
	master: "eth0", mtu: 1400, ipam: { type: "host-local", dataDir: $dir,
	ranges: [[{ subnet: "10.1.2.0/24" }], [{ subnet: "2001:db8:1::/64" }]],
	routes: [{ dst: "0.0.0.0/0" }, { dst: "::/0" }, { dst: "10.5.0.0/16", gw: "10.1.2.9" }] } }] }')

added()
{
	list_add "$list"
	ok "ADD before $1"
	list_check "$list"
	ok "CHECK before $1"
}

# drifts WHAT CODE PART COMMAND...: after the command CHECK says so; DEL succeeds all the same.
drifts()
{
	added "$1"
	"${@:4}" || fail "$1: $*"
	list_check "$list"
	refused "$1" "$2" "$3"
	list_del "$list"
	ok "DEL after $1"
	clean "$1"
}

in_box()
{
	at c1 "$@"
}

drifts "the device is deleted" 105 "has no endpoint any more" ip -n c1 link del eth0
rename()
{
	ip -n c1 link set eth0 down
	ip -n c1 link set eth0 name net7 up
}
drifts "the device is renamed" 105 "is not in the container" rename
drifts "the device is moved away" 105 "is not in the container" ip -n c1 link set eth0 netns far
drifts "the device is down" 105 "eth0 is down" ip -n c1 link set eth0 down
drifts "the MAC address is another" 105 "MAC address of eth0 is 02:00:00:00:00:77" \
	ip -n c1 link set eth0 address 02:00:00:00:00:77
drifts "the MTU is another" 105 "MTU of eth0 is 1300, not 1400" ip -n c1 link set eth0 mtu 1300
drifts "the IPv4 address is gone" 105 "has not got address 10.1.2." ip -n c1 addr flush dev eth0 scope global
v6_gone()
{
	ip -n c1 -6 addr flush dev eth0 scope global
}
drifts "the IPv6 address is gone" 105 "has not got address 2001:db8:1::" v6_gone
drifts "a route is gone" 105 "no route to 10.5.0.0/16" ip -n c1 route del 10.5.0.0/16
reroute()
{
	ip -n c1 route replace 10.5.0.0/16 via 10.1.2.77
}
drifts "a route has another gateway" 105 "no route to 10.5.0.0/16" reroute
drifts "the default route is gone" 105 "no route to 0.0.0.0/0" ip -n c1 route del default
drifts "the IPv6 default route is gone" 105 "no route to ::/0" ip -n c1 -6 route del default
drifts "the connected route is gone" 105 "no route to 10.1.2." ip -n c1 route del 10.1.2.0/24
drifts "the mode is another" 105 "mode of eth0 is private, not bridge" \
	"$O/macbpf" link set mb0 type macvlan mode private
unguarded=$list
list=$(with "$list" '.plugins[0].guard=true')
drifts "the guard is gone" 105 "eth0 is not held to its addresses any more" "$O/macbpf" link set mb0 guard off
drifts "the guard lets any IP address out" 105 "eth0 is not held to its IP addresses any more" \
	"$O/macbpf" link set mb0 guard mac
list=$unguarded
detach()
{
	# Whoever deletes the qdisc takes the program along; tc(8) of Debian 12 doesn't know tcx.
	tc qdisc del dev "$("$O/macbpf" -j link show | jq -r '.[0].hostdev')" ingress
}
list=$(with "$list" '.plugins[0].hook="clsact"')
drifts "the program is detached" 105 "no program runs on mb" detach
# Passes all frames, and ends the row: our filter of the same priority comes behind it.
starve()
{
	tc filter add dev eth0 ingress pref 1 bpf da bytecode '1,6 0 0 0'
}
drifts "another's filter is before ours" 105 "stands before macbpf's on eth0" starve
tc qdisc del dev eth0 clsact
list=$(with "$list" 'del(.plugins[0].hook)')
steal()
{
	"$O/macbpf" link add link eth0 name thief address "$(query '.interfaces[0].mac')" type macvlan mode bridge
	ip -n c1 link set eth0 down
	"$O/macbpf" link set thief up
	ip -n c1 link set eth0 up
}
unsteal()
{
	"$O/macbpf" link del thief
}
added "the FDB entry is another's"
out=$(jq .result "$(cache "$list")")
steal
list_check "$list"
refused "the FDB entry is another's" 105 "don't go to it"
unsteal
list_del "$list"
ok "DEL after the FDB entry was another's"
drifts "the netns is gone" 3 "/run/netns/c1" ip netns del c1
new_netns c1
drifts "the master is down" 105 "master eth0 is down" ip link set eth0 down
ip link set eth0 up
ip link set eth0 mtu 1400
drifts "the master's MTU is less" 105 "more than the 1300 of master" ip link set eth0 mtu 1300
ip link set eth0 mtu 1500
drifts "IPAM doesn't know the address" 999 "" rm -r "$tmp/leases"
drifts "the master is gone" 105 'there is no master "eth0"' ip link del eth0
ip netns del far
new_world

## What is no drift

added "what others do"
ip -n c1 addr add 192.0.2.7/24 dev eth0
ip -n c1 route add 198.51.100.0/24 dev eth0
ip -n c1 link add other type veth peer name other2
ip link set eth0 alias mine
list_check "$list"
ok "more addresses and routes"
ip -n c1 route replace default via 10.1.2.99
list_check "$list"
ok "another gateway of the default route (Multus does that)"
ip link property add dev eth0 altname uplink
list_check "$(with "$list" '.plugins[0].master="uplink"')"
ok "the master by its alternative name"
list_del "$list"
ip link property del dev eth0 altname uplink

## tuning, chained behind, changes the MAC address: prevResult has the last word

tuned=$(with "$list" '.plugins += [{ type: "tuning", mac: "02:00:00:00:00:99", mtu: 1400 }]')
list_add "$tuned"
ok "ADD with tuning"
is "the MAC address is tuning's" "$(ip -n c1 -j link show eth0 | jq -r '.[0].address')" 02:00:00:00:00:99
list_check "$tuned"
refused "nobody followed the MAC address yet" 105 "don't go to it"
"$O/macbpf" link set eth0 alias "the next command follows"
list_check "$tuned"
ok "CHECK with tuning"
list_del "$tuned"
ok "DEL with tuning"
clean "tuning"

## The configuration of CHECK

ours CHECK "$(one "$list" 0 null null)"
refused "no prevResult" 7 "Required prevResult missing"
ours CHECK "$(one "$list" 0 '{"interfaces":[]}' null)"
refused "an empty prevResult" 7 "prevResult has no interface eth0"
ours CHECK "$(one "$list" 0 '{"interfaces":[{"name":"eth0","sandbox":"/run/netns/other"}]}' null)"
refused "another sandbox" 7 "prevResult has no interface eth0"
ours CHECK "$(one "$list" 0 '{"ips":[{"address":"x"}]}' null)"
refused "an address that is none" 7 "prevResult: this is no address"
finish
