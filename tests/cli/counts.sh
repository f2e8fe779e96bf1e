#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# counts.sh - what is counted of one endpoint: of the one that it is about, and as long as it lives;
# and that a device is down is told where frames for it are told of.
#
# guards: cli/link_show_stats.c cli/reason.c cli/cmd_fdb.c libmacbpf/endpoint/counts.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
new_netns "$ours-box"
succeeds "add mv0" "$MACBPF" -n "$ours" link add link eth0 name mv0 netns "$ours-box" up type macvlan mode bridge
succeeds "add mv1" "$MACBPF" -n "$ours" link add link eth0 name mv1 type macvlan mode bridge
until_true "mv0 has a carrier" is_up "$ours-box" mv0
ip -n "$ours-box" addr add 192.0.2.1/24 dev mv0
ip -n "$ours" addr add 192.0.2.200/24 dev wire

# frames NAME REASON: how many were counted of it; "none" if there is no such line
frames()
{
	"$MACBPF" -n "$ours" -s -json link show "$1" |
		jq -r --arg reason "$2" '[.[0].reasons[] | select(.name == $reason) | .frames][0] // "none"'
}

# Frames that others send by themselves may be counted as well, so only "some" and "none" is said.
some() { [ "$(frames "$1" "$2")" != none ]; }

# A question that nobody answers, to all.
asks()
{
	"$@" ping -q -c 1 -W 0.1 192.0.2.77 >/dev/null 2>&1
}

is "mv1, that sent nothing" "$("$MACBPF" -n "$ours" -s -json link show mv1 | jq -c '[.[0].reasons[].name] - ["copy-refused"]')" "[]"
asks ip netns exec "$ours"
until_true "mv1, which is down, is refused its copy" some mv1 copy-refused
is "mv0 is not" "$(frames mv0 copy-refused)" none
is "what the wire sent is nobody's" "$(frames mv1 flood-wire)$(frames mv0 flood-wire)" nonenone
asks ip netns exec "$ours-box"
until_true "mv0 sent it" some mv0 flood-endpoint
is "mv1 did not" "$(frames mv1 flood-endpoint)" none

# As text: behind the device's counters, and all for who asks twice.
text=$("$MACBPF" -n "$ours" -s link show mv1)
has "a line each" "$text" "
    copy-refused      "
is "none that was never" "$(echo "$text" | grep -c 'flood-wire')" 0
has "the sentence" "$("$MACBPF" -n "$ours" -s -d link show mv1)" "copies the kernel refused: receiver down"
has "all" "$("$MACBPF" -n "$ours" -s -s link show mv1)" "
    flood-wire                  0"
is "all: as of the port" "$("$MACBPF" -n "$ours" -s -s -json link show mv1 | jq -c '[.[0].reasons[].name]')" \
	"$("$MACBPF" -n "$ours" -s -json port show | jq -c '[.[0].reasons[].name]')"
is "none is asked for" "$("$MACBPF" -n "$ours" -json link show mv1 | jq '.[0].reasons')" null

# down
down() { "$MACBPF" -n "$ours" -json "$@" | jq -c '[.[] | select(.ifname == "mv1").down]'; }
has "fdb: down" "$("$MACBPF" -n "$ours" fdb show)" " dev mv1 hostdev $("$MACBPF" -n "$ours" -json link show mv1 |
	jq -r '.[0].hostdev') link eth0 mode bridge down"
is "fdb: down, JSON" "$(down fdb show)" "[true]"
has "link: down" "$("$MACBPF" -n "$ours" -d link show mv1 | tr '\n' ' ') " " down "
is "link: down, JSON" "$(down link show)" "[true]"
ip -n "$ours" link set mv1 up
is "fdb: up" "$(down fdb show)" "[false]"
is "link: up" "$(down link show)" "[null]"

# Who comes later begins from nothing.
succeeds "delete mv1" "$MACBPF" -n "$ours" link del mv1
succeeds "add mv1 again" "$MACBPF" -n "$ours" link add link eth0 name mv1 type macvlan mode private
is "mv1, again" "$(frames mv1 flood-endpoint)" none
succeeds "a mode is not another endpoint" "$MACBPF" -n "$ours" link set mv0 type macvlan mode private
is "mv0 is counted on" "$(frames mv0 flood-endpoint | sed 's/^[1-9].*/some/')" some
finish
