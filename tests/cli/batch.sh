#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# batch.sh - files of commands: words, comments, errors; and the namespaces that -n names.
#
# guards: cli/batch.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

batch()
{
	printf '%b' "$1" >"$tmp/batch"
	shift
	run "$MACBPF" -n "$ours" "$@" -b "$tmp/batch"
}

names()
{
	"$MACBPF" -n "$ours" -j link | jq -r 'map(.ifname) | join(" ")'
}

batch '# a comment\n\n  \t\nlink add link eth0 name mv0 type macvlan # another\nlink add \\\n link eth0 \\\n name "mv1" type macvlan mode bridge\nlink set mv0 alias "two words # no comment"\nlink set mv1 alias '"'it \"is\"'"
is "comments, continued lines, quotes" "$code $out$err" "0 "
is "both were made" "$(names)" "mv0 mv1"
is "a quoted word" "$("$MACBPF" -n "$ours" -j link show mv0 | jq -r '.[0].ifalias')" "two words # no comment"
is "quotes in quotes" "$("$MACBPF" -n "$ours" -j link show mv1 | jq -r '.[0].ifalias')" 'it "is"'

# As long as the kernel takes one; what is saved can be put back.
long=$(printf 'x%.0s' $(seq 255))
batch "link set mv1 alias $long\nlink set mv1 alias 'it \"is\"'"
is "an alias of 255" "$code $err" "0 "

batch 'link set mv0 mtu 1400\nlink set nosuch up\nlink set mv0 mtu 1300\n'
is "an error stops" "$code $(echo "$err" | tail -n 1)" "1 Command failed $tmp/batch:2"
has "its sentence" "$err" nosuch
is "what came before is done" "$("$MACBPF" -n "$ours" -j link show mv0 | jq '.[0].mtu')" 1400

batch 'link set mv0 mtu 9000\nlink set \\\n bogus 3\n# nothing\nlink set mv0 mtu 1300' -force
is "-force goes on" "$code $(echo "$err" | grep -c 'Command failed')" "1 2"
has "the line where a command starts" "$err" "Command failed $tmp/batch:2"
is "what comes after is done" "$("$MACBPF" -n "$ours" -j link show mv0 | jq '.[0].mtu')" 1300

batch 'link set "mv0 mtu 1200\n'
is "a quote without an end" "$code $err" "1 Error: a quoted string has no end
Command failed $tmp/batch:1"
batch ''
is "an empty file" "$code $out$err" "0 "
batch 'link show mv0\nlink show mv1\n' -br
is "listings" "$code $(echo "$out" | sed 's/@.*//' | xargs)" "0 mv0 mv1"
batch 'link show mv0\nlink show mv1\n' -j
is "each listing is a document" "$(echo "$out" | jq -sc 'map(length)')" "[1,1]"
batch 'help\nlink help\n'
is "help in a batch" "$code $err" "0 "
batch 'batch x\n'
is "no options in a batch" "$code" 1
yes word | head -n 70000 | tr '\n' ' ' >"$tmp/batch"
run "$MACBPF" -b "$tmp/batch"
is "too many words" "$code $(echo "$err" | head -n 1)" "1 Error: too many words"

printf 'link del mv0\n' | "$MACBPF" -n "$ours" -b -
is "from standard input" "$? $(names)" "0 mv1"
printf 'link del nosuch\n' | "$MACBPF" -n "$ours" -b - 2>"$tmp/err"
is "an error on standard input" "$? $(tail -n 1 "$tmp/err")" "1 Command failed -:1"
run "$MACBPF" -b "$tmp"
is "a directory" "$code $err" "1 Error: can't read \"$tmp\": Is a directory"

# Some run with a small stack; as many words as a source list has addresses don't fit there.
# shellcheck disable=SC3045 # both have it: dash, and bash
echo 'link show' >"$tmp/batch"
run sh -c 'ulimit -s 512; "$@" >/dev/null' - "$MACBPF" -n "$ours" -b "$tmp/batch"
is "with a stack of 512 KB" "$code $err" "0 "

# -n by name, by path, and not at all
run "$MACBPF" -n "/run/netns/$ours" -br link
has "-n with a path" "$out" "mv1@eth0"
run ip netns exec "$ours" "$MACBPF" -br link
has "ip netns exec" "$out" "mv1@eth0"
run "$MACBPF" -n /nonexistent link
is "-n with a path that is none" "$code $err" \
	'1 Error: there is no network namespace "/nonexistent", see "ip netns list"'
run "$MACBPF" -n "$tmp/batch" link
is "-n with a file that is no netns" "$code $out" "2 "
is_one_error "-n with a file that is no netns"
succeeds "link del" ip netns exec "$ours" "$MACBPF" link del mv1
finish
