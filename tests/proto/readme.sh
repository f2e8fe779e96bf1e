#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# readme.sh - the session of README.md with host and container is what happens.
#
# guards: README.md
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

readme=$(dirname "$0")/../../README.md
heading="## The host and its containers"

# The lines of the heading's session.
session()
{
	awk -v h="$heading" '$0 == h { on = 1; next } on && /^## / { exit }
		on && /^```/ { if (code) exit; code = 1; next } on && code' "$readme"
}

# play LINE: as at a prompt beside the lower
play()
{
	at here env PATH="$(dirname "$MACBPF"):$PATH" bash -c "$1" 2>&1
}

# How often a host asks is up to its timers.
plain()
{
	sed 's/time [0-9]*ms/time 0ms/; s/^\( *flood-host *\)[0-9]*$/\1N/'
}

new_netns here there red
cable here eth0 02:00:00:00:00:ee there eth0 02:00:00:00:00:09 1500
command="" want=""
while IFS= read -r line; do
	if [ "${line#\# }" = "$line" ]; then
		want+=$line$'\n'
		continue
	fi
	[ -z "$command" ] || is "$command" "$(play "$command" | plain)" "$(printf %s "$want" | plain)"
	command=${line#\# } want=""
done < <(session; echo "# true")
[ "$facts" -gt 5 ] || fail "the session is not found"

finish
