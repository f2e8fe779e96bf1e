#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# guard.sh - a guarded endpoint gets a lease and a router's addresses as any other; a DHCP server or
# a router in it is refused, until it is allowed.
#
# guards: bpf/rules.h bpf/rules_ipv4.h bpf/rules_nd.h
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# The macvlan driver has none of this: there is no control.
tool=$MACBPF
prefix=2001:db8:1
lease=192.0.2.100

cat >"$tmp/told" <<'EOF'
#!/bin/sh
echo "$1 ip=$ip server=$serverid"
EOF
chmod +x "$tmp/told"

# guard WHO WORD...
guard()
{
	succeeds "guard $*" at host "$MACBPF" link set dev "$1" guard mac "${@:2}"
}

refused()
{
	at host "$MACBPF" -s -json port show | jq -r --arg r "$1" '.[0].reasons[] | select(.name == $r).frames'
}

drops()
{
	at host "$MACBPF" -d -s -json link show dev "$1" | jq -r '.[0] | .. | .guard? // empty | .drops'
}

# is_refused REASON: at least once
is_refused()
{
	[ "$(refused "$1")" -gt 0 ]
}

# serves WHO: DHCP with one address, and an IPv6 router of the prefix
serves()
{
	rm -f "$tmp/leases"
	at "${netns[$1]}" ip addr add $prefix::ffff/64 dev "${device[$1]}" nodad
	at "${netns[$1]}" sh -c "echo 0 >/proc/sys/net/ipv6/conf/${device[$1]}/accept_ra"
	start server "${netns[$1]}" dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root \
		--port=0 --interface="${device[$1]}" --no-ping --log-facility=- --log-dhcp \
		--dhcp-leasefile="$tmp/leases" --pid-file="$tmp/server.pid" \
		--dhcp-range="$lease,$lease,255.255.255.0,1h" --dhcp-authoritative \
		--enable-ra --dhcp-range="$prefix::,ra-only"
	says server "router advertisement on $prefix"
}

asks()
{
	start client "${netns[$1]}" busybox udhcpc -f -R -i "$1" -s "$tmp/told" -p "$tmp/client.pid" \
		-t 20 -T 1
}

has_prefix()
{
	at "${netns[$1]}" ip -6 addr show dev "${device[$1]}" dynamic | grep -q "$prefix"
}

# What a asks before it has an address is let out, and what it learns is on its list.
story="a client"
wired bridge a b
addresses far
guard a ip "$lease,$prefix::ff:fe00:1"
serves far
asks a
says client "^bound ip=$lease server=192.0.2.9$"
stop client
at a ip addr add $lease/24 dev a
at a ip link set dev a down
at a ip link set dev a up
until_true "a has an address of the router's" has_prefix a
until_true "a uses it" at a ping -q -c 1 -W 5 "$prefix::ffff"
until_true "a uses its lease" at a ping -q -c 1 -W 5 "$(v4 far)"
is "nothing of it was refused" "$(drops a)" 0
raze

story="a server"
wired bridge a b
addresses a
guard a
serves a
asks b
until_true "a's offers are refused" is_refused guard-dhcp
until_true "a's advertisements are refused" is_refused guard-ra
is "b has heard of none" "$(grep -c bound "$tmp/client.log")" 0
is "b has no address of a's" "$(at b ip -6 addr show dev b dynamic | grep -c $prefix)" 0
guard a allow dhcp-server ra
says client "^bound ip=$lease server=192.0.2.1$"
stop client
at b ip link set dev b down
at b ip link set dev b up
until_true "b has an address of a's" has_prefix b
raze

finish
