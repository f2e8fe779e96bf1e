#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# vrrp.sh - keepalived with the address on a device that has VRRP's MAC: who is master answers with
# it, and when it stops the other does.
#
# guards: bpf/policy.h libmacbpf/endpoint/claim.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v keepalived >/dev/null || skip "$(basename "$0") needs keepalived"

vip=192.0.2.100
vmac=00:00:5e:00:01:33

# A switch in far, on which routers host and b are.
new_routers()
{
	new_netns host far b
	at far ip link add sw type bridge mcast_snooping 0
	at far ip link set sw up
	cable host low 02:00:00:00:00:01 far p1 02:00:00:00:00:08
	cable b low 02:00:00:00:00:02 far p2 02:00:00:00:00:09
	at far ip link set p1 master sw
	at far ip link set p2 master sw
	at far ip addr add 192.0.2.9/24 dev sw
}

# router NETNS N PRIORITY
router()
{
	at "$1" ip addr add "192.0.2.$2/24" dev low
	at "$1" sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2 \
		net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.low.rp_filter=0
	succeeds "add in $1" at "$1" "$tool" link add link low name vrrp51 address $vmac up \
		type macvlan mode private
	cat >"$tmp/$1.conf" <<-CONF
		vrrp_instance V {
			state BACKUP
			interface low
			virtual_router_id 51
			priority $3
			advert_int 0.1
			version 3
			virtual_ipaddress {
				$vip/32 dev vrrp51
			}
		}
	CONF
	start "$1" "$1" keepalived -n -l -P -f "$tmp/$1.conf" -p "$tmp/$1.pid" -r "$tmp/$1.vrrp"
}

has_vip()
{
	at "$1" ip -br addr show dev vrrp51 | grep -q "$vip"
}

# The only one that has it, and who asks gets an answer from VRRP's MAC.
answers()
{
	until_true "$(whose)$1 is master" has_vip "$1"
	at far ip neigh flush all
	until_true "$(whose)it answers in $1" at far ping -q -c 1 -W 1 $vip
	has "$(whose)by VRRP's MAC" "$(at far ip neigh show $vip)" "$vmac"
}

failover()
{
	new_routers
	router host 1 200
	router b 2 100
	answers host
	is "$(whose)b waits" "$(has_vip b && echo has)" ""
	stop host
	answers b
	stop b # killed it would leave its child, and the next one takes that for itself
}

both failover
finish
