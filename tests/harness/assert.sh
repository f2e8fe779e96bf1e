# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 # local: sh has it
# assert.sh - sourced by the libraries of the scripts: facts, counted, and waited for with a deadline.
#
# A script ends with `finish`.
facts=0
failures=0
enough=20 # failures, after which it is not worth going on: each may cost its deadline
patience=$((30 * ${TEST_SLOWNESS:-1})) # seconds

skip()
{
	echo "skip: $*" >&2
	exit 77
}

need_root()
{
	[ "$(id -u)" = 0 ] || skip "$(basename "$0") needs root"
}

# need_macvlan NETNS LOWER: of the kernel
need_macvlan()
{
	ip -n "$1" link add link "$2" name probe type macvlan 2>/dev/null ||
		skip "$(basename "$0") needs the kernel's macvlan"
	ip -n "$1" link del probe
}

# Whose turn it is, if a script has several.
whose()
{
	:
}

fail()
{
	failures=$((failures + 1))
	echo "FAIL: $(whose)$*" >&2
	[ $failures -lt $enough ] || exit 1
}

# is WHAT ACTUAL EXPECTED
is()
{
	facts=$((facts + 1))
	[ "$2" = "$3" ] && return 0
	fail "$1
  got:  $2
  want: $3"
	return 1
}

# has WHAT TEXT PART
has()
{
	facts=$((facts + 1))
	case $2 in
	*"$3"*) return 0 ;;
	esac
	fail "$1
  got:  $2
  want: ... $3 ..."
	return 1
}

# wait_for COMMAND...: until it succeeds, or the deadline passes
wait_for()
{
	local end=$(($(date +%s) + patience))

	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -le $end ] || return 1
		sleep 0.02
	done
}

# until_true WHAT COMMAND...
until_true()
{
	local what=$1

	shift
	facts=$((facts + 1))
	wait_for "$@" && return 0
	fail "$what"
	return 1
}

prints()
{
	local text=$1

	shift
	[ "$("$@" 2>&1)" = "$text" ]
}

# becomes WHAT EXPECTED COMMAND...: waits until the command prints that
becomes()
{
	local what=$1 want=$2

	shift 2
	wait_for prints "$want" "$@"
	is "$what" "$("$@" 2>&1)" "$want"
}

finish()
{
	[ $failures = 0 ] || exit 1
	echo "ok: $(basename "$0" .sh), $facts facts"
	exit 0
}
