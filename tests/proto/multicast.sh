#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# multicast.sh - groups joined through the socket API: who receives before and after leaving, in both
# families, mDNS's groups among them; LLDP; and a switch that snoops IGMP and MLD.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

mdns4=224.0.0.251
mdns6=ff02::fb
groups="239.1.2.3 ff05::1234 $mdns4 $mdns6"
lldp="01:80:c2:00:00:0e 01:80:c2:00:00:03 01:80:c2:00:00:00"

bridge()
{
	local group

	new_world
	endpoint a bridge
	endpoint b bridge
	endpoint c bridge
	addresses a b c far
	for group in $groups; do
		group $group 1000 a b '~c' far
		group $group 1000 far a '~b' c
		group $group 1000 c '~a' b far
		# in fragments
		group $group 8000 a b c far
		group $group 8000 far a b c
	done
	for group in $lldp; do
		group $group 200 a b c far
		group $group 200 far a b c
	done
}

vepa()
{
	local group

	new_world
	new_hairpin
	endpoint a vepa
	endpoint b vepa
	endpoint c vepa
	addresses a b c far
	for group in $groups; do
		group $group 1000 a b '~c' far
		group $group 1000 far a b '~c'
		group $group 8000 a b c far
	done
}

private()
{
	local group

	new_world
	new_hairpin
	endpoint a private
	endpoint b private
	endpoint c private
	addresses a b c far
	for group in $groups; do
		group $group 1000 a -b -c far
		group $group 1000 far a '~b' c
	done
}

# Mode source has only the frames of those it lists.
source()
{
	local group

	new_world
	endpoint a source
	endpoint b source
	addresses a b far
	sources a far
	for group in $groups $lldp; do
		group $group 1000 far a -b
	done
}

passthru()
{
	local group

	new_world
	endpoint "$1" passthru
	addresses "$1" far
	for group in $groups $lldp; do
		group $group 1000 far "$1"
		group $group 1000 "$1" far
	done
}

# entry WHAT GROUP: what the switch knows of a group on its port: ports, or timer in seconds.
entry()
{
	at far bridge -s -j mdb show dev sw |
		jq -r --arg g "$2" '[.[].mdb[]? | select(.grp == $g and .port == "wire")] | .[0] // empty |
			{ port, timer: (.timer | tonumber | floor) } | .'"$1"
}

# How often the switch has asked.
queries()
{
	at far ip -j link xstats type bridge_slave dev wire |
		jq "[.[0].multicast.$1_queries | to_entries[] | select(.key | startswith(\"tx\")).value] | add"
}

asked_more_than()
{
	[ "$(queries "$1")" -gt "$2" ]
}

# The switch will wait for long: someone has answered.
is_kept()
{
	[ "$(entry timer "$1")" -gt 10 ]
}

join()
{
	at "${netns[$1]}" ip addr add "$2" dev "${device[$1]}" autojoin
}

leave()
{
	at "${netns[$1]}" ip addr del "$2" dev "${device[$1]}"
}

# snooped GROUP PREFIXLENGTH PROTOCOL: of two members behind one port each may leave alone.
snooped()
{
	local asked

	join a "$1/$2"
	becomes "a's group $1 is known" wire entry port "$1"
	join b "$1/$2"
	asked=$(queries "$3")
	leave a "$1/$2"
	# The switch asks who else is there; b must hear it, and answer.
	until_true "the switch asks for $1" asked_more_than "$3" "$asked"
	until_true "b answers for $1" is_kept "$1"
	group "$1" 1000 far b
	leave b "$1/$2"
	becomes "nobody's group $1 is forgotten" "" entry port "$1"
}

snooping()
{
	new_world
	new_hairpin
	at far bridge link set dev wire hairpin off
	at far ip link set sw down
	at far ip link set sw type bridge mcast_snooping 1 mcast_querier 1 mcast_stats_enabled 1 \
		mcast_query_response_interval 50 mcast_last_member_interval 200 \
		mcast_igmp_version 3 mcast_mld_version 2
	at far ip link set sw up
	endpoint a bridge
	endpoint b bridge
	addresses a b far
	snooped 239.1.2.3 32 igmp
	snooped ff05::1234 128 mld
}

both bridge
both vepa
both private
both source
both passthru a
both passthru c
both snooping
finish
