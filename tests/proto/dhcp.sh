#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# dhcp.sh - DHCPv4 (dnsmasq, udhcpc) and DHCPv6 (dnsmasq, dhclient), with the server on the wire and
# on a sibling: what is offered is what is taken, renewed and given back.
#
# guards: bpf/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# What a client is told; it configures nothing.
cat >"$tmp/told" <<'EOF'
#!/bin/sh
echo "$1 ip=$ip mask=$subnet router=$router dns=$dns server=$serverid lease=$lease"
EOF
cat >"$tmp/told6" <<'EOF'
#!/bin/sh
echo "$reason ip=$new_ip6_address dns=$new_dhcp6_name_servers"
EOF
chmod +x "$tmp/told" "$tmp/told6"

lease4()
{
	echo "ip=192.0.2.10${number[$1]} mask=255.255.255.0 router=192.0.2.254 dns=192.0.2.253 server=$2 lease=3600"
}

# server WHO: has an address for each of the others by its MAC.
server()
{
	local who hosts=()

	addresses "$1"
	for who in a b c; do
		[ "$who" = "$1" ] || [ -z "${expected[$who]:-}" ] ||
			hosts+=(--dhcp-host="${expected[$who]},192.0.2.10${number[$who]}")
	done
	start server "${netns[$1]}" dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root \
		--port=0 --interface="${device[$1]}" --no-ping --log-facility=- \
		--dhcp-leasefile="$tmp/leases" --pid-file="$tmp/server.pid" \
		--dhcp-range=192.0.2.100,192.0.2.120,255.255.255.0,1h "${hosts[@]}" \
		--dhcp-option=option:router,192.0.2.254 --dhcp-option=option:dns-server,192.0.2.253 \
		--dhcp-range=2001:db8::1000,2001:db8::1fff,64,1h \
		--dhcp-option=option6:dns-server,[2001:db8::253]
	says server "DHCPv6, IP range"
}

leased()
{
	grep -c "$1" "$tmp/leases"
}

# obtains WHO SERVER [WORD...]: a lease, a renewal by unicast, and back; words are udhcpc's.
obtains()
{
	local who=$1 server=$2 ip=192.0.2.10${number[$1]}

	start client "${netns[$who]}" busybox udhcpc -f -R -i "$who" -s "$tmp/told" -p "$tmp/client.pid" \
		-t 20 -T 1 "${@:3}"
	says client "^bound $(lease4 "$who" "$(v4 "$server")")$"
	becomes "$who is in the server's book" 1 leased " $(mac "$who") $ip "
	# udhcpc speaks through the stack when it renews.
	at "${netns[$who]}" ip addr add "$ip/24" dev "$who"
	kill -USR1 "${pids[client]}"
	says client "^renew $(lease4 "$who" "$(v4 "$server")")$"
	kill -USR2 "${pids[client]}"
	says client "entering released state"
	becomes "$who is out of the server's book" 0 leased " $(mac "$who") $ip "
	stop client
	at "${netns[$who]}" ip addr del "$ip/24" dev "$who"
}

obtains6()
{
	local who=$1

	: >"$tmp/leases6"
	start client6 "${netns[$who]}" dhclient -6 -d -1 -sf "$tmp/told6" -lf "$tmp/leases6" \
		-pf "$tmp/client6.pid" -cf /dev/null "$who"
	says client6 "^BOUND6 ip=2001:db8::1[0-9a-f]* dns=2001:db8::253"
	becomes "$who's address is in the server's book" 1 leased " $(
		sed -n 's/^BOUND6 ip=\([0-9a-f:]*\).*/\1/p' "$tmp/client6.log") "
	stop client6
}

# Those who will ask, with their MAC.
declare -A expected

# asks TOPOLOGY SERVER WHO...
asks()
{
	local server=$2 who

	$1
	expected=()
	for who in "${@:3}"; do
		expected[$who]=$(mac "$who")
	done
	server "$server"
	for who in "${@:3}"; do
		obtains "$who" "$server"
		obtains "$who" "$server" -B
	done
	# dhclient takes its time: one asks where the way of a frame differs.
	[ "$mode" = bridge ] && obtains6 "$3"
	stop server
}

both asks 'wired bridge a c' far a c
both asks 'wired bridge a b c' b a c
both asks 'wired bridge a c' c a
both asks 'switched vepa a' far a
both asks 'switched vepa a b' b a
both asks 'wired private a' far a
both asks 'wired passthru a' far a
both asks 'wired passthru c' far c
finish
