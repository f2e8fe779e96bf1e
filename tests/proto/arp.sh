#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# arp.sh - ARP and IPv6 neighbour discovery in every direction and mode: who resolves whom, to which
# MAC address, and how the neighbours take it when an address moves.
#
# guards: bpf/ libmacbpf/endpoint/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# neighbour WHO ADDRESS: the MAC address that WHO has for it.
neighbour()
{
	at "${netns[$1]}" ip -j neigh show "$2" dev "${device[$1]}" | jq -r '.[0].lladdr // "none"'
}

# resolves WHO OTHER...
resolves()
{
	local who=$1 other family mac

	for other in "${@:2}"; do
		mac=$(mac "$other")
		for family in 4 6; do
			stream udp 1000 1000 "$who" "$other" $family
			is "$who has $other, v$family" "$(neighbour "$who" "$(v$family "$other")")" "$mac"
		done
	done
}

# Once more from nothing, so that everyone asks, not only answers.
all_resolve()
{
	local who other

	for who; do
		for other; do
			[ "$who" != "$other" ] || continue
			at "${netns[$who]}" ip neigh flush all
			at "${netns[$other]}" ip neigh flush all
			resolves "$who" "$other"
		done
	done
}

# find TOPOLOGY GROUP...: those of a group find each other.
find()
{
	local group

	$1
	addresses "${everyone[@]}"
	for group in "${@:2}"; do
		# shellcheck disable=SC2086 # words
		all_resolve $group
	done
}

# A group frame that the switch sends back goes to its sender only: endpoints stay strangers.
strangers()
{
	find "$@"
	at a busybox arping -q -c 1 -w 1 -I a "$(v4 b)" && fail "a finds b"
	is "b is not found" "$(neighbour a "$(v4 b)")" none
}

# moves FROM TO WITNESS...: an address goes from one to another, who tells the others (as VRRP does).
moves()
{
	local from=$1 to=$2 witness

	at "${netns[$from]}" ip addr add 192.0.2.50/24 dev "${device[$from]}"
	for witness in "${@:3}"; do
		at "${netns[$witness]}" ip neigh flush all
		number[vip]=50 netns[vip]=${netns[$from]} device[vip]=${device[$from]}
		stream udp 1000 1000 "$witness" vip
		is "$witness has it at $from" "$(neighbour "$witness" 192.0.2.50)" "$(mac "$from")"
	done
	at "${netns[$from]}" ip addr del 192.0.2.50/24 dev "${device[$from]}"
	at "${netns[$to]}" ip addr add 192.0.2.50/24 dev "${device[$to]}"
	succeeds "$to tells" at "${netns[$to]}" busybox arping -q -U -c 1 -I "${device[$to]}" 192.0.2.50
	for witness in "${@:3}"; do
		becomes "$witness has it at $to" "$(mac "$to")" neighbour "$witness" 192.0.2.50
	done
	at "${netns[$to]}" ip addr del 192.0.2.50/24 dev "${device[$to]}"
}

gratuitous()
{
	wired bridge a b c
	addresses "${everyone[@]}"
	moves a b c far
	moves b c a far
	moves a far b c
	moves far a b c
}

# A device that gets another MAC address tells everyone (arp_notify, ndisc_notify).
new_mac()
{
	local who mac=02:00:00:00:01:01

	wired bridge a b c
	addresses "${everyone[@]}"
	resolves b a
	resolves c a
	resolves far a
	at a sh -c 'echo 1 >/proc/sys/net/ipv4/conf/a/arp_notify; echo 1 >/proc/sys/net/ipv6/conf/a/ndisc_notify'
	succeeds "a's new MAC" at "$(home a)" "$tool" link set dev a address $mac
	for who in b c far; do
		becomes "$who is told, v4" $mac neighbour "$who" "$(v4 a)"
		becomes "$who is told, v6" $mac neighbour "$who" "$(v6 a)"
		resolves "$who" a
	done
}

both find 'wired bridge a b c' 'a b c far'
both find 'switched vepa a b c' 'a c far' 'a b'
both strangers 'switched private a b c' 'a far' 'c far'
both find listed 'a c far' 'a b'
both find 'wired passthru a' 'a far'
both find 'wired passthru c' 'c far'
both gratuitous
both new_mac
finish
