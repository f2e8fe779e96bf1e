#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# refusals.sh - what the kernel's driver refuses, macbpf refuses: in the same place, with the same
# class of exit status, a sentence that names the matter, and nothing changed.
#
# guards: cli/ libmacbpf/endpoint/check.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
both_worlds

# Class of an exit status of `ip`, in macbpf's numbers: 255 is a wrong word as well.
class()
{
	[ "$1" = 255 ] && echo 1 && return
	echo "$1"
}

# Names, addresses and settings of all devices; not what only time changes.
state()
{
	ip -n "$1" -d link show | without_carrier
	"$MACBPF" -n "$1" -d link show
	"$MACBPF" -n "$1" -d port show
	"$MACBPF" -n "$1" fdb show
}

# both WORDS...: done by both
both()
{
	succeeds "ip $*" ip -n "$kernel" "$@"
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

# only_ours CLASS SENTENCE WORDS...
only_ours()
{
	want=$1
	sentence=$2
	shift 2
	state "$ours" >"$tmp/before"
	run "$MACBPF" -n "$ours" "$@"
	is "macbpf $*: exit status" "$code" "$want"
	is_one_error "macbpf $*"
	has "macbpf $*: sentence" "$err" "$sentence"
	state "$ours" >"$tmp/after"
	is "macbpf $*: nothing is changed" "$(diff "$tmp/before" "$tmp/after")" ""
}

# refused CLASS SENTENCE WORDS...: by both; SENTENCE is a part of ours
refused()
{
	only_ours "$@"
	shift 2
	run ip -n "$kernel" "$@"
	is "ip $*: exit status" "$(class "$code")" "$want"
}

mac=02:00:00:00:00
add="link add link eth0 name"

# Each line of the table is words: expanded where they are used.
# shellcheck disable=SC2086
tests()
{
	refused 1 nosuch link add link nosuch name mv0 type macvlan
	refused 2 lo link add link lo name mv0 type macvlan
	ip -n "$kernel" tuntap add dev tun0 mode tun
	ip -n "$ours" tuntap add dev tun0 mode tun
	refused 2 tun0 link add link tun0 name mv0 type macvlan
	refused 1 zz $add mv0 address zz type macvlan
	refused 2 01:00:00:00:00:01 $add mv0 address 01:00:00:00:00:01 type macvlan
	refused 2 00:00:00:00:00:00 $add mv0 address 00:00:00:00:00:00 type macvlan
	refused 1 bogus $add mv0 type macvlan mode bogus
	refused 1 bogus $add mv0 type macvlan flag bogus
	refused 1 nopromisc $add mv0 type macvlan mode bridge nopromisc
	refused 1 type $add mv0
	refused 2 9000 $add mv0 mtu 9000 type macvlan
	refused 2 67 $add mv0 mtu 67 type macvlan
	refused 1 nosuchnetns $add mv0 netns nosuchnetns type macvlan
	refused 1 4294967295 $add mv0 netns 4294967295 type macvlan
	refused 2 02:00:00:00:ee:00 $add mv0 address 02:00:00:00:ee:00 up type macvlan
	refused 2 wire $add wire type macvlan
	refused 1 '"0"' $add mv0 index 0 type macvlan
	refused 2 "index" $add mv0 index 1 type macvlan
	refused 2 "numtxqueues" $add mv0 numtxqueues 0 type macvlan
	refused 2 "numrxqueues" $add mv0 numrxqueues 0 type macvlan
	refused 2 source $add mv0 type macvlan mode bridge macaddr add $mac:11
	refused 2 source $add mv0 type macvlan macaddr flush
	refused 2 01:00:00:00:00:01 $add mv0 type macvlan mode source macaddr add 01:00:00:00:00:01
	refused 2 00:00:00:00:00:00 $add mv0 type macvlan mode source macaddr add 00:00:00:00:00:00
	refused 2 01:00:00:00:00:01 $add mv0 type macvlan mode source macaddr set $mac:11 01:00:00:00:00:01
	refused 1 nosuch link set nosuch up
	refused 1 nosuch link set nosuch type macvlan mode bridge
	refused 1 nosuch link del nosuch
	refused 1 nosuch link show nosuch
	only_ours 1 eth0 link del eth0
	only_ours 1 eth0 link set eth0 down
	only_ours 1 nosuch port set nosuch arp-directed on
	only_ours 1 "eth0 carries no endpoints" port set eth0 arp-directed on
	is "no port is left behind" "$("$MACBPF" -n "$ours" port show)" ""

	# Endpoints exist
	both $add mv0 address $mac:01 up type macvlan mode bridge
	both $add mv1 address $mac:02 type macvlan mode source macaddr set $mac:11 $mac:12
	refused 2 mv0 $add mv0 type macvlan
	refused 2 mv1 $add mv1 type macvlan
	refused 2 $mac:01 $add mv2 address $mac:01 up type macvlan
	refused 2 passthru $add mv2 type macvlan mode passthru
	refused 2 $mac:01 link set mv1 address $mac:01
	refused 2 02:00:00:00:ee:00 link set mv0 address 02:00:00:00:ee:00
	refused 2 02:00:00:00:ee:00 link set mv1 address 02:00:00:00:ee:00
	refused 2 01:00:00:00:00:01 link set mv0 address 01:00:00:00:00:01
	refused 2 00:00:00:00:00:00 link set mv0 address 00:00:00:00:00:00
	refused 1 zz link set mv0 address zz
	refused 2 9000 link set mv0 mtu 9000
	refused 2 67 link set mv0 mtu 67
	refused 2 passthru link set mv0 type macvlan mode passthru
	refused 2 passthru link set mv1 type macvlan mode passthru
	refused 1 bogus link set mv0 type macvlan mode bogus
	refused 1 bogus link set mv0 type macvlan flag bogus
	refused 1 nopromisc link set mv0 type macvlan flag nopromisc
	refused 2 source link set mv0 type macvlan macaddr add $mac:11
	refused 2 source link set mv0 type macvlan macaddr flush
	# The kernel refuses these, yet has changed the mode by then: not the same afterwards.
	only_ours 2 source link set mv0 type macvlan mode private macaddr add $mac:11
	only_ours 2 source link set mv1 type macvlan mode bridge macaddr add $mac:13
	only_ours 2 01:00:00:00:00:01 link set mv1 type macvlan macaddr set $mac:14 01:00:00:00:00:01
	refused 2 01:00:00:00:00:01 link set mv1 type macvlan macaddr add 01:00:00:00:00:01
	refused 2 wire link set mv1 name wire
	refused 2 mv0 link set mv1 name mv0
	refused 1 nosuchnetns link set mv1 netns nosuchnetns
	only_ours 2 9000 link set mv1 mtu 9000 type macvlan mode bridge
	only_ours 2 9000 link set mv1 up address $mac:33 mtu 9000

	# A MAC that another endpoint has is refused when the second comes up
	both $add mv2 address $mac:01 type macvlan
	refused 2 $mac:01 link set mv2 up
	both link del mv2
	both $add mv2 address 02:00:00:00:ee:00 type macvlan
	refused 2 02:00:00:00:ee:00 link set mv2 up
	both link del mv2

	# A lower of ours is no lower
	only_ours 2 mb "link" add link "$("$MACBPF" -n "$ours" -j link show mv0 | jq -r '.[0].hostdev')" \
		name mv3 type macvlan

	# One endpoint in mode passthru has its lower to itself
	both link del mv0
	both link del mv1
	both $add mv0 type macvlan mode passthru
	refused 2 passthru $add mv1 type macvlan
	refused 2 passthru $add mv1 type macvlan mode passthru
	refused 2 passthru link set mv0 type macvlan mode bridge
	refused 2 passthru link set mv0 type macvlan mode source
	refused 2 source link set mv0 type macvlan macaddr add $mac:11
	both link del mv0

	# A macvlan takes frames for one address
	ip -n "$ours" link add link wire name kmv type macvlan mode bridge
	only_ours 2 "or use mode passthru" link add link kmv name mv0 type macvlan mode bridge
	succeeds "passthru has its address" "$MACBPF" -n "$ours" link add link kmv name mv0 type macvlan mode passthru
	succeeds "delete mv0" "$MACBPF" -n "$ours" link del mv0
	ip -n "$ours" link del kmv

	# The target netns
	new_netns "$kernel-box"
	new_netns "$ours-box"
	ip -n "$kernel-box" link add mv0 type veth peer name other
	ip -n "$ours-box" link add mv0 type veth peer name other
	before=$(ip -n "$ours-box" -d link)
	only_ours 2 mv0 $add mv0 netns "$ours-box" type macvlan
	run ip -n "$kernel" $add mv0 netns "$kernel-box" type macvlan
	is "ip: name taken in the target netns" "$code" 2
	only_ours 2 index $add mv1 index 2 netns "$ours-box" type macvlan
	succeeds "make mv1" "$MACBPF" -n "$ours" $add mv1 type macvlan
	only_ours 2 other link set mv1 name other netns "$ours-box"
	is "nothing in the target netns is changed" "$(ip -n "$ours-box" -d link)" "$before"
	succeeds "delete mv1" "$MACBPF" -n "$ours" link del mv1
}
tests

is "nothing is left" "$(ip -n "$ours" -br link | grep -cv '^lo \|^eth0@\|^wire@\|^tun0 ')" 0
is "no port is left" "$("$MACBPF" -n "$ours" port show)" ""
finish
