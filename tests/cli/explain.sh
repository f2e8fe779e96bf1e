#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# explain.sh - where a frame goes and why it doesn't arrive is told; and telling it changes nothing.
#
# That what tells decides as what acts does is told by prog/check_prog.c.
#
# guards: cli/cmd_explain.c cli/explain_fill.c cli/explain_show.c cli/frame_given.c cli/frame_capture.c
# guards: libmacbpf/api/explanation.c libmacbpf/port/explain.c libmacbpf/port/explain_facts.c
# guards: libmacbpf/port/explain_warn.c libmacbpf/port/explain_program.c libmacbpf/port/explain_line.c
# guards: libmacbpf/datapath/telling.c libmacbpf/port/trouble.c libmacbpf/port/trouble_past.c libmacbpf/port/trouble_queue.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_netns "$ours-a" "$ours-b"
for n in "$ours-a" "$ours-b"; do # nobody says anything by himself
	at "$n" sh -c 'echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
done
new_world "$ours"
ip -n "$ours" link set eth0 address 02:00:00:00:ee:00
at "$ours" sh -c 'for i in all default; do echo 1 >/proc/sys/net/ipv6/conf/$i/disable_ipv6; done'

m()
{
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

# add NAME MAC NETNS WORDS...
add()
{
	name=$1 mac=$2 netns=$3
	shift 3
	m link add link eth0 name "$name" address "$mac" netns "$netns" up "$@"
	until_true "$name has a carrier" is_up "$netns" "$name"
}

explain()
{
	what="explain $*"
	run "$MACBPF" -n "$ours" explain link eth0 "$@"
	is "$what" "$code $err" "0 "
}

# says SENTENCE: among what the last one told
says()
{
	has "$what" "
$out
" "
$1
"
}

no_warning()
{
	is "$what: without a warning" "$(echo "$out" | grep WARNING)" ""
}

add mv0 02:00:00:00:00:10 "$ours-a" type macvlan mode bridge learning on
add mv1 02:00:00:00:00:11 "$ours-b" type macvlan mode bridge
add mv2 02:00:00:00:00:12 "$ours-b" type macvlan mode private
add mv3 02:00:00:00:00:13 "$ours-b" type macvlan mode source macaddr set 02:00:00:00:00:99
hook=$(usual_hook)

# ---------------------------------------------------------------- where it goes

explain from mv0 to mv1
says "The frame comes from endpoint mv0 (hostdev mb0), which is in mode bridge."
says "It is from 02:00:00:00:00:10 to 02:00:00:00:00:11, of type 0x0800 and 60 bytes."
says "Its destination is the address of endpoint mv1, which is in mode bridge."
has "$what: its program" "$out" "of mb0 decides, which is of the same build as this command."
has "$what" "$out" "
The frame goes to endpoint mv1 (hostdev mb1)"
says "It is counted on the devices alone: an ordinary path."
no_warning
explain from mb0 to 02:00:00:00:00:11
has "$what" "$out" "The frame goes to endpoint mv1 (hostdev mb1)"
explain from wire to broadcast
has "$what" "$out" " from 00:00:5e:00:53:01 to ff:ff:ff:ff:ff:ff, "
has "$what: its program" "$out" "at $hook of eth0 decides"
for n in 0 1 2; do says "A copy goes to endpoint mv$n (hostdev mb$n)."; done
is "$what: copies" "$(echo "$out" | grep -c '^A copy')" 3
says "The frame itself is left to what comes next on eth0: VLAN devices, a bridge, the host's stack."
says "Counted as flood-wire: group frame from the wire, copied to endpoints."
no_warning
explain from wire to mv1 src 02:00:00:00:00:99
says "A copy goes to endpoint mv3 (hostdev mb3)."
says "Counted as source-copy: copies made for source-mode endpoints."
explain from wire to mv3
says "An endpoint in mode source gets what its listed sources send, and nothing by its address."
explain from mv0 to mv2
says "Endpoints in mode private are reached by the wire alone, if a switch sends back what comes from here."
says "The frame itself leaves by eth0, to the wire."
explain from mv2 to mv1
says "Endpoints in mode private send everything to the wire: whose address it is plays no part."
explain from mv2 to 02:00:00:00:00:77 length 4000
says "The frame itself is dropped."
says "Counted as over-mtu: to the wire, larger than the lower's MTU: dropped."
# Headers of 28 bytes, of UDP over IPv4, are in each segment.
explain from mv2 to 02:00:00:00:00:77 length 60000 gso 1472
says "It is cut when it leaves, into frames of up to 1514 bytes."
says "The frame itself leaves by eth0, to the wire."
explain from mv2 to 02:00:00:00:00:77 length 60000 gso 1473
says "Counted as over-mtu: to the wire, larger than the lower's MTU: dropped."
tcp4=0200000000770200000000120800450000283039400040060000c0000202c00002fe0050005000000000000000008010ffff0000000001010101010101010101010101
explain from mv2 frame "$tcp4" gso 1448
says "It is cut when it leaves, into frames of up to 1514 bytes."
says "The frame itself leaves by eth0, to the wire."
explain from mv2 frame "$tcp4" gso 1449
says "Counted as over-mtu: to the wire, larger than the lower's MTU: dropped."
run "$MACBPF" -n "$ours" explain link eth0 from mv2 to 02:00:00:00:00:77 ethertype 88b5 gso 1000
is "nothing to cut" "$code $err" "2 Error: a frame that is neither TCP nor UDP over IP is not cut into segments"
if ip -n "$ours" link add link eth0 name eth0.5 type vlan id 5 2>/dev/null; then
	m port sweep
	explain from wire to mv1 vlan 5
	says "A VLAN device on eth0 takes frames with this tag."
	says "The frame itself is left to what comes next on eth0: VLAN devices, a bridge, the host's stack."
	ip -n "$ours" link del eth0.5
	m port sweep
fi
explain from wire to mv1 vlan 6
says "It is from 00:00:5e:00:53:01 to 02:00:00:00:00:11, of type 0x0800 and 60 bytes, with 802.1Q tag 6."
has "$what" "$out" "The frame goes to endpoint mv1 (hostdev mb1)"
explain from host to mv1
says "The frame itself leaves by eth0, to the wire."
says "WARNING: The host and its endpoints don't reach each other: that takes 'macbpf port set link eth0 host-access on'."
explain from host to wire
no_warning
apart="WARNING: The host gets nothing of what leaves by eth0, unless a switch sends it back"
for to in host 02:00:00:00:ee:00; do
	explain from mv1 to $to
	says "Its destination is the address of eth0."
	says "The frame itself leaves by eth0, to the wire."
	says "$apart: endpoints of mode bridge reach it with 'macbpf port set link eth0 host-access on'."
done
explain from mv1 to wire
says "It is from 02:00:00:00:00:11 to 00:00:5e:00:53:02, of type 0x0800 and 60 bytes."
no_warning
m port set eth0 host-access on
explain from mv1 to host
says "The frame goes to the host, as if eth0 had received it."
no_warning
explain from mv1 to host vlan 7
says "$apart, and frames with a tag stay apart from it."
m port set eth0 host-access off
ip -n "$ours" link add br0 address 02:00:00:00:ee:22 type bridge
ip -n "$ours" link set eth0 master br0
explain from mv1 to 02:00:00:00:ee:22
says "Its destination is an address of the host at eth0."
has "$what" "$out" "$apart: "
ip -n "$ours" link del br0
explain from mv1 to mv0 src 02:00:00:00:00:55
says "WARNING: Answers to 02:00:00:00:00:55 don't come back to mv1: frames for it go elsewhere."
m -json explain link eth0 from mv0 to broadcast arp 192.0.2.7
is "JSON" "$(echo "$out" | jq -c '.[0] | [.act, .ifname, .reason, .copies, .counted, .warnings]')" \
	'["wire","eth0","flood-endpoint",[{"ifname":"mv1","hostdev":"mb1"}],{"flood-endpoint":1},[]]'

# ---------------------------------------------------------------- a frame that is given

arp="ff ff ff ff ff ff 02:00:00:00:00:10 0806 0001080006040001 020000000010 c0000201 000000000000 c0000202"
explain from mv0 frame "$arp"
says "It is from 02:00:00:00:00:10 to ff:ff:ff:ff:ff:ff, of type 0x0806 and 42 bytes."
tagged="ffffffffffff 020000000099 8100 2007 0800 4500"
explain from wire frame "$tagged"
says "It is from 02:00:00:00:00:99 to ff:ff:ff:ff:ff:ff, of type 0x0800 and 16 bytes, with 802.1Q tag 7."

bytes()
{
	# shellcheck disable=SC2059 # the format is what is to be printed
	for byte in "$@"; do printf "\\$(printf %o "0x$byte")"; done
}
frame="02 00 00 00 00 11 02 00 00 00 00 99 08 00 45 00"
other="02 00 00 00 00 10 02 00 00 00 00 99 08 00 45 00"
# shellcheck disable=SC2086 # words
{
	bytes d4 c3 b2 a1 02 00 04 00 00 00 00 00 00 00 00 00 00 00 04 00 01 00 00 00
	bytes 00 00 00 00 00 00 00 00 10 00 00 00 10 00 00 00 $frame
	bytes 00 00 00 00 00 00 00 00 10 00 00 00 28 23 00 00 $other # of 9000 bytes
} >"$tmp/pcap"
explain from wire pcap "$tmp/pcap"
says "It is from 02:00:00:00:00:99 to 02:00:00:00:00:11, of type 0x0800 and 16 bytes."
explain from wire pcap "$tmp/pcap" number 2
says "It is from 02:00:00:00:00:99 to 02:00:00:00:00:10, of type 0x0800 and 9000 bytes."
# shellcheck disable=SC2086 # words
{
	bytes 0a 0d 0d 0a 1c 00 00 00 4d 3c 2b 1a 01 00 00 00 ff ff ff ff ff ff ff ff 1c 00 00 00
	bytes 01 00 00 00 14 00 00 00 01 00 00 00 00 00 04 00 14 00 00 00
	bytes 06 00 00 00 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 10 00 00 00
	bytes $frame 30 00 00 00
} >"$tmp/pcapng"
explain from wire pcap "$tmp/pcapng"
says "It is from 02:00:00:00:00:99 to 02:00:00:00:00:11, of type 0x0800 and 16 bytes."

refused()
{
	sentence=$1
	shift
	run "$MACBPF" -n "$ours" explain "$@"
	is "explain $*" "$code $err" "1 Error: $sentence"
	is "explain $*: stdout" "$out" ""
}
refused "\"$tmp/pcap\" has no packet 3, only 2" link eth0 from wire pcap "$tmp/pcap" number 3
printf 'no capture' >"$tmp/text"
run "$MACBPF" -n "$ours" explain link eth0 from wire pcap "$tmp/text"
has "a file of another kind" "$code $err" "1 Error: can't read \"$tmp/text\" as a capture: "
refused "argument of \"frame\" must be bytes of two hex digits each, which \"0xff\" doesn't begin with" \
	link eth0 from wire frame 0xff
refused 'argument of "frame" has 2 bytes: an Ethernet header alone has 14' link eth0 from wire frame 'ff:ff'
refused 'cannot find device "eth9"' link eth9 from wire to broadcast
refused "wire has no endpoints of macbpf, so frames on it meet nothing of it" link wire from wire to broadcast
refused "cannot find endpoint \"mv9\" on eth0; 'macbpf link show' lists them" link eth0 from mv9 to broadcast
refused "cannot find endpoint \"mv9\" on eth0; 'macbpf link show' lists them" link eth0 from wire to mv9

# ---------------------------------------------------------------- nothing is changed

m port set link eth0 arp-directed on mcast-snooping on host-access on
m link set mv1 guard mac

# All that programs write, and what devices have counted.
all()
{
	"$MACBPF" -n "$ours" -s -d -json port show
	"$MACBPF" -n "$ours" -json neigh show
	"$MACBPF" -n "$ours" -json mdb show
	"$MACBPF" -n "$ours" -json fdb show
	"$MACBPF" -n "$ours" -s -d -json link show
	for n in "$ours" "$ours-a" "$ours-b"; do ip -n "$n" -s -s link show; done
	[ -z "$maps" ] || for map in $maps; do bpftool map dump id "$map"; done
}
maps=
if command -v bpftool >/dev/null; then
	prog=$("$MACBPF" -n "$ours" -d -json port show | jq '.[0].prog_id')
	maps=$(for map in $(bpftool -j prog show id "$prog" | jq '.map_ids[]'); do
		bpftool map show id "$map" | grep -Eo '^[0-9]+.* name mb_(neigh|stations|learners|group_lists|guards)'
	done | sed 's/:.*//')
fi
quiet() { all >"$tmp/first"; all >"$tmp/before"; cmp -s "$tmp/first" "$tmp/before"; }
until_true "nobody sends" quiet
# Nobody listens to one group, and what is for all says nothing of listeners.
listen="Multicast is for those who listen: mcast-snooping is on, and 'macbpf mdb show' lists them."
for from in mv0 wire host; do
	explain from $from to 01:00:5e:01:02:03
	says "$listen"
	for to in broadcast 01:00:5e:00:00:fb 33:33:00:00:00:01; do
		explain from $from to $to
		is "$what: for all" "$(echo "$out" | grep -c "who listen")" 0
	done
done
igmp="01005e010203 020000000010 0800 46c0 0020 0000 4000 01 02 0000 c0000201 ef010203 94040000 1600 f9fd ef010203"
for _ in 1 2 3 4 5; do
	explain from mv0 to mv1 src 02:00:00:00:00:66 # would be learnt
	explain from mv0 frame "$arp"
	explain from wire to broadcast arp 192.0.2.9
	explain from wire to broadcast src 02:00:00:00:00:99
	explain from mv0 frame "$igmp"
	says "Counted as mcast-report: IGMP or MLD report, copied to multicast routers alone."
	explain from mv1 to broadcast src 02:00:00:00:00:66
	has "$what" "$out" "Counted as guard-mac: "
	explain from mv0 to broadcast
	says "A copy goes to the host, by eth0."
	explain from host to broadcast
	says "Counted as flood-host: group frame of the host, copied to bridge endpoints."
	explain from host to mv1
	explain from mv2 to broadcast length 9000
done
all >"$tmp/after"
is "50 explanations changed" "$(diff "$tmp/before" "$tmp/after")" ""

# ---------------------------------------------------------------- why it doesn't arrive

ip -n "$ours-b" link set mv1 down
is_down() { ! is_up "$ours" mb1; }
until_true "mv1 has no carrier" is_down
explain from mv0 to broadcast
says "WARNING: mv1 is down: the copy is lost, and counted as copy-refused."
explain from wire to mv1
has "$what" "$out" "WARNING: mv1 is down: the frame is lost, and "
explain from mv1 to mv0
says "WARNING: mv1 is down: it sends nothing."
add mv5 02:00:00:00:00:11 "$ours-a" type macvlan mode bridge
explain from wire to 02:00:00:00:00:11
has "$what" "$out" "The frame goes to endpoint mv5"
says "WARNING: mv1 has the address 02:00:00:00:00:11, too, but another had it first: nothing is given to it until one of them has another."
m link del mv5
ip -n "$ours-b" link set mv1 up
until_true "mv1 is up" is_up "$ours" mb1
ip -n "$ours-b" link set mv1 address 02:00:00:00:00:21
explain from wire to mv1
says "WARNING: mv1 has the address 02:00:00:00:00:21 by now, and its guard holds it to 02:00:00:00:00:11."
m link set mv1 guard off
ip -n "$ours-b" link set mv1 address 02:00:00:00:00:22
explain from wire to mv1
says "WARNING: mv1 has the address 02:00:00:00:00:22 by now, and the tables still have 02:00:00:00:00:11: 'macbpf port sweep' makes them follow."
m port sweep
explain from wire to mv1
no_warning
m -endpoint veth -hook clsact link add link eth0 name mv4 netns "$ours-b" up mtu 1000 type macvlan mode bridge
until_true "mv4 has a carrier" is_up "$ours-b" mv4
explain from wire to broadcast length 1019
says "WARNING: 1019 bytes are more than mv4 lets in, whose MTU is 1000: the copy is lost, and counted as copy-refused."
explain from wire to broadcast length 1018
no_warning
tc -n "$ours" filter add dev mb5 ingress pref 9 bpf bytecode '1,6 0 0 0,'
explain from mv4 to broadcast
says "WARNING: Filters of tc on mb5 don't see what mv4 sends: 'tc filter show dev mb5 ingress' lists them."
explain from wire to mv4
no_warning
tc -n "$ours" filter del dev mb5 ingress pref 9
tc -n "$ours" filter add dev mb5 ingress pref 1 bpf bytecode '1,6 0 0 0,'
explain from mv4 to broadcast
says "WARNING: Filters of tc stand before macbpf's program on mb5: what they keep or change is not known here, 'tc filter show dev mb5 ingress' lists them."
tc -n "$ours" qdisc del dev mb5 ingress
explain from mv4 to broadcast
has "$what" "$out" "WARNING: mb5 has lost its program"

# What is held to a rate waits first.
run "$MACBPF" -n "$ours" port sweep # and says what it puts right
# broken SENTENCE COMMAND...: told, and mended
broken()
{
	sentence=$1
	shift
	succeeds "$*" at "$ours" "$@"
	explain from mv6 to mv0
	says "WARNING: $sentence: 'macbpf port sweep' puts it back."
	run "$MACBPF" -n "$ours" -json diagnose
	is "$*: diagnosis" "$(echo "$out" | jq -r '.[] | select(.hostdev == "mb6") | .what')" "queue"
	run "$MACBPF" -n "$ours" port sweep # and says what it puts right
	explain from mv6 to mv0
	says "$waits"
	no_warning
}
if "$MACBPF" -br feature | grep -q "^rates yes"; then
	m -endpoint veth -hook clsact link add link eth0 name mv6 netns "$ours-b" up rate in 9mbit rate out 8mbit guard mac type macvlan mode bridge
	until_true "mv6 has a carrier" is_up "$ours-b" mv6
	waits="It waits in the queue of rate out first, at mb6-o: 8000000 bits a second leave it, and what finds it full is dropped."
	explain from mv6 to mv0
	says "$waits"
	no_warning
	explain from mv0 to mv6
	says "It waits in the queue of rate in, at mb6: 9000000 bits a second leave it, and what finds it full is dropped."
	explain from mv6 to mv0 src 02:00:00:00:00:77
	is "$what: dropped before" "$(echo "$out" | grep -c "^It waits")" 0
	down="mb6-o or its other end is down, where what mv6 sends is queued, and all of it is lost"
	broken "$down" ip link set mb6-o down
	broken "$down" ip link set mb6-b down
	broken "The queue of rate out of mv6 (hostdev mb6) is gone, and with it all that it sends" ip link del mb6-o
	broken "mb6-o has a noqueue and no tbf, so what mv6 sends is held to no rate" tc qdisc del dev mb6-o root
	tc -n "$ours" qdisc replace dev mb6 root handle 77: tbf rate 1gbit burst 10k limit 10k
	explain from mv0 to mv6
	has "$what" "$out" "WARNING: mb6 has a tbf of somebody else, so what mv6 receives is not held to its rate: 'tc qdisc del"
	tc -n "$ours" qdisc del dev mb6 root
	run "$MACBPF" -n "$ours" port sweep # and says what it puts right
	m link del mv6
fi

ip -n "$ours" link set mb2 down
explain from mv2 to broadcast
says "WARNING: mb2 is down: mv2 has no carrier, and sends nothing: 'macbpf port sweep'."
run "$MACBPF" -n "$ours" link set mv2 protodown on # and says what it puts right
is "protodown" "$code" 0
explain from mv2 to broadcast
says "WARNING: mb2 is down, by protodown: mv2 has no carrier, and sends nothing: 'macbpf link set mb2 protodown off'."
m link set mv2 protodown off
ip -n "$ours" link set eth0 down
explain from wire to broadcast
says "WARNING: eth0 is down, and nothing comes in or leaves by it: 'ip link set eth0 up'."
m port set eth0 carrier follow
explain from mv2 to broadcast
says "WARNING: mb2 is down, as its lower has no carrier: mv2 has no carrier, and sends nothing."

# The one endpoint that has the lower for itself, where host-access would do nothing.
m link del link eth0 all
ip -n "$ours" link set eth0 up
until_true "eth0 carries" is_up "$ours" eth0
m link add link eth0 name mv7 netns "$ours-a" up type macvlan mode passthru
explain from host to mv7
says "WARNING: The host and an endpoint of mode passthru don't reach each other."
finish
