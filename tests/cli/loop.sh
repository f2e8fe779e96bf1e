#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# loop.sh - a device that is put under its own lower is told of, beside the kernel's driver.
#
# guards: libmacbpf/world/loop.c libmacbpf/kernel/rtnl_dev.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
both_worlds

for ns in "$kernel" "$ours"; do
	ip -n "$ns" link add br0 type bridge
	ip -n "$ns" link set br0 up
done
ip -n "$kernel" link add link br0 name mv0 type macvlan mode bridge
run ip -n "$kernel" link set mv0 master br0
has "the kernel's driver refuses" "$err" "busy"

succeeds "add mv0" "$MACBPF" -n "$ours" link add link br0 name mv0 type macvlan mode bridge
succeeds "add mv1" "$MACBPF" -n "$ours" link add link br0 name mv1 type macvlan mode bridge
is "before: in_loop" "$("$MACBPF" -n "$ours" -j link show mv0 | jq -c '.[0].in_loop')" null
ip -n "$ours" link set mv0 master br0
is "in_loop" "$("$MACBPF" -n "$ours" -j link show mv0 | jq -c '.[0].in_loop')" true
has "in the text" "$("$MACBPF" -n "$ours" -d link show mv0)" " in-loop"
is "its sibling" "$("$MACBPF" -n "$ours" -j link show mv1 | jq -c '.[0].in_loop')" null
run "$MACBPF" -n "$ours" link set mv1 mtu 1400
is "a command for its sibling" "$code" 0
is "says so" "$err" "warning: mv0 (mb0) was put under its own lower br0, and frames go round: take it out ('ip link set mv0 nomaster')"
ip -n "$ours" link set mv0 nomaster
succeeds "taken out" "$MACBPF" -n "$ours" link set mv1 mtu 1500
finish
