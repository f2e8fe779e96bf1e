#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# shells.sh - zsh and fish offer what bash does.
#
# guards: completion/
set -u

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/cli/lib.sh
. "$here/lib.sh"
completion=$here/../../completion

by_bash()
{
	bash -c '
		. "$1/macbpf"
		COMP_WORDS=(macbpf "${@:3}" "") COMP_CWORD=$(($# - 1))
		_macbpf "$2"
		printf "%s\n" "${COMPREPLY[@]}"' - "$completion" "$MACBPF" "$@" | sort -u
}

by_zsh()
{
	zsh -f -c '
		. "$1/_macbpf"
		_macbpf_words "${@[2,-1]}"' - "$completion" "$MACBPF" "$@" | sort -u
}

by_fish()
{
	fish --no-config -c '
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
finish
