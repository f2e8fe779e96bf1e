#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# json.sh - listings are as docs/json/ says: no key is missing, and none is there that it doesn't have.
#
# guards: docs/json/ cli/link_show.c cli/cmd_port.c cli/cmd_fdb.c cli/cmd_mdb.c cli/cmd_neigh.c
# guards: cli/cmd_feature.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || skip "json.sh needs python3-jsonschema"
new_world "$ours"
new_netns "$ours-box"

# holds SCHEMA WORDS...
holds()
{
	schema=$1
	shift
	run "$MACBPF" -n "$ours" -json "$@"
	is "$*" "$code $err" "$([ "$1" = diagnose ] && echo 1 || echo 0) "
	run sh -c '/usr/bin/python3 "$1" "$2" <"$3"' - "$here/schema.py" "$here/../../docs/json/$schema.json" "$tmp/out.kept"
	is "$*: as docs/json/$schema.json" "$code $err" "0 "
}

# What is printed is in the way of run(), which prints there too.
run()
{
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	code=$?
	err=$(cat "$tmp/err")
	[ "$1" = sh ] || cp "$tmp/out" "$tmp/out.kept"
}

add()
{
	run "$MACBPF" -n "$ours" link add link eth0 "$@"
	is "add $*" "$code $err" "0 "
}

add name mv0 netns "$ours-box" up type macvlan mode bridge
add name mv1 up type macvlan mode source nodst macaddr set 02:00:00:00:00:11 02:00:00:00:00:12
ip -n "$ours" link set mv1 alias 'what it is for'
run "$MACBPF" -n "$ours" port set eth0 arp-directed on mcast-snooping on
is "port set" "$code $err" "0 "
tc -n "$ours" qdisc add dev eth0 clsact 2>/dev/null
ip -n "$ours-box" addr add 192.0.2.1/24 dev mv0
ip -n "$ours-box" addr add 2001:db8::1/64 dev mv0
until_true "mv0 has a carrier" is_up "$ours-box" mv0
ip netns exec "$ours-box" ping -q -c 1 -W 1 192.0.2.2 >/dev/null 2>&1
learnt() { "$MACBPF" -n "$ours" neigh show | grep -q '^192.0.2.1 '; }
until_true "its address is known" learnt
reported() { "$MACBPF" -n "$ours" mdb show | grep -q .; }
until_true "its groups are known" reported

add name mt0 type macvtap mode vepa
add name mv2 protodown on type macvlan mode bridge learning on

# What no endpoint here has is in no listing; so each key that is printed at all is looked for.
run sh -c "grep -ohE 'out_[a-z]+\([^,\"]*, \"[a-z_0-9]+\"' '$here'/../../cli/*.c | sed 's/.*\"\(.*\)\"/\1/' | sort -u"
cp "$tmp/out" "$tmp/keys"
is "keys" "$(wc -l <"$tmp/keys" | sed 's/^1[0-9][0-9]$/a hundred/')" "a hundred"
while read -r key; do
	grep -q "\"$key\":" "$here"/../../docs/json/*.json || fail "key $key is in no file of docs/json"
done <"$tmp/keys"
for options in "" -s -d "-s -d" -br; do
	# shellcheck disable=SC2086 # a list of words
	holds link $options link show
	# shellcheck disable=SC2086 # a list of words
	holds port $options port show
done
holds fdb fdb show
holds mdb mdb show
holds neigh neigh show
holds feature feature show
holds show show
holds diagnose diagnose
holds explain explain link eth0 from mv0 to broadcast
holds explain explain link eth0 from wire to mv0
holds explain explain link eth0 from host to mv0
"$MACBPF" -n "$ours" -json -t trace link eth0 count 3 >"$tmp/frames" 2>"$tmp/on" </dev/null &
tracer=$!
until_true "a tracer is on" grep -q . "$tmp/on"
for target in 2 3 4; do
	ip netns exec "$ours-box" ping -q -c 1 -W 1 192.0.2.$target >/dev/null 2>&1
done
wait "$tracer"
run sh -c '/usr/bin/python3 "$1" "$2" lines <"$3"' - "$here/schema.py" "$here/../../docs/json/trace.json" "$tmp/frames"
is "trace: as docs/json/trace.json" "$code $err" "0 "
# A port that has lost its program.
run "$MACBPF" -n "$ours" -hook clsact link add link wire name mv9 type macvlan
tc -n "$ours" filter del dev wire ingress
holds show show
holds port port show
for object in $("$MACBPF" help | sed -n '/^Objects:/,/^$/s/^  \([a-z]*\).*/\1/p'); do
	case $object in tap | save | metrics | agent) continue ;; esac
	is "a schema of $object" "$(test -s "$here/../../docs/json/$object.json"; echo $?)" 0
done
finish
