#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# dashboard.sh - half a minute of two containers, and what `macbpf metrics` tells of it, as two pictures.
#
#   dashboard.sh MACBPF FOLDER    e.g. bench/dashboard.sh build/macbpf docs/pictures
#
# Both are asked by somebody on the wire, who asks all as well; one is set down for a while, the other
# then sends to all. Root is needed; nothing is left.
set -u

macbpf=$(realpath "$1")
folder=$(realpath "$2")
. "$(dirname "$0")/../tests/harness/assert.sh"
. "$(dirname "$0")/../tests/harness/sandbox.sh"
. "$(dirname "$0")/../tests/harness/cable.sh"
sandbox "$@"

since=$EPOCHREALTIME
seconds() { awk -v a="$since" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }'; }
mark() { echo "# MARK $(seconds) $*"; }

# ask FROM WORDS...: pings, until all is over
ask()
{
	ip netns exec "$1" timeout 40 ping -q -n "${@:2}" >/dev/null 2>&1 &
}

new_netns host net red blue
cable host eth0 02:00:00:00:ee:00 net wire 02:00:00:00:ee:01
ip -n net addr add 192.0.2.254/24 brd + dev wire
n=0
for name in red blue; do
	"$macbpf" -n host link add link eth0 name "$name" netns "$name" up type macvlan mode bridge
	ip -n "$name" addr add "192.0.2.$((++n))/24" brd + dev "$name"
done
until_true "blue is there" ip netns exec net ping -q -c 1 -W 1 192.0.2.2 >/dev/null

sample()
{
	for _ in $(seq 34); do
		echo "# AT $(seconds)"
		"$macbpf" -n host metrics
		sleep 0.9
	done
}

since=$EPOCHREALTIME
{
	sample >"$tmp/samples" &
	sampler=$!
	ask net -i 0.004 -s 1000 192.0.2.1
	ask net -i 0.008 -s 1000 192.0.2.2
	ask net -b -i 0.02 192.0.2.255
	sleep 8
	ip -n blue link set blue down
	mark "blue down"
	sleep 8
	ip -n blue link set blue up
	mark "blue up"
	sleep 4
	ask red -b -i 0.005 192.0.2.255
	shouts=$!
	mark "red shouts"
	sleep 6
	kill "$shouts"
	mark "red is silent"
	wait "$sampler"
} >"$tmp/marks"
cat "$tmp/marks" "$tmp/samples" | /usr/bin/python3 "$(dirname "$0")/dashboard.py" "$folder"
