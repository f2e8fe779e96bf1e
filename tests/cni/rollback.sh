#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# rollback.sh - an ADD that fails leaves nothing, whatever step fails; a DEL takes what is left of
# anything. Where the reference plugin does not, that is shown beside ours.
#
# guards: frontends/cni/verb_add.c frontends/cni/verb_del.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1
touch "$FAKE_LOG"
l2='{"cniVersion":"1.0.0","name":"net1","type":"macvlan","master":"eth0"}'
answer='{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24","gateway":"10.1.2.1"}],"routes":[{"dst":"0.0.0.0/0"}]}'
fake=$(jq -c --argjson a "$answer" '.ipam = { type: "fake-ipam", answer: $a }' <<<"$l2")
local_ipam=$(with "$l2" ".ipam = { type: \"host-local\", dataDir: \"$tmp/leases\", subnet: \"10.1.2.0/24\" }")

calls()
{
	tr '\n' ',' <"$FAKE_LOG"
	: >"$FAKE_LOG"
}

nothing()
{
	clean "$1"
	is "$1: nothing in the container" "$(ip -n c1 -o link 2>/dev/null | grep -vc 'lo:')" 0
}

## The link is there, with its MAC and its programs, before the IPAM plugin runs; for DHCP it is up

out=$(reference ADD "$(with "$fake" '.ipam.run = "ip -n c1 -o link show eth0 >'"$tmp"'/seen"')")
has "the reference plugin: down in IPAM" "$(cat "$tmp/seen")" "state DOWN"
reference DEL "$fake"
ours ADD "$(with "$fake" '.ipam.run = "ip -n c1 -o link show eth0 >'"$tmp"'/seen"')"
ok "ADD"
has "down in IPAM" "$(cat "$tmp/seen")" "state DOWN"
has "up after it" "$(ip -n c1 -o link show eth0)" "state UP"
ours DEL "$fake"
ln -s "$here/fake-ipam.sh" "$bin/dhcp"
ours ADD "$(with "$fake" '.ipam.type = "dhcp" | .mac="02:00:00:00:00:51" | .ipam.run = "ip -n c1 -o link show eth0 >'"$tmp"'/seen;
	'"$O"'/macbpf fdb show >>'"$tmp"'/seen"')"
ok "ADD"
has "up in IPAM" "$(cat "$tmp/seen")" "state UP"
has "reachable in IPAM" "$(cat "$tmp/seen")" "02:00:00:00:00:51 dev eth0 hostdev mb0 link eth0 mode bridge"
ours DEL "$fake"
ok "DEL"
rm "$bin/dhcp"
calls >/dev/null
nothing "after DEL"

## IPAM fails: its own error object, and nothing is left. The reference plugin keeps its link.

error='{"cniVersion":"1.0.0","code":142,"msg":"no address left","details":"ask the administrator"}'
failing=$(jq -c --argjson e "$error" '.ipam.ADD = $e' <<<"$fake")
reference ADD "$failing"
has "the reference plugin leaks its link" "$(ip -n c1 -o link)" "eth0@"
reference ADD "$fake"
has "and its next ADD fails" "$out" "file exists"
ip -n c1 link del eth0
calls >/dev/null
ours ADD "$failing"
refused "IPAM's error" 142 "IPAM plugin fake-ipam: no address left ask the administrator"
is "IPAM's error, with its name" "$(jq -cS . <<<"$out")" \
	"$(jq -cS '.msg = "IPAM plugin fake-ipam: " + .msg' <<<"$error")"
is "IPAM is told to forget" "$(calls)" "ADD c1 eth0,DEL c1 eth0,"
nothing "after IPAM's error"
ours ADD "$fake"
ok "the next ADD"
ours DEL "$fake"
calls >/dev/null

bad_answer()
{
	ours ADD "$(with "$fake" "$2")"
	refused "$1" "$3" "${4:-fake-ipam}"
	is "$1: IPAM is told to forget" "$(calls)" "ADD c1 eth0,DEL c1 eth0,"
	nothing "$1"
}
bad_answer "no address" '.ipam.answer.ips=[]' 107 "missing IP config"
bad_answer "no list" '.ipam.answer.ips=7' 107
bad_answer "no object" '.ipam.answer=7' 107 "expected near"
bad_answer "another version" '.ipam.answer.cniVersion="9.9.9"' 1 9.9.9
bad_answer "an address that is none" '.ipam.answer.ips[0].address="10.1.2.3"' 107 "no address"
bad_answer "a prefix that is none" '.ipam.answer.ips[0].address="10.1.2.3/33"' 107 "no address"
bad_answer "a gateway that is none" '.ipam.answer.ips[0].gateway="x"' 107 "no address"
bad_answer "a gateway of the other family" '.ipam.answer.ips[0].gateway="fe80::1"' 107 "no address"
bad_answer "a route that is none" '.ipam.answer.routes[0].dst="0.0.0.0"' 107 "no route"
bad_answer "it says nothing" '.ipam.run="exit 0"|.ipam.answer=null' 107
bad_answer "it fails without a word" '.ipam.run="exit 1"' 107 "exit code 1"
bad_answer "it is killed" '.ipam.run="kill -9 $PPID"' 107 "signal 9"
bad_answer "it says too much" '.ipam.run="head -c 1200000 /dev/zero | tr \\\\0 x"' 107

