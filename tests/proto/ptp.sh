#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# ptp.sh - ptp4l with software time stamps on a device: a master that stays one over the kernel's
# driver, and one that stumbles over a veth's second stamp, which docs/hosts.md says.
#
# guards: libmacbpf/kinds/veth.c bpf/deliver.h
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v ptp4l >/dev/null || skip "$(basename "$0") needs ptp4l (linuxptp)"
command -v nft >/dev/null || skip "$(basename "$0") needs nft"
export MACBPF_ENDPOINT=veth
stumbles='unexpected socket error\|error on fda' # as those of Debian 12 and 13 say it

# Sync messages that came out at the far end.
syncs()
{
	at far nft list table netdev t | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p'
}

some_came()
{
	[ "$(syncs)" -ge 5 ]
}

watch_syncs()
{
	at far nft -f - <<-NFT
		table netdev t {
			chain c {
				type filter hook ingress device wire priority 0;
				udp dport 319 counter
			}
		}
	NFT
}

# Ten messages a second, and a master after half of one.
settings()
{
	printf '%s\n' '[global]' 'logAnnounceInterval -3' 'logSyncInterval -3' \
		'announceReceiptTimeout 3' 'fault_reset_interval ASAP' "uds_address $tmp/ptp" >"$tmp/ptp.conf"
}

master()
{
	new_world
	endpoint a bridge
	addresses a far
	at a ip route add default dev a
	watch_syncs
	settings
	start ptp a ptp4l -S -4 -m -f "$tmp/ptp.conf" -i a
	says ptp "assuming the grand master role"
	until_true "$(whose)Sync messages come out" some_came
	if ours; then
		says ptp "$stumbles"
	else
		is "macvlan: errors" "$(grep -c "$stumbles" "$tmp/ptp.log")" 0
	fi
	stop ptp
}

both master
finish
