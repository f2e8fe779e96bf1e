#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh - runs suites on another kernel, in an emulated machine, and says how each ended.
#
#   run.sh SERIES BUILD RESULTS 'NAME=VALUE...' 'SUITE...' 'SUITE...'
#
# No hardware help is used (TCG), so that it runs anywhere. The machine has two processors, and the
# suites run in two lanes. BUILD/kernels/lists/SUITE names the programs, NAME=VALUE is their
# environment. Afterwards BUILD/kernels/SERIES.log has what they said, and SERIES.console what the
# kernel did. KERNEL_CPU and KERNEL_WORDS of the environment are words for qemu and for the kernel.
set -uo pipefail

series=$1
build=$(realpath "$2")
results=$3
environment=$4
lane1=$5
lane2=$6
cd "$(dirname "$0")/../.." || exit 1

dir=$build/kernels
cpio=$dir/$series.cpio
log=$dir/$series.log
console=$dir/$series.console

fail()
{
	echo "Error: kernel $series: $*" >&2
	exit 1
}

# Words as one word of the kernel's command line.
commas()
{
	echo "$1" | tr -s ' ' ','
}

# KERNEL_CPU is a list of words.
# shellcheck disable=SC2086
boot()
{
	timeout "${KERNEL_TIMEOUT:-1200}" nice -n 15 qemu-system-x86_64 \
		-machine q35 -cpu max ${KERNEL_CPU:--accel tcg,thread=multi -smp 2} -m 2048 -nodefaults -no-reboot \
		-display none -kernel "$dir/$series/vmlinuz" -initrd "$cpio" \
		-chardev "file,id=console,path=$console" -serial chardev:console \
		-chardev "file,id=lane1,path=$log.1" -serial chardev:lane1 \
		-chardev "file,id=lane2,path=$log.2" -serial chardev:lane2 \
		-append "console=ttyS0 quiet panic=-1 oops=panic ${KERNEL_WORDS:-} $*"
}

count()
{
	grep -cE "^  $1 +$2/" "$log"
}

# One line for a suite, and what did not pass in full.
report()
{
	local suite=$1 seconds
	seconds=$(awk -v p="^$suite/" '$2 ~ p { sum += $3 } END { printf "%.0f", sum }' "$log")
	printf '  %-5s %-7s %3d passed, %d failed, %d skipped %5s s\n' "$series" "$suite" \
		"$(count passed "$suite")" "$(count failed "$suite")" "$(count skipped "$suite")" "$seconds"
	awk -v p="^$suite/" '/^  (passed|failed|skipped) / { on = $1 != "passed" && $2 ~ p } on' "$log"
	awk -v p="^$suite/" -v k="$series" '/^  (passed|failed|skipped) / && $2 ~ p { print $1, k "/" $2 }' \
		"$log" >>"$results"
}

mk/kernel-image.sh "$series" "$dir" || exit 1
tests/kernels/initramfs.sh "$dir/$series" "$build" "$cpio" || fail "can't make $cpio"
boot "macbpf.env=$(commas "$environment")" "macbpf.lane1=$(commas "$lane1")" \
	"macbpf.lane2=$(commas "$lane2")" || fail "qemu: exit code $?; see $log.* and $console"
cat "$log".[12] >"$log"
for suite in $lane1 $lane2; do
	report "$suite"
done
[ "$(grep -c '^end of lane ' "$log")" = 2 ] || fail "did not come to its end; see $log and $console"
! grep -qE '^  failed ' "$log"
