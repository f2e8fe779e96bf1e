#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# xdp.sh - what an XDP program on a device sees: with the kernel's driver, where it is generic, all.
# Of a veth the driver's own sees all after the next command, and a generic one half; both are told.
#
# guards: libmacbpf/endpoint/place.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
export MACBPF_ENDPOINT=veth
command -v nft >/dev/null || skip "$(basename "$0") needs nft"

# xdp MODE SECTION, xdp MODE off: of a's device; what ip(8) answers is in $tmp/out
xdp()
{
	local what=(off)

	[ "$2" = off ] || what=(obj "$O/tests/proto/xdp.bpf.o" sec "$2")
	at "${netns[a]}" ip link set dev a "$1" "${what[@]}" >"$tmp/out" 2>&1
}

is_told()
{
	is "$1" "$(at host "$MACBPF" -j link show a | jq '.[0].past_xdp')" "$2"
}

# What got past XDP to a: echo requests from the wire, from its sibling, and to all.
past()
{
	at a nft reset counters netdev >/dev/null
	at far ping -q -c 3 -i 0.01 -W 0.1 "$(v4 a)" >/dev/null
	at b ping -q -c 3 -i 0.01 -W 0.1 "$(v4 a)" >/dev/null
	at far ping -q -b -c 3 -i 0.01 -W 0.1 192.0.2.255 >/dev/null 2>&1
	at a nft list counters netdev | awk '/counter /{ name = $2 } /packets/ { n[name] = $2 }
		END { print n["wire"], n["sibling"], n["everybody"] }'
}

watched()
{
	new_world
	endpoint a bridge
	endpoint b bridge
	addresses a b far
	until_true "a is reached" at far ping -q -c 1 -W 1 "$(v4 a)"
	until_true "by b as well" at b ping -q -c 1 -W 1 "$(v4 a)"
	at a nft -f - <<-NFT
		table netdev t {
			counter wire { }
			counter sibling { }
			counter everybody { }
			chain c {
				type filter hook ingress device a priority 0;
				icmp type != echo-request accept
				ip daddr 192.0.2.255 counter name everybody accept
				ip saddr $(v4 far) counter name wire
				ip saddr $(v4 b) counter name sibling
			}
		}
	NFT
	is "$(whose)without a program" "$(past)" "3 3 3"
}

# The kernel asks no generic program about what bpf_redirect() has sent; bpf_redirect_peer() is no sending.
generic()
{
	watched
	xdp xdpgeneric xdp
	if ours; then
		is "a program sees unicast" "$(past)" "0 0 3"
		is_told "told" true
		has "told in the text" "$(at host "$MACBPF" -d link show a)" " past-xdp"
	else
		is "$(whose)a program" "$(past)" "0 0 0"
	fi
	xdp xdpgeneric off
	is "$(whose)it is gone" "$(past)" "3 3 3"
}

without_a_mode()
{
	watched
	if ours; then
		xdp xdp xdp
		has "a veth refuses" "$(cat "$tmp/out")" "Peer MTU is too large"
		return
	fi
	succeeds "$(whose)attach" xdp xdp xdp
	is "$(whose)a program" "$(past)" "0 0 0"
}

# The device's own driver runs it, which macvlan's has no part for.
native()
{
	watched
	ours || return 0
	xdp xdpdrv xdp.frags || { cat "$tmp/out"; skip "ip(8) is too old for xdp.frags"; }
	is_told "told" true
	is "a program sees group frames" "$(past)" "3 3 0"
	succeeds "the next command" at host "$MACBPF" link set b alias x
	is "a program" "$(past)" "0 0 0"
	is_told "told no more" null
	xdp xdpdrv off
	succeeds "the one after" at host "$MACBPF" link set b alias y
	is "it is gone" "$(past)" "3 3 3"
}

both generic
both without_a_mode
both native
finish
