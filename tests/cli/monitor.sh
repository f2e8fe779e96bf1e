#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# monitor.sh - each change is a line, as text and as JSON; and what is not root's is not heard.
#
# guards: cli/cmd_monitor.c cli/monitor_look.c cli/monitor_tell.c libmacbpf/api/monitor.c
# guards: libmacbpf/kernel/bus.c libmacbpf/kernel/linkwatch.c libmacbpf/session/tell.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
command -v setpriv >/dev/null || skip "monitor.sh needs setpriv"
new_world "$ours"
new_netns "$ours-box"
new_netns "$ours-box2"

# start NAME WORDS...: listens in the background, and writes to $tmp/NAME
start()
{
	name=$1
	shift
	"$MACBPF" -n "$ours" "$@" >"$tmp/$name" 2>"$tmp/$name.err" &
	echo $! >>"$tmp/pids"
}

stop_all()
{
	while read -r pid; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done <"$tmp/pids"
	: >"$tmp/pids"
}

# Lines without what is chosen by chance: numbers, and by which of the first commands who listened.
told()
{
	sed 's/ (process [0-9]*)$//; /^command port sweep$/d' "$tmp/text" | sort
}

# All lines that are expected so far, and no others; of JSON as many. Who is slow sees two changes as one.
told_all()
{
	sort "$tmp/expected" >"$tmp/sorted"
	told | cmp -s - "$tmp/sorted" &&
		[ "$(grep -vc '"port sweep"' "$tmp/json")" = "$(wc -l <"$tmp/sorted")" ]
}

# then_told WHAT LINE...: these lines come, before the next change is made.
then_told()
{
	what=$1
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$tmp/expected"
	until_true "$what: is told" told_all
	told_all && return
	told | diff - "$tmp/sorted" >&2
	cat "$tmp/json" >&2
	finish
}

