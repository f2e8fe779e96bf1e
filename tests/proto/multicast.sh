#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# multicast.sh - groups joined through the socket API: who receives before and after leaving, in both
# families, mDNS's groups among them; LLDP; and a switch that snoops IGMP and MLD.
#
# guards: bpf/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

mdns4=224.0.0.251
mdns6=ff02::fb
groups="239.1.2.3 ff05::1234 $mdns4 $mdns6"
lldp="01:80:c2:00:00:0e 01:80:c2:00:00:03 01:80:c2:00:00:00"

bridge()
{
	local group

	wired bridge a b c
	addresses "${everyone[@]}"
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

	switched vepa a b c
	addresses "${everyone[@]}"
	for group in $groups; do
		group $group 1000 a b '~c' far
		group $group 1000 far a b '~c'
		group $group 8000 a b c far
	done
}

private()
{
	local group

	switched private a b c
	addresses "${everyone[@]}"
	for group in $groups; do
		group $group 1000 a -b -c far
		group $group 1000 far a '~b' c
	done
}

# Mode source has only the frames of those it lists.
source()
{
	local group

	wired source a b
	addresses "${everyone[@]}"
	sources a far
	for group in $groups $lldp; do
		group $group 1000 far a -b
	done
}

passthru()
{
	local group

	wired passthru "$1"
	addresses "${everyone[@]}"
	for group in $groups $lldp; do
		group $group 1000 far "$1"
		group $group 1000 "$1" far
	done
}

# The port behind which the switch knows members of a group.
port_of()
{
	at far bridge -s -j mdb show dev sw |
		jq -r --arg g "$1" '[.[].mdb[]? | select(.grp == $g and .port == "wire") | .port][0] // ""'
}

join()
{
	at "${netns[$1]}" ip addr add "$2" dev "${device[$1]}" autojoin
}

leave()
{
	at "${netns[$1]}" ip addr del "$2" dev "${device[$1]}"
}

# snooped GROUP PREFIXLENGTH: the switch hears who joins and who leaves, and sends accordingly.
snooped()
{
	join a "$1/$2"
	becomes "a's group $1 is known" wire port_of "$1"
	group "$1" 1000 far a
	leave a "$1/$2"
	becomes "a's group $1 is forgotten" "" port_of "$1"
}

snooping()
{
	switched bridge a
	at far bridge link set dev wire hairpin off
	at far ip link set sw down
	at far ip link set sw type bridge mcast_snooping 1 mcast_querier 1 \
		mcast_last_member_interval 30 mcast_igmp_version 3 mcast_mld_version 2
	at far ip link set sw up
	addresses "${everyone[@]}"
	snooped 239.1.2.3 32
	snooped ff05::1234 128
}

both bridge
both vepa
both private
both source
both passthru a
both passthru c
both snooping
finish
