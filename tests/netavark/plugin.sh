#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# plugin.sh - the netavark plugin as podman and netavark call it: a word, a path, JSON on stdin.
#
# Parent `eth0` is one end of a cable, the other is `wire` in netns `far`. DHCP's client is a fake.
#
# guards: frontends/netavark/ frontends/container/ frontends/json/
# shellcheck source-path=SCRIPTDIR
set -u

: "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
sandbox "$@"
mount -t tmpfs none /usr/local/lib
# Where netavark is installed with its proxy's client, a world without has to be made.
for folder in /usr/lib/podman /usr/libexec/podman; do
	[ ! -d $folder ] || mount -t tmpfs none $folder
done
macbpf=$O/macbpf

net='{"name":"lan","id":"53ce","driver":"macbpf","network_interface":"eth0","created":"2026-11-29T10:00:00Z",
	"subnets":[{"subnet":"10.99.0.0/24","gateway":"10.99.0.1"},{"subnet":"fd00:99::/64","gateway":"fd00:99::1"}],
	"ipv6_enabled":true,"internal":false,"dns_enabled":false,"ipam_options":{"driver":"host-local"}}'
req=$(jq -c '{ container_id: "c0ffee", container_name: "red", port_mappings: null, network: .,
	network_options: { interface_name: "eth0", static_ips: ["10.99.0.51", "fd00:99::51"], static_mac: null,
	aliases: null, options: null } }' <<<"$net")
netns=/run/netns/c1

# plugin WORDS <JSON: stdout in $out, stderr in $err, exit status in $code
plugin()
{
	"$O/macbpf-netavark" "$@" >"$tmp/out" 2>"$tmp/err"
	code=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

# create|setup|teardown [FILTER]: of the network, or of the request
create()
{
	plugin create <<<"$(jq -c "${1:-.}" <<<"$net")"
}

setup()
{
	plugin setup $netns <<<"$(jq -c "${1:-.}" <<<"$req")"
}

teardown()
{
	plugin teardown $netns <<<"$(jq -c "${1:-.}" <<<"$req")"
}

ok()
{
	is "$1: exit status ($out$err)" "$code" 0
}

# refused WHAT PART: an error object, and nothing else
refused()
{
	is "$1: exit status" "$code" 1
	has "$1" "$(jq -r 'if keys == ["error"] then .error else "not an error object" end' <<<"$out" 2>&1)" "$2"
}

query()
{
	jq -rc "$1" <<<"$out"
}

link()
{
	"$macbpf" -j -d link show mb0 | jq -rc "$1"
}

clean()
{
	is "nothing is left: $1" "$(ip -o link show | awk -F': ' '{ print $2 }' | grep -vE '^(lo|eth0)'
		"$macbpf" port show
		ip -n c1 -o link show | awk -F': ' '{ print $2 }' | grep -v '^lo')" ""
}

gone()
{
	teardown "${2:-.}"
	ok "teardown: $1"
	is "teardown prints nothing" "$out$err" ""
	clean "$1"
}

# with NAME OPTIONS FILTER WANT: what an option does
with()
{
	setup ".network.options = $2"
	ok "$1"
	is "$1" "$(link "$3")" "$4"
	gone "$1"
}

# no WHAT COMMAND PART: refused, and nothing is left
no()
{
	$2 "$3"
	refused "$1" "$4"
	clean "$1"
}

ip link set lo up
new_netns far c1
cable '' eth0 02:00:00:00:00:ee far wire 02:00:00:00:00:09
ip -n far addr add 10.99.0.1/24 dev wire
ip -n far addr add fd00:99::1/64 dev wire nodad

## info, and what is no command

plugin info </dev/null
is "info" "$(query '.api_version + " " + (keys | join(" "))')" "1.0.0 api_version version"
plugin sing </dev/null
refused "a command that is none" 'no command "sing": create, setup, teardown and info are known'
plugin setup </dev/null
refused "setup of no netns" "setup takes one word"
plugin create <<<'[]'
refused "no object" "not an object"

## create

create
ok create
is "what was complete stays" "$out" "$(jq -c . <<<"$net")"
create 'del(.network_interface, .ipam_options) | .options = { parent: "eth0", mtu: "1400" } | .dns_enabled = true'
ok "create"
is "what is completed" "$(query '[.network_interface, .options, .ipam_options, .dns_enabled, .name, .id, .driver]')" \
	'["eth0",{"mtu":"1400"},{"driver":"host-local"},false,"lan","53ce","macbpf"]'