## The addresses fail

bad_answer "an address twice" '.ipam.answer.ips += .ipam.answer.ips' 106 "10.1.2.3/24"
bad_answer "a route without a way" '.ipam.answer.routes[0].gw="192.0.2.1"' 106 "0.0.0.0/0"
bad_answer "the loopback's address" '.ipam.answer.ips[0].address="::1/128" | del(.ipam.answer.ips[0].gateway)' 106 "::1"

## IPAM fails in the undo as well: the first error is told

ours ADD "$(jq -c --argjson e "$error" '.ipam.DEL = $e | .ipam.answer.ips = []' <<<"$fake")"
refused "the first error" 107 "missing IP config"
nothing "IPAM's DEL fails in the undo"
calls >/dev/null

## The name is taken

ip -n c1 link add eth0 type veth peer name other
ours ADD "$local_ipam"
refused "a name that is taken" 102 '"eth0" is taken'
is "the other's is left alone" "$(ip -n c1 -o link | wc -l)" 3
ours DEL "$local_ipam"
ok "DEL of what never was"
is "DEL leaves alone what isn't ours" "$(ip -n c1 -o link | wc -l)" 3
ip -n c1 link del eth0
nothing "the name was taken"

## DEL

ours ADD "$local_ipam"
ours DEL "$local_ipam"
ok "DEL"
ours DEL "$local_ipam"
ok "DEL twice"
nothing "DEL twice"

ours ADD "$local_ipam"
netns=''
ours DEL "$local_ipam"
ok "DEL without a netns"
nothing "DEL without a netns"

netns=/run/netns/c1
ours ADD "$local_ipam"
netns=/run/netns/gone
ours DEL "$local_ipam"
ok "DEL with a netns that isn't there"
nothing "DEL with a netns that isn't there"

netns=/run/netns/c1
ours ADD "$local_ipam"
ip netns del c1
ours DEL "$local_ipam"
ok "DEL after the netns"
clean "DEL after the netns"
new_netns c1

ours ADD "$local_ipam"
ip -n c1 link set eth0 down
ip -n c1 link set eth0 name renamed
ours DEL "$local_ipam"
ok "DEL of a renamed device"
nothing "DEL of a renamed device"

ours ADD "$local_ipam"
ip -n c1 link del eth0
ours DEL "$local_ipam"
ok "DEL of a deleted device"
nothing "DEL of a deleted device"

ours ADD "$local_ipam"
ip link del eth0
ours DEL "$local_ipam"
ok "DEL without the master"
clean "DEL without the master"
is "DEL without the master: the container" "$(ip -n c1 -o link | wc -l)" 1
reference DEL "$local_ipam"
is "the reference plugin needs the master" "$code" 1
ours DEL "$(with "$local_ipam" 'del(.master)')"
ok "DEL without a default route"
ip netns del far
new_world

## What ADD refuses now it may have taken before: DEL and GC read what they need

while read -r change; do
	ours ADD "$local_ipam"
	ours ADD "$(with "$local_ipam" "$change")"
	is "$change: ADD" "$code" 1
	ours DEL "$(with "$local_ipam" "$change")"
	ok "$change: DEL"
	nothing "$change: DEL"
done <<'X'
.mode="bogus"
.vlan=5
.mtu="1400"
.runtimeConfig.bandwidth={"ingressBurst":5}
.runtimeConfig.mac=7
.dns=7
.prevResult=7
X
ours ADD "$local_ipam"
ours GC "$(with "$local_ipam" '.cniVersion="1.1.0" | .mode="bogus" | ."cni.dev/valid-attachments"=[]')"
nothing "GC of a mode that there isn't"

## DEL when IPAM's DEL fails: the link goes all the same, and the error is told for another try

calls >/dev/null
ours ADD "$fake"
ours DEL "$(jq -c --argjson e "$error" '.ipam.DEL = $e' <<<"$fake")"
refused "IPAM's DEL fails" 142 "no address left"
nothing "IPAM's DEL fails"
ours DEL "$fake"
ok "the other try"

## Killed half way: what is there is found by the kernel's list alone

killed()
{
	# shellcheck disable=SC2016 # for the fake
	ours ADD "$(with "$fake" '.ipam.run = "kill -9 $PLUGIN"')"
	is "killed in IPAM" "$code" 137
	has "killed in IPAM: a link is left" "$(ip -n c1 -o link)" eth0@
	calls >/dev/null
}
killed
ours DEL "$fake"
ok "DEL after a kill"
is "DEL after a kill: IPAM" "$(calls)" "DEL c1 eth0,"
nothing "DEL after a kill"
killed
ours GC "$(with "$fake" '.cniVersion="1.1.0" | ."cni.dev/valid-attachments"=[]')"
ok "GC after a kill"
is "GC after a kill: IPAM" "$(calls)" "DEL c1 eth0,GC c1 eth0,"
nothing "GC after a kill"

## Nobody else's endpoints are touched, and the port stays while they are there

"$O/macbpf" link add link eth0 name mine type macvlan mode bridge
ours ADD "$failing"
ours ADD "$fake"
ours DEL "$fake"
is "the neighbour is left" "$("$O/macbpf" -j link show | jq -r '.[].ifname')" mine
"$O/macbpf" link del mine
nothing "with a neighbour"
finish
