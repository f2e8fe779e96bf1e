#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# enter.sh - runs a command with a folder for its root directory, among mounts and processes of its own.
#
#   enter.sh [--net] FOLDER COMMAND...
#
# --net: among devices of its own, too; without it the command has the machine's way to the package
# sources. The environment is a new one, with CI as it is here. However the command ends, nothing of it is left.
set -eu

if [ -z "${ENTERED:-}" ]; then
	apart=()
	if [ "$1" = --net ]; then
		apart=(--net)
		shift
	fi
	ENTERED=1 exec unshare "${apart[@]}" --mount --pid --ipc --uts --fork --kill-child "$0" "$@"
fi

root=$(realpath "$1")
shift
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount -t sysfs sys sys
mount -t tmpfs run run
mount -t tmpfs tmp tmp
chmod 1777 tmp
mount --rbind /dev dev
[ ! -e /etc/resolv.conf ] || cp -L /etc/resolv.conf etc/resolv.conf
pivot_root . mnt
umount -l /mnt
cd /
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TERM=dumb CI="${CI:-}" "$@"
