#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# udevd.sh - the real udevd, beside both drivers: it gives a macvlan another MAC, and an endpoint has that.
#
# It runs among processes, mounts and devices of its own, with the rule that applies .link files and
# no other: the kernel tells it of the machine's disks as well.
#
# guards: libmacbpf/kernel/udev.c libmacbpf/endpoint/address.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
udevd=/usr/lib/systemd/systemd-udevd
[ -x $udevd ] || skip "udevd.sh needs systemd-udevd (package udev)"

address_of() { ip -j link show "$1" | jq -r '.[0].address'; }

# 1: the kernel chose it; 3: somebody set it.
assigned() { cat "/sys/class/net/$1/addr_assign_type"; }
is_set() { [ "$(assigned "$1")" = 3 ]; }

# Its notes of a device are written when it is done with it.
is_done_with() { [ -e "/run/udev/data/n$(cat "/sys/class/net/$1/ifindex")" ]; }

# A copy of /etc: not all machines have an id, and some have rules and .link files of their own.
cp -a /etc "$tmp/etc"
echo 3d1219c7c4c5404aaa1f6d2a48adfda4 >"$tmp/etc/machine-id"
rm -rf "$tmp/etc/udev" "$tmp/etc/systemd/network"
mount --bind "$tmp/etc" /etc
mkdir -p "$tmp/rules.d" /run/udev
cp /usr/lib/udev/rules.d/80-net-setup-link.rules "$tmp/rules.d/"
mount --bind "$tmp/rules.d" /usr/lib/udev/rules.d
mount -t sysfs none /sys
ip link add eth0 type veth peer name wire

$udevd --children-max=1 --resolve-names=never >"$tmp/udevd.log" 2>&1 &
until_true "udevd listens" test -S /run/udev/control

ip link add link eth0 name mv0 type macvlan 2>/dev/null || skip "udevd.sh needs the kernel's macvlan"
until_true "udevd sets the MAC of a macvlan" is_set mv0
kernels=$(address_of mv0)
ip link del mv0
succeeds "add mv0" "$MACBPF" link add link eth0 name mv0 type macvlan
is "an endpoint of that name has it at once" "$(address_of mv0)" "$kernels"
hostdev=$(address_of mb0)
until_true "udevd is done with mv0" is_done_with mv0
until_true "udevd is done with mb0" is_done_with mb0
is "then it has it still" "$(address_of mv0)" "$kernels"
is "it is set" "$(assigned mv0)" 3
is "frames for it go to it" "$("$MACBPF" -json link show mv0 | jq '.[0].owns_address')" true
is "its hostdev has its own still" "$(address_of mb0)" "$hostdev"

succeeds "add mv1" "$MACBPF" link add link eth0 name mv1 address 02:00:00:00:00:0b type macvlan
until_true "udevd is done with mv1" is_done_with mv1
is "an address that was given stays" "$(address_of mv1)" 02:00:00:00:00:0b
succeeds "add tap0x" "$MACBPF" link add link eth0 name tap0x type macvtap
given=$(address_of tap0x)
until_true "udevd is done with tap0x" is_done_with tap0x
is "so does a tap's" "$(address_of tap0x)" "$given"
[ $failures = 0 ] || cat "$tmp/udevd.log" >&2
finish
