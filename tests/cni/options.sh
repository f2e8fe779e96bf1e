#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# options.sh - what each key of the configuration does, beyond what upstream.sh compares.
#
# guards: frontends/cni/conf.c frontends/container/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1 c2
touch "$FAKE_LOG"
l2='{"cniVersion":"1.1.0","name":"net1","type":"macvlan","master":"eth0"}'

# added WHAT FILTER [ARGS]
added()
{
	args=${3:-}
	ours ADD "$(with "$l2" "$2")"
	ok "ADD: $1"
	args=
}

gone()
{
	ours DEL "$(with "$l2" "${1:-.}")"
	ok DEL
	clean "${1:-.}"
}

link()
{
	"$O/macbpf" -j -d link show mb0 | jq -rc "$1"
}

mac()
{
	query '.interfaces[0].mac'
}

## The answer

added "layer 2" .
is "interfaces" "$(query '[.interfaces[] | keys | join("+")] | join(" ")')" "mac+mtu+name+sandbox mac+name"
is "the container's" "$(query '.interfaces[0] | [.name, .mtu, .sandbox] | join(" ")')" \
	"eth0 1500 /run/netns/c1"
is "its MAC address" "$(mac)" "$(ip -n c1 -j link show eth0 | jq -r '.[0].address')"
is "the host's" "$(query '.interfaces[1] | [.name, .mac] | join(" ")')" \
	"mb0 $(ip -j link show mb0 | jq -r '.[0].address')"
is "it is up" "$(link '.[0].flags | index("LOWER_UP") != null')" true
is "whose it is" "$(link .[0].owner)" cni:net1:c1:eth0
gone

## MAC addresses: runtimeConfig before CNI_ARGS before the configuration

added "mac" '.mac="02:00:00:00:00:01"'
is mac "$(mac)" 02:00:00:00:00:01
gone
added "mac with dashes" '.mac="02-00-00-00-00-0A"'
is "mac with dashes" "$(mac)" 02:00:00:00:00:0a
gone
added "mac with dots" '.mac="0200.0000.000b"'
is "mac with dots" "$(mac)" 02:00:00:00:00:0b
gone
added "args.cni.mac" '.mac="02:00:00:00:00:01" | .args.cni.mac="02:00:00:00:00:02"'
is args.cni.mac "$(mac)" 02:00:00:00:00:02
gone
added "CNI_ARGS" '.mac="02:00:00:00:00:01" | .args.cni.mac="02:00:00:00:00:02"' MAC=02:00:00:00:00:03
is CNI_ARGS "$(mac)" 02:00:00:00:00:03
gone
added "runtimeConfig" '.mac="02:00:00:00:00:01" | .runtimeConfig.mac="02:00:00:00:00:04"' MAC=02:00:00:00:00:03
is runtimeConfig "$(mac)" 02:00:00:00:00:04
gone
added "empty ones" '.mac="" | .args={cni:{mac:""}} | .runtimeConfig={mac:null} | .mode="" | .ipam={type:""}
	| .mtu=0 | .dns={}'
is "a random one" "$(mac | cut -c2 | tr 2637aebf xxxxxxxx)" x
gone

## Multicast

added "mcastFlood" .mcastFlood=true
is "mcastFlood" "$(link .[0].mcast_flood)" true
gone

## The host

added "hostAccess" .hostAccess=true
is "hostAccess" "$("$O/macbpf" -j -d port show | jq '.[0].host_access')" true
gone .hostAccess=true
tc qdisc add dev eth0 ingress
ours ADD "$(with "$l2" '.hostAccess=true | .hook="clsact"')"
refused "hostAccess without a place" 11 'ingress qdisc'
is "nothing stays" "$("$O/macbpf" link show)" ""
tc qdisc del dev eth0 ingress

## Guard

added "guard" .guard=true
is "guard without addresses" "$(link .[0].guard.mac)" true
is "nothing listed" "$(link '.[0].guard.ip|length')" 0
gone
# Debian's IPAM plugins don't speak 1.1.0.
added "guard with addresses" '.guard=true | .cniVersion="1.0.0" | .ipam={type:"static",addresses:[{address:"192.0.2.7/24"},
	{address:"2001:db8::7/64"}]}'
is "guard by what IPAM gave" "$(link '.[0].guard.ip|join(" ")')" "192.0.2.7 2001:db8::7"
gone '.cniVersion="1.0.0"'

## Masters

ip link property add dev eth0 altname a-name-longer-than-fifteen altname uplink
for name in uplink a-name-longer-than-fifteen; do
	added "master $name" ".master=\"$name\""
	is "master $name" "$(link .[0].link)" eth0
	gone
