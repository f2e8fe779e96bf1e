#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check.sh - what `make check` does: three builds, lint, every suite, and nothing left behind.
#
# The suites of C programs run on the build with sanitizers, at the same time those that compare
# with the kernel or run the command on the ordinary one.
set -u

cd "$(dirname "$0")/.." || exit 1
jobs=-j$(nproc)
failed=0

say()
{
	printf '\n== %s\n' "$*"
}

# step NAME COMMAND...: counted like a test
step()
{
	local name=$1 word=passed
	shift
	"$@" || word=failed
	[ $word = passed ] || failed=1
	echo "$word $name" >>build/results
}

suite()
{
	"$@" || failed=1
}

programs='macbpf|check_.*|fuzz.*|tcpdump|dnsmasq|radvd|avahi-daemon|busybox|udhcpc'

# What a test could have left. The kernel frees a program a moment after its last user.
leftovers()
{
	{
		ip netns list | sed 's/ .*//'
		ip -o link show | awk -F': ' '{ print $2 }'
		bpftool prog show | awk '/ name mb_/ { print "program", $1, $4 }'
		ps -eo comm= | grep -xE "$programs" | sed 's/^/process /'
	} | sort
}

wait_clean()
{
	for _ in $(seq 100); do
		[ "$(leftovers)" = "$before" ] && break
		sleep 0.1
	done
	diff <(echo "$before") <(leftovers)
}

before=$(leftovers)
rm -f build/results build/clang/results build/san/results

mkdir -p build
say "build with gcc"
step gcc make --no-print-directory "$jobs" WERROR=1 build
say lint
step lint make --no-print-directory WERROR=1 lint
say "build with clang"
clang=(O=build/clang CC=clang CXX=clang++ WERROR=1)
step clang make --no-print-directory "$jobs" "${clang[@]}" build
say "build with address and undefined behaviour sanitizers"
san=(O=build/san 'SAN=address,undefined' WERROR=1)
step sanitizers make --no-print-directory "$jobs" "${san[@]}" build

# Most of the time goes into waiting for the kernel, so two lanes share it. Each has a build of its own.
sanitized()
{
	say "unit, prog, net (sanitizers)"
	for name in unit prog net; do
		suite make --no-print-directory "$jobs" "${san[@]}" check-$name
	done
	say "unit (clang)"
	suite make --no-print-directory "$jobs" "${clang[@]}" check-unit
	return $failed
}

ordinary()
{
	say "parity, proto, cli, install, bench"
	for name in parity proto cli install bench; do
		suite make --no-print-directory "$jobs" WERROR=1 check-$name
	done
	return $failed
}

ordinary >build/ordinary.log 2>&1 &
sanitized || failed=1
wait $! || failed=1
cat build/ordinary.log

say "no namespace, device, program or process left behind"
step leftovers wait_clean

echo
count()
{
	cat build/results build/clang/results build/san/results 2>/dev/null | grep -c "^$1 "
}
echo "$(count passed) passed, $(count failed) failed, $(count skipped) skipped"
[ "$(count passed)" -gt 0 ] || failed=1
exit $failed
