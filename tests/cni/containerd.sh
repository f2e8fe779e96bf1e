#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# containerd.sh - pods of a real containerd, as a kubelet asks for them by CRI: the plugin under its own
# name and as macvlan, daemon killed, master gone.
#
# guards: frontends/cni/ docs/cni.md examples/cni/containerd.conflist
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$here/cri.sh"
new_world
ip -n far addr add 10.99.0.1/24 dev wire

## What is known of a pod

# of_pod ID FILTER: its endpoint
of_pod()
{
	"$O/macbpf" -j -d link show | jq -rc --arg id "$1" ".[] | select(.owner | contains(\$id)) | $2"
}

address()
{
	within "$1" ip -j -4 addr show dev eth0 | jq -r '.[0].addr_info[0].local'
}

mac()
{
	within "$1" ip -j link show dev eth0 | jq -r '.[0].address'
}

## Frames

# capture NAME NETNS DEVICE: nobody there asks again whether a neighbour lives.
capture()
{
	at "$2" sh -c "echo 60 >/proc/sys/net/ipv4/neigh/$3/delay_first_probe_time"
	# No function: what is killed is to be tcpdump itself.
	nsenter --net="/run/netns/$2" tcpdump -i "$3" --immediate-mode -U -w "$tmp/$1.pcap" 'arp or icmp' 2>"$tmp/$1.tcpdump" &
	captures+=($!)
	until_true "tcpdump listens: $1" grep -q "listening on" "$tmp/$1.tcpdump"
}

# shown NAME: its frames
shown()
{
	tcpdump -entr "$tmp/$1.pcap" 2>/dev/null | sed 's/, id [0-9]*, /, /'
}

# came NAME PART
# shellcheck disable=SC2317 # until_true() calls it
came()
{
	shown "$1" | grep -q "$2"
}

# frames RED BLUE: who sees what if one pod talks to the other, and to the wire. Names stand for addresses.
frames()
{
	local name names captures=() red=$1 blue=$2

	names=$(for name in red blue; do
		echo "s/$(mac "${!name}")/$name/g; s/\<$(address "${!name}")\>/$name/g"
	done)

	ip -n far neigh flush dev wire
	capture red "${netns_of[$red]}" eth0
	capture blue "${netns_of[$blue]}" eth0
	capture wire far wire
	within "$red" ping -q -c 1 -W 5 "$(address "$blue")" >/dev/null
	within "$red" ping -q -c 1 -W 5 10.99.0.1 >/dev/null
	until_true "the last answer" came red "10.99.0.1 > .*echo reply"
	until_true "the last answer" came wire "10.99.0.1 > .*echo reply"
	until_true "the last broadcast" came blue "who-has 10.99.0.1"
	kill "${captures[@]}"
	wait "${captures[@]}"
	for name in red blue wire; do
		shown "$name" | sed "$names; s/^/$name: /"
	done
}

## A node that hears of its pods' subnet

containerd_here
node_has 10.99.0.0/24

run red
red=$id
run blue kubernetes.io/ingress-bandwidth 8M
blue=$id
is "whose it is" "$(of_pod "$red" .owner)" "cni:macbpf:$red:eth0"
on_pod PodSandboxStatus "$red"
is "containerd knows its address" "$(sed -n 's/^ *ip: "\(.*\)"/\1/p' <<<"$out")" "$(address "$red")"
is "its way out" "$(within "$red" ip route show default)" "default via 10.99.0.1 dev eth0 "
is "tuning ran behind it" "$(within "$red" cat /proc/sys/net/ipv4/conf/eth0/rp_filter)" 1
is "an annotation's rate" "$(of_pod "$blue" .rate.in.bits)" 8000000
frames "$red" "$blue" >"$tmp/frames.own"
is "the pods talked" "$(grep -c 'echo reply' "$tmp/frames.own")" 4
pods_end "$red" "$blue"
none_left "the plugin's own name"

## As macvlan, and what the real one would do

# as_macvlan PROGRAM: frames of two pods in $tmp/frames.NAME, with that as the plugin macvlan
as_macvlan()
{
	rm "$place/bin/macvlan"
	ln -s "$1" "$place/bin/macvlan"
	run red
	red=$id
	run blue
	blue=$id
	frames "$red" "$blue" >"$tmp/frames"
	is "the frames with $1" "$(<"$tmp/frames")" "$(<"$tmp/frames.own")"
	pods_end "$red" "$blue"
	none_left "$1"
}
sed -i 's/"macbpf-cni"/"macvlan"/' "$place"/net.d/*
as_macvlan "$bins/macvlan"
as_macvlan macbpf-cni

## Killed and started anew, pods live on, and end as others do

run red
red=$id
run blue
blue=$id
containerd_kill
is "endpoints without a daemon" "$(of_pod "$red" .ifname) $(of_pod "$blue" .ifname)" "eth0 eth0"
until_true "frames without a daemon" within "$red" ping -q -c 1 -W 1 "$(address "$blue")"
containerd_start
cri ListPodSandbox
is "it knows both" "$(grep -c '^ *state:\|^items' <<<"$out") $(grep -c SANDBOX_NOTREADY <<<"$out")" "2 0"
pods_end "$red" "$blue"
none_left "the daemon was killed"

## The master goes first

run red
ip link del eth0
pods_end "$id"
none_left "the master is gone"
containerd_kill
finish
