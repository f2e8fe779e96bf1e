#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# diagnose.sh - what is wrong at a port is told with a way out, which is one: what it says mends it.
#
# What takes more than a test's netns has, or a moment that can't be hit, is in unit/api/check_diagnosis.c.
#
# guards: cli/cmd_diagnose.c libmacbpf/api/diagnosis.c libmacbpf/port/trouble.c libmacbpf/port/trouble_find.c libmacbpf/port/trouble_past.c
# guards: libmacbpf/kernel/wifi.c libmacbpf/port/trouble_queue.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_netns "$ours-a"
new_world "$ours"

m()
{
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

diagnose()
{
	run "$MACBPF" -n "$ours" -json diagnose "$@"
	found=$(echo "$out" | jq -r '.[] | [.level, .what, .hostdev // "-"] | join(" ")')
}

# finds FINDING...: these and no others
finds()
{
	what=$1
	shift
	diagnose link eth0
	is "$what" "$found" "$(printf '%s\n' "$@")"
	is "$what: status" "$code $err" "$(echo "$*" | grep -c warning) "
}

# mend WHAT: by the command in the quotes of the sentence about it, one of macbpf, tc or ip
mend()
{
	way=$(echo "$out" | jq -r --arg w "$1" '.[] | select(.what == $w) | .text' | sed "s/^[^']*'//; s/'.*//")
	case $way in
	macbpf\ port\ sweep) run "$MACBPF" -n "$ours" port sweep ;; # and says what it puts right
	macbpf\ *) succeeds "$way" sh -c "$MACBPF -n $ours ${way#macbpf }" ;;
	tc\ *) succeeds "$way" sh -c "tc -n $ours ${way#tc }" ;;
	ip\ *) succeeds "$way" sh -c "ip -n $ours ${way#ip }" ;;
	*) fail "no way out of $1: \"$way\"" ;;
	esac
}

run "$MACBPF" -n "$ours" diagnose
is "no port" "$code $out$err" "0 Nothing wrong is seen."
run "$MACBPF" -n "$ours" diagnose eth0
is "a lower without endpoints" "$code $err" "1 Error: eth0 has no endpoints of macbpf: 'macbpf link add link eth0 ...' makes one"
run "$MACBPF" -n "$ours" diagnose eth9
is "no lower" "$code $err" '1 Error: cannot find device "eth9"'

m -endpoint veth -hook clsact link add link eth0 name mv0 address 02:00:00:00:00:10 netns "$ours-a" up type macvlan mode bridge
m -endpoint veth -hook clsact link add link eth0 name mv1 address 02:00:00:00:00:11 netns "$ours-a" up type macvlan mode bridge
finds "all is well"
run "$MACBPF" -n "$ours" diagnose
is "all is well" "$code $out$err" "0 Nothing wrong is seen."

m link set mv1 type macvlan mode vepa
finds "the default mode" "warning vepa -"
m link set mv1 type macvlan mode bridge

ip -n "$ours-a" link set mv1 down
finds "a device that is down" "warning down mb1"
mend down
finds "it is up again"

ip -n "$ours-a" link set mv1 address 02:00:00:00:00:21
finds "another address" "warning address-changed mb1"
mend address-changed
finds "the tables follow"

m -endpoint veth -hook clsact link add link eth0 name mv2 address 02:00:00:00:00:10 netns "$ours-a" type macvlan mode bridge
finds "an address twice" "warning address-not-owned mb2" "warning down mb2"
m link del mv2

ip -n "$ours" link set mb1 down
finds "a hostdev that is down" "warning hostdev-down mb1"
run "$MACBPF" -n "$ours" port sweep # and says what it puts right
is "port sweep" "$code" 0
finds "it is up again"
m link set mv1 protodown on
finds "protodown" "warning hostdev-down mb1"
mend hostdev-down
finds "protodown off"

ip -n "$ours" link add br0 type bridge
ip -n "$ours" link set mb1 master br0
finds "a hostdev in a bridge" "warning has-master mb1"
has "the line" "$out" "mb1 is in br0, which takes its frames and gives it those of others: take it out ('ip link set mb1 nomaster')."
mend has-master
finds "it is out of it"
ip -n "$ours" link del br0

ip -n "$ours-a" link set mv1 mtu 4000
finds "an MTU above the lower's" "warning mtu mb1"
run "$MACBPF" -n "$ours" diagnose
has "the line" "$out" "eth0 mb1: WARNING: The MTU 4000 of mv1 is more than the 1500 of eth0, "
m link set mv1 mtu 1500
finds "the lower's MTU"

tc -n "$ours" filter add dev mb1 ingress pref 1 bpf bytecode '1,6 0 0 0,'
finds "a filter before an endpoint's program" "note behind-endpoint mb1"
tc -n "$ours" qdisc del dev mb1 ingress
finds "no program" "warning no-program mb1"
run "$MACBPF" -n "$ours" port sweep
finds "it has its program again"

# The same on the lower is a warning.
tc -n "$ours" filter add dev eth0 ingress pref 1 handle 2 bpf direct-action bytecode '1,6 0 0 4294967295,'
finds "a filter before the lower's program" "warning behind -"
tc -n "$ours" filter del dev eth0 ingress pref 1 handle 2 bpf
finds "it is gone"

