#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# initramfs.sh - what a small guest has: busybox, the modules of virtio's network card, its init.
#
#   initramfs.sh KERNEL INIT OUT [FILE ...]     KERNEL: a folder of tests/machines/kernel-image.sh; files go to /www
set -euo pipefail

kernel=$1 init=$2 out=$3
shift 3
modules=lib/modules/$(cat "$kernel/release")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

# with_needs MODULE: its file and those that it needs.
with_needs()
{
	sed -n "s|^\(.*/$1\.ko\):|\1|p" "$kernel/modules/$modules/modules.dep" | tr ' ' '\n'
}

mkdir -p "$root/bin" "$root/proc" "$root/sys" "$root/dev" "$root/www" "$root/$modules"
cp /bin/busybox "$root/bin"
install "$init" "$root/init"
[ $# = 0 ] || cp "$@" "$root/www"
cp "$kernel/modules/$modules/modules."* "$root/$modules"
for module in virtio_pci virtio_net; do
	for file in $(with_needs $module); do
		install -D "$kernel/modules/$modules/$file" "$root/$modules/$file"
	done
done
(cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null) >"$out"
