#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# initramfs.sh - what a machine boots with: busybox, modules of its kernel, its init, and what else it needs.
#
#   initramfs.sh KERNEL INIT OUT MODULES [FOLDER]
#
# KERNEL is a folder of kernel-image.sh. MODULES are words: modules, which come with those that they
# need, or `net` for all that are about networks and no hardware. FOLDER is laid under the root; if it
# has no busybox, it is this machine's.
set -euo pipefail

kernel=$(realpath "$1") init=$2 out=$3 modules=$4 folder=${5:-}
release=$(cat "$kernel/release")
from=$kernel/modules/lib/modules/$release
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# module_files NAME: within $from
module_files()
{
	case $1 in
	net) find kernel -path '*/net/*' -name '*.ko' \
		! -path '*/ethernet/*' ! -path '*/wireless/*' ! -path '*/usb/*' ;;
	*) sed -n "s|^\(.*/$1\.ko\):|\1|p" modules.dep | tr ' ' '\n' | sed '/^$/d' ;;
	esac
}

put_modules()
{
	local module to=$root/lib/modules/$release

	mkdir -p "$to"
	cd "$from"
	for module in $modules; do
		module_files "$module" | xargs -r cp --parents -t "$to"
	done
	cp modules.builtin modules.order "$to/"
	cd "$OLDPWD"
	busybox depmod -b "$root" "$release"
}

[ -z "$folder" ] || cp -a "$folder/." "$root"
chmod 755 "$root" # it will be /, for nobody as well
mkdir -p "$root"/{bin,proc,sys,dev}
[ -e "$root/bin/busybox" ] || cp "$(command -v busybox)" "$root/bin/busybox"
install "$init" "$root/init"
put_modules
(cd "$root" && find . -print0 | busybox cpio -0 -o -H newc 2>/dev/null) >"$out"
