#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# upstream.sh - the scenarios of the macvlan plugin's own tests, in each version, played with Debian's
# macvlan plugin and with ours: what both print must be the same, and what the container has.
#
# guards: frontends/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
ip addr add 198.51.100.1/24 dev eth0
ip route add default via 198.51.100.2
versions="0.1.0 0.2.0 0.3.0 0.3.1 0.4.0 1.0.0"

## What can be compared: all but the host side, which only we have, and random MACs

# The answer in a form that both have in common.
answer()
{
	jq -cS --arg mac "${1:-}" '
		(if .interfaces then .interfaces |= map(select(.sandbox)
			| if $mac == "" then .mac = "M" else . end) else . end)
		| (if .code then { code, msg } else . end)' <<<"$out" 2>/dev/null || echo "$out"
}

# What the container sees, without what differs by nature: indices, and MACs unless they were given.
inside()
{
	{
		ip -n c1 -j addr show | jq -cS '.[] | select(.ifname != "lo")
			| { ifname, mtu, up: (.flags | index("UP") != null),
			    addr: [.addr_info[] | select(.scope != "link") | { local, prefixlen, broadcast }] }'
		ip -n c1 -j route show table all | jq -cS '.[] | select(.dev != "lo" and .type != "local"
			and .type != "broadcast") | { dst, gateway, dev, metric, prefsrc }'
		ip -n c1 -6 route show default
		at c1 cat /proc/sys/net/ipv4/conf/eth0/arp_notify
		at c1 cat /proc/sys/net/ipv6/conf/eth0/disable_ipv6
		[ -z "${1:-}" ] || ip -n c1 -j link show eth0 | jq -r '.[0].address'
	} 2>&1
}

# A scenario is a function that calls $who VERB CONFIG, and `says` what is to be compared.
says()
{
	echo "$*" >>"$tmp/$who.says"
}

tell()
{
	says "$verb: $code $(answer "${1:-}")"
}

play()
{
	local who

	for who in reference ours; do
		: >"$tmp/$who.says"
		rm -rf "$tmp/leases"
		new_netns c1
		"$@"
		ip netns del c1
	done
	facts=$((facts + 1))
	diff "$tmp/reference.says" "$tmp/ours.says" || fail "$*: as the reference plugin"
	[ -s "$tmp/ours.says" ] || fail "$*: nothing was said"
	clean "$*"
}

## Configurations

l2()
{
	jq -nc --arg v "$1" '{ cniVersion: $v, name: "net1", type: "macvlan", master: "eth0" }'
}

l3()
{
	with "$(l2 "$1")" ".ipam = { type: \"host-local\", dataDir: \"$tmp/leases\",
		ranges: [[{ subnet: \"10.1.2.0/24\" }]], routes: [{ dst: \"0.0.0.0/0\" }, { dst: \"10.5.0.0/16\", gw: \"10.1.2.9\" }] }"
}

dual()
{
	with "$(l3 "$1")" '.ipam.ranges += [[{ subnet: "2001:db8:1::0/64" }]] | .ipam.routes += [{ dst: "::/0" }]'
}

## Scenarios

created()
{
	$who ADD "$1"
	tell
	says "$(inside)"
	$who DEL "$1"
	tell
	says "$(inside)"
	$who DEL "$1"
	tell
}

unconfigured_del()
{
	$who DEL "$1"
	tell
}

checked()
{
	$who ADD "$1"
	tell
	with_prev=$(jq -c --argjson prev "$out" '.prevResult = $prev' <<<"$1")
	$who CHECK "$with_prev"
	tell
	$who CHECK "$1"
	says "CHECK without prevResult: $code"
	$who DEL "$with_prev"
	tell
}

with_mac()
{
	args=$2
	$who ADD "$1"
	tell mac
	says "$(inside mac)"
	$who DEL "$1"
	args=
}

for v in $versions; do
	play created "$(l3 $v)"
	play created "$(dual $v)"
	play created "$(with "$(l3 $v)" 'del(.master)')"
	play created "$(with "$(l3 $v)" '.dns = { nameservers: ["192.0.2.53"], domain: "example.net", search: ["example.net"] }')"
	play unconfigured_del "$(l3 $v)"
	play with_mac "$(l3 $v)" "IgnoreUnknown=1;MAC=c2:11:22:33:44:55"
	play with_mac "$(with "$(l3 $v)" '.capabilities={mac:true} | .runtimeConfig.mac="c2:11:22:33:44:66"')" ""
	play with_mac "$(with "$(l3 $v)" '.capabilities={mac:true} | .runtimeConfig.mac="c2:11:22:33:44:66"')" \
		"IgnoreUnknown=1;MAC=c2:11:22:33:44:55"
done
for v in 0.3.0 0.3.1 0.4.0 1.0.0; do
	play created "$(l2 $v)"
	play created "$(with "$(l2 $v)" '.ipam={}')"
	play created "$(with "$(l2 $v)" '.mtu=1400')"
	for mode in bridge private vepa passthru; do
		play created "$(with "$(l2 $v)" ".mode=\"$mode\"")"
	done
done
for v in 0.4.0 1.0.0; do
	play checked "$(l3 $v)"
	play checked "$(dual $v)"
	play checked "$(l2 $v)"
done

## Refusals: the same exit status, with our own codes

refusal()
{
	$who ADD "$1"
	says "$code"
	says "$(inside)"
}
for change in '.mode="bogus"' '.master="nobody"' '.mtu=9000' '.cniVersion="9.9.9"' 'del(.name)' '.mtu="x"'; do
	play refusal "$(with "$(l2 1.0.0)" "$change")"
done

# There is no such result. The reference plugin finds that out last, and leaves its interface behind.
for v in 0.1.0 0.2.0; do
	new_netns c1
	reference ADD "$(l2 $v)"
	is "the reference plugin, layer 2, $v" "$code" 1
	ip -n c1 link del eth0
	ours ADD "$(l2 $v)"
	refused "layer 2, $v" 7 "cannot convert: no valid IP addresses"
	is "layer 2, $v: nothing is left" "$(ip -n c1 -o link | wc -l)" 1
	ip netns del c1
done
clean "layer 2"
finish
