#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# parallel.sh - 64 containers come and go at once on one master: every call succeeds, no two have the
# same address, and nothing is left.
#
# guards: frontends/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
count=${COUNT:-64}
conf=$(jq -nc --arg dir "$tmp/leases" '{ cniVersion: "1.0.0", name: "net1", type: "macvlan", master: "eth0",
	ipam: { type: "host-local", dataDir: $dir, subnet: "10.1.0.0/16" } }')
mkdir "$tmp/answers"

# Whoever comes while others work waits longer than the library does by itself, which is 30 s. This
# goes on in another netns meanwhile.
new_netns late
timeout 38 "$O/tests/cni/hold" far wire held >"$tmp/held" &
until_true "the lock is held" grep -q held "$tmp/held"
{
	CNI_COMMAND=ADD CNI_CONTAINERID=late CNI_NETNS=/run/netns/late CNI_IFNAME=eth0 CNI_PATH=$path \
		at far "$bin/macbpf-cni" <<<"$(with "$conf" '.master = "wire" | .ipam = {}')" >"$tmp/late" 2>&1
	echo $? >"$tmp/late.code"
} &
late=$!
for i in $(seq "$count"); do
	new_netns "c$i"
done

# plugin VERB N
plugin()
{
	CNI_COMMAND=$1 CNI_CONTAINERID=c$2 CNI_NETNS=/run/netns/c$2 CNI_IFNAME=eth0 CNI_ARGS='' \
		CNI_PATH=$path "$bin/macvlan" <<<"$conf" >"$tmp/answers/$1.$2" 2>&1 ||
		echo "$1 c$2: $(cat "$tmp/answers/$1.$2")" >>"$tmp/failed"
}

# Each runs ADD and DEL, and ADD again; the neighbours do so at the same time.
pair()
{
	plugin ADD "$1"
	plugin DEL "$1"
	plugin ADD "$1"
}

all()
{
	local i pids=()

	: >"$tmp/failed"
	for i in $(seq "$count"); do
		"$1" "$i" &
		pids+=($!)
	done
	wait "${pids[@]}"
	is "$1: no call failed" "$(head -c 2000 "$tmp/failed")" ""
}

del()
{
	plugin DEL "$1"
}

all pair
is "all have their endpoint" "$("$O/macbpf" -j link show | jq length)" "$count"
is "each frame knows its way" "$("$O/macbpf" -j fdb show | jq length)" "$count"
is "all addresses differ" "$(jq -r '.ips[].address' "$tmp/answers"/ADD.* | sort -u | wc -l)" "$count"
is "all MAC addresses differ" "$(jq -r '.interfaces[0].mac' "$tmp/answers"/ADD.* | sort -u | wc -l)" "$count"
at c1 ping -q -c 1 -W 5 "$(jq -r '.ips[0].address | split("/")[0]' "$tmp/answers/ADD.$count")" >/dev/null ||
	fail "the first doesn't reach the last"
all del
clean "after all"
is "no lock is held" "$(find "$tmp/leases" -name 'c*' | wc -l)" 0

# Half of them die on the way, and a garbage collection takes what they left.
victim()
{
	plugin ADD "$1" &
	read -rt "0.0$((RANDOM % 9))" <>"$tmp/never" || true
	kill -9 "$(pgrep -P $! -f macvlan)" 2>/dev/null
	wait $! 2>/dev/null
}
mkfifo "$tmp/never"
: >"$tmp/failed"
pids=()
for i in $(seq "$count"); do
	if ((i % 2)); then victim "$i" & else plugin ADD "$i" & fi
	pids+=($!)
done 2>/dev/null
wait "${pids[@]}"
survivors=$(seq 2 2 "$count" | jq -nc '[inputs | { containerID: "c\(.)", ifname: "eth0" }]')
as='' netns='' ifname=''
ours GC "$(jq -c --argjson v "$survivors" '.cniVersion = "1.1.0" | .ipam = {} | ."cni.dev/valid-attachments" = $v' <<<"$conf")"
ok "GC after a massacre"
is "the survivors are there" "$("$O/macbpf" -j link show | jq -r '[.[].owner | split(":")[2][1:] | tonumber] | sort | map(tostring) | join(" ")')" \
	"$(seq -s ' ' 2 2 "$count")"
all del
clean "after a massacre"

wait $late
is "the one that waited: $(cat "$tmp/late")" "$(cat "$tmp/late.code")" 0
finish
