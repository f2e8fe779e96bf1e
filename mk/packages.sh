#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# packages.sh [SUITE] - installs the packages of packages.txt that are missing, among them those that
# SUITE alone needs; says nothing if none is.
set -eu

list=$(dirname "$0")/packages.txt
missing=
for package in $(awk -v suite="${1-}" '!/^#/ && (NF == 1 || suite && index($0 " ", " " suite " ")) { print $1 }' "$list"); do
	status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
	[ "$status" = installed ] || missing="$missing $package"
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

# The tests call podman; nothing of it is to run by itself.
case "$missing " in
*" podman "*)
	systemctl --quiet --now disable podman.socket podman.service podman-restart.service \
		podman-auto-update.timer podman-auto-update.service 2>/dev/null || true
	;;
esac
