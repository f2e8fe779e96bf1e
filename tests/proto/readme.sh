#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# readme.sh - what sessions of README.md say happens: with the host, a liar, and a frame that is lost.
#
# guards: README.md
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

readme=$(dirname "$0")/../../README.md

# session HEADING: its lines
session()
{
	awk -v h="$1" '$0 == h { on = 1; next } on && /^## / { exit }
		on && /^```/ { if (code) exit; code = 1; next } on && code' "$readme"
}

# say LINE: as at a prompt beside the lower
say()
{
	at here env PATH="$(dirname "$MACBPF"):$PATH" bash -c "$1" 2>&1
}

# How long it takes, and how often a host asks, is up to its timers; a program's number to the kernel.
plain()
{
	sed 's/time [0-9]*ms/time 0ms/; s/^\( *flood-host *\)[0-9]*$/\1N/; s/^Program [0-9]* at [a-z]* /Program N at HOOK /'
}

# play HEADING: what is typed says what is printed
play()
{
	local command="" want="" line before=$facts

	new_netns here there red blue
	cable here eth0 02:00:00:00:00:ee there eth0 02:00:00:00:00:09 1500
	while IFS= read -r line; do
		if [ "${line#\# }" = "$line" ]; then
			want+=$line$'\n'
			continue
		fi
		[ -z "$command" ] ||
			is "$command" "$(say "$command" | plain)" "$(printf %s "$want" | plain)"
		command=${line#\# } want=""
	done < <(session "$1"; echo "# true")
	[ $((facts - before)) -gt 5 ] || fail "the session \"$1\" is not found"
	raze
}

play "## The host and its containers"
play "## A container that lies"
play "## Where is my frame?"
finish
