# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # of who sources this: names, $tmp
# lib.sh - sourced first: a machine of which `eth0` leads to a network with a DHCP server, for a page of docs/how.
#
# The page has the name of the script. Folders of the machine's are empty ones here: a script says which.
set -u

: "${MACBPF:?the path of the macbpf binary}" "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
. "$(dirname "$0")/../harness/session.sh"
top=$(cd "$(dirname "$0")/../.." && pwd)

# need PROGRAM PACKAGE
need()
{
	command -v "$1" >/dev/null || skip "$(basename "$0") needs $1 (package $2): 'make check-debian DEBIAN_RUNS=${target:-check-clients}' has it"
}

made=

# empty FOLDER...: one that isn't there is only while the script runs
empty()
{
	local folder

	for folder; do
		[ -d "$folder" ] || made="$folder $made"
		mkdir -p "$folder"
		mount -t tmpfs none "$folder"
	done
}

# No udev is there, which programs believe where /sys can't be written.
without_udev()
{
	mount -t sysfs -o ro none /sys
	cgroup_here
}

# The only thing of a container that the sandbox doesn't end: all that a script starts is in one of its own.
cgroup_here()
{
	cgroup=/sys/fs/cgroup/macbpf-clients-$(basename "$0" .sh)
	mount -t cgroup2 none /sys/fs/cgroup
	mkdir -p "$cgroup"
	echo 0 >"$cgroup/cgroup.procs"
}

# What is in it is ended first, but for this; that it was needs no telling.
cgroup_gone()
{
	exec 2>/dev/null
	echo 0 >/sys/fs/cgroup/cgroup.procs
	echo 1 >"$cgroup/cgroup.kill"
	wait_for cgroup_removed
}

leave()
{
	local folder

	[ -z "${cgroup:-}" ] || cgroup_gone
	for folder in $made; do
		umount -l "$folder"
		rmdir "$folder"
	done
}
trap leave EXIT

cgroup_removed()
{
	find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null
	[ ! -e "$cgroup" ]
}

host_here()
{
	ip link set lo up
	new_netns wire
	cable '' eth0 02:00:00:00:00:ee wire eth0 02:00:00:00:00:09
	ip -n wire addr add 192.0.2.1/24 dev eth0
}

# Two MAC addresses have leases of their own. It doesn't ask first whether an address is in use, which takes seconds.
dhcp_here()
{
	at wire dnsmasq --keep-in-foreground --conf-file=/dev/null --port=0 --no-ping --interface=eth0 --bind-interfaces \
		--dhcp-range=192.0.2.50,192.0.2.59 --dhcp-host=02:00:00:00:00:51,192.0.2.51 \
		--dhcp-host=02:00:00:00:00:52,192.0.2.52 --pid-file="$tmp/dnsmasq.pid" --dhcp-leasefile="$tmp/leases" \
		>"$tmp/dnsmasq" 2>&1 &
	until_true "the DHCP server runs" test -s "$tmp/dnsmasq.pid"
}

# A system for a container: busybox, and what it is asked to do.
busybox_here()
{
	local root=$1 name

	mkdir -p "$root"/{bin,dev,etc,proc,run,sys,tmp,usr,var}
	cp /bin/busybox "$root/bin/"
	for name in sh ip ping sleep; do ln -s busybox "$root/bin/$name"; done
	echo "ID=busybox" >"$root/etc/os-release"
}

# The page, and nothing is left.
play_page()
{
	local before=$facts

	what=$(basename "$0" .sh)
	play "$top/docs/how/$what.md" ""
	[ $((facts - before)) -gt 1 ] || fail "$what.md has no session"
	becomes "no device is left" "" devices
}

devices()
{
	ip -o link show | awk -F'[ :@]+' '{ print $2 }' | grep -vE '^(lo|eth0)$'
}
