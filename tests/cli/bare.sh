#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# bare.sh - on a host where something usual is missing, a refusal names it, and nothing is changed.
#
# guards: libmacbpf/datapath/reason.c libmacbpf/session/read.c cli/session.c cli/privilege.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
succeeds "make mv0" "$MACBPF" -n "$ours" link add link eth0 name mv0 type macvlan
mkdir "$tmp/empty"

# without FOLDER WORDS...: with nothing in there
# shellcheck disable=SC2016 # the inner shell's
without()
{
	folder=$1
	shift
	run ip netns exec "$ours" unshare --mount sh -c \
		'mount --bind "$1" "$2" || exit 99; shift 2; exec "$@"' sh "$tmp/empty" "$folder" "$MACBPF" "$@"
}

# refused SENTENCE WORDS...: what ran, and that nothing came of it
refused()
{
	sentence=$1
	shift
	is "$*: exit status" "$code" 2
	is_one_error "$*"
	has "$*: sentence" "$err" "$sentence"
	is "$*: nothing is changed" "$(ip -n "$ours" -d link | without_carrier)" "$before"
}

before=$(ip -n "$ours" -d link | without_carrier)

# Counters are a row a CPU.
for words in show "port show" metrics save; do
	# shellcheck disable=SC2086 # words
	without /sys $words
	refused "is /sys mounted?" "no /sys: $words"
done
without /sys link show
is "what needs none is told" "$code $err" "0 "

without /proc show
refused "is /proc mounted?" "no /proc: show"

for files in 5 8 12; do
	# shellcheck disable=SC2016 # the inner shell's
	run sh -c 'ulimit -n "$1" && shift && exec "$@"' sh "$files" "$MACBPF" -n "$ours" link set mv0 up
	refused "more files have to be open than 'ulimit -n' allows" "$files files"
done
succeeds "delete mv0" "$MACBPF" -n "$ours" link del mv0
finish
