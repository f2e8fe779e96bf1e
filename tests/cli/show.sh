#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# show.sh - listings: JSON has the keys and types of `ip -j link` for a kernel macvlan, text has
# its format.
#
# guards: cli/link_show.c cli/out.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
both_worlds

# What `ip` knows of a device and macbpf says nothing of, and the keys of our own.
foreign='allmulti,gro_ipv4_max_size,gro_max_size,gso_ipv4_max_size,gso_max_segs,gso_max_size,inet6_addr_gen_mode,tso_max_segs,tso_max_size,parentbus,parentdev'
own='created_name,down,endpoint,hook,hostdev,macaddr_limit,owns_address,reasons'

# Each path to a value with the value's type, one a line; array elements count as one.
shape()
{
	jq -rS --arg without "$1" 'def at($p): getpath($p) | type;
		.[0] | [paths(scalars, type == "array") as $p
			| ($p | map(if type == "number" then "[]" else . end) | join(".")) + " " + at($p)]
		| unique | map(select((split(" ")[0] | split(".")[0]) as $key
			| ($without | split(",") | index($key) | not))) | .[]'
}

add()
{
	ip -n "$kernel" link add link eth0 address 02:00:00:00:00:01 "$@"
	succeeds "add $*" "$MACBPF" -n "$ours" link add link eth0 address 02:00:00:00:00:01 "$@"
}

del()
{
	ip -n "$kernel" link del mv0
	succeeds "del mv0" "$MACBPF" -n "$ours" link del mv0
}

same_json()
{
	run "$MACBPF" -n "$ours" "$@" -j link show mv0
	is "macbpf $* -j: lines" "$(wc -l <"$tmp/out")" 1
	is "macbpf $* -j" "$(shape "$own" <"$tmp/out")" \
		"$(ip -n "$kernel" "$@" -j link show mv0 | shape "$foreign")"
}

# What programs have counted, a reason a line.
without_reasons()
{
	sed -E '/^    [a-z]+(-[a-z]+)* +[0-9]+$/d; s/\\    [a-z]+(-[a-z]+)* +[0-9]+//g'
}

# Only what differs by nature: the index, and what `ip` says beyond our words. -br ends with our own.
same_text()
{
	run "$MACBPF" -n "$ours" "$@" link show mv0
	is "macbpf $*" "$(echo "$out" | without_reasons | sed 's/^[0-9]*: /N: /; s/> mode .*/>/')" \
		"$(ip -n "$kernel" "$@" link show mv0 | sed 's/^[0-9]*: /N: /;s/ *$//;s/ *\\/\\/g')"
}

add name mv0 type macvlan mode bridge
for options in "" -s -d "-d -s"; do
	# shellcheck disable=SC2086 # a list of words
	same_json $options
done
same_text
same_text -s
same_text -br
same_text -o
same_text -o -s
del

add name mv0 mtu 1400 txqueuelen 7 group 5 up type macvlan mode source nodst macaddr set \
	02:00:00:00:00:11 02:00:00:00:00:12
ip -n "$kernel" link set mv0 alias text
ip -n "$ours" link set mv0 alias text
same_json -d -s
same_text
same_text -br
same_text -o
is "the macvlan line of -d" \
	"$("$MACBPF" -n "$ours" -d link show mv0 | sed -n 's/^    \(macvlan.*\) remotes.*/\1/p')" \
	"$(ip -n "$kernel" -d link show mv0 | sed -n 's/^    \(macvlan.*\) remotes.*/\1/p')"
has "our own line of -d" "$("$MACBPF" -n "$ours" -d link show mv0)" "
    macbpf hostdev mb"

# ports
hook=$(usual_hook)
is "port show" "$("$MACBPF" -n "$ours" port show | sed 's/^[0-9]*/N/')" \
	"N: eth0: attach $hook endpoints 1 modes source sources 2"
