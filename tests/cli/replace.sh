#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# replace.sh - link replace: makes what isn't there, changes what is, leaves alone what is the same, and
# says what nothing changes.
#
# guards: libmacbpf/api/link_replace.c cli/cmd_link.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
new_netns box1
new_netns box2

macbpf() { "$MACBPF" -n "$ours" "$@"; }
replace() { macbpf link replace link eth0 "$@"; }
told() { macbpf -d -j link show "$1" | jq -r ".[0]$2"; }
all() { macbpf -d -j link show | jq -c 'map(del(.flags, .operstate))'; }
progs() { macbpf -d -j port show | jq -r '.[0].prog_id'; }

succeeds "what isn't there" replace name mv0 address 02:00:00:00:00:01 up type macvlan mode bridge
index=$(told mv0 .ifindex)
before=$(all)
prog=$(progs)
succeeds "the same again" replace name mv0 address 02:00:00:00:00:01 up type macvlan mode bridge
is "nothing is changed" "$(all) $(progs)" "$before $prog"
succeeds "less said" replace name mv0 type macvlan
is "what isn't given stays" "$(all)" "$before"
succeeds "other values" replace name mv0 address 02:00:00:00:00:02 mtu 1400 alias x guard mac \
	protodown on type macvlan mode private macaddr-limit 4
is "the same device" "$(told mv0 .ifindex)" "$index"
is "has them" "$(told mv0 '| [.address, .mtu, .ifalias, .guard.mac, .proto_down, .linkinfo.info_data.mode,
	.macaddr_limit] | join(" ")')" "02:00:00:00:00:02 1400 x true true private 4"
run replace name mv0 mtu 9000 type macvlan
has "what is wrong for a set" "$code $err" "2 Error: mtu 9000 is more than the 1500 of eth0"

# What nothing changes is fine as it is, and else refused, with nothing changed.
succeeds "with all" replace name mv1 index 77 numtxqueues 2 numrxqueues 2 owner vm:7 endpoint veth \
	type macvlan
succeeds "with all, the same" replace name mv1 index 77 numtxqueues 2 numrxqueues 2 owner vm:7 \
	endpoint veth type macvlan
before=$(all)
refused() # WORD IS WORDS...
{
	word=$1 is=$2
	shift 2
	run replace "$@"
	has "$*" "$code $err" "2 Error: $link on eth0 is there, and its $word, which is $is, is fixed when it is made: delete it first ('macbpf link del "
	is_one_error "$*"
	is "$*: nothing is changed" "$(all)" "$before"
}
link=mv1
refused index 77 name mv1 index 78 mtu 1400 type macvlan
refused numtxqueues 2 name mv1 numtxqueues 4 mtu 1400 type macvlan
refused numrxqueues 2 name mv1 numrxqueues 1 type macvlan
refused owner vm:7 name mv1 owner vm:8 type macvlan
run replace name mv1 type macvtap
has "another type" "$code $err" "2 Error: mv1 is"
run replace name mv1 type macvlan mode passthru
has "to passthru" "$code $err" "2 Error: mv1 can't change from mode vepa to passthru: delete it"
succeeds "a tap" replace name tap0 type macvtap queues 2 user 7
before=$(all)
succeeds "the same tap" replace name tap0 type macvtap queues 2 user 7
is "the same tap" "$(all)" "$before"
link=tap0
refused queues 2 name tap0 type macvtap queues 3
refused user 7 name tap0 type macvtap user 8
refused group "not set" name tap0 type macvtap group 8

# Which one is meant: the device of this name in the netns in which an add would make it. Not eth0:
# Linux 6.1 asks the netns of the lower whether a name is free.
succeeds "one in box1" replace name net0 netns box1 address 02:00:00:00:00:11 type macvlan
succeeds "one in box2" replace name net0 netns box2 address 02:00:00:00:00:12 type macvlan
is "are two" "$(macbpf -j link show | jq '[.[] | select(.ifname == "net0")] | length')" 2
succeeds "that in box2" replace name net0 netns box2 mtu 1300 type macvlan
is "and no other" "$(macbpf -j link show | jq -r '[.[] | select(.ifname == "net0") | .mtu] | join(" ")')" \
	"1500 1300"
run replace name wire type macvlan
has "a name that another device has" "$code $err" "2 Error: "
ip -n "$ours" link add eth1 type veth peer name wire1
run macbpf link replace link eth1 name mv1 type macvlan
has "one on another lower" "$code $err" "2 Error: "
is "it stays there" "$(told mv1 .link)" eth0
run macbpf link replace link eth9 name mv1 type macvlan
has "no such lower" "$code $err" '1 Error: cannot find device "eth9"'
run replace name eth0 netns box3 type macvlan
has "no such netns" "$code $err" "1 Error: "

# A file of them, twice.
for i in 0 1 2 3; do
	echo "link replace link eth0 name bv$i address 02:00:00:00:01:0$i up type macvlan mode bridge"
done >"$tmp/file"
succeeds "a file" macbpf -batch "$tmp/file"
before=$(all)
succeeds "again" macbpf -batch "$tmp/file"
is "again: nothing is changed" "$(all)" "$before"
finish
