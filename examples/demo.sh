#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# demo.sh - three containers' worth of namespaces share one card by macbpf: who receives what.
#
# Works in network namespaces of its own and removes them. MACBPF names the program to show.
set -eu -o pipefail

MACBPF=${MACBPF:-macbpf}
run=demo$$
host=$run-host outside=$run-outside
boxes="$run-box1 $run-box2 $run-box3"
logs=$(mktemp -d)
sniffers=()

[ "$(id -u)" -eq 0 ] || { echo "Error: namespaces and BPF programs need root" >&2; exit 1; }

cleanup()
{
	[ ${#sniffers[@]} -eq 0 ] || kill "${sniffers[@]}" 2>/dev/null || true
	wait
	for netns in $host $outside $boxes; do
		ip netns del "$netns" 2>/dev/null || true
	done
	rm -rf "$logs"
}
trap cleanup EXIT
trap 'exit 1' INT TERM

# The command as a user would type it, then what it prints.
show()
{
	printf '\n# %s\n' "$*" | sed "s|$MACBPF|macbpf|; s/$run-//g"
	"$@" | sed "s/$run-//g"
}

quiet_netns()
{
	ip netns add "$1"
	ip netns exec "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
		net.ipv6.conf.default.disable_ipv6=1
}

# until_true WHAT COMMAND...: waits for a fact, at most 10 s.
until_true()
{
	local what=$1
	shift
	for _ in $(seq 500); do
		"$@" && return 0
		sleep 0.02
	done
	echo "Error: waited 10 s for: $what" >&2
	return 1
}

sniff()
{
	local name=$1 netns=$2 dev=$3

	ip netns exec "$netns" tcpdump -n -l -Q in --immediate-mode -i "$dev" \
		'icmp[icmptype] = icmp-echo' >"$logs/$name" 2>"$logs/$name.err" &
	sniffers+=($!)
	until_true "tcpdump in $name" grep -qs 'listening on' "$logs/$name.err"
}

# send SIZE FROM TO...: one ICMP echo request with SIZE bytes of payload, by which it is known later.
send()
{
	local size=$1 from=$2
	shift 2
	ip netns exec "$from" ping -q -c 1 -W 2 -s "$size" "$@" >/dev/null 2>&1 || true
}

# tcpdump prints the length of the ICMP message: 8 bytes of header more than the payload.
received()
{
	grep -c "length $(($2 + 8))\$" "$logs/$1" || true
}

row()
{
	local size=$1 what=$2 want=$3 got=

	for name in box1 box2 box3 outside; do
		got="$got $(received $name "$size")"
	done
	# shellcheck disable=SC2086 # four numbers
	printf '  %-42s %6s %6s %6s %8s\n' "$what" $got | sed 's/ 0/ -/g'
	[ "$got" = " $want" ] || { echo "Error: expected $want" >&2; wrong=1; }
}

echo "A host with one card, eth0, and a machine outside behind the wire:"
quiet_netns "$host"
quiet_netns "$outside"
show ip -n "$host" link add eth0 type veth peer name wire netns "$outside"
ip -n "$host" link set eth0 up
ip -n "$outside" link set wire up
ip -n "$outside" addr add 192.0.2.1/24 brd + dev wire

echo
echo "Three containers. The words are those of 'ip link ... type macvlan':"
number=0
for box in $boxes; do
	number=$((number + 1))
	quiet_netns "$box"
	show "$MACBPF" -n "$host" link add link eth0 name mv$number netns "$box" up \
		type macvlan mode bridge
	ip -n "$box" addr add 192.0.2.1$number/24 brd + dev mv$number
done
show "$MACBPF" -n "$host" link show
show "$MACBPF" -n "$host" fdb show

sniff outside "$outside" wire
for number in 1 2 3; do
	sniff box$number "$run-box$number" mv$number
done
send 101 "$run-box1" 192.0.2.12
send 102 "$run-box3" 192.0.2.1
send 103 "$outside" 192.0.2.11
send 104 "$run-box1" -b 192.0.2.255
send 105 "$outside" -b 192.0.2.255

# Whoever has these has all that was sent before.
send 106 "$run-box1" 192.0.2.1
for number in 1 2 3; do
	send 106 "$outside" 192.0.2.1$number
done
everyone_has()
{
	for name in box1 box2 box3 outside; do
		[ "$(received $name "$1")" -gt 0 ] || return 1
	done
}
until_true "the last frames" everyone_has 106

wrong=0
printf '\nWho received what (ICMP echo requests, counted by tcpdump):\n\n'
printf '  %-42s %6s %6s %6s %8s\n' frame box1 box2 box3 outside
row 101 "box1 to box2, never on the wire" "0 1 0 0"
row 102 "box3 to the machine outside" "0 0 0 1"
row 103 "the machine outside to box1" "1 0 0 0"
row 104 "box1 to all (broadcast)" "0 1 1 1"
row 105 "the machine outside to all (broadcast)" "1 1 1 0"

show "$MACBPF" -n "$host"
show "$MACBPF" -n "$host" -s port show
show "$MACBPF" -n "$host" link del mv1
show "$MACBPF" -n "$host" -br link show
exit $wrong
