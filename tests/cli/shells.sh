#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# shells.sh - zsh and fish offer what bash does, and none runs a name that somebody else has given.
#
# guards: completion/
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/cli/lib.sh
. "$here/lib.sh"
completion=$here/../../completion
at=() # where the shells are

by_bash()
{
	"${at[@]}" bash -c '
		. "$1/macbpf"
		COMP_WORDS=(macbpf "${@:3}" "") COMP_CWORD=$(($# - 1))
		_macbpf "$2"
		printf "%s\n" "${COMPREPLY[@]}"' - "$completion" "$MACBPF" "$@" | sort -u
}

by_zsh()
{
	"${at[@]}" zsh -f -c '
		. "$1/_macbpf"
		_macbpf_words "${@[2,-1]}"' - "$completion" "$MACBPF" "$@" | sort -u
}

by_fish()
{
	"${at[@]}" fish --no-config -c '
		source $argv[1]/macbpf.fish
		__macbpf_words $argv[2..-1]' "$completion" "$MACBPF" "$@" | sort -u
}

same()
{
	local offered
	offered=$(by_bash "$@" | grep -v '^\.') # files that zsh and fish hide
	[ -n "$offered" ] || fail "bash offers nothing behind: $*"
	is "zsh, behind: $*" "$(by_zsh "$@")" "$offered"
	is "fish, behind: $*" "$(by_fish "$@")" "$offered"
}

need_root
new_netns red
same
same -hook
same -hook tcx
same link
same link show
same link add
same link add link
same link add link lo name mv0 netns
same link add link lo name mv0 type macvlan mode
same port set
same port set lo mcast-snooping
same tap exec
same -batch
# As a shell would call it: with nothing typed, in the middle of a line.
is "fish itself" "$(fish --no-config -c "source $completion/macbpf.fish; complete -C '$MACBPF link sh'" \
	2>/dev/null | head -1 | cut -f 1)" show

# A container names its device as it likes.
hostile='$(>ran)`>ran`'
new_world "$ours"
succeeds "an endpoint" "$MACBPF" -n "$ours" link add link eth0 name mv0 netns red type macvlan
ip -n red link set mv0 name "$hostile"
at=(ip netns exec "$ours")
cd "$tmp" || exit 1
has "zsh offers its name" "$(by_zsh link del)" "$hostile"
has "fish offers its name" "$(by_fish link del)" "$hostile"
has "bash offers it so that it isn't run where it is typed" "$(by_bash link del)" \
	"$(printf %q "$hostile")"
run ls ran
has "and no shell has run it" "$err" "No such file"
finish
