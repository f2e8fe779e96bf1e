# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# topologies.sh - sourced by lib.sh: who is where when a story begins.
#
# A topology is a line of words, which a story gets as one argument and begins with: "wired bridge a b c",
# "switched vepa a b". `mode` is the mode of all endpoints then, `everyone` has them and far.
# shellcheck disable=SC2034 # these two are for the scripts

# place MODE [WHO...]: endpoints in that mode
place()
{
	local who

	mode=$1
	shift
	everyone=("$@" far)
	for who; do
		endpoint "$who" "$mode"
	done
}

# wired MODE [WHO...]: far is the other end of the wire.
wired()
{
	new_world
	place "$@"
}

# switched MODE [WHO...]: far is a switch that sends frames back to where they came from, as VEPA needs it.
switched()
{
	new_world
	new_hairpin
	place "$@"
}

# listed: a, b and c in mode source; a lists all others, b and c list a and far.
listed()
{
	switched source a b c
	sources a b c far
	sources b a far
	sources c a far
}
