# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# lib.sh - sourced by the tests of protocols: a network to play in, and two tools.
#
# A test is a function, a story, that `both` plays twice: with the kernel's driver as the control,
# then with macbpf. What is asserted holds for both, unless `ours` is asked.
#
# The network: `low` in netns host is the lower, a and b have netns of their own, c is beside the
# lower, far is behind the wire. Each has the IP addresses 192.0.2.N and 2001:db8::N.
set -u

: "${MACBPF:?the path of the macbpf binary}" "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
# shellcheck disable=SC2034 # of assert.sh
enough=10
sandbox "$@"

tool=""
story=""

declare -A number=([a]=1 [b]=2 [c]=3 [far]=9)
declare -A netns=([a]=a [b]=b [c]=host [far]=far)
declare -A device # set by new_world
declare -A pids=()

## Words of the stories

# Someone's addresses.
v4()
{
	echo "192.0.2.${number[$1]}"
}

v6()
{
	echo "2001:db8::${number[$1]}"
}

mac()
{
	at "${netns[$1]}" ip -j link show "${device[$1]}" | jq -r '.[0].address'
}

# ours: this is macbpf's turn.
ours()
{
	[ "$tool" != ip ]
}

told_by()
{
	if ours; then echo macbpf; else echo macvlan; fi
}

## Asserts

whose()
{
	echo "$(told_by): $story: "
}

# succeeds WHAT COMMAND...
succeeds()
{
	facts=$((facts + 1))
	"${@:2}" >"$tmp/out" 2>&1 </dev/null && return 0
	fail "$1: $(cat "$tmp/out")"
	return 1
}

## Processes

# start NAME NETNS COMMAND...: what it prints goes to $tmp/NAME.log.
start()
{
	# not at(): the process itself must be ours to signal
	nsenter --net="/run/netns/$2" "${@:3}" >"$tmp/$1.log" 2>&1 </dev/null &
	pids[$1]=$!
}

# stop NAME [SIGNAL]
stop()
{
	kill "-${2:-TERM}" "${pids[$1]}" 2>/dev/null
	wait "${pids[$1]}" 2>/dev/null
	unset "pids[$1]"
}

stop_all()
{
	local name

	for name in "${!pids[@]}"; do
		stop "$name" KILL
	done
}

says()
{
	until_true "$1 says '$2': $(tail -n 3 "$tmp/$1.log")" grep -q "$2" "$tmp/$1.log"
}

## The network

# new_world [MTU]
# shellcheck disable=SC2120 # sizes.sh passes it
new_world()
{
	new_netns host far a b
	# The lower must not answer for c.
	at host sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/arp_ignore'
	at host sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
	cable host low 02:00:00:00:00:ee far wire 02:00:00:00:00:09 "${1:-1500}"
	device=([a]=a [b]=b [c]=c [far]=wire)
	at host sh -c 'echo 0 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
}

# A switch on the wire that sends frames back to where they came from, as VEPA needs it.
new_hairpin()
{
	at far ip link add sw address 02:00:00:00:00:09 type bridge mcast_snooping 0
	at far ip link set wire address 02:00:00:00:00:08 master sw
	at far ip link set sw up
	at far bridge link set dev wire hairpin on
	device[far]=sw
}

raze()
{
	local name

	stop_all
	for name in $(ip netns list | sed 's/ .*//'); do
		ip netns del "$name"
	done
}

# endpoint WHO MODE [WORD...]: with DIRECTED=1, macbpf's port has arp-directed; words as `ip link add` and `type macvlan` have them.
endpoint()
{
	local who=$1 mode=$2 place=(netns "$1") address=(address "02:00:00:00:00:0${number[$1]}")

	[ "${netns[$who]}" != host ] || place=()
	[ "$mode" != passthru ] || address=()
	succeeds "add $who" at host "$tool" link add link low name "$who" "${place[@]}" "${address[@]}" \
		up type macvlan mode "$mode" "${@:3}"
	if ours && [ "${DIRECTED-}" ]; then
		succeeds "arp-directed" at host "$tool" port set low arp-directed on
	fi
}

# Where the tool changes an endpoint: ip in the device's netns, macbpf in the lower's.
home()
{
	if ours; then echo host; else echo "${netns[$1]}"; fi
}

# sources WHO LISTED...: lets an endpoint in mode source have the frames of these.
sources()
{
	local who=$1 other

	for other in "${@:2}"; do
		succeeds "$who lists $other" at "$(home "$who")" "$tool" link set dev "$who" \
			type macvlan macaddr add "$(mac "$other")"
	done
}

# A worker of the kernel makes the route of a new IPv6 address, once it gets the lock that commands
# in other netns hold as well. Till then neighbours find the address, and what they send is dropped.
takes_v6()
{
	at "${netns[$1]}" ip -6 route get "$(v6 "$1")" | grep -q '^local '
}

# addresses WHO...
addresses()
{
	local who

	for who; do
		at "${netns[$who]}" ip addr add "$(v4 "$who")/24" dev "${device[$who]}"
		at "${netns[$who]}" ip addr add "$(v6 "$who")/64" dev "${device[$who]}" nodad
	done
	for who; do
		until_true "$who takes what is sent to $(v6 "$who")" takes_v6 "$who"
	done
}

## What is sent

# stream KIND BYTES SEGMENT FROM TO [4|6]: the numbers that it tells are in the array `seen`.
# shellcheck disable=SC2034 # for the scripts
declare -A seen
stream()
{
	local words family=v${6:-4}

	facts=$((facts + 1))
	if ! words=$("$O/tests/proto/stream" "$1" "$2" "$3" "${netns[$4]}" "$($family "$4")" \
		"${netns[$5]}" "$($family "$5")" "${device[$5]}" 2>&1); then
		fail "$1 $4 to $5, $family: $words"
		return 1
	fi
	# shellcheck disable=SC2086 # words
	set -- $words
	# shellcheck disable=SC2034 # for the scripts
	seen=([frames]=$2 [biggest]=$4 [partial]=$6 [read]=$8)
}

# group GROUP BYTES FROM [SIGN]WHO...
group()
{
	local words=("$1" "$2") who

	for who in "${@:3}"; do
		case $who in
		[-~]*) words+=("${who:0:1}${netns[${who:1}]}:${device[${who:1}]}") ;;
		*) words+=("${netns[$who]}:${device[$who]}") ;;
		esac
	done
	succeeds "group ${*:1}" "$O/tests/proto/group" "${words[@]}"
}

. "$(dirname "$0")/topologies.sh"

## Playing

need_tools()
{
	new_world
	need_macvlan host low
	raze
}

# both STORY [ARG...]
both()
{
	[ -n "$tool" ] || need_tools
	story=$*
	for tool in ip "$MACBPF"; do
		"$@"
		raze
	done
}
