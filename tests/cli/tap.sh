#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tap.sh - `type macvtap` in words and in listings, and a program that is started with its queues.
#
# guards: cli/cmd_tap.c libmacbpf/kinds/tap.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

macbpf()
{
	"$MACBPF" -n "$ours" "$@"
}

succeeds "add" macbpf link add link eth0 name tap0 address 02:00:00:00:00:01 up \
	type macvtap mode bridge
succeeds "add with all words" macbpf link add link eth0 name tap1 address 02:00:00:00:00:02 \
	mtu 1400 alias "a: text" type macvtap mode private queues 2 user 65432 group 65433
is "its line of -d" "$(macbpf -d link show tap1 | sed -n '3,$p' | sed 's/mb[0-9]*/mbN/')" \
	"    macvtap mode private bcqueuelen 1000 usedbcqueuelen 1000 queues 2 user 65432 group 65433 numtxqueues 2 numrxqueues 2
    macbpf hostdev mbN endpoint tap hook $(usual_hook) down
    alias a: text"
is "its JSON" "$(macbpf -d -j link show tap1 |
	jq -c '.[0] | [.linkinfo.info_kind, .linkinfo.info_data.queues, .txqlen, .ifalias, .address]')" \
	'["macvtap",2,500,"a: text","02:00:00:00:00:02"]'
has "its user" "$(ip -n "$ours" -d link show tap1)" "user 65432 group 65433"
# The kernel notices a carrier up to a second late.
has_no_carrier() { macbpf link show tap0 | grep -q NO-CARRIER; }
until_true "without a reader" has_no_carrier
succeeds "add a macvlan" macbpf link add link eth0 name mv0 type macvlan mode bridge
is "show type macvtap" "$(macbpf -j link show type macvtap | jq -c 'map(.ifname)')" \
	'["tap0","tap1"]'
is "show type macvlan" "$(macbpf -j link show type macvlan | jq -c 'map(.ifname)')" '["mv0"]'
succeeds "set" macbpf link set tap0 address 02:00:00:00:00:03 type macvtap mode vepa
is "the address is the guest's" "$(macbpf -j fdb | jq -c 'map([.mac, .ifname])[0]')" \
	'["02:00:00:00:00:03","tap0"]'

# What is wrong is told of the one device that there is, with what mends it.
# of_tap WHAT FINDING SENTENCE: the diagnosis, and what is explained of a copy for it
of_tap()
{
	run macbpf -json diagnose
	is "$1: diagnosis" "$(echo "$out" | jq -r '.[] | select(.ifname == "tap0") | [.level, .what] | join(" ")')" "$2"
	run macbpf explain link eth0 from wire to broadcast
	is "$1: explained" "$(echo "$out" | grep tap0 | tail -n 1)" "$3"
}
of_tap "no reader" "note no-reader" \
	"WARNING: Nobody reads from tap0, as its virtual machine does: the copy is lost, and counted as copy-refused."
succeeds "set down" macbpf link set tap0 down
of_tap "down" "warning down" "WARNING: tap0 is down: the copy is lost, and counted as copy-refused."
run macbpf explain link eth0 from tap0 to broadcast
has "down: sends nothing" "$out" "WARNING: tap0 is down: it sends nothing."
has "the way out" "$(macbpf diagnose)" "tap0 is down: it gets nothing, and sends nothing: 'macbpf link set mb0 up'."
succeeds "the way out" macbpf link set mb0 up
# shellcheck disable=SC2016 # the inner shell's
run macbpf tap exec tap0 sh -c '"$1" -n "$2" -json diagnose; "$1" -n "$2" explain link eth0 from wire to broadcast' sh "$MACBPF" "$ours"
is "read from" "$(echo "$out" | grep -c -e no-reader -e 'Nobody reads')" 0

state()
{
	{ macbpf -d link show; ip -n "$ours" -d link; } | without_carrier
}

# refused [WORDS...]: with exit status 2, and nothing changed
refused()
{
	before=$(state)
	run macbpf "$@"
	is "$*" "$code" 2
	is_one_error "$*"
	is "$*: changed nothing" "$(state)" "$before"
}

refused link add link eth0 name tap2 netns /proc/1/ns/net type macvtap
refused link add link eth0 name tap2 type macvtap queues 257
refused link add link eth0 name tap0 type macvtap
refused link set tap0 netns /proc/1/ns/net
refused link set tap0 type macvlan mode bridge
refused link set mv0 type macvtap mode bridge
refused tap exec mv0 true
refused tap exec tap0 queues 2 true
refused tap exec tap0 /nonexistent

# The program has the queues, in whatever netns it is.
new_netns "$kernel"
# shellcheck disable=SC2016 # the inner shell's
run macbpf tap exec tap1 ip netns exec "$kernel" sh -c '
	ip -n "$1" -o -d link show tap1 | grep -o "numqueues [0-9]*"
	for fd in $(echo "$2" | tr : " "); do readlink "/proc/$$/fd/$fd" | grep -o "/dev/.*"; done' sh "$ours" '{fds}'
is "tap exec" "$code $out" "0 numqueues 2
/dev/net/tun
/dev/net/tun"
# What is closed stays so for the command: a tap as its standard error would send what it says as a frame.
# shellcheck disable=SC2016 # the inner shell's
macbpf tap exec tap1 queues 1 -- sh -c 'readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 >"$1"; echo "{fds}" >>"$1"' \
	sh "$tmp/places" <&- >&- 2>&-
is "tap exec without the first three: none of them is a tap" "$? $(grep -cE 'tun$|^[012]$' "$tmp/places")" "0 0"
run macbpf tap exec tap1 queues 1 -- sh -c 'exit 7'
is "tap exec: its exit status" "$code" 7
is "tap exec: the queues are gone with it" \
	"$(ip -n "$ours" -o -d link show tap1 | grep -o "numqueues [0-9]*")" "numqueues 0"

for name in tap0 tap1 mv0; do
	succeeds "del $name" macbpf link del "$name"
done
is "nothing is left" "$(ip -n "$ours" -o link | wc -l)" 3
finish
