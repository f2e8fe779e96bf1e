#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# announce.sh - `link announce` lets a switch know where endpoints are that it has forgotten; and who
# doesn't own its address says nothing.
#
# guards: libmacbpf/port/announce.c libmacbpf/api/link_announce.c cli/cmd_link.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
new_netns box
new_netns switch
ip -n "$ours" link set wire netns switch
ip -n switch link add br0 type bridge
ip -n switch link set wire master br0 up
ip -n switch link set br0 up

ours() { "$MACBPF" -n "$ours" "$@"; }
forwards() { bridge -n switch -j link show dev wire | jq -e '.[0].state == "forwarding"' >"$tmp/state"; }
forget() { ip -n switch link set wire type bridge_slave fdb_flush; }
# knows: which endpoints the switch knows
knows() { bridge -n switch -j fdb show dev wire dynamic | jq -r '.[].mac' | grep '^02:00:00:00:00:0' | sort | tr '\n' ' '; }
learns() { [ "$(knows)" = "$1" ]; }

until_true "eth0 carries" is_up "$ours" eth0
until_true "the switch's port forwards" forwards
n=0
for name in mv0 mv1 mv2; do
	n=$((n + 1))
	succeeds "add $name" ours link add link eth0 name $name netns box \
		address 02:00:00:00:00:0$n type macvlan mode private
done
succeeds "a namesake that is down" ours link add link eth0 name mv3 netns box \
	address 02:00:00:00:00:01 type macvlan mode bridge

forget
is "nothing is known" "$(knows)" ""
succeeds "one" ours link announce mv1
until_true "the switch has learnt one" learns "02:00:00:00:00:02 "
succeeds "all of a lower" ours link announce link eth0
until_true "the switch has learnt all" learns "02:00:00:00:00:01 02:00:00:00:00:02 02:00:00:00:00:03 "
forget
succeeds "all" ours link announce
until_true "the same" learns "02:00:00:00:00:01 02:00:00:00:00:02 02:00:00:00:00:03 "
succeeds "one, by all words" ours link announce link eth0 dev mb0

run ours link announce mv3
has "not its address" "$code $err" "2 Error: the address of mv3 is another endpoint's"
run ours link announce link eth9
is "no such lower" "$code $err" '1 Error: cannot find device "eth9"'
run ours link announce link lo
has "no endpoints" "$code $err" "1 Error: lo carries no endpoints, so there is nothing to announce"
run ours link announce mv9
has "no such endpoint" "$code $err" '1 Error: cannot find endpoint "mv9"'
run ours link announce mv0 mv1
has "two" "$code $err" '1 Error: "mv1" is unknown in "macbpf link announce"; legal: link, dev'
ip -n "$ours" link set eth0 down
run ours link announce link eth0
has "a lower that is down" "$code $err" "2 Error: nobody would hear of the endpoints of eth0"
succeeds "of all, that is none" ours link announce
finish
