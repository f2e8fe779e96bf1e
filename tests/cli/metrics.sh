#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# metrics.sh - the numbers for monitoring systems: parsers read them, listings say the same, and what
# we give away for collectors fits.
#
# guards: cli/cmd_metrics.c cli/openmetrics.c share/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
/usr/bin/python3 -c 'import prometheus_client' 2>/dev/null || skip "metrics.sh needs python3-prometheus-client"
new_world "$ours"
share=$here/../../share

# Reads them; $tmp/samples has one a line.
scrape()
{
	run "$MACBPF" -n "$ours" metrics "$@"
	is "metrics $*" "$code $err" "0 "
	/usr/bin/python3 "$here/openmetrics.py" <"$tmp/out" >"$tmp/samples"
	is "metrics $*: parsers" $? 0
}

# value NAME{LABELS}: the value of the only sample that begins so
value()
{
	grep -F "$1" "$tmp/samples" | sed 's/.* //'
}

scrape
is "nothing there: version" "$(value macbpf_build_info)" 1
is "nothing there: ports" "$(grep -c macbpf_port "$tmp/samples")" 0
is "nothing there: last line" "$(tail -n 1 "$tmp/out")" "# EOF"

new_netns "$ours-box"
for words in "mv0 type macvlan mode bridge" "mv1 up type macvlan mode source macaddr set 02:00:00:00:00:11" \
	"mv2 netns $ours-box up type macvlan mode bridge"; do
	# shellcheck disable=SC2086 # a list of words
	succeeds "add $words" "$MACBPF" -n "$ours" link add link eth0 name $words
done
# Names are chosen inside containers.
ip -n "$ours" link set mv0 name "$(printf 'a"b\\c\303\244')"
until_true "mv2 has a carrier" is_up "$ours-box" mv2
scrape
"$MACBPF" -n "$ours" -s -d -json link show >"$tmp/json"
is "endpoints" "$(value 'macbpf_port_endpoints{lower="eth0"}')" 3
is "source lists" "$(value 'macbpf_port_sources{lower="eth0"}')" 1
is "ports" "$(value 'macbpf_port_info{')" 1
has "ports: what they are" "$(cat "$tmp/samples")" \
	"macbpf_port_info{abi=\"$("$MACBPF" -n "$ours" -d -json port show | jq '.[0].abi')\",hook=\"$("$MACBPF" -n \
		"$ours" -json port show | jq -r '.[0].attach')\",lower=\"eth0\",modes=\"bridge+source\"} 1"