m()
{
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

: >"$tmp/expected"
start text monitor endpoints commands
start json -t -json monitor endpoints commands
# What was there before is not told, so listeners are known to listen when the first is.
listens() { m port sweep; [ -s "$tmp/text" ] && [ -s "$tmp/json" ]; }
until_true "both listen" listens
then_told "nothing else"

m link add link eth0 name mv0 address 02:00:00:00:00:0a netns "$ours-box" type macvlan mode bridge
then_told add "eth0: command link add mv0 hostdev mb0" \
	"eth0: endpoint mv0 added: hostdev mb0 type macvlan mode bridge address 02:00:00:00:00:0a link-netns $ours-box"
m link add link eth0 name mv1 address 02:00:00:00:00:0b netns "$ours-box" type macvlan mode source macaddr set \
	02:00:00:00:00:11 02:00:00:00:00:12
then_told "add with a list" "eth0: command link add mv1 hostdev mb1" \
	"eth0: endpoint mv1 added: hostdev mb1 type macvlan mode source address 02:00:00:00:00:0b link-netns $ours-box"

# What others do inside of a container.
ip -n "$ours-box" link set mv0 address 02:00:00:00:00:01
then_told address "eth0: endpoint mv0 address 02:00:00:00:00:0a -> 02:00:00:00:00:01" \
	"eth0: endpoint mv0 address-not-owned"
ip -n "$ours-box" link set mv0 mtu 1400
then_told mtu "eth0: endpoint mv0 mtu 1500 -> 1400"
ip -n "$ours-box" link set mv0 name eth7
then_told rename "eth0: endpoint eth7 name mv0 -> eth7"
ip -n "$ours-box" link set eth7 netns "$ours-box2"
then_told move "eth0: endpoint eth7 netns $ours-box -> $ours-box2"
ip -n "$ours-box2" link set eth7 up
then_told up "eth0: endpoint eth7 up" "eth0: endpoint eth7 carrier"
ip -n "$ours-box2" link set eth7 down
then_told down "eth0: endpoint eth7 down" "eth0: endpoint eth7 no-carrier"

# What no device shows.
m link set mb0 type macvlan mode private
then_told mode "eth0: command link set eth7 hostdev mb0: mode" "eth0: endpoint eth7 mode bridge -> private" \
	"eth0: endpoint eth7 address-owned" # the command has followed the address
m link set mb1 type macvlan macaddr del 02:00:00:00:00:11
then_told "source list" "eth0: command link set mv1 hostdev mb1: macaddr" \
	"eth0: endpoint mv1 macaddr -02:00:00:00:00:11"
m link set mb1 type macvlan mode source nodst
then_told flag "eth0: command link set mv1 hostdev mb1: mode flags" "eth0: endpoint mv1 nodst off -> on"
m port set eth0 arp-directed on
then_told "port set" "eth0: command port set: arp-directed" "eth0: lower arp-directed off -> on"

# The lower.
ip -n "$ours" link set eth0 mtu 1450
then_told "lower mtu" "eth0: lower mtu 1500 -> 1450"
ip -n "$ours" link set eth0 down
then_told "lower down" "eth0: lower down" "eth0: lower no-carrier"
ip -n "$ours" link set eth0 name lan # of one that is up older kernels refuse it
then_told "lower renamed" "lan: lower name eth0 -> lan"
ip -n "$ours" link set lan up
then_told "lower up" "lan: lower up" "lan: lower carrier"

ip -n "$ours-box2" link del eth7
then_told "deleted by ip" "lan: endpoint eth7 gone"
m link del mb1
then_told "deleted" "lan: command link delete mv1 hostdev mb1" "lan: endpoint mv1 gone" \
	"lan: lower without-endpoints"

# Each line is an object, with the same in it.
is "JSON: all are objects with a time" "$(jq -c 'has("event") and has("timestamp")' "$tmp/json" | sort -u)" true
run sh -c '/usr/bin/python3 "$1" "$2" lines <"$3"' - "$here/schema.py" "$here/../../docs/json/monitor.json" "$tmp/json"
is "JSON: as docs/json/monitor.json" "$code $err" "0 "
is "JSON: of the MTU" "$(jq -c 'select(.event == "mtu" and .ifname) | [.link, .ifname, .hostdev, .old, .new]' \
	"$tmp/json")" '["eth0","mv0","mb0",1500,1400]'
is "JSON: of a command" "$(jq -c 'select(.changed == "macaddr") | [.link, .command, .ifname, .hostdev, (.pid | type)]' \
	"$tmp/json")" '["eth0","link set","mv1","mb1","number"]'
is "JSON: of a list" "$(jq -c 'select(.event == "macaddr") | [.added, .removed]' "$tmp/json")" \
	'[[],["02:00:00:00:00:11"]]'
is "nothing on standard error" "$(cat "$tmp/text.err" "$tmp/json.err")" ""
stop_all

# Of one lower, counters alone.
ip -n "$ours" link set lan name eth0
m link add link eth0 name mv0 up type macvlan mode bridge

# Which words were given: each of those that set has.
start words monitor commands
hears() { m port sweep; [ -s "$tmp/words" ]; }
until_true "commands are heard" hears
# given LIST WORDS...: the last command is told with this list
given()
{
	list=$1
	shift
	m link set mv0 "$@"
	last() { tail -n 1 "$tmp/words" | sed 's/ (process .*//'; }
	becomes "set $*" "eth0: command link set mv0 hostdev mb0: $list" last
}
for words in "guard mac" "guard off" "isolated on" "isolated off" "group-rate 50" "rate off" "address 02:00:00:00:00:0c" \
	"broadcast ff:ff:ff:ff:ff:ff" "mtu 1400" "txqueuelen 77" "group 3" "hook clsact" "alias text" "down" "up" "arp off" \
	"multicast on" "allmulticast on" "promisc on" "protodown on" "protodown off"; do
	# shellcheck disable=SC2086 # a list of words
	given "${words%% *}" $words
done
for words in "mode private" "bcqueuelen 7" "bclim 7" "mcast-flood on" "macaddr-limit 3" "learning on"; do
	# shellcheck disable=SC2086 # a list of words
	given "${words%% *}" type macvlan $words
done
given "mode flags macaddr isolated name" name mv0 isolated off type macvlan mode source nodst macaddr flush
m link del mv0
m link add link eth0 name mv0 up type macvlan mode bridge
stop_all

start text monitor link eth0 counters interval 1
flood() { ip netns exec "$ours" ping -q -c 1 -W 1 -b -I wire 255.255.255.255 >/dev/null 2>&1; grep -q '^eth0: .*flood-wire +[0-9]* .*frames in 1 s$' "$tmp/text"; }
ip -n "$ours" addr add 192.0.2.1/24 dev wire
until_true "floods are told" flood
is "counters alone" "$(grep -vc 'frames in 1 s$' "$tmp/text")" 0
stop_all

# Who has no CAP_NET_BROADCAST is told so, and notices all the same.
setpriv --bounding-set -net_broadcast --inh-caps -net_broadcast "$MACBPF" -n "$ours" monitor endpoints \
	>"$tmp/text" 2>"$tmp/deaf" &
echo $! >"$tmp/pids"
says_so() { grep -q '^warning: without CAP_NET_BROADCAST' "$tmp/deaf"; }
until_true "without CAP_NET_BROADCAST: a warning" says_so
m link add link eth0 name mv2 netns "$ours-box" type macvlan mode bridge
heard() { grep -q "endpoint mv2 $1" "$tmp/text"; }
until_true "without CAP_NET_BROADCAST: an endpoint" heard added
ip -n "$ours-box" link set mv2 mtu 1400
until_true "without CAP_NET_BROADCAST: what is inside" heard 'mtu 1450 -> 1400'
stop_all

listens_again() { m port sweep; [ -s "$tmp/text" ]; }

# Anybody may send to the group, and is heard if root; here once each says what nobody did.
start text monitor commands
until_true "listens again" listens_again
send='import socket, struct, sys
message = struct.pack("<II16s16s16s16s96s", 0x6d623631, 0, sys.argv[1].encode(), b"eth0", b"", b"", b"")
try:
	socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 2).sendto(message, (0, 1 << 22))
except ConnectionRefusedError: # the answer in any case
	pass'
succeeds "sent by a user" ip netns exec "$ours" setpriv --reuid nobody --regid nogroup --clear-groups \
	/usr/bin/python3 -c "$send" "of nobody"
succeeds "sent by root" ip netns exec "$ours" /usr/bin/python3 -c "$send" "of root"
until_true "root is heard" grep -q 'command of root' "$tmp/text"
is "a user is not" "$(grep -c 'command of nobody' "$tmp/text")" 0
stop_all

for words in "bogus" "interval" "interval 0" "interval x" "link" "link nothing"; do
	# shellcheck disable=SC2086 # a list of words
	run "$MACBPF" -n "$ours" monitor $words
	is_one_error "monitor $words"
	is "monitor $words: exit status" "$code" 1
done
echo monitor >"$tmp/batch"
run "$MACBPF" -n "$ours" -b "$tmp/batch"
is "in a batch" "$code" 1
finish
