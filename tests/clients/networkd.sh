#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# networkd.sh - an endpoint that systemd-networkd gives its addresses, as docs/how/networkd.md has it.
#
# systemd is not there: networkd is started, and what macbpf@eth0.service would run is typed.
#
# guards: docs/how/networkd.md share/10-macbpf.network
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
networkd=/usr/lib/systemd/systemd-networkd
need $networkd systemd
need dbus-daemon dbus
sandbox "$@"
empty /etc/systemd/network /etc/macbpf
without_udev
mkdir -p /run/systemd/netif /run/systemd/network /run/dbus
chown systemd-network: /run/systemd/netif
cp "$top/share/10-macbpf.network" /run/systemd/network/
# As images for clouds have it: all that is Ethernet. Ours is before it.
printf '[Match]\nName=!eth0 lo\n[Network]\nDHCP=ipv4\n' >/run/systemd/network/80-all.network
host_here
dhcp_here
dbus-daemon --system --fork
$networkd >"$tmp/networkd" 2>&1 &
until_true "networkd runs" networkctl status
play_page
[ $failures = 0 ] || cat "$tmp/networkd" >&2
finish
