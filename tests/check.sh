#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# check.sh - what `make check` does: three builds, lint, every suite, and nothing left behind.
#
# The suites of C programs run on the build with sanitizers, at the same time those that compare
# with the kernel or run the command on the ordinary one.
#
# As root it runs among processes, netns, devices and mounts of its own, so that what is left there is
# ours, whatever others do on the machine.
set -u

if [ "$(id -u)" = 0 ] && [ -z "${CHECK_APART:-}" ]; then
	CHECK_APART=1 exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0"
fi

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

move_in()
{
	mkdir -p /run/netns
	mount -t tmpfs none /run/netns
	mount -t bpf none /sys/fs/bpf
	devices >build/devices
}

# lo, and what some kernels put into every netns.
devices()
{
	ip -o link show | awk '{ print "device", $2 }'
}

# What a test could have left. A program lives by a process, a netns or a name in bpffs, where the
# kernel's own two are called .debug. Called by the first process here, as whose children commands run.
leftovers()
{
	ip netns list | sed 's/^/netns /; s/ (.*//'
	devices | grep -vxFf build/devices
	# Folders are those of tc(8).
	find /sys/fs/bpf -type f ! -name '*.debug' -printf 'pin %f\n'
	ps -eo pid=,stat=,args= >build/processes
	awk '$1 != 1 && $2 !~ /^Z/ && $3 != "ps" { print "process", $0 }' build/processes
}

nothing_left()
{
	for _ in $(seq 100); do
		leftovers >build/leftovers
		[ -s build/leftovers ] || return 0
		sleep 0.1
	done
	cat build/leftovers
	return 1
}

mkdir -p build
rm -f build{,/clang,/san}/results{,.failed}
[ "$(id -u)" != 0 ] || move_in
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
	say "parity, proto, cli, netavark, docker, libvirt, install, bench"
	for name in parity proto cli netavark docker libvirt install bench; do
		suite make --no-print-directory "$jobs" WERROR=1 check-$name
	done
	return $failed
}

ordinary >build/ordinary.log 2>&1 &
sanitized || failed=1
wait $! || failed=1
cat build/ordinary.log

say "no namespace, device, program or process left behind"
if [ "$(id -u)" = 0 ]; then
	step leftovers nothing_left
else
	echo "skipped leftovers" >>build/results
fi

# What failed is far above, among two hundred that passed.
if [ "$failed" != 0 ]; then
	say "what failed"
	grep -hs '^failed ' build{,/clang,/san}/results
	cat build{,/clang,/san}/results.failed 2>/dev/null
fi

echo
count()
{
	cat build{,/clang,/san}/results 2>/dev/null | grep -c "^$1 "
}
echo "$(count passed) passed, $(count failed) failed, $(count skipped) skipped"
[ "$(count passed)" -gt 0 ] || failed=1
exit $failed