create 'del(.network_interface)'
is "no parent is that of the default route, later" "$(query .network_interface)" null
create 'del(.subnets) | .ipam_options = { driver: "none" }'
is "no IPAM" "$(query .ipam_options.driver)" none
while IFS=@ read -r filter part; do
	no "$filter" create "$filter" "$part"
done <<'X'
.name = "a:b"@network name "a:b" is not
.options = { isolate: "true" }@there is no network option "isolate": bclim, endpoint, guard
.options = { mode: "l2" }@"mode": "l2" is not one of bridge, private, vepa, passthru and source
.options = { mtu: "70000" }@"mtu": "70000" is not a whole number from 0 to 65535
.options = { metric: "-1" }@"metric": "-1" is not a whole number from 0 to 4294967295
.options = { bclim: "" }@"bclim": "" is not a whole number
.options = { no_default_route: "yes" }@"yes" is not true or false
.options = { hook: "netkit" }@is not one of auto, tcx and clsact
.options = { endpoint: "tap" }@is not one of auto, veth and netkit
.options = { mode: "source", macaddr: "02" }@is not a list of up to 256 MAC addresses
.options = { macaddr: "02:00:00:00:00:01" }@for mode source only
.options = { isolated: "true", mode: "vepa" }@for mode bridge only
.options = { mtu: 1400 }@"mtu": "?" is not
.network_interface = "nope"@there is no parent "nope"
.network_interface = "lo"@parent "lo" is the loopback, not an Ethernet device: name one with -o parent=DEVICE
.options = { parent: "nope" }@two parents are named, "eth0" and "nope"
.ipam_options.driver = "static"@host-local, dhcp and none are known
.subnets = null@host-local needs a subnet
.ipam_options.driver = "none"@none takes no subnet
.subnets[0].subnet = "10.99.0.0"@subnets.subnet: "10.99.0.0" is not a network
.subnets[0].gateway = "x"@subnets.gateway: "x" is not an IP address
.routes = [{ destination: "10.0.0.0/8" }]@routes.gateway is missing
.routes = [{ destination: "10.0.0.0/8", route_type: "blackhole" }]@"blackhole" is not unicast
del(.subnets) | .ipam_options = {}@DHCP needs netavark-dhcp-proxy-client
X

## setup, as netavark's macvlan answers

setup
ok setup
is "the status block" "$(query 'del(.interfaces.eth0.mac_address)')" "$(jq -c . <<<'{"dns_search_domains":[],
	"dns_server_ips":[],"interfaces":{"eth0":{"subnets":[{"ipnet":"10.99.0.51/24","gateway":"10.99.0.1"},
	{"ipnet":"fd00:99::51/64","gateway":"fd00:99::1"}]}}}')"
is "its MAC address" "$(query .interfaces.eth0.mac_address)" "$(ip -n c1 -j link show eth0 | jq -r '.[0].address')"
is "whose it is" "$(link .[0].owner)" nv:lan:c0ffee:eth0
is "mode, MTU, state" "$(link '.[0] | [.linkinfo.info_data.mode, .mtu, (.flags | index("LOWER_UP") != null)]')" '["bridge",1500,true]'
is "IPv4 default route" "$(ip -n c1 route show default)" "default via 10.99.0.1 dev eth0 metric 99 "
is "IPv6 default route" "$(ip -n c1 -6 route show default)" "default via fd00:99::1 dev eth0 metric 99 pref medium"
is "no addresses by routers" "$(at c1 cat /proc/sys/net/ipv6/conf/eth0/autoconf)" 0
at c1 ping -q -c 1 -W 5 10.99.0.1 >/dev/null || fail "IPv4 to the wire"
at c1 ping -q -c 1 -W 5 fd00:99::1 >/dev/null || fail "IPv6 to the wire, at once"
setup
refused "a second time" "eth0"
is "the first one stays" "$(link .[0].owner)" nv:lan:c0ffee:eth0
teardown '.network_options.interface_name = "eth1"'
ok "teardown of another interface"
teardown '.container_id = "decaf"'
ok "teardown of another container"
is "they are not it" "$(link .[0].owner)" nv:lan:c0ffee:eth0
gone setup
gone "a second time"

setup '.network_options.static_mac = "02:00:00:00:00:51" | .port_mappings = [{ container_port: 80 }]'
ok "static_mac"
is "static_mac" "$(query .interfaces.eth0.mac_address)" 02:00:00:00:00:51
has "published ports are told" "$err" "ports are not published"
gone static_mac

