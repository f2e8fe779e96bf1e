#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# owner.sh - whose an endpoint is: said when it is made, asked for by a listing, and enough to delete
# all of them wherever their devices went.
#
# guards: cli/link_words.c cli/link_parse.c cli/cmd_link.c libmacbpf/api/link_del.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
box=box1
new_netns "$box"

macbpf() { "$MACBPF" -n "$ours" "$@"; }
names() { macbpf -j link show "$@" | jq -r 'map(.ifname) | join(" ")'; }

succeeds "one of vm:7" macbpf link add link eth0 name mv0 owner vm:7 type macvlan mode bridge
succeeds "another, elsewhere" macbpf link add link eth0 name mv1 netns "$box" owner vm:7 type macvlan
succeeds "a tap of it" macbpf link add link eth0 name tap0 owner vm:7 type macvtap
succeeds "one of vm:70" macbpf link add link eth0 name mv2 owner vm:70 type macvlan
succeeds "one of nobody" macbpf link add link eth0 name mv3 type macvlan

is "in JSON" "$(macbpf -j link show mv1 | jq -r '.[0].owner')" vm:7
has "in the text" "$(macbpf -d link show mv1)" " owner vm:7"
ip -n "$box" link set mv1 name eth7
is "those of one, wherever they are" "$(names owner vm:7)" "mv0 eth7 tap0"
is "of these one" "$(names mv0 owner vm:7)" mv0
is "one that is another's" "$(names mv0 owner vm:70)" ""
is "those of nobody known" "$(names owner vm)" ""
is "nobody is an owner of nothing" "$(names owner "")" ""

for bad in "a b" "" "$(printf 'a\tb')" "$(printf 'caf\303\251')" "$(printf '%0201d' 0)"; do
	run macbpf link add link eth0 name mv9 owner "$bad" type macvlan
	has "owner '$bad'" "$code $err" "2 Error: an owner is 1 to 200 printable ASCII characters without spaces"
	is_one_error "owner '$bad'"
done
run macbpf link set mv0 owner vm:8
is "it stays whose it is" "$code" 1
run macbpf link del owner vm:9
has "an owner of nothing" "$code $err" '1 Error: no endpoint is owned by "vm:9"'
run macbpf link del mv0 owner vm:7
has "a device besides" "$code $err" '1 Error: "owner" deletes all endpoints of "vm:7", and "mv0" names others'
run macbpf link del link eth0 owner vm:7
has "a lower besides" "$code $err" '1 Error: "owner" deletes all endpoints of "vm:7", and "eth0" names others'
run macbpf link del link eth0
has "a word that is missing does not make one into all" "$code $err" '1 Error: "macbpf link delete" needs the name of a device'
is "nothing is deleted" "$(names)" "mv0 eth7 tap0 mv2 mv3"

succeeds "delete an owner's" macbpf link del owner vm:7
is "and nobody else's" "$(names)" "mv2 mv3"
is "in the other netns, too" "$(ip -n "$box" -br link show | grep -c eth7)" 0

# Without a name: as the kernel names a macvlan, in the netns where it goes.
ip -n "$box" link add macvlan0 type dummy 2>/dev/null || ip -n "$box" link add macvlan0 type veth peer name other
succeeds "no name" macbpf link add link eth0 group 7 type macvlan
succeeds "no name, again" macbpf link add link eth0 netns "$box" type macvlan
succeeds "no name, a third time" macbpf link add link eth0 group 7 type macvtap
is "their names" "$(names)" "mv2 mv3 macvlan0 macvlan1 macvtap0"
is "it is in the netns" "$(ip -n "$box" -o link show | grep -c ' macvlan1@')" 1
run macbpf link add link eth9 type macvlan
is "no name, no lower" "$code $err" '1 Error: cannot find device "eth9"'

# -br tells them apart.
is "brief" "$(macbpf -br link show macvlan1 | sed 's/.*> //; s/mb[0-9]*/mbN/')" \
	"mode vepa hostdev mbN link-netns $box"
is "brief, an owner's" "$(macbpf -br link show owner vm:70 | sed 's/.*> //; s/mb[0-9]*/mbN/')" \
	"mode vepa hostdev mbN owner vm:70"
is "brief, JSON" "$(macbpf -br -j link show macvlan1 | jq -c '.[0] | .mode, .netns')" "\"vepa\"
\"$box\""

# One address, one endpoint.
mac=$(macbpf -j link show mv2 | jq -r '.[0].address')
has "fdb get" "$(macbpf fdb get "$mac")" "$mac dev mv2 hostdev "
is "fdb get: one row" "$(macbpf -j fdb get "$mac" | jq length)" 1
run macbpf fdb get 02:00:00:00:99:99
is "fdb get: nobody's" "$code $err" "1 Error: no endpoint has the address 02:00:00:00:99:99: 'macbpf fdb show' lists all"
run macbpf fdb get "$mac" dev macvlan1
is "fdb get: another's" "$code $err" "1 Error: no entry of macvlan1 has the address $mac: 'macbpf fdb get $mac' looks at all"
run macbpf fdb get "$mac" wire
is "fdb get: on another lower" "$code $err" "1 Error: no endpoint on wire has the address $mac: 'macbpf fdb get $mac' looks at all"
has "fdb show dev" "$(macbpf fdb show dev mv2)" "$mac dev mv2 hostdev "
is "fdb show dev: one row" "$(macbpf -j fdb show link eth0 dev mv2 | jq length)" 1
run macbpf fdb show dev mv99
is "fdb show dev: nobody" "$code $err" "1 Error: cannot find endpoint \"mv99\"; 'macbpf link show' lists them"

in_group() { macbpf -j link show group 7 "$@" | jq -r 'map(.ifname) | join(" ")'; }
is "show a group" "$(in_group)" "macvlan0 macvtap0"
is "show a group: of a type" "$(in_group type macvtap)" "macvtap0"
succeeds "delete a group" macbpf link del group 7
is "it is gone" "$(names)" "mv2 mv3 macvlan1"
succeeds "a tap" macbpf link add link eth0 name tap9 type macvtap
succeeds "delete of one type" macbpf link del link eth0 all type macvlan
is "the others are there" "$(names)" "tap9"
succeeds "delete all" macbpf link del link eth0 all
is "all are gone" "$(names)" ""
run macbpf link del link eth0 all
is "nothing to delete" "$code $err" "0 Nothing to delete: 'macbpf link show' lists what there is"
finish
