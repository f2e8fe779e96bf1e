#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# udev.sh - a device beside the lower has the MAC that udev would give a macvlan of its name.
#
# The addresses were read off a real udevd (of systemd 252), which had given them to macvlans, and
# to a macvtap, on a machine of this id.
#
# guards: libmacbpf/kernel/udev.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root

address_of() { ip -j link show "$1" | jq -r '.[0].address'; }

# differs WHAT ACTUAL UNWANTED
differs() { is "$1: $2" "$([ "$2" = "$3" ] || echo differs)" differs; }

add_here()
{
	name=$1
	shift
	succeeds "add $name" "$MACBPF" link add link eth0 name "$name" "$@"
}

# A copy of /etc: not all machines have an id that could be covered.
cp -a /etc "$tmp/etc"
echo 3d1219c7c4c5404aaa1f6d2a48adfda4 >"$tmp/etc/machine-id"
mount --bind "$tmp/etc" /etc
ip link add eth0 type veth peer name wire
new_world "$ours"

add_here mv0 type macvlan
differs "without udev" "$(address_of mv0)" f6:eb:3a:9e:26:42
succeeds "del mv0" "$MACBPF" link del mv0

# As udevd of a host: the first process here is in this netns.
mkdir /run/udev
: >/run/udev/control
add_here mv0 type macvlan
is "mv0" "$(address_of mv0)" f6:eb:3a:9e:26:42
add_here shim0 type macvlan mode bridge
is "shim0" "$(address_of shim0)" e2:e0:7f:70:5d:16
add_here macvlan-host up type macvlan
is "macvlan-host" "$(address_of macvlan-host)" 0a:3b:53:f6:31:ff
add_here tap0x type macvtap
is "tap0x" "$(address_of tap0x)" fa:b1:5d:4b:26:08
mount -t sysfs none /sys
is "assign type of mv0" "$(cat /sys/class/net/mv0/addr_assign_type)" 3

# In another netns there may be more than one of a name.
succeeds "add elsewhere" "$MACBPF" -n "$ours" link add link eth0 name mv0 type macvlan
differs "elsewhere" "$(ip -n "$ours" -j link show mv0 | jq -r '.[0].address')" f6:eb:3a:9e:26:42
new_netns box
succeeds "del mv0" "$MACBPF" link del mv0
succeeds "add in box" "$MACBPF" link add link eth0 name mv0 netns box type macvlan
differs "in a container" "$(ip -n box -j link show mv0 | jq -r '.[0].address')" f6:eb:3a:9e:26:42
finish