setup '.network.subnets |= map(del(.gateway)) | .network.internal = true'
ok internal
is "internal: no default route" "$(ip -n c1 route show default; ip -n c1 -6 route show default)" ""
is "internal: a gateway of null" "$(query '.interfaces.eth0.subnets[0].gateway')" null
gone internal

setup '.network.ipam_options.driver = "none" | .network.subnets = null | .network_options.static_ips = null'
ok "no IPAM"
is "no IPAM" "$(query '.interfaces.eth0.subnets') $(ip -n c1 -4 addr show dev eth0)" "[] "
gone "no IPAM"

setup '.network.routes = [{ destination: "10.1.0.0/16", gateway: "10.99.0.2" },
	{ destination: "fd01::/16", gateway: "fd00:99::2", metric: 7 }]'
ok "static routes"
is "static routes" "$(ip -n c1 route show 10.1.0.0/16; ip -n c1 -6 route show fd01::/16)" \
	"10.1.0.0/16 via 10.99.0.2 dev eth0 metric 100 
fd01::/16 via fd00:99::2 dev eth0 metric 7 pref medium"
gone "static routes"

# Several networks: each has its default route, the smaller metric's is used.
setup '.network.options.metric = "200"'
ok "the first network"
second='.network.name = "two" | .network.subnets = [{ subnet: "10.98.0.0/24", gateway: "10.98.0.1" }] |
	.network_options = { interface_name: "eth1", static_ips: ["10.98.0.7"] }'
setup "$second"
ok "the second network"
is "two default routes" "$(ip -n c1 route show default)" "default via 10.98.0.1 dev eth1 metric 99 
default via 10.99.0.1 dev eth0 metric 200 "
teardown "$second"
is "the first one stays" "$("$macbpf" -j link show | jq -r '.[].owner')" nv:lan:c0ffee:eth0
gone "several networks"

## Options

with mode '{ mode: "private" }' .[0].linkinfo.info_data.mode private
with "an empty mode" '{ mode: "" }' .[0].linkinfo.info_data.mode bridge
with mtu '{ mtu: "1400" }' .[0].mtu 1400
with bclim '{ bclim: "3" }' .[0].linkinfo.info_data.bclim 3
with source '{ mode: "source", macaddr: "02:00:00:00:00:21,02:00:00:00:00:22", nodst: "1" }' \
	'.[0].linkinfo.info_data | [(.macaddr_data | length), .nodst]' '[2,true]'
with "flags of multicast" '{ mcast_flood: "true", learning: "true", macaddr_limit: "3" }' \
	'.[0] | [.mcast_flood, .learning, .macaddr_limit]' '[true,true,3]'
with endpoint '{ endpoint: "veth" }' .[0].endpoint veth
with hook '{ hook: "clsact" }' .[0].hook clsact
with guard '{ guard: "true" }' '.[0].guard | [.mac, .ip]' '[true,["10.99.0.51","fd00:99::51"]]'
with isolated '{ isolated: "true" }' '.[0] | [.isolated, .guard]' '[true,null]'
with "both" '{ isolated: "true", guard: "true" }' '.[0] | [.isolated, .guard.ip[0]]' '[true,"10.99.0.51"]'
setup '.network.options = { host_access: "true", no_default_route: "true" }'
ok host_access
is host_access "$("$macbpf" -j -d port show | jq '.[0].host_access')" true
is no_default_route "$(ip -n c1 route show default)" ""
gone host_access
ip route add default dev eth0
setup 'del(.network.network_interface)'
ok "no parent"
is "no parent: that of the default route" "$(link .[0].link)" eth0
gone "no parent"

## What can't be had, and nothing is left