# And behind it, where frames for endpoints go past; nft's chains are in proto/firewall.sh.
tc -n "$ours" filter add dev eth0 ingress pref 9 bpf direct-action bytecode '1,6 0 0 4294967295,'
finds "a filter behind the lower's program" "note unseen -"
run "$MACBPF" -n "$ours" diagnose
has "the line" "$out" "eth0: NOTE: Filters of tc on eth0 don't see what goes from the wire to endpoints: 'tc filter show dev eth0 ingress' lists them."
tc -n "$ours" filter del dev eth0 ingress pref 9
tc -n "$ours" filter add dev mb0 ingress pref 9 bpf bytecode '1,6 0 0 0,'
finds "a filter behind an endpoint's program" "note unseen mb0"
tc -n "$ours" filter del dev mb0 ingress pref 9
m port set eth0 host-access on
tc -n "$ours" filter add dev eth0 egress pref 9 bpf bytecode '1,6 0 0 0,'
finds "a filter behind the host's program" "note unseen -"
tc -n "$ours" filter add dev eth0 egress pref 1 handle 2 bpf direct-action bytecode '1,6 0 0 4294967295,'
finds "a filter before the host's program" "warning behind -" "note unseen -"
has "the line" "$out" "'tc filter show dev eth0 egress' lists them."
is "the line, not of the other side" "$(echo "$out" | grep -c "dev eth0 ingress")" 0
tc -n "$ours" filter del dev eth0 egress
finds "no program of the host" "warning no-program -"
run "$MACBPF" -n "$ours" explain link eth0 from host to mv0
has "explain tells it, too" "$out" "WARNING: eth0 has lost its program of host-access, so no endpoint gets anything from the host: 'macbpf port sweep' puts it back."
is "explain: it is on" "$(echo "$out" | grep -c "that takes")" 0
diagnose link eth0
mend no-program
is "it is told" "$err" "warning: eth0 had lost its program of host-access, and has it again"
finds "it has its program again"
m port set eth0 host-access off
finds "it sees all"

ip -n "$ours" link set eth0 down
finds "the lower is down" "warning lower-down -"
mend lower-down
until_true "eth0 carries" is_up "$ours" eth0
ip -n "$ours" link set wire down
is_lost() { ! is_up "$ours" eth0; }
until_true "eth0 has no carrier" is_lost
finds "no carrier" "warning no-carrier -"
ip -n "$ours" link set wire up
until_true "eth0 carries" is_up "$ours" eth0

ip -n "$ours-a" link del mv1
finds "what was deleted" "warning gone -"
mend gone
finds "it is cleared up"

# A lower takes its program along where that is at tcx, and the endpoints stay where it was.
if [ "$(usual_hook)" = tcx ]; then
	m link del mb0
	m link add link eth0 name mv0 netns "$ours-a" type macvlan mode bridge
	ip -n "$ours" link set eth0 netns "$ours-a"
	ip -n "$ours-a" link set eth0 up
	world=$ours ours=$ours-a
	until_true "eth0 carries" is_up "$ours" eth0
	finds "a port from another netns" "warning gone -"
	mend gone
	diagnose
	is "it is taken off" "$code $out" "0 []"
	ip -n "$ours" link set eth0 netns "$world"
	ours=$world
	ip -n "$ours" link set eth0 up
	until_true "eth0 carries" is_up "$ours" eth0
	m -endpoint veth -hook clsact link add link eth0 name mv0 netns "$ours-a" up type macvlan mode bridge
	finds "it is home again"
fi

# What holds an endpoint to its rate, which somebody takes off or puts another in the place of.
if "$MACBPF" -br feature | grep -q "^rates yes"; then
	m link set mv0 rate in 10mbit rate out 8mbit
	finds "it is held to its rates"
	tc -n "$ours" qdisc del dev mb0 root
	finds "rate in is taken off" "warning queue mb0"
	mend queue
	finds "it is held to its rates again"
	for other in "pfifo" "handle 77: tbf rate 1gbit burst 10k limit 10k"; do
		tc -n "$ours" qdisc replace dev mb0-o root $other
		finds "rate out by $other" "warning queue mb0"
		mend queue
		tc -n "$ours" qdisc replace dev mb0 root $other
		finds "rate in by $other" "warning queue mb0"
		mend queue
		finds "that is taken off" "warning queue mb0"
		mend queue
		finds "it is held to its rates again"
	done
	m link set mv0 rate off
	finds "it has no rates"
fi

# sysfs as it is of a card with a radio, and of another netns, which has the name as well.
mkdir -p "$tmp/net/eth0/phy80211"
ip -n "$ours" -j link show eth0 | jq '.[0].ifindex' >"$tmp/net/eth0/ifindex"
mount --bind "$tmp/net" /sys/class/net
finds "a wireless LAN" "note wifi -"
echo 4711 >"$tmp/net/eth0/ifindex"
finds "another's wireless LAN"
umount /sys/class/net

if ip -n "$ours" link add link eth0 name eth0.5 type vlan id 5 2>/dev/null; then
	m port sweep
	finds "a VLAN device" "note vlan -"
	ip -n "$ours" link del eth0.5
	finds "one that is gone" "warning vlan-gone -"
	mend vlan-gone
	finds "its tag is forgotten"
fi

# Nothing is left that leads to the port; what it has set is named.
tc -n "$ours" qdisc del dev eth0 clsact
tc -n "$ours" qdisc del dev mb0 ingress
finds "a hostdev without a port" "warning no-port mb0"
run "$MACBPF" -n "$ours" diagnose
has "the line" "$out" "eth0 mb0: WARNING: By its alias mb0 is a hostdev of macbpf, but all programs were taken off, and no port knows it: 'ip link del mb0' deletes it. eth0 may still have"
diagnose
mend no-port
has "what is left" "$(ip -n "$ours" link show eth0)" ALLMULTI
succeeds "allmulticast off" ip -n "$ours" link set eth0 allmulticast off
diagnose
is "nothing is left" "$code $out $(ip -n "$ours" link show eth0 | grep -c ALLMULTI)" "0 [] 0"
finish
