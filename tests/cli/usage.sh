#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# usage.sh - wrong words: the whole sentence, and exit status 1. Needs no privilege.
#
# guards: cli/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# The library is not asked before all words are read, so that none of these needs a device.
while IFS='|' read -r words sentence; do
	[ "$words" ] || continue
	# shellcheck disable=SC2086 # a list of words
	run "$MACBPF" $words
	is "macbpf $words" "$code $err" "1 Error: $sentence"
	is "macbpf $words: stdout" "$out" ""
done <"$here/usage.txt"
has "the table was read" "$facts" "$((2 * $(grep -c '|' "$here/usage.txt")))"

run "$MACBPF" ""
is "an empty word" "$code $err" '1 Error: object "" is unknown; legal: show, link, port, fdb, mdb, neigh, tap, save, explain, diagnose, trace, metrics, feature, monitor, agent, help'
run "$MACBPF" link add link eth0 name "a b" type macvlan
is "a blank in a name" "$code $err" '1 Error: argument of "name" must be a device name of 1 to 15 characters without "/", ":" and blanks, not "a b"'
run "$MACBPF" link add link eth0 name "" type macvlan
is "an empty name" "$code $err" '1 Error: argument of "name" must be a device name of 1 to 15 characters without "/", ":" and blanks, not ""'
run "$MACBPF" link set mv0 mtu ""
is "an empty number" "$code $err" '1 Error: argument of "mtu" must be a number from 0 to 4294967295, not ""'
run "$MACBPF" link set mv0 mtu " 1400"
is "a blank in front of a number" "$code $err" '1 Error: argument of "mtu" must be a number from 0 to 4294967295, not " 1400"'
finish
