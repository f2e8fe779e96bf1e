#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# nd.sh - IPv6 addresses that are taken already are found out (DAD), on siblings and on the wire;
# routers' advertisements give addresses and a default route (SLAAC).
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

bridge()
{
	new_world
	endpoint a bridge
	endpoint b bridge
	endpoint c bridge
	dad_on a b c far
	taken a b c far
	taken c a far
	taken far a c
	free a c far
}

vepa()
{
	new_world
	new_hairpin
	endpoint a vepa
	endpoint b vepa
	dad_on a b far
	taken a b far
	taken far a
	free a
}

private()
{
	new_world
	new_hairpin
	endpoint a private
	dad_on a far
	taken a far
	taken far a
	free a
}

passthru()
{
	new_world
	endpoint "$1" passthru
	dad_on "$1" far
	taken "$1" far
	taken far "$1"
	free "$1"
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

# advertises ROUTER MODE WHO...: those who come while it is there learn all they need.
advertises()
{
	local router=$1 mode=$2 prefix=2001:db8:1 who

	new_world
	[ "$mode" != vepa ] || new_hairpin
	[ "$router" = far ] || endpoint "$router" "$mode"
	router "$router" $prefix
	for who in "${@:3}"; do
		[ "$who" = far ] || endpoint "$who" "$mode"
		[ "$mode" != source ] || hears_later "$who" "$router"
		becomes "$who has an address" good verdict "$who" "$(eui64 "$who" $prefix)"
		becomes "$who has a route" "$(link_local "$router") ra" default_route "$who"
	done
	stop router
}

both bridge
both vepa
both private
both passthru a
both passthru c
both advertises far bridge a b c
both advertises a bridge b c
both advertises c bridge a
both advertises far vepa a c
both advertises a vepa b
both advertises far private a c
both advertises far passthru a
both advertises far source a
finish
