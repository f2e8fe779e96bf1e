#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# packages.sh [SUITE] - installs the packages of packages.txt that are missing, among them those that
# SUITE alone needs; says nothing if none is.
set -eu

list=$(dirname "$0")/packages.txt
missing=

# is_there NAME: what has a `?` may be of other releases. Who has no lists yet doesn't know.
is_there()
{
	case $1 in
	*\?)
		[ -n "$(find /var/lib/apt/lists -name '*_Packages*' -print -quit)" ] || apt-get update -qq
		[ -n "$(apt-cache search --names-only "^${1%\?}\$")" ]
		;;
	esac
}

for name in $(awk -v suite="${1-}" '!/^#/ && (NF == 1 || suite && index($0 " ", " " suite " ")) { print $1 }' "$list"); do
	package=${name%\?}
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$status" = installed ] || ! is_there "$name" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
	echo "Error: missing packages:$missing; install them, or run this as root" >&2
	exit 1
fi
echo "installing:$missing"
# The tests start what they need; nothing is to run by itself (keepalived, udevd, ...).
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
	trap 'rm -f "$policy"' EXIT HUP INT TERM
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
apt-get update -qq
# $missing is a list of words.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive apt-get install -o DPkg::Lock::Timeout=600 -y -qq --no-install-recommends $missing >/dev/null

# The tests call podman, containerd, dockerd and what else makes devices; nothing of them is to run by itself.
case "$missing " in
*" docker.io "*)
	systemctl --quiet --now disable docker.socket docker.service containerd.service 2>/dev/null || true
	;;
esac
case "$missing " in
*" containerd "*)
	systemctl --quiet --now disable containerd.service 2>/dev/null || true
	;;
esac
case "$missing " in
*" network-manager "*)
	systemctl --quiet --now disable NetworkManager.service lxc.service lxc-net.service \
		incus.service incus.socket incus-startup.service 2>/dev/null || true
	;;
esac
case "$missing " in
*" libvirt-daemon-system "*)
	systemctl --quiet --now disable libvirtd.service libvirtd.socket libvirtd-ro.socket \
		libvirtd-admin.socket libvirt-guests.service 2>/dev/null || true
	;;
esac
case "$missing " in
*" podman "*)
	systemctl --quiet --now disable podman.socket podman.service podman-restart.service \
		podman-auto-update.timer podman-auto-update.service 2>/dev/null || true
	;;
esac
