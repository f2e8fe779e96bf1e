#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# cross.sh - in a root with a Debian release: what builds for arm64, and Debian's kernel for it.
#
#   cross.sh packages SERIES     installs them, and unpacks the kernel into build/arm64/kernels
#   cross.sh make ARG...
#
# The compilers, bpftool and make are this machine's; headers and libraries are those of arm64.
set -euo pipefail
cd "$(dirname "$0")/../../.."

tools='bpftool busybox-static clang gcc gcc-aarch64-linux-gnu libc6-dev llvm make pkg-config'
libraries='check libbpf-dev libc6-dev libjansson-dev libmicrohttpd-dev libnl-3-dev
	libpcap-dev'

# Words in here: one a package.
# shellcheck disable=SC2046,SC2086
packages()
{
	local all
	all="$tools $(printf '%s:arm64 ' $libraries)"
	if ! dpkg-query -W $all >/dev/null 2>&1; then
		dpkg --add-architecture arm64
		apt-get update -qq
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $all >/dev/null
	fi
	tests/machines/kernel-image.sh "$1" build/arm64/kernels arm64
}

case $1 in
packages) packages "$2" ;;
make)
	shift
	export PKG_CONFIG_LIBDIR=/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig
	exec make --no-print-directory "-j$(nproc)" O=build/arm64 CC=aarch64-linux-gnu-gcc WERROR=1 "$@"
	;;
esac