has "names" "$(cat "$tmp/samples")" 'device="a"b\c??"'
has "names as they are printed" "$(cat "$tmp/out")" 'device="a\"b\\c??"'
has "where it is" "$(cat "$tmp/samples")" "device=\"mv2\",hostdev=\"$(jq -r '.[2].hostdev' "$tmp/json")\",lower=\"eth0\",mode=\"bridge\",netns=\"$ours-box\",owner=\"\",type=\"macvlan\""
is "an address each" "$(sed -n 's/^macbpf_endpoint_info.*address="\([^"]*\)".*/\1/p' "$tmp/samples")" \
	"$(jq -r '.[].address' "$tmp/json")"
for row in 0 1 2; do
	key="{hostdev=\"$(jq -r ".[$row].hostdev" "$tmp/json")\",lower=\"eth0\"}"
	while read -r name path; do
		is "$name of row $row" "$(value "macbpf_endpoint_$name$key")" \
			"$(jq ".[$row] | $path" "$tmp/json")"
	done <<-END
		up if .flags | index("UP") then 1 else 0 end
		carrier if .flags | index("LOWER_UP") then 1 else 0 end
		owns_address if .owns_address then 1 else 0 end
		source_entries .linkinfo.info_data.macaddr_count // 0
	END
done

# What is counted goes on, so both are asked until they agree.
agree()
{
	run "$MACBPF" -n "$ours" metrics
	/usr/bin/python3 "$here/openmetrics.py" <"$tmp/out" >"$tmp/samples"
	"$MACBPF" -n "$ours" -s -json link show | jq -r '.[] |
		"\(.hostdev) \(.stats64 | .rx.bytes, .rx.packets, .rx.dropped, .tx.bytes, .tx.packets, .tx.dropped)"' >"$tmp/a"
	for way in receive transmit; do
		for what in bytes packets dropped_packets; do
			sed -n "s/^macbpf_endpoint_${way}_${what}_total{hostdev=\"\([^\"]*\)\".* /\1 /p" "$tmp/samples" |
				cat -n >"$tmp/b.$way.$what"
		done
	done
	cat "$tmp"/b.receive.bytes "$tmp"/b.receive.packets "$tmp"/b.receive.dropped_packets \
		"$tmp"/b.transmit.bytes "$tmp"/b.transmit.packets "$tmp"/b.transmit.dropped_packets |
		sort -s -n -k1,1 | awk '{ print $2, $3 }' >"$tmp/b"
	cmp -s "$tmp/a" "$tmp/b" && [ -s "$tmp/a" ]
}
until_true "counters are those of -s" agree
"$MACBPF" -n "$ours" -s -json port show | jq -r '.[0].reasons[] | "\(.name)"' >"$tmp/a"
is "reasons" "$(sed -n 's/^macbpf_port_frames_total{.*reason="\([^"]*\)".*/\1/p' "$tmp/samples")" "$(cat "$tmp/a")"

# Of an endpoint only what was counted: mv0 is down, and has no copy of what all get.
refused()
{
	ip netns exec "$ours-box" ping -q -c 1 -W 0.1 192.0.2.77 >/dev/null 2>&1
	scrape
	grep -q "^macbpf_endpoint_frames_total{$(jq -r '.[0] | "hostdev=\"\(.hostdev)\",lower=\"eth0\""' "$tmp/json"),reason=\"copy-refused\"} [1-9]" \
		"$tmp/samples"
}
ip -n "$ours-box" addr add 192.0.2.1/24 dev mv2
until_true "reasons of an endpoint" refused
is "reasons of an endpoint: none that was never" \
	"$(grep -c '^macbpf_endpoint_frames_total{.* 0$' "$tmp/samples")" 0

scrape link eth0
is "of one lower" "$(value 'macbpf_port_endpoints{lower="eth0"}')" 3
scrape wire
is "of another" "$(grep -c macbpf_endpoint "$tmp/samples")" 0
run "$MACBPF" -n "$ours" metrics nothing
is_one_error "no such lower"
is "no such lower" "$code" 1
run "$MACBPF" -n "$ours" -json metrics
is_one_error "-json"
is "-json" "$code" 1
run "$MACBPF" -n "$ours" metrics eth0 bogus
is_one_error "a word too many"

# The dashboard asks for what there is.
scrape
jq -r '.. | .expr? // empty' "$share/grafana.json" | grep -o 'macbpf_[a-z_]*' | sort -u >"$tmp/asked"
run test -s "$tmp/asked"
is "the dashboard asks for something" "$code" 0
while read -r name; do
	is "the dashboard's $name" "$(grep -c "^$name{" "$tmp/samples" | sed 's/^[1-9].*/some/')" some
done <"$tmp/asked"

# What the unit runs, as systemd would.
sed -n "s/^ExecStart=.bin.sh -c '\(.*\)'\$/\1/p" "$share/macbpf-metrics.service.in" |
	sed "s|@SBINDIR@/macbpf|$MACBPF -n $ours|; s/\\\$\\\$/\$/g" >"$tmp/unit"
run env FILE="$tmp/macbpf.prom" /bin/sh "$tmp/unit"
is "the unit" "$code $err" "0 "
is "the unit's file" "$(tail -n 1 "$tmp/macbpf.prom")" "# EOF"
is "the unit leaves nothing else" "$(echo "$tmp"/macbpf.prom*)" "$tmp/macbpf.prom"
finish
