#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh - builds for arm64, and runs suites in an emulated machine of that kind.
#
#   run.sh DEBIAN SERIES BUILD RESULTS 'NAME=VALUE...' 'SUITE...' 'SUITE...'
#
# Compilers, libraries, tools and the kernel of that SERIES are those of a Debian release, in roots
# below BUILD/arm64: this machine stays as it is. The rest is as in kernels/run.sh.
set -euo pipefail

debian=$1 series=$2 build=$(realpath -m "$3") results=$4 environment=$5 lane1=$6 lane2=$7
cd "$(dirname "$0")/../../.."
root=$build/arm64/root$debian
tools=$build/arm64/tools$debian
enter=tests/machines/debian/enter.sh

# What runs in the machine beside the tests: their libraries as well.
needed()
{
	tests/machines/kernels/root.sh packages
	echo busybox-static libbpf1 libnl-3-200 libjansson4 libpcap-dev libsubunit0
}

roots()
{
	tests/machines/debian/root.sh "$debian" "$root" make
	# Words: one a package.
	# shellcheck disable=SC2046
	ARCH=arm64 tests/machines/debian/root.sh "$debian" "$tools" $(needed)
}

skip()
{
	local word=skipped
	[ "${CI:-}" != true ] || word=failed
	printf '  %-8s arm64  %s\n' $word "$*"
	echo "$word arm64/root" >>"$results"
	[ $word = skipped ]
	exit
}

mkdir -p "$build/arm64"
status=0
roots >"$build/arm64/roots.log" || status=$?
[ $status != 77 ] || skip "$(tail -n 1 "$build/arm64/roots.log")"
[ $status = 0 ]
tests/machines/debian/tree.sh "$root"
$enter "$root" /macbpf/tests/machines/arm64/cross.sh packages "$series" </dev/null
$enter --net "$root" /macbpf/tests/machines/arm64/cross.sh make KERNEL_LANE1="$lane1" KERNEL_LANE2="$lane2" \
	kernel-programs </dev/null >"$build/arm64/make.log" 2>&1 || {
	tail -n 40 "$build/arm64/make.log" >&2
	exit 1
}
KERNEL_ARCH=arm64 KERNEL_TOOLS=$tools KERNEL_TIMEOUT=${KERNEL_TIMEOUT:-14400} tests/machines/kernels/run.sh \
	"$series" "$root/macbpf/build/arm64" "$results" "$environment" "$lane1" "$lane2"
