#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# nd.sh - IPv6 addresses that are taken already are found out (DAD), on siblings and on the wire;
# routers' advertisements give addresses and a default route (SLAAC).
#
# guards: bpf/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

dup=2001:db8::d0

dad_on()
{
	local who

	for who; do
		at "${netns[$who]}" sh -c "echo 1 >/proc/sys/net/ipv6/conf/${device[$who]}/dad_transmits
			echo 200 >/proc/sys/net/ipv6/neigh/${device[$who]}/retrans_time_ms"
	done
}

# What became of an address: dadfailed, tentative, good, none.
verdict()
{
	at "${netns[$1]}" ip -j -6 addr show dev "${device[$1]}" | jq -r --arg a "$2" '
		[.[].addr_info[]? | select(.local == $a)][0] |
		if . == null then "none" elif .dadfailed then "dadfailed"
		elif .tentative then "tentative" else "good" end'
}

add_v6()
{
	at "${netns[$1]}" ip addr add "$2/64" dev "${device[$1]}"
}

drop_v6()
{
	at "${netns[$1]}" ip addr del "$2/64" dev "${device[$1]}"
}

# taken OWNER WHO...: an address that OWNER has can't be had by the others; one after the other, for
# they would tell each other.
taken()
{
	local owner=$1 who

	add_v6 "$owner" $dup
	becomes "$owner has it" good verdict "$owner" $dup
	for who in "${@:2}"; do
		add_v6 "$who" $dup
		becomes "$who is told that $owner has it" dadfailed verdict "$who" $dup
		drop_v6 "$who" $dup
	done
	is "$owner keeps it" "$(verdict "$owner" $dup)" good
	drop_v6 "$owner" $dup
}

# free WHO...: what nobody has can be had, though a switch may send the question back.
free()
{
	local who

	for who; do
		add_v6 "$who" "2001:db8::f${number[$who]}"
	done
	for who; do
		becomes "$who gets what is free" good verdict "$who" "2001:db8::f${number[$who]}"
	done
}

# duplicates TOPOLOGY CASE...: a case is an owner, and who wants the same
duplicates()
{
	local words owners=()

	$1
	dad_on "${everyone[@]}"
	for words in "${@:2}"; do
		# shellcheck disable=SC2086 # words
		taken $words
		owners+=("${words%% *}")
	done
	free "${owners[@]}"
}

# The address that 02:00:00:00:00:XX gives in a prefix.
eui64()
{
	local address

	address=$(mac "$1")
	printf '%s::ff:fe00:%x' "$2" "0x${address##*:}"
}

default_route()
{
	at "${netns[$1]}" ip -j -6 route show default dev "${device[$1]}" |
		jq -r '.[0] | "\(.gateway) \(.protocol)"'
}

link_local()
{
	at "${netns[$1]}" ip -j -6 addr show dev "${device[$1]}" scope link |
		jq -r '[.[].addr_info[]? | .local // empty][0]'
}

# router WHO PREFIX
router()
{
	at "${netns[$1]}" ip addr add "$2::ffff/64" dev "${device[$1]}" nodad
	at "${netns[$1]}" sh -c "echo 0 >/proc/sys/net/ipv6/conf/${device[$1]}/accept_ra"
	start router "${netns[$1]}" dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root \
		--port=0 --interface="${device[$1]}" --enable-ra --dhcp-range="$2::,ra-only" \
		--dhcp-leasefile="$tmp/leases" --pid-file="$tmp/router.pid" --log-facility=-
	says router "router advertisement on $2"
}

# What a device in mode source asked when it came up was not answered to it: it comes up again.
hears_later()
{
	sources "$1" "$2"
	at "${netns[$1]}" ip link set dev "$1" down
	at "${netns[$1]}" ip link set dev "$1" up
}

# advertises TOPOLOGY ROUTER WHO...: those who come while it is there learn all they need.
advertises()
{
	local router=$2 prefix=2001:db8:1 who

	$1
	router "$router" $prefix
	for who in "${@:3}"; do
		endpoint "$who" "$mode"
		[ "$mode" != source ] || hears_later "$who" "$router"
		becomes "$who has an address" good verdict "$who" "$(eui64 "$who" $prefix)"
		becomes "$who has a route" "$(link_local "$router") ra" default_route "$who"
	done
	stop router
}

both duplicates 'wired bridge a b c' 'a b c far' 'c a far' 'far a c'
both duplicates 'switched vepa a b' 'a b far' 'far a'
both duplicates 'switched private a' 'a far' 'far a'
both duplicates 'wired passthru a' 'a far' 'far a'
both duplicates 'wired passthru c' 'c far' 'far c'
both advertises 'wired bridge' far a b c
both advertises 'wired bridge a' a b c
both advertises 'wired bridge c' c a
both advertises 'switched vepa' far a c
both advertises 'switched vepa a' a b
both advertises 'wired private' far a c
both advertises 'wired passthru' far a
both advertises 'wired source' far a
finish
