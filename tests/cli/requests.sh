#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# requests.sh - how often a listing asks the kernel: for each device as often, however many there
# are, and for each name of a netns once.
#
# guards: libmacbpf/world/ libmacbpf/api/list_links.c
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

finish
