#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# save.sh - what there is, saved, deleted and put back, is what there was; and the file can be run again.
#
# guards: cli/cmd_save.c cli/save_word.c cli/cmd_port.c share/macbpf@.service.in
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
new_netns box1
ip -n "$ours" link add eth1 type veth peer name wire1
root=$(cd "$(dirname "$0")/../.." && pwd)

macbpf() { "$MACBPF" -n "$ours" "$@"; }
add() { succeeds "add $*" macbpf link add "$@"; }
# But for what the kernel chooses, or tells up to a second later
all()
{
	macbpf -d -j link show | jq -S 'map(del(.ifindex, .link_netnsid, .hostdev, .operstate) |
		.flags -= ["LOWER_UP", "NO-CARRIER"] | .linkinfo.info_data.macaddr_data |= (. // [] | sort))'
	macbpf -d -j port show | jq -S 'map({link, arp_directed, mcast_snooping, host_access, carrier_follow})'
}

# Each word that an endpoint keeps, and the awkward ones of texts.
add link eth0 name mv0 up type macvlan mode bridge
add link eth0 name mv1 netns box1 address 02:00:00:00:00:01 broadcast 02:ff:ff:ff:ff:ff mtu 1400 \
	txqueuelen 77 numtxqueues 2 numrxqueues 3 group 5 alias "my 'little' #1" arp off multicast off \
	allmulticast on promisc on protodown on hook clsact endpoint veth \
	guard mac ip 10.9.0.1,fd00::1 allow ra vlan isolated on rate in 10mbit burst 64k rate out 5mbit group-rate 50 \
	type macvlan mode bridge bcqueuelen 500 bclim -1 mcast-flood on macaddr-limit 4 learning on
add link eth0 name mv2 alias '# no comment' type macvlan mode private
add link eth0 name mv3 alias '"quoted"' type macvlan mode vepa
add link eth0 name mv4 type macvlan mode source flag nodst \
	macaddr set 02:00:00:00:02:01 02:00:00:00:02:02
add link eth0 name mv5 type macvlan mode source
add link eth0 name tap0 up type macvtap mode bridge queues 2 user 7 group 8
add link eth1 name pt0 type macvlan mode passthru nopromisc
succeeds "settings" macbpf port set eth0 arp-directed on mcast-snooping on host-access on carrier follow
# Others', and what can't be written
add link eth0 name own0 owner 'vm:#7' type macvlan
ip netns add nameless
add link eth0 name far0 netns nameless type macvlan
add link eth0 name odd0 alias "both ' and \"" type macvlan

# Its container names a device as it likes.
add link eth0 name odd1 netns box1 type macvlan
ip -n box1 link set odd1 name "\"'mtu'9"

# So are a netns and a lower named.
odd="q'\""
ip netns add "$odd"
add link eth0 name odd2 netns "$odd" type macvlan
ip -n "$ours" link add eth2 type veth peer name wire2
ip -n "$ours" link set eth2 name "$odd"
add link "$odd" name odd3 type macvlan
succeeds "a setting of an odd lower" macbpf port set "$odd" arp-directed on

# A netns lives on without its name as long as a process is in it.
ip netns exec nameless sleep 600 &
holder=$!
in_nameless() { [ "$(readlink "/proc/$holder/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
until_true "somebody is in it" in_nameless
ip netns del nameless

succeeds "save" macbpf save
cp "$tmp/out" "$tmp/file"
is "no line for an owner's" "$(grep -c own0 "$tmp/file")" 0
has "who is left out is counted" "$out" "# 1 of owners are left out"
has "a netns without a name" "$out" "# far0 (mb9) is left out: its netns has no name"
has "a text that can't be" "$out" "# odd0 (mb10) is left out: its alias has both kinds of quotes"
has "the port's line" "$out" \
	"port set link eth0 arp-directed on mcast-snooping on host-access on carrier follow"
has "a netns that can't be" "$out" \
	"# odd2 (mb12) is left out: the name of its netns has both kinds of quotes, or several lines"
has "a lower that can't be" "$out" \
	"# odd3 (mb13) is left out: the name of its lower has both kinds of quotes"
is "nor are its settings" "$(grep -c 'port set' "$tmp/out")" 1
has "a name that can't be" "$out" "# one (mb11) is left out: its name has both kinds of quotes"
# mv0 is of the usual kind, at the usual hook.
kind=$(sed -n 's/.* name mv0 .* up \(.*\) type .*/\1/p' "$tmp/file")
has "its kind" "$kind" "endpoint "
is "short where all is usual" "$(grep 'name mv2 ' "$tmp/file" | sed 's/address [^ ]* //')" \
	"link replace link eth0 name mv2 alias \"# no comment\" down $kind type macvlan mode private bclim -1"
succeeds "of one lower" macbpf save link eth1
is "of one lower" "$(grep -c '^link' "$tmp/out") $(grep -c eth0 "$tmp/out")" "1 0"
succeeds "owned" macbpf save owned
has "owned" "$out" 'owner vm:#7'
for name in own0 far0 odd0 odd1 odd2 odd3; do succeeds "del $name" macbpf link del "$name"; done

before=$(all)
succeeds "it can be run where all is there" macbpf -batch "$tmp/file"
is "and nothing is changed" "$(all)" "$before"
for name in mv0 mv1 mv2 mv3 mv4 mv5 tap0 pt0; do succeeds "del $name" macbpf link del "$name"; done
is "all are gone" "$(macbpf -j link show)" "[]"
succeeds "put back" macbpf -batch "$tmp/file"
is "all is as it was" "$(all)" "$before"
succeeds "and again" macbpf -batch "$tmp/file"
is "all is as it was still" "$(all)" "$before"
succeeds "saved again" macbpf save
is "it is the same file" "$(grep -v '^#' "$tmp/out")" "$(grep -v '^#' "$tmp/file")"

# What a container gave its device is not what is put back: nobody's address, and no line that fails.
add link eth0 name mv6 netns box1 address 02:00:00:00:00:06 type macvlan mode bridge
ip -n box1 link set mv6 address 02:00:00:00:00:01 mtu 9000
ip -n "$ours" link set pt0 address 02:00:00:00:00:09
succeeds "save what containers did" macbpf save
has "its own address" "$out" "name mv6 address 02:00:00:00:00:06 netns box1 down"
has "its lower's" "$out" "name pt0 address $(ip -n "$ours" -j link show eth1 | jq -r '.[].address') down"
succeeds "that can be run" macbpf -batch "$tmp/out"
# A command that looks at the device has its address on record, which stays another's.
add link eth0 name mv7 netns box1 address 02:00:00:00:00:07 up type macvlan mode bridge
ip -n box1 link set mv6 address 02:00:00:00:00:07 mtu 1500 up
succeeds "it is seen" macbpf port sweep
has "it is another's" "$(macbpf -d link show mv6)" address-not-owned
succeeds "save who waits for an address" macbpf save
is "who owns it comes first" "$(grep -o 'name mv[67] address 02:00:00:00:00:07 netns box1\( up\)\{0,1\}' "$tmp/out")" \
	"name mv7 address 02:00:00:00:00:07 netns box1 up
name mv6 address 02:00:00:00:00:07 netns box1"
cp "$tmp/out" "$tmp/file"
for name in mv6 mv7; do succeeds "del $name" macbpf link del "$name"; done
succeeds "put back" macbpf -batch "$tmp/file"
is "it is whose it was" "$(macbpf fdb get 02:00:00:00:00:07 | grep -o 'dev mv.')" "dev mv7"

run macbpf -j save
has "JSON" "$code $err" '1 Error: "save" prints a batch file, and no JSON'
run macbpf save link nosuch
has "no such lower" "$code $err" '1 Error: cannot find device "nosuch"'
run macbpf save eth0 owned
has "a word too many" "$code $err" '1 Error: '

# The unit, where there is somebody to read it. A name with a dash is escaped in the unit's, not in the file's.
if command -v systemd-analyze >/dev/null; then
	sed "s|@SBINDIR@|/bin|; s|/bin/macbpf |/bin/true |" "$root/share/macbpf@.service.in" >"$tmp/macbpf@.service"
	run systemd-analyze verify --man=no "$tmp/macbpf@eth0.service"
	is "the unit" "$err" ""
	sed "s|^\(Exec.*\)=@.* |\1=|" "$root/share/macbpf@.service.in" >"$tmp/macbpf@.service"
	run systemd-analyze verify --man=no "$tmp/macbpf@br\\x2dlan.service"
	has "its file" "$err" "Command /etc/macbpf/br-lan.batch is not"
	is "which is what it waits for" "$(grep '^ConditionPathExists=' "$tmp/macbpf@.service")" \
		"ConditionPathExists=/etc/macbpf/%I.batch"
fi
finish