done
ip -n far link add low2 type veth peer name eth1 netns "/proc/$$/ns/net"
ip link set eth1 up
ip addr add 192.0.2.1/24 dev eth0
ip addr add 198.51.100.1/24 dev eth1
ip -6 addr add 2001:db8::1/64 dev eth1 nodad
ip -6 route add default via 2001:db8::2 dev eth1
added "the IPv6 default route" 'del(.master)'
is "the IPv6 default route" "$(link .[0].link)" eth1
gone 'del(.master)'
ip route add default via 192.0.2.2 dev eth0 metric 100
ip route add default via 198.51.100.2 dev eth1 metric 200
ip route add default dev eth1 table 77
added "the best default route" 'del(.master)'
is "the best default route" "$(link .[0].link)" eth0
gone 'del(.master)'
ip route flush default
ip route add default nexthop via 198.51.100.2 dev eth1 nexthop via 192.0.2.2 dev eth0
added "several gateways" 'del(.master)'
is "several gateways" "$(link .[0].link)" eth1
gone 'del(.master)'
ip link del eth1
ip addr flush dev eth0

# A master in the container: the endpoint is there too, and nothing on the host.
added "an endpoint to be a master" '.mac="02:00:00:00:00:01"'
ifname=net1
nested='.master="eth0" | .linkInContainer=true'
ours ADD "$(with "$l2" "$nested")"
ok "a master in the container"
is "the nested endpoint is in the container" "$(at c1 "$O/macbpf" -j link show | jq -r '.[] | .ifname + "@" + .link')" net1@eth0
is "the nested endpoint's host side, too" "$(query '.interfaces[1].name')" \
	"$(at c1 "$O/macbpf" -j link show | jq -r '.[].hostdev')"
ours CHECK "$(jq -c --argjson p "$out" "$nested | .prevResult=\$p" <<<"$l2")"
ok "CHECK of a master in the container"
ours DEL "$(with "$l2" "$nested")"
ok "DEL of a master in the container"
is "no endpoint is in the container" "$(at c1 "$O/macbpf" link show)" ""
ours DEL "$(with "$l2" "$nested")"
ok "and twice"
netns=''
ours DEL "$(with "$l2" "$nested")"
ok "and without a netns"
netns=/run/netns/c1
ip -n c1 route add default dev eth0
ours ADD "$(with "$l2" 'del(.master) | .linkInContainer=true')"
ok "the container's default route"
is "the container's default route" "$(at c1 "$O/macbpf" -j link show | jq -r '.[0].link')" eth0
ours DEL "$(with "$l2" "$nested")"
ifname=eth0
gone

## Modes

added "source" '.mode="source" | .macaddr=["02:00:00:00:00:21","02:00:00:00:00:22"] | .nodst=true'
is "source" "$(link '.[0].linkinfo.info_data | [.mode, (.macaddr_data | length), .nodst]')" \
	'["source",2,true]'
gone
added "passthru" '.mode="passthru" | .nopromisc=true'
is "passthru has its master's MAC address" "$(mac)" 02:00:00:00:00:ee
as=c2 netns=/run/netns/c2
ours ADD "$l2"
refused "a second one" 7 "passthru"
as=c1 netns=/run/netns/c1
gone
added "bridge" .
as=c2 netns=/run/netns/c2
ours ADD "$(with "$l2" '.mode="passthru"')"
refused "passthru as the second" 7 "needs eth0 for itself"
as=c1 netns=/run/netns/c1
gone
added "bcqueuelen" '.bcqueuelen=4000'
is bcqueuelen "$(link .[0].linkinfo.info_data.bcqueuelen)" 4000
gone
added "macaddrLimit and learning" '.macaddrLimit=3 | .learning=true'
is "macaddrLimit and learning" \
	"$("$O/macbpf" -j -d link show | jq -c '.[0] | [.macaddr_limit, .learning]')" "[3,true]"
gone
hooks()
{
	echo "$("$O/macbpf" -j port show | jq -r '.[0].attach')" "$("$O/macbpf" -j -d link show | jq -r '.[0].hook')"
}
added "no hook" .
is "no hook: the master's serves all, the container's is made in haste" "$(hooks)" "tcx clsact"
gone
added "endpoint veth" '.endpoint="veth"'
is "endpoint veth" "$("$O/macbpf" -j -d link show | jq -r '.[0].endpoint')" veth
gone
for hook in tcx clsact; do
	added "hook $hook" ".hook=\"$hook\""
	is "hook $hook" "$(hooks)" "$hook $hook"
	gone
done

## DNS

answer='{"cniVersion":"1.1.0","ips":[{"address":"10.1.2.3/24","gateway":"10.1.2.1"}],
	"dns":{"nameservers":["10.1.2.53"]}}'
fake=".ipam = { type: \"fake-ipam\", answer: $answer }"
added "IPAM's dns" "$fake"
is "IPAM's dns" "$(query .dns.nameservers[0])" 10.1.2.53
gone "$fake"
added "the configuration's dns" "$fake | .dns = { domain: \"example.net\" }"
is "the configuration's dns" "$(query '.dns | tojson')" '{"domain":"example.net"}'
gone "$fake"