is "port show: JSON" "$("$MACBPF" -n "$ours" -j port show eth0 |
	jq -c '.[0] | [(.ifindex | type), .link, .attach, .endpoints, .modes, .macaddr_count]')" \
	"[\"number\",\"eth0\",\"$hook\",1,[\"source\"],2]"
is "port show: keys of -d -s" \
	"$("$MACBPF" -n "$ours" -j -d -s port show | jq -c '.[0] | keys - ["ifindex", "link", "attach",
		"endpoints", "modes", "macaddr_count"]')" \
	'["abi","arp_directed","bclim","behind","build","build_is_own","carrier_follow","host_access","mcast_snooping","prog_id","reasons","set_allmulti","set_promisc","traced","usedbcqueuelen","vlans","vlans_8021ad"]'
is "port show: no VLAN devices" "$("$MACBPF" -n "$ours" -d port show | grep -c vlans)" 0
succeeds "port set" "$MACBPF" -n "$ours" port set link eth0 arp-directed on
has "port show: arp-directed" "$("$MACBPF" -n "$ours" -d port show)" \
	" set-allmulti arp-directed neighbours 0"
is "port show: arp-directed, JSON" \
	"$("$MACBPF" -n "$ours" -j -d port show | jq -c '.[0] | [.arp_directed, .neigh_count]')" \
	'[true,0]'
succeeds "port set mcast-snooping" "$MACBPF" -n "$ours" port set eth0 mcast-snooping on
has "port show: mcast-snooping" "$("$MACBPF" -n "$ours" -d port show)" " neighbours 0 mcast-snooping"
succeeds "port set both" "$MACBPF" -n "$ours" port set eth0 mcast-snooping off arp-directed on
is "port show: no mcast-snooping" "$("$MACBPF" -n "$ours" -d port show | grep -c mcast-snooping)" 0
succeeds "port set host-access" "$MACBPF" -n "$ours" port set eth0 host-access on
has "port show: host-access" "$("$MACBPF" -n "$ours" -d port show)" " host-access"
is "port show: host-access, JSON" "$("$MACBPF" -n "$ours" -j -d port show | jq '.[0].host_access')" true
succeeds "port set host-access off" "$MACBPF" -n "$ours" port set eth0 host-access off
is "port show: no host-access" "$("$MACBPF" -n "$ours" -d port show | grep -c host-access)" 0
succeeds "port set again" "$MACBPF" -n "$ours" port set eth0 arp-directed off
is "port show: no arp-directed" "$("$MACBPF" -n "$ours" -d port show | grep -c arp-directed)" 0
is "port show: reasons" \
	"$("$MACBPF" -n "$ours" -j -s port show | jq -cS '.[0].reasons | map(map_values(type)) | unique')" \
	'[{"frames":"number","name":"string","text":"string"}]'
has "port show: a reason a line" "$("$MACBPF" -n "$ours" -s port show link eth0)" "
    copy-refused                0"
has "port show: its sentence" "$("$MACBPF" -n "$ours" -s -d port show dev eth0)" \
	"copies the kernel refused"
is "a lower without a port" "$("$MACBPF" -n "$ours" port show wire)" ""
is "a lower without a port: JSON" "$("$MACBPF" -n "$ours" -j port show wire)" "[]"

# addresses
is "fdb show" "$("$MACBPF" -n "$ours" fdb show link eth0 | sed 's/mb[0-9]*/mbN/' | sort)" \
	"02:00:00:00:00:01 dev mv0 hostdev mbN link eth0 mode source
02:00:00:00:00:11 dev mv0 hostdev mbN link eth0 mode source source
02:00:00:00:00:12 dev mv0 hostdev mbN link eth0 mode source source"
is "fdb show: JSON" "$("$MACBPF" -n "$ours" -j fdb | jq -c 'map([.mac, .type]) | sort | .[1]')" \
	'["02:00:00:00:00:11","source"]'
