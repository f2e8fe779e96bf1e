#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# verbose.sh - what a command does is told step by step, undone steps too, and nothing unless asked.
#
# guards: libmacbpf/base/txn.c libmacbpf/endpoint/parts.c cli/session.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

# tells NAME... of the steps that are told, in this order
tells()
{
	for step in "$@"; do
		has "$what: $step" "$err" "debug: $step"
		err=${err#*"debug: $step"}
	done
}

m()
{
	what="macbpf $*"
	run "$MACBPF" -n "$ours" "$@"
	is "$what" "$code $out" "0 "
}

m link add link eth0 name mv0 type macvlan
is "$what: without being asked" "$err" ""
m -verbose link add link eth0 name mv1 type macvlan
tells "the port, with its programs" "a slot in its record" "both devices, " "part record" "part unmark" "the devices up"
m -verbose link set mv1 type macvlan mode bridge
tells "part program" "part record" "part unmark"
m -verbose port set eth0 arp-directed on
tells "the settings in the record" "programs that have the settings" "the record: nothing is left to do"
m -verbose link del mv1
tells "delete the devices of mv1" "what the tables have of it"
what=MACBPF_LOG
run env MACBPF_LOG=debug "$MACBPF" -n "$ours" link set mv0 mtu 1400
tells "part device"
# The kernel refuses it when much is made already.
what="an add that fails"
run "$MACBPF" -n "$ours" -endpoint veth -verbose link add link eth0 name mv2 index "$(cat /sys/class/net/lo/ifindex)" type macvlan
is "$what" "$code" 2
tells "both devices, " "that failed: " "undo: a slot in its record" "undo: the port"
finish