## Routes as 1.1.0 has them

routes='.ipam.answer.routes = [{ dst: "10.5.0.0/16", priority: 77, table: 42, mtu: 1300, advmss: 1200 },
	{ dst: "10.6.1.7/16", scope: 253, gw: null }, { dst: "0.0.0.0/0", gw: "10.1.2.9" }]'
added "routes" "$fake | $routes | del(.ipam.answer.ips[0].gateway)"
is "priority, table, mtu, advmss" "$(ip -n c1 route show table 42)" \
	"10.5.0.0/16 dev eth0 metric 77 mtu 1300 advmss 1200 "
is "scope, and bits behind the prefix" "$(ip -n c1 route show 10.6.0.0/16)" "10.6.0.0/16 dev eth0 scope link "
is "gateway" "$(ip -n c1 route show default)" "default via 10.1.2.9 dev eth0 "
is "they are told" "$(query '.routes[0] | [.priority, .table, .mtu, .advmss] | join(" ")')" "77 42 1300 1200"
conf=$(jq -c --argjson p "$out" "$fake | $routes | .prevResult = \$p" <<<"$l2")
ours CHECK "$conf"
ok "CHECK of these routes"
ip -n c1 route flush table 42
ours CHECK "$conf"
[ "$code" = 0 ] && fail "CHECK overlooks a table"
gone "$fake"

# Older versions don't have these words.
old=$(with "$l2" "$fake | $routes | .cniVersion=\"1.0.0\" | .ipam.answer.cniVersion=\"1.0.0\"")
ours ADD "$old"
ok "1.0.0"
is "1.0.0: interfaces and routes" "$(query '[.interfaces[0], .routes[0]] | map(keys | join("+")) | join(" ")')" \
	"mac+name+sandbox dst"
ours DEL "$old"
# IPAM may answer in another version than it was asked in, or say none.
ours ADD "$(with "$l2" "$fake | .cniVersion=\"0.3.1\" | .ipam.answer = { cniVersion: \"0.2.0\", ip4: { ip: \"10.1.2.4/24\",
	gateway: \"10.1.2.1\", routes: [{ dst: \"0.0.0.0/0\" }] } }")"
ok "an answer of 0.2.0"
is "an answer of 0.2.0" "$(query '.ips[0] | [.version, .address, .gateway] | join(" ")')" "4 10.1.2.4/24 10.1.2.1"
gone "$fake"
ours ADD "$(with "$l2" "$fake | .cniVersion=\"0.2.0\" | .ipam.answer = { ip6: { ip: \"2001:db8:1::4/64\" } }")"
ok "an answer without a version"
is "an answer without a version" "$(query '.ip6.ip')" 2001:db8:1::4/64
gone "$fake"

## IPv6

at c1 sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6; echo 1 >/proc/sys/net/ipv6/conf/lo/disable_ipv6'
added "IPv6 where it was off" "$fake | .ipam.answer.ips += [{ address: \"2001:db8:1::5/64\", gateway: \"2001:db8:1::1\" }]
	| .ipam.answer.routes = [{ dst: \"::/0\" }]"
for key in lo/disable_ipv6:0 eth0/disable_ipv6:0 eth0/keep_addr_on_down:1 eth0/ndisc_notify:1; do
	is "IPv6: $key" "$(at c1 cat "/proc/sys/net/ipv6/conf/${key%:*}")" "${key#*:}"
done
is "IPv6: the route" "$(ip -n c1 -6 route show default)" "default via 2001:db8:1::1 dev eth0 metric 1024 pref medium"
gone "$fake"
at c1 sh -c 'echo 0 >/proc/sys/net/ipv6/conf/default/disable_ipv6'

## Behind another plugin: what that answered comes first

prev='{"cniVersion":"1.1.0","interfaces":[{"name":"lo","sandbox":"/run/netns/c1"}],"ips":[{"address":"127.0.0.1/8","interface":0}]}'
added "behind another" "$fake | .prevResult = $prev"
is "behind another: interfaces" "$(query '[.interfaces[].name] | join(" ")')" "lo eth0 mb0"
is "behind another: addresses" "$(query '[.ips[] | .address + "@" + (.interface | tostring)] | join(" ")')" \
	"127.0.0.1/8@0 10.1.2.3/24@1"
gone "$fake"
# What IPAM says of DNS goes before it, and an empty object says nothing.
prev=$(with "$prev" '.dns = { nameservers: ["127.0.0.53"] }')
while read -r dns want; do
	added "behind another: dns $dns" "$fake | .prevResult = $prev | .ipam.answer.dns = $dns"
	is "behind another: dns $dns" "$(query '.dns.nameservers[0]')" "$want"
	gone "$fake"
done <<'X'
null 127.0.0.53
{} 127.0.0.53
{"nameservers":["10.1.2.53"]} 10.1.2.53
X
finish
