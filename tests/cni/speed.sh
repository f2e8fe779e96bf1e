#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# speed.sh - how long an ADD and a DEL take, layer 2 alone, beside the reference plugin: one run, the
# plugins by turns, medians. For `make bench-cni`; a busy machine makes it no test.
#
# ROUNDS (50) rounds; with NEIGHBOURS (0) endpoints on the master all the time.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1 others
conf='{"cniVersion":"1.0.0","name":"net1","type":"macvlan","master":"eth0","ipam":{}}'

# ip link add beside a neighbour of the other kind can't be: macvlan's rx_handler takes all frames of
# its own, and TCX comes first. The masters are two.
ip link add eth1 type veth peer name wire1 netns far
ip link set eth1 up
for i in $(seq "${NEIGHBOURS:-0}"); do
	"$O/macbpf" link add link eth0 name "n$i" netns others type macvlan mode bridge
	ip link add link eth1 name "n$i" type macvlan mode bridge
	ip link set "n$i" netns others name "k$i"
done

# timed NAME VERB PROGRAM MASTER [HOOK]
timed()
{
	local start

	with "$conf" ".master=\"$4\" | .hook=\"${5:-auto}\"" >"$tmp/conf"
	export CNI_COMMAND=$2
	start=$EPOCHREALTIME
	"$3" <"$tmp/conf" >"$tmp/out" 2>&1 || fail "$*: $(cat "$tmp/out")"
	echo $((${EPOCHREALTIME/./} - ${start/./})) >>"$tmp/$1-$2"
}

export CNI_CONTAINERID=c1 CNI_NETNS=$netns CNI_IFNAME=eth0 CNI_PATH=$path
for ((round = 0; round < ${ROUNDS:-50}; round++)); do
	for verb in ADD DEL; do
		timed macvlan $verb $bins/macvlan eth1
	done
	for hook in auto tcx clsact; do
		for verb in ADD DEL; do
			timed $hook $verb "$bin/macbpf-cni" eth0 $hook
		done
	done
done

median()
{
	sort -n "$tmp/$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

for verb in ADD DEL; do
	base=$(median "macvlan-$verb")
	for who in macvlan auto tcx clsact; do
		awk -v verb=$verb -v who=$who -v us="$(median "$who-$verb")" -v base="$base" 'BEGIN {
			printf "%s  %-12s %7.2f ms  %.2f of macvlan\n", verb, who, us / 1000, us / base }'
	done
done
finish
