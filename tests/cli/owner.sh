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
has "a device besides" "$code $err" '1 Error: "owner" deletes all endpoints of "vm:7", and "mv0" is one device'
run macbpf link del link eth0 owner vm:7
has "a lower besides" "$code $err" '1 Error: "owner" deletes all endpoints of "vm:7", and "eth0" is one device'
run macbpf link del link eth0
has "neither" "$code $err" '1 Error: "macbpf link delete" needs the name of a device'
is "nothing is deleted" "$(names)" "mv0 eth7 tap0 mv2 mv3"

succeeds "delete an owner's" macbpf link del owner vm:7
is "and nobody else's" "$(names)" "mv2 mv3"
is "in the other netns, too" "$(ip -n "$box" -br link show | grep -c eth7)" 0
finish
