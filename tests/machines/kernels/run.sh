#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh - runs suites on another kernel, in an emulated machine, and says how each ended.
#
#   run.sh SERIES BUILD RESULTS 'NAME=VALUE...' 'SUITE...' 'SUITE...'
#
# No hardware help is used (TCG), so that it runs anywhere. The suites run in two lanes, each in a
# machine of its own with one processor: emulated processors that share a kernel wait for each other
# half of the time. `none` instead of the second lane's suites: there is one machine only, and
# SERIES.log.2 is its third serial line. BUILD/kernels/lists/SUITE names the programs, NAME=VALUE is
# their environment. Afterwards BUILD/kernels/SERIES.log has what they said, and SERIES.console what
# the kernels did. KERNEL_CPU and KERNEL_WORDS of the environment are words for qemu and for the kernel.
# KERNEL_ARCH=arm64 is a machine with another processor: BUILD is for it, and KERNEL_TOOLS a root with
# the tools that tests need.
#
# What the translator is slow at is left out, as far as no test asks for it: addresses that are chosen
# at random (programs would be translated anew each time), processors' newer features, and what is
# done against attacks by way of the processor.
set -uo pipefail

series=$1
build=$(realpath "$2")
results=$3
environment=$4
lane1=$5
lane2=$6
cd "$(dirname "$0")/../../.." || exit 1

dir=$build/kernels
cpio=$dir/$series.cpio
log=$dir/$series.log
console=$dir/$series.console
arch=${KERNEL_ARCH:-amd64}
lanes=2
[ "$lane2" != none ] || lanes=1

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

# A machine of an architecture: its emulator, how it gets serial lines besides the first, and what
# Linux calls the first and the second.
case $arch in
amd64)
	machine='qemu-system-x86_64 -machine q35' line='-serial chardev:' tty=(ttyS0 ttyS1)
	cpu=qemu64
	;;
arm64)
	machine='qemu-system-aarch64 -machine virt' line='-device pci-serial,chardev=' tty=(ttyAMA0 ttyS0)
	cpu=cortex-a72
	;;
*) fail "no machine of the architecture \"$arch\" is known" ;;
esac

# boot LANE APART SUITES: a machine that runs the suites; its third serial line is the file APART.
# Lists of words.
# shellcheck disable=SC2086
boot()
{
	timeout "${KERNEL_TIMEOUT:-2400}" nice -n 15 $machine \
		${KERNEL_CPU:--cpu $cpu -accel tcg -smp 1} -m 2048 -nodefaults -no-reboot \
		-display none -kernel "$dir/$series/vmlinuz" -initrd "$cpio" \
		-chardev "file,id=console,path=$console.$1" -serial chardev:console \
		-chardev "file,id=lane,path=$log.$1" ${line}lane \
		-chardev "file,id=apart,path=$2" ${line}apart \
		-append "console=${tty[0]} quiet panic=-1 oops=panic ${KERNEL_WORDS-mitigations=off norandmaps} \
macbpf.lane=${tty[1]} macbpf.env=$(commas "$environment") macbpf.suites=$(commas "$3")" ||
		fail "lane $1: qemu: exit code $?; see $log.$1 and $console.$1"
}

# Both machines at once; false if one of them failed.
boot_all()
{
	local first second
	if [ "$lanes" = 1 ]; then
		(boot 1 "$log.2" "$lane1")
		return
	fi
	(boot 1 /dev/null "$lane1") &
	first=$!
	(boot 2 /dev/null "$lane2") &
	second=$!
	wait "$first"
	first=$?
	wait "$second" && [ "$first" = 0 ]
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
	awk -v p="^$suite/" '/^  (passed|failed|skipped) |^end of / { on = /^  [fs]/ && $2 ~ p } on' "$log"
	awk -v p="^$suite/" -v k="$series" '/^  (passed|failed|skipped) / && $2 ~ p { print $1, k "/" $2 }' \
		"$log" >>"$results"
}

# Each program of the lists has told how it ended; those that T leaves out tell nothing.
# shellcheck disable=SC2086
all_told()
{
	local wanted told
	wanted=$(cd "$dir/lists" && cat $lane1 ${lane2#none} | wc -l)
	told=$(grep -cE '^  (passed|failed|skipped) ' "$log")
	[[ " $environment" = *" T="* ]] || [ "$told" = "$wanted" ] ||
		fail "$told of $wanted programs told how they ended; see $log"
}

tests/machines/kernel-image.sh "$series" "$dir" "$arch" || exit 1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
tests/machines/kernels/root.sh "$build" "$root" ${KERNEL_TOOLS:+"$KERNEL_TOOLS"} &&
	tests/machines/initramfs.sh "$dir/$series" tests/machines/kernels/init "$cpio" net "$root" ||
	fail "can't make $cpio"
rm -f "$log".[12] "$console".[12]
boot_all
booted=$?
cat "$log".[12] >"$log"
for suite in $lane1 $lane2; do
	[ "$suite" = none ] || report "$suite"
done
[ "$lanes" = 1 ] || printf '  %-5s %s\n' "$series" "$(cat "$dir/left-out")"
[ "$booted" = 0 ] || exit 1
[ "$(grep -c '^end of the suites' "$log")" = "$lanes" ] ||
	fail "did not come to its end; see $log and $console.*"
all_told
! grep -qE '^  failed ' "$log"
