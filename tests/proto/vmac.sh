#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# vmac.sh - keepalived in a container, with a macvlan of its own on the container's device (use_vmac).
#
# guards: libmacbpf/endpoint/behind.c bpf/stations.h
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v keepalived >/dev/null || skip "$(basename "$0") needs keepalived"

vip=192.0.2.100
vmac=00:00:5e:00:01:33

configure()
{
	cat >"$tmp/keepalived.conf" <<-END
	global_defs {
		router_id test
	}
	vrrp_instance test {
		state MASTER
		interface a
		use_vmac
		virtual_router_id 51
		priority 100
		advert_int 1
		virtual_ipaddress {
			$vip/32
		}
	}
	END
}

has_vip()
{
	at a ip -4 addr show | grep -q "$vip/"
}

# answered: how many of three requests to the virtual address are
answered()
{
	at far ip neigh flush all
	at far ping -q -c 3 -i 0.2 -W 1 $vip | sed -n 's/.* \([0-9]*\) received.*/\1/p'
}

# vmac WORD...: of an endpoint with these words, whose address moves to a device that keepalived makes
vmac()
{
	new_world
	until_true "the lower carries" is_up host low
	if ours; then endpoint a bridge "$@"; else endpoint a bridge; fi
	addresses a far
	at a sysctl -qw net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2 \
		net.ipv4.conf.all.rp_filter=0 \
		net.ipv4.conf.default.rp_filter=0
	start keepalived a keepalived -n -l -D -f "$tmp/keepalived.conf" -p "$tmp/k.pid" -r "$tmp/v.pid"
	until_true "keepalived is master: $(tail -n 2 "$tmp/keepalived.log")" has_vip
	if ours && [ $# = 0 ]; then
		is "before a command" "$(answered)" 0
		succeeds "port sweep" at host "$tool" port sweep
	fi
	is "the virtual address" "$(answered)" 3
	is "its MAC" "$(at far ip -j neigh show $vip | jq -r '.[0].lladdr')" $vmac
	stop keepalived
}

configure
both vmac
both vmac learning on
finish
