#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# find.sh - endpoints are found after their device was moved and renamed with `ip`, and one whose
# device was deleted with `ip`, or with its netns, is gone at the next command.
#
# guards: libmacbpf/world/ cli/cmd_link.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
box1=box1
box2=box2
new_netns "$box1"
ip netns add "$box2"

macbpf()
{
	"$MACBPF" -n "$ours" "$@"
}

made_as()
{
	macbpf -j link | jq -r 'map(.created_name) | join(" ")'
}

hostdevs()
{
	ip -n "$ours" -j link | jq -r 'map(.ifname | select(startswith("mb"))) | length'
}

value()
{
	macbpf -j -d link show "$1" | jq -r ".[0].$2"
}

# By alternative names, of the lower and of the device
ip -n "$ours" link property add dev eth0 altname enx0123456789ab altname enp0s31f6u2u3u4i1
succeeds "a lower's, as long as a name" \
	macbpf link add link enx0123456789ab name mv0 type macvlan mode bridge
succeeds "a lower's, longer" macbpf link add link enp0s31f6u2u3u4i1 name mv1 type macvlan mode bridge
ip -n "$ours" link property add dev mv0 altname longnameoftheendpoint0
succeeds "an endpoint's" macbpf link set longnameoftheendpoint0 mtu 1400
is "set by it" "$(value mv0 mtu)" 1400
is "shown by both" "$(macbpf -j link show link enp0s31f6u2u3u4i1 dev longnameoftheendpoint0 |
	jq -r '.[].ifname')" mv0
is "all of a lower" "$(macbpf -j link show link enp0s31f6u2u3u4i1 | jq -r 'map(.ifname) | join(" ")')" \
	"mv0 mv1"
is "its port" "$(macbpf -j port show enx0123456789ab | jq -r '.[].link')" eth0
succeeds "set its port" macbpf port set enp0s31f6u2u3u4i1 arp-directed on
is "its addresses" "$(macbpf -j fdb show enp0s31f6u2u3u4i1 | jq length)" 2
for words in "from longnameoftheendpoint0 to wire" "from wire to longnameoftheendpoint0"; do
	# shellcheck disable=SC2086 # a list of words
	succeeds "explain $words" macbpf explain link enp0s31f6u2u3u4i1 $words
done
told() { grep -q "$1" "$tmp/told"; }
"$MACBPF" -n "$ours" trace link enp0s31f6u2u3u4i1 dev longnameoftheendpoint0 >"$tmp/frames" 2>"$tmp/told" &
teller=$!
until_true "trace" told tracing
kill -INT "$teller"
wait "$teller"
is "trace" $? 0
"$MACBPF" -n "$ours" monitor link enp0s31f6u2u3u4i1 >"$tmp/told" 2>&1 &
teller=$!
heard() { macbpf link set mv0 mtu 1400 && macbpf link set mv0 mtu 1300 && told "^eth0: endpoint mv0 mtu"; }
until_true "monitor" heard
kill "$teller"
wait "$teller" 2>/dev/null
succeeds "delete by it" macbpf link del longnameoftheendpoint0
succeeds "delete on it" macbpf link del mv1 link enx0123456789ab
is "all deleted" "$(hostdevs)" 0

# Two of one name, and then on two lowers: each sentence names what leads to one.
succeeds "one" macbpf link add link eth0 name twin netns "$box1" type macvlan
succeeds "another" macbpf link add link eth0 name twin netns "$box2" type macvlan
ambiguous()
{
	sentence=$1
	shift
	run macbpf link show "$@"
	err=$(echo "$err" | sed 's/(mb1, mb0)/(mb0, mb1)/') # the order of lowers is nobody's promise
	is "link show $*" "$code $err" "1 Error: $sentence"
}
ambiguous '2 endpoints have the name "twin": give the name of the hostdev instead (mb0, mb1)' twin
ambiguous '2 endpoints on eth0 have the name "twin": give the name of the hostdev instead (mb0, mb1)' link eth0 twin
succeeds "moved to another lower" macbpf link del mb1
succeeds "moved to another lower" macbpf link add link wire name twin netns "$box2" type macvlan
ambiguous "2 endpoints have the name \"twin\": give the name of the hostdev instead (mb0, mb1), or 'link LOWER' as well" twin
succeeds "with the lower" macbpf link del link wire twin
succeeds "the last" macbpf link del twin

