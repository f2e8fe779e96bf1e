#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check.sh - what `make check` does: lint, three builds, every suite, and nothing left behind.
#
# The suites of C programs run on the build with sanitizers, the others on the ordinary one.
set -u

cd "$(dirname "$0")/.." || exit 1
jobs=-j$(nproc)
failed=0

say()
{
	printf '\n== %s\n' "$*"
}

run()
{
	"$@" || failed=1
}

# What the kernel holds that a test could have left: programs go a moment after their last user.
leftovers()
{
	{
		ip netns list | sed 's/ .*//'
		ip -o link show | awk -F': ' '{ print $2 }'
		bpftool prog show | awk '/ name mb_/ { print "program", $1, $4 }'
	} | sort
}

wait_clean()
{
	for _ in $(seq 100); do
		[ "$(leftovers)" = "$before" ] && return 0
		sleep 0.1
	done
	diff <(echo "$before") <(leftovers)
	return 1
}

before=$(leftovers)
rm -f build/results build/clang/results build/san/results

say lint
run make --no-print-directory lint

say "build with gcc"
run make --no-print-directory "$jobs" WERROR=1 build
say "build with clang"
run make --no-print-directory "$jobs" O=build/clang CC=clang CXX=clang++ WERROR=1 build
say "build with address and undefined behaviour sanitizers"
san=(O=build/san 'SAN=address,undefined' WERROR=1)
run make --no-print-directory "$jobs" "${san[@]}" build

say "unit, prog, net (sanitizers)"
run make --no-print-directory "$jobs" "${san[@]}" check-unit
run make --no-print-directory "$jobs" "${san[@]}" check-prog
run make --no-print-directory "$jobs" "${san[@]}" check-net
say "unit (clang)"
run make --no-print-directory "$jobs" O=build/clang CC=clang CXX=clang++ WERROR=1 check-unit
say "parity, cli, install"
run make --no-print-directory "$jobs" WERROR=1 check-parity
run make --no-print-directory "$jobs" WERROR=1 check-cli
run make --no-print-directory "$jobs" WERROR=1 check-install

say "nothing left behind"
if run wait_clean; [ $failed = 0 ]; then
	echo "no namespace, device or program"
fi

echo
count()
{
	cat build/results build/clang/results build/san/results 2>/dev/null | grep -c "^$1 "
}
echo "$(count passed) passed, $(count failed) failed, $(count skipped) skipped"
[ "$(count passed)" -gt 0 ] || failed=1
exit $failed
