#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# networkmanager.sh - an endpoint that NetworkManager gives its addresses, as docs/how/networkmanager.md has it.
#
# With the real udevd, whose rules say what NetworkManager may touch: Debian's for devices, and ours.
#
# guards: docs/how/networkmanager.md share/85-macbpf.rules
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
udevd=/usr/lib/systemd/systemd-udevd
need NetworkManager network-manager
need $udevd udev
need dbus-daemon dbus
sandbox "$@"
rules=/usr/lib/udev/rules.d
mkdir -p "$tmp/rules" /run/udev /run/dbus
cp $rules/75-net-description.rules $rules/80-net-setup-link.rules $rules/8*-nm-*.rules "$top/share/85-macbpf.rules" "$tmp/rules/"
mount --bind "$tmp/rules" $rules
empty /etc/udev /etc/systemd/network /etc/NetworkManager /var/lib/NetworkManager
mount -t sysfs none /sys
host_here
dhcp_here
$udevd --children-max=1 --resolve-names=never >"$tmp/udevd" 2>&1 &
until_true "udevd listens" test -S /run/udev/control
dbus-daemon --system --fork
udevadm trigger --action=add --subsystem-match=net
NetworkManager --no-daemon >"$tmp/manager" 2>&1 &
until_true "NetworkManager runs" nmcli general status
play_page

# Where Debian's rule for veths is not, ours is still.
rm "$tmp/rules/85-nm-unmanaged.rules"
udevadm control --reload
"$MACBPF" link add link eth0 name mv1 endpoint veth type macvlan
states() { nmcli -t -f device,state device | grep -E '^m.*:(unmanaged|disconnected|conn.*)$' | sed 's/mv1:[dc].*/mv1:managed/' | sort; }
becomes "the device is taken, its hostdev is not" "mb0:unmanaged
mv1:managed" states
[ $failures = 0 ] || cat "$tmp/udevd" "$tmp/manager" >&2
finish