no "an address of no subnet" setup '.network_options.static_ips = ["10.1.1.1"]' "10.1.1.1 is in none of the subnets of network lan"
no "no address" setup '.network_options.static_ips = null' "no address was given for network lan"
no "a MAC address" setup '.network_options.static_mac = "x"' 'static_mac: "x" is not a MAC address'
no "an option of the container" setup '.network_options.options = { foo: "bar" }' 'there is no option "foo"'
no "a device name" setup '.network_options.interface_name = "a/b"' 'interface_name "a/b" is not a device name'
no "no name" setup 'del(.network_options)' 'interface_name "" is not a device name'
no "a container" setup '.container_id = "a:b"' 'container_id "a:b" is not'
no "no network" setup 'del(.network)' "network is missing"
no "an MTU" setup '.network.options.mtu = "9000"' "invalid MTU 9000, must be [0, parent MTU(1500)]: raise that of eth0 first, or leave out option mtu"
no "a parent" setup '.network.network_interface = "nope"' 'there is no parent "nope"'
no "a gateway" setup '.network.subnets[0].gateway = "10.1.1.1"' "route 0.0.0.0/0 can't be had on eth0"
no "an option" setup '.network.options.foo = "1"' 'there is no network option "foo"'
at c1 sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/dad_transmits'
ip -n far addr add fd00:99::51/64 dev wire nodad
no "an address that is somebody else's" setup . "an IPv6 address of eth0 is somebody else's"
ip -n far addr del fd00:99::51/64 dev wire
setup 'del(.network.subnets[1].gateway)'
ok "without a gateway"
is "the address is no longer tentative" "$(ip -n c1 -6 addr show dev eth0 tentative | grep fd00)" ""
gone "without a gateway"
at c1 sh -c 'echo 0 >/proc/sys/net/ipv6/conf/default/dad_transmits'
netns=/run/netns/none
no "a netns" setup . "/run/netns/none is not a network namespace"
netns=/run/netns/c1
"$O/macbpf-netavark" setup $netns <<<"$req" >/dev/full 2>"$tmp/err" && fail "an answer that can't be printed"
clean "an answer that can't be printed"

## teardown needs no netns, no parent, and no network that can be read

new_netns c2
netns=/run/netns/c2
setup
ok "in another netns"
ip netns del c2
teardown '.network |= { name, options: { mode: "no", foo: "1" }, network_interface: "nope" }'
ok "teardown without anything"
clean "without anything"
netns=/run/netns/c1

## DHCP: what netavark's client is asked, and what it answers

mkdir /usr/local/lib/podman
cat >/usr/local/lib/podman/netavark-dhcp-proxy-client <<X
#!/bin/sh
cat "\$2" >"$tmp/dhcp.\$3"
[ ! -e "$tmp/no-lease" ] || exit 155
nsenter --net=/run/netns/c1 ip addr add 10.99.0.77/24 dev eth0 2>/dev/null
echo '{ "yiaddr": "10.99.0.77", "subnet_mask": "255.255.255.0", "gateways": ["10.99.0.1"],
	"dns_servers": ["10.99.0.53"], "domain_name": "example.net" }'
X
chmod +x /usr/local/lib/podman/netavark-dhcp-proxy-client
dhcp='.network.ipam_options.driver = "dhcp" | .network.subnets = null | .network_options.static_ips = null'
create 'del(.subnets) | .ipam_options = {}'
is "DHCP is what no subnet means" "$(query .ipam_options.driver)" dhcp
no "metric with DHCP" setup "$dhcp | .network.options.metric = \"1\"" "can't be had with DHCP"
setup "$dhcp | .network.options.guard = \"true\" | .network.routes = [{ destination: \"10.1.0.0/16\", gateway: \"10.99.0.2\" }]"
ok DHCP
is "what the proxy is asked" "$(jq -c '[.host_iface, .container_iface, .host_name, .version, .ns_path, .container_id]' "$tmp/dhcp.setup")" \
	'["eth0","eth0","red",0,"/run/netns/c1","c0ffee"]'
is "for whom" "$(jq -r .container_mac_addr "$tmp/dhcp.setup")" "$(query .interfaces.eth0.mac_address)"
is "the lease" "$(query '[.interfaces.eth0.subnets[0], .dns_server_ips, .dns_search_domains]')" \
	'[{"ipnet":"10.99.0.77/24","gateway":"10.99.0.1"},["10.99.0.53"],["example.net"]]'
is "it is guarded by its lease" "$(link '.[0].guard.ip')" '["10.99.0.77"]'
is "static routes" "$(ip -n c1 route show 10.1.0.0/16)" "10.1.0.0/16 via 10.99.0.2 dev eth0 metric 100 "
mac=$(query .interfaces.eth0.mac_address)
gone DHCP "$dhcp"
is "it is given back" "$(jq -r '.container_mac_addr + " " + .host_iface' "$tmp/dhcp.teardown")" "$mac eth0"
rm "$tmp/dhcp.teardown"
no "a route after the lease" setup "$dhcp | .network.routes = [{ destination: \"10.1.0.0/16\", gateway: \"10.77.0.2\" }]" \
	"route 10.1.0.0/16 can't be had on eth0"
is "what failed gives its lease back" "$(jq -r .container_iface "$tmp/dhcp.teardown")" eth0
touch "$tmp/no-lease"
no "no lease" setup "$dhcp" "gave no lease for eth0 on eth0 (netavark-dhcp-proxy-client setup: exit code 155)"
finish
