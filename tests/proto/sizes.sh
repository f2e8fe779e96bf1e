#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# sizes.sh - datagrams in fragments, jumbo frames beside ordinary ones, and the path's MTU learned.
#
# guards: bpf/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# fragments TOPOLOGY PAIR...: datagrams of 8 KB cross in frames of ordinary size.
fragments()
{
	local pair family

	$1
	addresses "${everyone[@]}"
	for pair in "${@:2}"; do
		for family in 4 6; do
			stream udp 800000 8000 "${pair%>*}" "${pair#*>}" $family || continue
			is "$pair, v$family: frames" "${seen[frames]}" 600
			is "$pair, v$family: the biggest is ordinary" $((seen[biggest] <= 1514)) 1
		done
	done
}

# whole FROM TO SIZE: datagrams that must not be fragmented cross each in one frame.
whole()
{
	local family

	for family in 4 6; do
		stream df $(($3 * 20)) "$3" "$1" "$2" $family || continue
		is "$1 to $2, v$family: frames" "${seen[frames]}" 20
		is "$1 to $2, v$family: size" "${seen[biggest]}" $(($3 + (family == 4 ? 42 : 62)))
	done
}

# A lower of 9000; a and c take all of it, b does not.
jumbo()
{
	new_world 9000
	endpoint a bridge
	at host "$tool" link add link low name b netns b mtu 1500 address 02:00:00:00:00:02 up \
		type macvlan mode bridge
	endpoint c bridge
	addresses a b c far
	is "a's MTU" "$(at a ip -j link show a | jq '.[0].mtu')" 9000
	is "b's MTU" "$(at b ip -j link show b | jq '.[0].mtu')" 1500
	whole a far 8900
	whole far a 8900
	whole a c 8900
	whole c a 8900
	whole c far 8900
	whole far c 8900
	whole a b 1400
	whole b a 1400
	# An MTU limits what a device sends, not what it receives.
	whole far b 8900
	whole a b 8900
	# TCP agrees on the smaller.
	for pair in 'a>b' 'b>a' 'a>c' 'far>b' 'b>far' 'a>far' 'far>a'; do
		stream tcp 2000000 1 "${pair%>*}" "${pair#*>}" 4
	done
}

learned()
{
	at "${netns[$1]}" ip -j route get "$2" | jq -r '.[0].metrics[0].mtu // "none"'
}

# A router behind the wire with a narrow network behind it: its ICMP errors reach the endpoint.
path()
{
	local family who=$1

	new_world 9000
	endpoint "$who" bridge
	addresses "$who" far
	new_netns beyond
	at far ip link add narrow mtu 1400 type veth peer name narrow mtu 9000 netns beyond
	at far ip addr add 198.51.100.1/24 dev narrow
	at far ip addr add 2001:db8:5::1/64 dev narrow nodad
	at far ip link set narrow up
	at far sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
	at beyond ip link set narrow up
	at beyond ip addr add 198.51.100.60/24 dev narrow
	at beyond ip addr add 2001:db8:5::60/64 dev narrow nodad
	at beyond ip route add default via 198.51.100.1
	at beyond ip route add default via 2001:db8:5::1
	at "${netns[$who]}" ip route add default via "$(v4 far)"
	at "${netns[$who]}" ip route add default via "$(v6 far)"
	for family in 198.51.100.60 2001:db8:5::60; do
		succeeds "TCP through the router to $family" "$O/tests/proto/stream" tcp 2000000 1 \
			"${netns[$who]}" "$([[ $family = *:* ]] && v6 "$who" || v4 "$who")" beyond $family narrow
		is "the path's MTU to $family" "$(learned "$who" $family)" 1400
	done
}

both fragments 'wired bridge a b c' 'a>b' 'a>far' 'far>a' 'a>c' 'c>a' 'c>far' 'far>c'
both fragments 'switched vepa a b c' 'a>b' 'far>a' 'a>c'
both fragments 'wired private a b c' 'a>far' 'far>c'
both fragments 'wired passthru a' 'a>far' 'far>a'
both jumbo
both path a
both path c
finish
