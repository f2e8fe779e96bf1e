#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# run.sh - runs the programs of one suite, one after the other, and says how each ended.
#
#   run.sh SUITE RESULTS PROGRAM...
#
# A program exits 0, or 77 for a skip whose reason it printed. What fails is printed whole; T=word
# runs only programs with that word in their name. One line a program is appended to RESULTS, and
# the end of what failed to RESULTS.failed. In CI (CI=true) a skip is a failure. As root each program
# has a network namespace of its own to start in: a test that forgets to make one can't touch the
# machine's devices.
set -u

suite=$1 results=$2
shift 2
log=$(mktemp)
trap 'rm -f "$log"' EXIT

status_word()
{
	case $1 in
	0) echo passed ;;
	77) if [ "${CI:-}" = true ]; then echo failed; else echo skipped; fi ;;
	*) echo failed ;;
	esac
}

# Check's own 4 s are few where others work beside.
export CK_DEFAULT_TIMEOUT=${CK_DEFAULT_TIMEOUT:-20}

apart=()
[ "$(id -u)" -ne 0 ] || apart=(unshare --net)

worst=0
for program; do
	name=$(basename "$program")
	[[ $name == *"${T:-}"* ]] || continue
	start=$(date +%s.%N)
	timeout "${TEST_TIMEOUT:-300}" "${apart[@]}" "$program" >"$log" 2>&1 </dev/null
	code=$?
	word=$(status_word $code)
	seconds=$(date +%s.%N | awk -v start="$start" '{ printf "%.1f", $1 - start }')
	case $word in
	passed) detail=$(tail -n 1 "$log") ;;
	*) detail="exit code $code" ;;
	esac
	printf '  %-8s %-28s %6s s  %s\n' "$word" "$suite/$name" "$seconds" "$detail"
	[ "$word" = passed ] || sed 's/^/    | /' "$log"
	if [ "$word" = failed ]; then
		worst=1
		{ echo "$suite/$name: $detail"; tail -n 30 "$log" | sed 's/^/    | /'; } >>"$results.failed"
	fi
	echo "$word $suite/$name" >>"$results"
done
exit $worst
