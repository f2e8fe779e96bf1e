#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# sessions.sh - what the documents for users say happens: all that is typed in a block ```console of
# README.md and docs/how is typed, and what is printed compared.
#
# Each section of README.md and each page of docs/how begins on an empty machine, but for the lab that
# README.md makes first. Pages that need a program which this machine may lack have a script of their name
# in tests/clients, which plays them. Without arguments all others are played; else those files.
#
# guards: README.md docs/how/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/../harness/session.sh"

top=$(cd "$(dirname "$0")/../.." && pwd)
whose() { :; } # there is no other driver in it

# What a session leaves is as nothing to the next.
raze_all()
{
	local name

	where=""
	for name in $(ip netns list | cut -d' ' -f1); do ip netns del "$name"; done
}

# session FILE HEADING
session()
{
	local before=$facts

	what="$(basename "$1")${2:+, ${2#\#\# }}"
	[ "$2" = "## A lab" ] || play "$top/README.md" "## A lab"
	before=$facts
	play "$1" "$2"
	[ $((facts - before)) -gt 1 ] || fail "$what: there is no session"
	raze_all
}

if [ $# = 0 ]; then
	set -- "$top/README.md" "$top"/docs/how/*.md
fi
for file; do
	if [ "$(basename "$file")" != README.md ]; then
		[ -e "$top/tests/clients/$(basename "$file" .md).sh" ] || [ -z "$(blocks "$file" "")" ] || session "$file" ""
		continue
	fi
	while IFS= read -r heading; do
		[ -z "$(blocks "$file" "$heading")" ] || session "$file" "$heading"
	done < <(grep '^## ' "$file")
done
finish