is "fdb show: keys" "$("$MACBPF" -n "$ours" -j fdb show eth0 | jq -cS 'map(map_values(type)) | unique')" \
	'[{"down":"boolean","hostdev":"string","ifname":"string","link":"string","mac":"string","mode":"string","peer":"boolean","type":"string"}]'
del
is "nothing left: JSON" "$("$MACBPF" -n "$ours" -j link)" "[]"
is "nothing left: ports" "$("$MACBPF" -n "$ours" -j port)" "[]"
is "nothing left: addresses" "$("$MACBPF" -n "$ours" -j fdb)" "[]"
is "nothing left: text" "$("$MACBPF" -n "$ours" link)$("$MACBPF" -n "$ours" port)" ""

# -pretty is the same document
add name mv0 type macvlan
is "pretty" "$("$MACBPF" -n "$ours" -j -p -d link | jq -cS .)" \
	"$("$MACBPF" -n "$ours" -j -d link | jq -cS .)"
has "pretty: lines" "$("$MACBPF" -n "$ours" -j -p link)" "
"

# Colours are those of `ip`, if they are wanted, and no part of JSON.
is "-c" "$("$MACBPF" -n "$ours" -c link | tr -d '\033' | grep -o '\[3[0-9]m[^[]*' | sort -u | tr '\n' ' ')" \
	"[31mDOWN [33m02:00:00:00:00:01 [33mff:ff:ff:ff:ff:ff [36mmv0 "
is "-c -json" "$("$MACBPF" -n "$ours" -c -j link)" "$("$MACBPF" -n "$ours" -j link)"
plain=$("$MACBPF" -n "$ours" link)
is "-color=auto, no terminal" "$("$MACBPF" -n "$ours" -color=auto link)" "$plain"
is "-color=never" "$("$MACBPF" -n "$ours" -c -color=never link)" "$plain"
is "NO_COLOR" "$(NO_COLOR=1 "$MACBPF" -n "$ours" -c link)" "$plain"
is "NO_COLOR, which is nothing" "$(NO_COLOR='' "$MACBPF" -n "$ours" -c link)" "$("$MACBPF" -n "$ours" -c link)"
is "NO_COLOR, but they are asked for" "$(NO_COLOR=1 "$MACBPF" -n "$ours" -color=always link)" \
	"$("$MACBPF" -n "$ours" -c link)"
is "-N" "$("$MACBPF" -n "$ours" -N link)" "$plain"

# What a container calls its device reaches neither a terminal nor breaks JSON.
ip -n "$ours" link set mv0 alias "$(printf 'a\033]0;b\nc\377')"
is "control characters in text" "$("$MACBPF" -n "$ours" link | sed -n 's/^    alias //p')" \
	"a?]0;b?c?"
is "no UTF-8 in JSON" "$("$MACBPF" -n "$ours" -j link | jq -c '.[0].ifalias | length')" 9
ip -n "$ours" link set mv0 alias "$(printf 'a\302\233b\233c\302\244\303')"
is "control characters beyond ASCII" "$("$MACBPF" -n "$ours" link | sed -n 's/^    alias //p')" \
	"$(printf 'a?b?c\302\244?')"
is "in an error" "$("$MACBPF" -n "$ours" link set "$(printf 'a\033[2J\302\233')" up 2>&1)" \
	"Error: cannot find endpoint \"a?[2J?\"; 'macbpf link show' lists them"

# A listing that can't be written is an error.
for options in "" "-j" "-j -p" "-br"; do
	# shellcheck disable=SC2086 # a list of words
	"$MACBPF" -n "$ours" $options link show >/dev/full 2>"$tmp/err"
	is "macbpf $options link show >/dev/full" "$? $(cat "$tmp/err")" \
		"2 Error: can't write to standard output: No space left on device"
done
"$MACBPF" help >/dev/full 2>/dev/null
is "help >/dev/full" $? 2
finish
