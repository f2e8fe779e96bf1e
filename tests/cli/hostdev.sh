#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# hostdev.sh - protodown takes a device's carrier away, as with the kernel's driver; what others set
# on a hostdev is told and put right, and costs no endpoint its address.
#
# guards: libmacbpf/endpoint/hostdev.c libmacbpf/kinds/device.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
both_worlds

# carrier NETNS: of mv0, which is up
carrier() { ip -n "$1" -j link show mv0 | jq -r '.[0].flags | if any(. == "LOWER_UP") then 1 else 0 end'; }
has_carrier() { [ "$(carrier "$1")" = 1 ]; }
told() { "$MACBPF" -n "$ours" -j link show mv0 | jq -c ".[0].$1"; }

ip -n "$kernel" link add link eth0 name mv0 up type macvlan mode bridge
ours_add() { succeeds "add $*" "$MACBPF" -n "$ours" link add link eth0 name "$@"; }
ours_add mv0 address 02:00:00:00:00:01 up type macvlan mode bridge
until_true "macvlan has a carrier" has_carrier "$kernel"

for state in on off; do
	ip -n "$kernel" link set mv0 protodown $state
	succeeds "protodown $state" "$MACBPF" -n "$ours" link set mv0 protodown $state
	[ $state = on ] || until_true "macvlan has its carrier back" has_carrier "$kernel"
	is "carrier, protodown $state" "$(carrier "$ours")" "$(carrier "$kernel")"
	is "in JSON, protodown $state" "$(told proto_down)" \
		"$(ip -n "$kernel" -j link show mv0 | jq -c '.[0].proto_down')"
	is "in the text, protodown $state" \
		"$("$MACBPF" -n "$ours" link show mv0 | grep -o 'brd .*')" \
		"$(ip -n "$kernel" link show mv0 | grep -o 'brd .*[^ ]')"
done

# Who is held down keeps its address, however often another comes up with it.
succeeds "hold" "$MACBPF" -n "$ours" link set mv0 protodown on
ours_add mv1 address 02:00:00:00:00:01 type macvlan mode bridge
run "$MACBPF" -n "$ours" link set mv1 up
has "another with its address" "$code $err" "2 Error: address 02:00:00:00:00:01 is in use on eth0 by endpoint mv0"
ip -n "$ours" link set mv1 up
succeeds "any command" "$MACBPF" -n "$ours" link set mv1 alias x
is "mv0 owns its address" "$(told owns_address)" true
ip -n "$ours" link set mb0 up
run "$MACBPF" -n "$ours" link set mv1 alias y
has "up by somebody" "$code $err" "0 warning: mb0 had been set up by somebody"
is "it is held again" "$(carrier "$ours")" 0
succeeds "let go" "$MACBPF" -n "$ours" link set mv0 protodown off

# As a network manager does that takes all devices for its own.
ip -n "$ours" link set mb0 down mtu 1500
is "told" "$(told hostdev_down)" true
has "told in the text" "$("$MACBPF" -n "$ours" -d link show mv0)" " hostdev-down"
run "$MACBPF" -n "$ours" link set mv1 alias z
has "down by somebody" "$code $err" "0 warning: mb0 had been set down by somebody"
has "its MTU" "$err" "mb0 had been given the MTU 1500 by somebody"
is "told no more" "$(told hostdev_down)" null
is "its MTU is what it was" "$(ip -n "$ours" -j link show mb0 | jq '.[0].mtu')" 65535
is "carrier" "$(carrier "$ours")" 1
is "mv0 has kept its address" "$(told owns_address)" true

# From its first moment, and in a batch, where the next command knows it by heart.
ours_add mv2 up protodown on type macvlan mode bridge
printf '%s\n' "link add link eth0 name mv3 up protodown on type macvlan" "link set mv3 alias a" >"$tmp/held"
succeeds "a batch" "$MACBPF" -n "$ours" -batch "$tmp/held"
succeeds "any command" "$MACBPF" -n "$ours" link set mv1 alias a
is "made without a carrier" "$("$MACBPF" -n "$ours" -j link show |
	jq -c '[.[] | select(.proto_down) | [.ifname, (.flags | index("LOWER_UP"))]]')" \
	'[["mv2",null],["mv3",null]]'

ours_add tap0 type macvtap
run "$MACBPF" -n "$ours" link set tap0 protodown on
has "a tap" "$code $err" "2 Error: tap0 is a tap"
run "$MACBPF" -n "$ours" link set mv0 protodown maybe
has "neither on nor off" "$code $err" "1 Error: "
finish
