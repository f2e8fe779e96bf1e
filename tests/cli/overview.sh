#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# overview.sh - what there is, on one screen: lowers, endpoints, where they are, addresses, losses.
#
# guards: cli/cmd_show.c libmacbpf/world/ips.c libmacbpf/kernel/rtnl_ip.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_netns "$ours-a"
new_world "$ours"

m()
{
	succeeds "macbpf $*" "$MACBPF" -n "$ours" "$@"
}

# shows TEXT: what is printed without words
shows()
{
	run "$MACBPF" -n "$ours"
	is "macbpf" "$code $err" "0 "
	is "macbpf: text" "$out" "$1"
}

run "$MACBPF" -n "$ours"
is "nothing is there" "$code $err" "0 "
has "nothing is there" "$out" "No endpoints. 'macbpf link add link eth0 "
run "$MACBPF" -n "$ours" show wire
is "nothing is there: of a lower" "$code $out" "0 No endpoints on wire. 'macbpf link add link wire name mv0 type macvlan mode bridge' makes one on wire, 'macbpf help' tells what else there is."
run "$MACBPF" -n "$ours" -json
is "nothing is there: JSON" "$code $out$err" "0 []"

m link add link eth0 name mv0 address 02:00:00:00:00:10 netns "$ours-a" up guard mac ip 192.0.2.1 type macvlan mode bridge
m link add link eth0 name mv1 address 02:00:00:00:00:11 owner somebody type macvlan mode private
m port set eth0 mcast-snooping on
ip -n "$ours-a" addr add 192.0.2.1/24 dev mv0
ip -n "$ours-a" addr add 192.0.2.66/24 dev mv0
ip -n "$ours-a" addr add 2001:db8::1/64 nodad dev mv0
until_true "mv0 has a carrier" is_up "$ours-a" mv0
hook=$(usual_hook)
lower="eth0: up, mtu 1500, 02:00:00:00:ee:00, $hook, mcast-snooping"
run "$MACBPF" -n "$ours" show link eth0
without_lost() { echo "$out" | grep -v '^    lost: '; }
is "an overview" "$code $(without_lost)" "0 $lower
  mv0 (mb0): bridge, in $ours-a, 02:00:00:00:00:10
    addresses: 192.0.2.1/24 192.0.2.66/24 2001:db8::1/64
  mv1 (mb1): private, down, 02:00:00:00:00:11
    owner: somebody"
at "$ours-a" ping -q -c 3 -i 0.1 -W 1 -I 192.0.2.66 192.0.2.2 >/dev/null 2>&1
run "$MACBPF" -n "$ours" -json show eth0
is "losses" "$(echo "$out" | jq -c '.[0].endpoints[0].lost | has("guard-arp"), has("flood-endpoint")' | tr '\n' ' ')" "true false "
is "addresses" "$(echo "$out" | jq -c '.[0].endpoints[0].addr_info[0], .[0].endpoints[1].addr_info')" \
	'{"family":"inet","local":"192.0.2.1","prefixlen":24}
[]'
run "$MACBPF" -n "$ours"
has "losses in text" "$out" "
    lost: guard-arp "
m link del mv0
run "$MACBPF" -n "$ours" show
is "one that is there" "$code $(without_lost)" "0 $lower
  mv1 (mb1): private, down, 02:00:00:00:00:11
    owner: somebody"
run "$MACBPF" -n "$ours" show eth9
is "no such lower" "$code $err" '1 Error: cannot find device "eth9"'
finish
