#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# incus.sh - a container of Incus with an endpoint, as docs/how/incus.md has it.
#
# guards: docs/how/incus.md
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
incusd=/usr/libexec/incus/incusd
need $incusd incus-base
sandbox "$@"
empty /var/lib/incus /var/log/incus /var/cache/incus
mount -t sysfs none /sys
cgroup_here
host_here
export HOME=$tmp INCUS_DIR=/var/lib/incus
mkdir /run/incus

# An image whose system does nothing.
busybox_here "$tmp/image/rootfs"
mkdir "$tmp/image/rootfs/sbin"
printf '#!/bin/sh\nwhile :; do sleep 1000; done\n' >"$tmp/image/rootfs/sbin/init"
chmod 755 "$tmp/image/rootfs/sbin/init"
printf 'architecture: %s\ncreation_date: 1\n' "$(uname -m)" >"$tmp/image/metadata.yaml"
tar -C "$tmp/image" -czf "$tmp/image.tar.gz" metadata.yaml rootfs

$incusd --group root >"$tmp/incusd" 2>&1 &
until_true "incusd runs" incus query /1.0
for line in "storage create default dir" "profile device add default root disk path=/ pool=default" \
	"image import $tmp/image.tar.gz --alias busybox" "init busybox c1"; do
	# shellcheck disable=SC2086 # words
	incus $line >"$tmp/out" 2>&1 || fail "incus $line: $(cat "$tmp/out")"
done
play_page
[ $failures = 0 ] || cat "$tmp/incusd" >&2
finish
