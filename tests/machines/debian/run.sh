#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh - runs targets of make on a Debian release, and says how each ended.
#
#   run.sh RELEASE BUILD RESULTS TARGET...     e.g. run.sh 13 build build/results demo check
#
# They run on a copy of the tree, without git, in a root that has what debootstrap puts there, make(1) and
# what `make packages` installs, and what those suites alone need: what the tree needs and does not name is
# not there. Root and build
# stay for the next time; BUILD/debian/RELEASE/TARGET.log has what a target said. No devices but its own
# are there, and no network. T is handed on.
set -uo pipefail

release=$1 build=$(realpath -m "$2") results=$3
shift 3
cd "$(dirname "$0")/../../.." || exit 1
dir=$build/debian/$release
root=$dir/root
failed=0

# told WORD TARGET SECONDS: how a target ended, and what it said last
told()
{
	printf '  %-8s debian%s/%-14s %5d s  %s\n' "$1" "$release" "$2" "$3" "$(tail -n 1 "$dir/$2.log")"
	echo "$1 debian$release/$2" >>"$results"
}

# target NAME [--net]: what it said is shown if it failed
target()
{
	local start=$SECONDS word=passed jobs

	jobs=-j$(nproc)
	[ "$1" != check ] || jobs= # it has its own
	# shellcheck disable=SC2086 # words, or none
	tests/machines/debian/enter.sh ${2-} "$root" make --no-print-directory -C /macbpf \
		$jobs WERROR=1 ${T:+T="$T"} "$1" \
		>"$dir/$1.log" 2>&1 </dev/null || word=failed
	told $word "$1" $((SECONDS - start))
	[ $word = passed ] && return
	failed=1
	sed 's/^/    | /' "$dir/$1.log"
}

mkdir -p "$dir"
tests/machines/debian/root.sh "$release" "$root" make >"$dir/root.log"
code=$?
if [ $code != 0 ]; then
	word=failed
	[ $code != 77 ] || [ "${CI:-}" = true ] || word=skipped
	told $word root 0
	[ $word = skipped ]
	exit
fi
tests/machines/debian/tree.sh "$root" || exit 1
target packages
# What a suite alone needs has to come now: there is no network later.
for name; do
	[ $failed = 1 ] || ! grep -qE "^[^#]* ${name#check-}( |$)" mk/packages.txt || target "packages-${name#check-}"
done
for name; do
	[ $failed = 1 ] || target "$name" --net
done
exit $failed
