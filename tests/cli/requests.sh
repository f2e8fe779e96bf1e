#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# requests.sh - how often a listing asks the kernel: for each device as often, however many there
# are, and for each name of a netns once.
#
# guards: libmacbpf/world/ libmacbpf/api/list_links.c libmacbpf/api/list_fdb.c cli/cmd_metrics.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
command -v strace >/dev/null || skip "requests.sh needs strace"
new_world "$ours"

# grow FROM TO: endpoints, each in a netns of its own
grow()
{
	for i in $(seq "$1" "$2"); do
		new_netns "$ours-$i"
		echo "link add link eth0 name mv$i netns $ours-$i type macvlan"
	done >"$tmp/batch"
	succeeds "make endpoints $1 to $2" "$MACBPF" -n "$ours" -b "$tmp/batch"
}

# ask ENDPOINTS: lists that many; $requests is how many messages rtnetlink had
ask()
{
	run strace -f -o "$tmp/trace" -e trace=sendmsg,sendto "$MACBPF" -n "$ours" link show
	is "$1 endpoints: netns with names" "$(echo "$out" | grep -c "link-netns $ours-")" "$1"
	requests=$(grep -cE 'send(msg|to)\(' "$tmp/trace")
}

grow 1 4
ask 4
few=$requests
grow 5 12
ask 12

# Its device, its program if that is a filter, its name.
most=$((few + 8 * 3))
is "4 endpoints took $few requests; 12 take $requests, at most $most" "$((requests <= most))" 1
is "each takes some" "$((requests >= few + 8))" 1

# In one netns all are told at once, and hooks are looked for only where they are shown.
new_netns "$ours-all"

# grow_together FROM TO: endpoints in one netns
grow_together()
{
	for i in $(seq "$1" "$2"); do
		echo "link add link eth0 name all$i netns $ours-all type macvlan mode bridge"
	done >"$tmp/batch"
	succeeds "make endpoints $1 to $2" "$MACBPF" -n "$ours" -b "$tmp/batch"
}

# count_requests WORDS...: $requests
count_requests()
{
	run strace -f -o "$tmp/trace" -e trace=sendmsg,sendto "$MACBPF" -n "$ours" "$@"
	is "$*" "$code $err" "0 "
	requests=$(grep -cE 'send(msg|to)\(' "$tmp/trace")
}

grow_together 1 10
for words in "-s link show" "fdb show" metrics; do
	# shellcheck disable=SC2086 # a list of words
	count_requests $words
	echo "$requests" >>"$tmp/few"
done
grow_together 11 40
for words in "-s link show" "fdb show" metrics; do
	# shellcheck disable=SC2086 # a list of words
	count_requests $words
	echo "$requests" >>"$tmp/many"
done
is "30 more in one netns take no more requests" "$(cat "$tmp/many")" "$(cat "$tmp/few")"

finish
