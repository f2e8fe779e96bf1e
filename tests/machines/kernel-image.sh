#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kernel-image.sh - Debian's cloud kernel of a series, unpacked and not installed.
#
#   kernel-image.sh SERIES DIR [ARCHITECTURE]      e.g. kernel-image.sh 6.12 build/kernels
#
# Takes the newest linux-image-SERIES...-cloud-amd64, or of another architecture that dpkg knows of,
# that the machine's package sources offer.
# Afterwards DIR/SERIES has vmlinuz, config, release (what uname -r says there) and modules/, the tree
# of its modules as it belongs into a root directory. What is there already is not fetched again.
set -euo pipefail

series=$1 arch=${3:-amd64}
mkdir -p "$2"
dir=$(realpath "$2")/$series

newest()
{
	apt-cache pkgnames "linux-image-$series." |
		grep -E -- "^linux-image-$series\.[0-9].*-cloud-$arch$" | sort -V | tail -n 1
}

fail()
{
	echo "Error: $*" >&2
	exit 1
}

unpack()
{
	local release lib=lib
	dpkg -x "$1"/*.deb "$1/root"
	[ -d "$1/root/lib" ] || lib=usr/lib # since Debian 13
	release=$(ls "$1/root/$lib/modules")
	mkdir -p "$1/modules"
	mv "$1/root/$lib" "$1/modules/lib"
	mv "$1/root/boot/vmlinuz-$release" "$1/vmlinuz"
	mv "$1/root/boot/config-$release" "$1/config"
	find "$1/modules" -name '*.ko.xz' -print0 | xargs -0r busybox unxz
	busybox depmod -b "$1/modules" "$release"
	echo "$release" >"$1/release"
	rm -rf "$1/root" "$1"/*.deb
}

[ ! -f "$dir/release" ] || exit 0

package=$(newest || true)
if [ -z "$package" ]; then
	apt-get update -qq || true
	package=$(newest || true)
fi
[ -n "$package" ] ||
	fail "no package linux-image-$series*-cloud-$arch in the sources of apt: see /etc/apt/sources.list"

rm -rf "$dir.new" "$dir"
mkdir -p "$dir.new"
(cd "$dir.new" && apt-get download -qq "$package:$arch" 2>apt.log) ||
	fail "can't fetch $package: $(cat "$dir.new/apt.log")"
rm -f "$dir.new/apt.log"
unpack "$dir.new"
mv "$dir.new" "$dir"
