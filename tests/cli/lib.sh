# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# lib.sh - sourced by the tests of the command line: two worlds that look the same, and commands in them.
#
# MACBPF is the binary. A script calls need_root if it makes anything, and ends with `finish`.
set -u

: "${MACBPF:?the path of the macbpf binary}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
[ -x "$MACBPF" ] || { echo "Error: $MACBPF is no program" >&2; exit 1; }
# shellcheck disable=SC2034 # for the scripts
here=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" = 0 ]; then
	sandbox "$@"
else # enough for words and help
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 1' HUP INT PIPE TERM
fi

# The kernel's driver works in one netns, macbpf in the other.
kernel=kernel
ours=ours

# A netns with eth0, the lower, and wire, what is behind it.
new_world()
{
	new_netns "$1"
	cable "$1" eth0 02:00:00:00:ee:00 "$1" wire 02:00:00:00:ee:01
	until_true "$1: eth0 carries" is_up "$1" eth0
	until_true "$1: wire carries" is_up "$1" wire
}

both_worlds()
{
	need_root
	new_world "$kernel"
	new_world "$ours"
	need_macvlan "$kernel" eth0
}

# Runs a command; what it printed is in $out and $err, its exit status in $code.
run()
{
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
	out=$(cat "$tmp/out")
	err=$(cat "$tmp/err")
}

# succeeds WHAT COMMAND...
succeeds()
{
	what=$1
	shift
	run "$@"
	is "$what" "$code $err" "0 "
}

# Where programs go if nothing else is asked for; net/check_feature.c asks whether that is true.
usual_hook()
{
	if "$MACBPF" -br feature | grep -q '^tcx yes'; then echo tcx; else echo clsact; fi
}

# A listing of devices without what a kernel may tell up to a second later, when it has noticed.
without_carrier()
{
	sed 's/<NO-CARRIER,/</; s/,LOWER_UP//; s/ state [A-Z]* / /'
}

# One line on standard error that starts with "Error: ", and nothing on standard output.
is_one_error()
{
	is "$1: stdout" "$out" ""
	is "$1: lines on stderr" "$(wc -l <"$tmp/err")" 1
	has "$1: stderr" " $err" " Error: "
}
