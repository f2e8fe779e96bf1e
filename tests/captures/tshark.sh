#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tshark.sh - what `trace write` has written, read by Wireshark's reader: who sent, verdict, comment,
# number and bytes of each frame are what was told as lines.
#
# guards: cli/trace_file.c cli/trace_describe.c
# shellcheck source-path=SCRIPTDIR/../cli
. "$(dirname "$0")/../cli/lib.sh"
need_root
command -v tshark >/dev/null || skip "tshark.sh needs tshark: 'make check-captures' installs it"
new_netns "$ours-a" "$ours-b"
for n in "$ours-a" "$ours-b"; do # nobody says anything by himself
	at "$n" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
done
new_world "$ours"
at "$ours" sh -c 'for i in all default; do echo 1 >/proc/sys/net/ipv6/conf/$i/disable_ipv6; done'

# add NAME MAC NETNS WORDS...: the last are of the mode
add()
{
	name=$1 mac=$2 netns=$3
	shift 3
	succeeds "add $name" "$MACBPF" -n "$ours" link add link eth0 name "$name" address "$mac" netns "$netns" \
		up "$@" type macvlan mode bridge
	until_true "$name has a carrier" is_up "$netns" "$name"
}

# read_as FIELD...: of each frame a line, with | between its fields
read_as()
{
	for field; do
		set -- "$@" -e "$field"
		shift
	done
	tshark -r "$tmp/pcapng" -T fields -E separator='|' "$@" 2>"$tmp/tshark.err"
}

add mv0 02:00:00:00:00:10 "$ours-a"
add mv1 02:00:00:00:00:11 "$ours-b" guard mac
ip -n "$ours-a" addr add 192.0.2.1/24 dev mv0
ip -n "$ours-b" addr add 192.0.2.2/24 dev mv1

"$MACBPF" -n "$ours" trace link eth0 count 5 write "$tmp/pcapng" 2>"$tmp/told" &
tracer=$!
until_true "traces" grep -q '^tracing eth0$' "$tmp/told"
succeeds "ping" at "$ours-a" ping -q -c 1 -W 5 192.0.2.2
ip -n "$ours-b" link set mv1 address 02:00:00:00:00:99 # against its guard
at "$ours-b" ping -q -c 1 -W 0.1 192.0.2.3 >/dev/null
wait "$tracer"
is "traced" "$? $(tail -n 1 "$tmp/told")" "0 5 frames told, 0 left out by sample or rate, 0 lost"

is "who sent, and what" "$(read_as frame.interface_name eth.src eth.dst _ws.col.Protocol frame.len)" "$(
	cat <<-END
		mv0|02:00:00:00:00:10|ff:ff:ff:ff:ff:ff|ARP|42
		mv1|02:00:00:00:00:11|02:00:00:00:00:10|ARP|42
		mv0|02:00:00:00:00:10|02:00:00:00:00:11|ICMP|98
		mv1|02:00:00:00:00:11|02:00:00:00:00:10|ICMP|98
		mv1|02:00:00:00:00:99|ff:ff:ff:ff:ff:ff|ARP|42
	END
)"
# TC_ACT_REDIRECT and TC_ACT_SHOT
is "verdicts" "$(read_as frame.verdict.ebpf_tc | tr '\n' ' ')" "7 7 7 7 2 "
is "comments" "$(read_as frame.comment | sed 's/ peer$//')" "$(
	cat <<-END
		wire eth0 +1 copy [mv1] (flood-endpoint)
		deliver mv0
		deliver mv1
		deliver mv0
		drop (guard-mac)
	END
)"
is "what is dropped, by a filter" "$(tshark -r "$tmp/pcapng" -Y 'frame.verdict.ebpf_tc == 2' -T fields \
	-e frame.number 2>/dev/null)" 5
is "numbers" "$(read_as frame.packet_id | sort -nu | wc -l)" 5
is "nothing is malformed" "$(read_as _ws.malformed | tr -d '\n')" ""
finish
