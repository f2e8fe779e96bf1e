#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# mdb.sh - the groups that mcast-snooping has learnt from real hosts, and why each gets them.
#
# guards: cli/cmd_mdb.c libmacbpf/api/list_mdb.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

macbpf()
{
	"$MACBPF" -n "$ours" "$@"
}

# Without what is different each time, and the group of each IPv6 address.
known()
{
	macbpf mdb show "$@" | sed 's/hostdev mb[0-9]*/hostdev mbN/' | grep -v ff02:
}

is_known()
{
	known | grep -qxF "$1"
}

isnt_known()
{
	! is_known "$1"
}

for n in 1 2; do
	new_netns "$ours-$n"
	succeeds "add mv$n" macbpf link add link eth0 name "mv$n" netns "$ours-$n" \
		type macvlan mode bridge
	ip -n "$ours-$n" link set "mv$n" up
	ip -n "$ours-$n" address add "10.7.0.$n/24" dev "mv$n"
	until_true "mv$n carries" is_up "$ours-$n" "mv$n"
done
ip -n "$ours-1" address add 239.1.2.3/32 dev mv1 autojoin
ip -n "$ours-1" address add ff05::1234/128 dev mv1 autojoin

is "mcast-snooping is off: nothing is learnt" "$(macbpf mdb)" ""
is "mcast-snooping is off: JSON" "$(macbpf -j mdb)" "[]"

succeeds "mcast-snooping on" macbpf port set eth0 mcast-snooping on
until_true "the IPv4 group is known" is_known "dev mv1 hostdev mbN link eth0 grp 239.1.2.3 report"
until_true "the IPv6 group is known" is_known "dev mv1 hostdev mbN link eth0 grp ff05::1234 report"
is "keys" "$(macbpf -j mdb show link eth0 | jq -cS 'map(map_values(type)) | unique')" \
	'[{"dev":"string","grp":"string","hostdev":"string","link":"string","why":"string"}]'
is "one endpoint has none" "$(known dev mv2)" ""
is "one endpoint has two" "$(known link eth0 dev mv1 | wc -l)" 2
is "another lower" "$(macbpf mdb show link wire)" ""
is "a lower without its word" "$(known eth0 dev mv1)" "$(known link eth0 dev mv1)"
run macbpf mdb show dev nowhere
is "no such endpoint" "$code $(echo "$err" | grep -c nowhere)" "1 1"

ip -n "$ours-1" address del 239.1.2.3/32 dev mv1
until_true "who leaves is not in it" isnt_known \
	"dev mv1 hostdev mbN link eth0 grp 239.1.2.3 report"
succeeds "mcast-flood" macbpf link set mv2 type macvlan mcast-flood on
is "always" "$(known dev mv2)" "dev mv2 hostdev mbN link eth0 grp all always"
is "link show" "$(macbpf -j -d link show mv2 | jq -c '.[0].mcast_flood')" true
has "link show, as text" "$(macbpf -d link show mv2)" " mcast-flood on"
succeeds "mcast-flood off" macbpf link set mv2 type macvlan mcast-flood off
succeeds "learning on" macbpf link set mv2 type macvlan learning on
has "who learns gets all" "$(known dev mv2)" "grp all"
succeeds "learning off" macbpf link set mv2 type macvlan learning off
is "and no more at once" "$(known dev mv2)" ""
ip -n "$ours-1" maddress add 01:00:5e:01:02:03 dev mv1
succeeds "sweep" macbpf port sweep
has "device" "$(known dev mv1)" "dev mv1 hostdev mbN link eth0 grp all device"
is "it reports others all the same" "$(known dev mv1 | grep -c report)" 1
finish
