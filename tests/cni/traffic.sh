#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# traffic.sh - containers reach each other and the wire; addresses are announced, duplicates noticed,
# leases come and go; and other plugins work behind this one.
#
# guards: frontends/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1 c2
ip -n far addr add 10.1.2.1/24 dev wire
ip -n far addr add 2001:db8:1::1/64 dev wire nodad
list=$(jq -nc --arg dir "$tmp/leases" '{ cniVersion: "1.0.0", name: "net1", plugins: [{ type: "macvlan",
	master: "eth0", ipam: { type: "host-local", dataDir: $dir,
	ranges: [[{ subnet: "10.1.2.0/24" }], [{ subnet: "2001:db8:1::/64" }]],
	routes: [{ dst: "0.0.0.0/0" }, { dst: "::/0" }] } }] }')

attach()
{
	as=$1 netns=/run/netns/$1
	list_add "$2" "${3:-null}"
	ok "ADD $1"
}

detach()
{
	as=$1 netns=/run/netns/$1
	list_del "$2"
	ok "DEL $1"
}

reaches()
{
	until_true "$1 reaches $2" at "$1" ping -q -c 1 -W 1 "$2"
}

## Addresses are announced as they are given: the neighbour had them elsewhere a moment ago

start_capture()
{
	at far timeout 60 tcpdump -i wire -U -w "$tmp/pcap" 'arp or (icmp6 and ip6[40] == 136)' 2>"$tmp/tcpdump" &
	capture=$!
	until_true "tcpdump listens" grep -q "listening on" "$tmp/tcpdump"
}
start_capture
attach c1 "$list"
shows()
{
	tcpdump -n -r "$tmp/pcap" 2>/dev/null | grep -qE "$1"
}
until_true "a gratuitous ARP" shows 'Request who-has 10\.1\.2\.2 .*tell 10\.1\.2\.2'
until_true "an unsolicited neighbour advertisement" shows 'neighbor advertisement, tgt is 2001:db8:1::2'
kill $capture

attach c2 "$list"
reaches c1 10.1.2.3
reaches c1 2001:db8:1::3
reaches c1 10.1.2.1
reaches c2 2001:db8:1::1
reaches far 10.1.2.2
detach c1 "$list"
detach c2 "$list"

private=$(with "$list" '.plugins[0].mode = "private"')
attach c1 "$private"
attach c2 "$private"
reaches c1 10.1.2.1
at c1 ping -q -c 1 -W 1 10.1.2.5 >/dev/null 2>&1 && fail "private endpoints talk to each other"
detach c1 "$private"
detach c2 "$private"
clean "traffic"

## Duplicate IPv6 addresses: an error while the container waits, and nothing is left

at c1 sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/dad_transmits'
ip -n far addr add 2001:db8:1::6/64 dev wire nodad
# A worker of the kernel's joins the group that solicitations for it go to.
until_true "the other listens" sh -c "ip -n far maddr show dev wire | grep -q 'ff02::1:ff00:6\$'"
twice=$(with "$list" '.plugins[0].ipam.ranges = [[{ subnet: "2001:db8:1::/64", rangeStart: "2001:db8:1::6" }]]
	| .plugins[0].ipam.routes = []')
as=c1 netns=/run/netns/c1
list_add "$twice"
refused "a duplicate" 106 "somebody else's"
clean "a duplicate"
ip -n far addr del 2001:db8:1::6/64 dev wire
attach c1 "$list"
is "after DAD the address can be used" "$(ip -n c1 -o addr show dev eth0 scope global tentative)" ""
detach c1 "$list"
at c1 sh -c 'echo 0 >/proc/sys/net/ipv6/conf/default/dad_transmits'

## Other plugins behind this one

chain=$(with "$list" '.plugins += [{ type: "tuning", sysctl: { "net.ipv4.conf.eth0.log_martians": "1" } }]')
attach c1 "$chain"
is "tuning's sysctl" "$(at c1 cat /proc/sys/net/ipv4/conf/eth0/log_martians)" 1
list_check "$chain"
ok "CHECK with tuning"
detach c1 "$chain"

chain=$(with "$list" '.plugins += [{ type: "sbr" }]')
attach c1 "$chain"
is "sbr's own table" "$(ip -n c1 route show table 100 default)" "default via 10.1.2.1 dev eth0 "
detach c1 "$chain"
clean "chains"

## DHCP: one try, as the link is up before it is asked for

mkdir -p /run/cni
"$bins/dhcp" daemon 2>"$tmp/dhcp.log" &
daemon=$!
cat >"$tmp/dnsmasq.conf" <<X
port=0
interface=wire
bind-interfaces
no-ping
dhcp-range=10.1.2.100,10.1.2.110,1h
dhcp-leasefile=$tmp/dnsmasq.leases
log-dhcp
log-facility=$tmp/dnsmasq.log
pid-file=$tmp/dnsmasq.pid
user=root
X
until_true "the DHCP daemon listens" test -S /run/cni/dhcp.sock
at far dnsmasq -C "$tmp/dnsmasq.conf"
until_true "dnsmasq is there" test -s "$tmp/dnsmasq.pid"
dhcp=$(with "$list" '.plugins[0] |= (.mac = "02:00:00:00:00:31" | .ipam = { type: "dhcp" })')
attach c1 "$dhcp"
has "an address of the range" "$(query '.ips[0].address')" 10.1.2.1
has "it is there" "$(ip -n c1 -o addr show dev eth0)" "$(query '.ips[0].address')"
is "the default route" "$(ip -n c1 route show default)" "default via 10.1.2.1 dev eth0 "
is "the lease is for the right MAC address" "$(awk '{ print $2 }' "$tmp/dnsmasq.leases")" 02:00:00:00:00:31
is "no try failed" "$(grep -cE 'retrying|Link .* down|network is down' "$tmp/dhcp.log")" 0
reaches c1 10.1.2.1
detach c1 "$dhcp"
until_true "the lease is given back" grep -q DHCPRELEASE "$tmp/dnsmasq.log"

# The reference plugin asks over a link that is down, fails, and asks again seconds later.
reference ADD "$(one "$dhcp" 0 null null)"
ok "the reference plugin"
has "the reference plugin's first try fails" "$(cat "$tmp/dhcp.log")" "retrying"
reference DEL "$(one "$dhcp" 0 null null)"
kill "$(cat "$tmp/dnsmasq.pid")" $daemon
clean DHCP
finish
