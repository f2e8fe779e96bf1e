#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# carrier.sh - with `port set carrier follow` devices have the carrier that macvlan's have, from the
# next command on, and nobody takes one that is held for one that was set down.
#
# guards: libmacbpf/endpoint/carrier.c libmacbpf/endpoint/hostdev.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
both_worlds

state() { ip -n "$1" -j link show mv0 | jq -r '.[0] | "\(.operstate) \(any(.flags[]; . == "LOWER_UP"))"'; }
says() { [ "$(state "$1")" = "$2" ]; }
carrier() { ip -n "$ours" -j link show "$1" | jq -c 'any(.[0].flags[]; . == "LOWER_UP")'; }
lower_says() { [ "$(carrier eth0)" = "$1" ]; }
ours() { "$MACBPF" -n "$ours" "$@"; }

# same_state WHAT STATE: once the kernel has noticed
same_state()
{
	until_true "macvlan, $1" says "$kernel" "$2"
	until_true "macbpf, $1" says "$ours" "$2"
}

ip -n "$kernel" link add link eth0 name mv0 up type macvlan mode bridge
for name in mv0 mv1; do
	succeeds "add $name" ours link add link eth0 name $name up type macvlan mode bridge
done
same_state "at first" "UP true"
address=$(ours -j link show mv0 | jq -r '.[0].address')

# The default: as it was.
ip -n "$ours" link set wire down
until_true "the lower has none" lower_says false
succeeds "sweep" ours port sweep
is "keep" "$(state "$ours")" "UP true"

ip -n "$kernel" link set wire down
succeeds "follow" ours port set eth0 carrier follow
same_state "the cable is gone" "LOWERLAYERDOWN false"
is "told" "$(ours -j -d port show | jq '.[0].carrier_follow')" true
has "told in the text" "$(ours -d port show)" " carrier-follow"
is "it is not told as a fault" \
	"$(ours -j link show mv0 | jq -c '.[0] | [.hostdev_down, .proto_down]')" "[null,null]"

# Who is held keeps its address.
succeeds "a namesake" ours link add link eth0 name mv2 address "$address" type macvlan mode bridge
run ours link set mv2 up
has "another with its address" "$code $err" \
	"2 Error: address $address is in use on eth0 by endpoint mv0"
is "mv0 owns its address" "$(ours -j link show mv0 | jq '.[0].owns_address')" true

# What is made now has no carrier either.
succeeds "made meanwhile" ours link add link eth0 name mv3 up type macvlan mode bridge
is "its carrier" "$(carrier mv3)" false
ip -n "$ours" link set mb1 up
run ours port sweep
has "up by somebody" "$code $err" \
	"0 warning: mb1 had been set up by somebody: set it down again, since eth0 has no carrier"

succeeds "hold one" ours link set mv1 protodown on
for world in "$kernel" "$ours"; do ip -n "$world" link set wire up; done
until_true "the lower has it back" lower_says true
succeeds "any command says nothing of it" ours link set mv3 alias x
same_state "the cable is back" "UP true"
is "who is held stays so" "$(carrier mv1)" false
succeeds "let go" ours link set mv1 protodown off

for world in "$kernel" "$ours"; do ip -n "$world" link set eth0 down; done
succeeds "sweep" ours port sweep
same_state "the lower is down" "LOWERLAYERDOWN false"
succeeds "as it was" ours port set eth0 carrier keep
until_true "keep again" says "$ours" "UP true"
finish