# Moved and renamed
succeeds "make mv0" macbpf link add link eth0 name mv0 type macvlan mode bridge
succeeds "make mv1" macbpf link add link eth0 name mv1 netns "$box1" type macvlan mode bridge
hostdev=$(value mv0 hostdev)
ip -n "$ours" link set mv0 netns "$box1" name eth0
is "show by the name it was made with" "$(value mv0 ifname)" eth0
is "show by the hostdev" "$(value "$hostdev" ifname)" eth0
is "its netns" "$(value mv0 netns)" "$box1"
kind=$(value mv0 endpoint)
hook=$(value mv0 hook)
has "made-as" "$(macbpf -d link show mv0)" \
	"macbpf hostdev $hostdev endpoint $kind hook $hook made-as mv0"
has "link-netns" "$(macbpf link show mv0)" " link-netns $box1"
succeeds "set mtu" macbpf link set mv0 mtu 1400
is "set mtu" "$(ip -n "$box1" -j link show eth0 | jq '.[0].mtu')" 1400
succeeds "set mode" macbpf link set mv0 type macvlan mode private
is "set mode" "$(value "$hostdev" linkinfo.info_data.mode)" private
succeeds "set up" macbpf link set mv0 up
is "set up" "$(ip -n "$box1" -j link show eth0 | jq '.[0].flags | index("UP") != null')" true
# Before Linux 6.2 only what is down can have another name.
succeeds "set down" macbpf link set mv0 down
succeeds "set name" macbpf link set mv0 name net0
is "set name" "$(ip -n "$box1" -j link show net0 | jq -r '.[0].ifname')" net0
succeeds "move back" macbpf link set mv0 netns "$ours"
is "found by its name here" "$(value net0 created_name)" mv0
is "no netns is named" "$(value net0 netns)" null

# Two that were made with one name
succeeds "make another mv0" macbpf link add link eth0 name mv0 netns "$box1" type macvlan
ip -n "$ours" link set net0 netns "$box2"
run macbpf link del mv0
is "an ambiguous name" "$code" 1
is_one_error "an ambiguous name"
has "an ambiguous name: the way out" "$err" mb
is "an ambiguous name: nothing is deleted" "$(made_as)" "mv0 mv1 mv0"
succeeds "delete by the hostdev" macbpf link del "$hostdev"
is "delete by the hostdev" "$(made_as)" "mv1 mv0"
is "its device is gone" "$(ip -n "$box2" -br link | wc -l)" 1
succeeds "now the name is enough" macbpf link del mv0
is "now the name is enough" "$(made_as)" mv1

# The same name on two lowers
ip -n "$ours" link add eth1 type veth peer name wire1
succeeds "make mv1 on eth1" macbpf link add link eth1 name mv1 type macvlan
run macbpf link show mv1
is "the device here goes first" "$(value mv1 link)" eth1
is "link narrows" "$(macbpf -j link show mv1 link eth0 | jq -r '.[0].link')" eth0
succeeds "del link narrows" macbpf link del link eth0 mv1
is "del link narrows" "$(macbpf -j link | jq -r 'map(.link) | join(" ")')" eth1
is "the port is gone with its last endpoint" "$(macbpf -j port | jq -r 'map(.link) | join(" ")')" eth1
succeeds "delete the last" macbpf link del mv1
is "nothing is left" "$(hostdevs) $(macbpf -j port)" "0 []"

# Deleted with ip
for i in 0 1 2; do
	succeeds "make mv$i" macbpf link add link eth0 name mv$i netns "$box1" type macvlan
done
ip -n "$box1" link del mv0
is "a deleted device is not listed" "$(made_as)" "mv1 mv2"
is "nor its address" "$(macbpf -j fdb | jq -r 'map(.ifname) | unique | join(" ")')" "mv1 mv2"
succeeds "make it again" macbpf link add link eth0 name mv0 netns "$box1" type macvlan
is "make it again" "$(made_as | xargs -n 1 | sort | xargs) $(hostdevs)" "mv0 mv1 mv2 3"

# Deleted with its netns
succeeds "move" macbpf link set mv2 netns "$box2"
ip netns del "$box2"
# shellcheck disable=SC2317 # called by until_true
hostdevs_are() { [ "$(hostdevs)" = "$1" ]; }
until_true "the pair is gone with the netns" hostdevs_are 2
is "its endpoint is not listed" "$(made_as | xargs -n 1 | sort | xargs)" "mv0 mv1"
succeeds "the next writing command" macbpf link del mv1
is "the next writing command" "$(made_as)" mv0
ip -n "$box1" link del mv0
is "the last one is deleted with ip" "$(made_as)" ""
succeeds "make one after all" macbpf link add link eth0 name mv9 type macvlan
is "one endpoint, one port" "$(macbpf -j port | jq -c 'map(.endpoints)') $(hostdevs)" "[1] 1"
succeeds "and delete it" macbpf link del mv9
is "nothing is left at the end" "$(hostdevs) $(macbpf -j port)" "0 []"
finish
