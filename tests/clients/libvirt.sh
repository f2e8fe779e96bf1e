#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# libvirt.sh - a virtual machine of libvirt whose tap the hook has adopted, as docs/how/libvirt.md has it.
#
# libvirtd calls the hook. The machine is emulated, has no disk, and asks for an address to boot from the network.
#
# guards: examples/libvirt/qemu docs/how/libvirt.md
# shellcheck source-path=SCRIPTDIR
target=check-libvirtd
. "$(dirname "$0")/lib.sh"
need libvirtd libvirt-daemon-system
need virsh libvirt-clients
need qemu-system-x86_64 qemu-system-x86
need dbus-daemon dbus
sandbox "$@"
empty /etc/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt
mkdir -p /var/lib/libvirt/qemu /var/log/libvirt/qemu /run/dbus
mount -t sysfs none /sys
cgroup_here
host_here
dhcp_here
cd "$tmp" || exit

# Nobody else is here, and there are no users and cgroups to keep machines in.
cat >/etc/libvirt/qemu.conf <<'X'
user = "root"
group = "root"
security_driver = "none"
cgroup_controllers = []
namespaces = []
remember_owner = 0
X
printf 'auth_unix_rw = "none"\nlog_outputs = "3:file:%s/libvirtd"\n' "$tmp" >/etc/libvirt/libvirtd.conf
install -D -m 755 "$top/examples/libvirt/qemu" /etc/libvirt/hooks/qemu.d/macbpf
PATH=$(dirname "$MACBPF"):$PATH
export HOME=$tmp
dbus-daemon --system --fork
virtlogd -d
libvirtd -d
until_true "libvirtd runs" virsh list

# leases FILE DOMAIN MAC: the machine starts, and its frames go both ways
leases()
{
	virsh create "$1" >"$tmp/out" 2>&1 || fail "create: $(cat "$tmp/out")"
	until_true "the guest $2 has a lease" grep -q "$3 192.0.2." "$tmp/leases"
}

ended()
{
	virsh destroy "$1" >"$tmp/out" 2>&1 || fail "destroy: $(cat "$tmp/out")"
}

play_page
"$MACBPF" link add link eth0 name mt0 address 52:54:00:00:00:09 up type macvtap mode bridge
leases nine.xml nine 52:54:00:00:00:09
ended nine
"$MACBPF" link del mt0
leases one.xml one 52:54:00:00:00:01
kill "$(cat /run/libvirtd.pid)"
until_true "libvirtd ends" test ! -e /run/libvirtd.pid
libvirtd -d
becomes "another libvirtd knows the machine" "one" sh -c "virsh list --name | grep ."
becomes "its tap is an endpoint" true sh -c "'$MACBPF' -d -j link show | jq '.[].adopted'"
ended one
becomes "no device is left" "" devices
[ $failures = 0 ] || cat "$tmp/libvirtd" >&2
finish
