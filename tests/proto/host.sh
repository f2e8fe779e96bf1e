#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# host.sh - with host-access the host and its containers find each other (ARP, ND), find out about
# addresses that are taken (DAD), and send streams with offloads; also by a shim, without it.
#
# guards: bpf/host.h libmacbpf/port/host.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

dup=2001:db8::d0
number[h]=8
netns[h]=host

# The macvlan driver has none of this: there is no control.
tool=$MACBPF

at_h()
{
	at host "$@"
}

# host_with WHO...: bridge endpoints, and the host with addresses
host_with()
{
	wired bridge "$@"
	device[h]=low
	at_h sh -c 'echo 0 >/proc/sys/net/ipv4/conf/all/arp_ignore
		echo 0 >/proc/sys/net/ipv6/conf/low/disable_ipv6'
	addresses "$@" far h
}

open()
{
	succeeds "host-access" at_h "$MACBPF" port set low host-access on
}

verdict()
{
	at "${netns[$1]}" ip -j -6 addr show dev "${device[$1]}" | jq -r --arg a "$2" '
		[.[].addr_info[]? | select(.local == $a)][0] |
		if . == null then "none" elif .dadfailed then "dadfailed"
		elif .tentative then "tentative" else "good" end'
}

# taken OWNER WHO: an address that OWNER has can't be had by the other.
taken()
{
	at "${netns[$1]}" ip addr add $dup/64 dev "${device[$1]}"
	becomes "$1 has it" good verdict "$1" $dup
	at "${netns[$2]}" ip addr add $dup/64 dev "${device[$2]}"
	becomes "$2 is told that $1 has it" dadfailed verdict "$2" $dup
	at "${netns[$2]}" ip addr del $dup/64 dev "${device[$2]}"
	at "${netns[$1]}" ip addr del $dup/64 dev "${device[$1]}"
}

# reaches FROM ADDRESS
reaches()
{
	at "${netns[$1]}" ping -q -c 1 -W 5 "$2" >/dev/null 2>&1
}


story="apart, then together, then apart"
host_with a b
is "off: a is out of reach" "$(at_h ping -q -c 1 -W 1 "$(v4 a)" | grep -c '1 received')" 0
open
at_h ip neigh flush all
for family in v4 v6; do
	for pair in "h a" "a h" "h b" "a b" "h far" "far h" "a far"; do
		# shellcheck disable=SC2086 # two words
		set -- $pair
		until_true "$1 finds $2, $family" reaches "$1" "$($family "$2")"
	done
done
for family in 4 6; do
	for pair in "h a" "a h"; do
		# shellcheck disable=SC2086 # two words
		set -- $pair
		stream tcp 4000000 1 "$1" "$2" $family
		stream gso 1000000 1400 "$1" "$2" $family
	done
done
for who in h a; do
	at "${netns[$who]}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${device[$who]}/dad_transmits"
done
taken h a
taken a h
succeeds "host-access off" at_h "$MACBPF" port set low host-access off
at_h ip neigh flush all
is "off again: a is out of reach" "$(at_h ping -q -c 1 -W 1 "$(v4 a)" | grep -c '1 received')" 0
raze

story="the host as a router of its containers"
host_with a b
open
at_h sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects
	echo 0 >/proc/sys/net/ipv4/conf/low/send_redirects'
at_h ip addr add 198.51.100.1/32 dev lo
at a ip route add 198.51.100.1 via "$(v4 h)"
until_true "a reaches another address of the host" reaches a 198.51.100.1
at a ip route add "$(v4 b)" via "$(v4 h)"
at b ip route add "$(v4 a)" via "$(v4 h)"
until_true "a reaches b by the host" reaches a "$(v4 b)"
at far ip route add "$(v4 a)" via "$(v4 h)"
until_true "far reaches a by the host" reaches far "$(v4 a)"
raze

# What docs/hosts.md says: an endpoint of the host's own without an address, and a route a container.
story="a shim without host-access"
host_with a b
succeeds "the shim" at_h "$MACBPF" link add link low name shim up type macvlan mode bridge
at_h sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter'
at_h ip addr add "$(v6 h)/128" dev shim nodad
for who in a b; do
	at_h ip route add "$(v4 "$who")" dev shim src "$(v4 h)"
	at_h ip -6 route add "$(v6 "$who")" dev shim src "$(v6 h)"
done
for who in a b; do
	until_true "h finds $who by the shim" reaches h "$(v4 "$who")"
	until_true "$who finds h by the shim" reaches "$who" "$(v4 h)"
	until_true "h finds $who by the shim, v6" reaches h "$(v6 "$who")"
	until_true "$who finds h by the shim, v6" reaches "$who" "$(v6 h)"
done
until_true "far is found beside the shim" reaches h "$(v4 far)"
raze

finish
