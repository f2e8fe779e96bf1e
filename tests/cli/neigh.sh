#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# neigh.sh - the addresses that arp-directed has learnt from real hosts.
#
# guards: cli/cmd_neigh.c cli/cmd_port.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

macbpf()
{
	"$MACBPF" -n "$ours" "$@"
}

# The table, without what is different each time.
known()
{
	macbpf neigh show | sed 's/hostdev mb[0-9]*/hostdev mbN/; s/expires [0-9]*/expires N/'
}

is_known()
{
	known | grep -qxF "$1"
}

# asks NETNS ADDRESS: by ARP, whatever was known before
asks()
{
	ip -n "$1" neigh flush all
	ip netns exec "$1" ping -c 1 -W 1 "$2" >/dev/null
}

for n in 1 2; do
	new_netns "$ours-$n"
	succeeds "add mv$n" macbpf link add link eth0 name "mv$n" address "02:00:00:00:00:0$n" \
		netns "$ours-$n" type macvlan mode bridge
	ip -n "$ours-$n" link set "mv$n" up
	ip -n "$ours-$n" address add "10.7.0.$n/24" dev "mv$n"
	until_true "mv$n carries" is_up "$ours-$n" "mv$n"
done

asks "$ours-1" 10.7.0.2
is "arp-directed is off: nothing is learnt" "$(macbpf neigh)" ""
is "arp-directed is off: JSON" "$(macbpf -j neigh)" "[]"

succeeds "arp-directed on" macbpf port set eth0 arp-directed on
until_true "they find each other" asks "$ours-1" 10.7.0.2
line="dev mv1 hostdev mbN link eth0 lladdr 02:00:00:00:00:01"
is "who asked is known" "$(known | grep mv1)" "10.7.0.1 $line due expires N"
until_true "once asked of all, the next goes to one" asks "$ours-2" 10.7.0.1
until_true "10.7.0.1 is directed" is_known "10.7.0.1 $line directed expires N"
is "keys" "$(macbpf -j neigh show link eth0 | jq -cS 'map(map_values(type)) | unique')" \
	'[{"dev":"string","dst":"string","expires":"number","hostdev":"string","link":"string","lladdr":"string","state":"string"}]'
is "JSON" "$(macbpf -j neigh | jq -c 'map([.dst, .dev, .lladdr])[0]')" \
	'["10.7.0.1","mv1","02:00:00:00:00:01"]'
is "another lower" "$(macbpf neigh show wire)" ""
of() { macbpf -j neigh show "$@" | jq -r 'map(.dst) | join(" ")'; }
is "of one endpoint" "$(of dev mv1)" "10.7.0.1"
is "of one endpoint, on its lower" "$(of eth0 dev mv1)" "10.7.0.1"
run macbpf neigh show dev nobody
is "of nobody" "$code $err" "1 Error: cannot find endpoint \"nobody\"; 'macbpf link show' lists them"

ip -n "$ours" address add 10.7.0.9/24 dev wire
asks "$ours" 10.7.0.1
until_true "who is on the wire is known" \
	is_known "10.7.0.9 link eth0 lladdr 02:00:00:00:ee:01 wire expires N"
ip -n "$ours" address del 10.7.0.9/24 dev wire
ip -n "$ours" address add 10.7.0.1/24 dev wire
until_true "another claims the address" asks "$ours" 10.7.0.2
until_true "it is disputed" is_known "10.7.0.1 $line disputed expires N"

succeeds "del mv1" macbpf link del mv1
is "a deleted endpoint's is forgotten" "$(macbpf neigh | grep -c 10.7.0.1)" 0
finish
