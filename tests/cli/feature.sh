#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# feature.sh - the listing of features: as text, as JSON, and without privilege.
#
# guards: cli/cmd_feature.c libmacbpf/api/feature.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
command -v setpriv >/dev/null || skip "feature.sh needs setpriv"
new_netns "$ours"
cp "$MACBPF" "$tmp/macbpf"
chmod 755 "$tmp" "$tmp/macbpf"

unprivileged()
{
	run setpriv --reuid nobody --regid nogroup --clear-groups --bounding-set "-all$1" \
		--inh-caps "-all$1" --ambient-caps "-all$1" "$tmp/macbpf" $2 feature
}

before=$(ip -n "$ours" -d link)
run ip netns exec "$ours" "$MACBPF" -br feature
is "-brief" "$code $err" "0 "
brief=$out
is "-brief: name and answer" "$(echo "$brief" | grep -vxc '[a-z_]* \(yes\|no\|unknown\)')" 0
has "-brief: privileges" "$brief" "cap_bpf yes"
is "nothing is changed" "$(ip -n "$ours" -d link)" "$before"

run "$MACBPF" -j feature
is "JSON" "$code $err" "0 "
is "JSON: lines" "$(wc -l <"$tmp/out")" 1
is "JSON: keys" "$(jq -c '[.[] | keys] | unique' "$tmp/out")" '[["name","state","text"]]'
is "JSON: the same answers" "$(jq -r '.[] | "\(.name) \(.state)"' "$tmp/out")" "$brief"
for words in show list probe; do
	run "$MACBPF" -br feature $words
	is "feature $words" "$code $out" "0 $brief"
done
run "$MACBPF" feature
is "text: the same rows" "$(echo "$out" | awk '{ print $1, $2 }')" "$brief"
is "text: each has a sentence" "$(echo "$out" | grep -c '  *[a-z]*  *[a-z"].* ')" \
	"$(echo "$brief" | wc -l)"
echo "feature show" >"$tmp/batch"
run "$MACBPF" -br -batch "$tmp/batch"
is "in a batch" "$code $out" "0 $brief"

# Options that choose nothing here are not let pass with a wrong word.
run "$MACBPF" -netns nosuch feature
is "a netns that is not there" "$code $err" \
	'1 Error: there is no network namespace "nosuch", see "ip netns list"'
run "$MACBPF" -hook nosuch feature
is "a hook that is not there" "$code" 1
run "$MACBPF" -endpoint nosuch feature
is "a kind of endpoint that is not there" "$code" 1

# What can't be tried is not said to be missing.
unprivileged "" -j
is "unprivileged" "$code $err" "0 "
is "unprivileged: what is known is the lack of privilege" \
	"$(jq -c '[.[] | select(.state == "no").name | select(test("^(tun|rcu)") | not)]' \
		"$tmp/out")" \
	'["cap_net_admin","cap_bpf","cap_sys_admin"]'
is "unprivileged: what is not known has a reason" \
	"$(jq -c '[.[] | select((.state == "unknown") != has("error"))]' "$tmp/out")" '[]'
has "unprivileged: tcx" "$(jq -c '.[] | select(.name == "tcx")' "$tmp/out")" \
	'"state":"unknown"'
unprivileged "" ""
has "unprivileged, as text" "$out" "(can't be tried: Operation not permitted)"
unprivileged ",+net_admin,+bpf" -br
has "who may load is refused by the verifier" "$out" "bpf yes"
# What is refused for lack of CAP_PERFMON only, on some kernels, is no answer of the kernel.
is "that is no answer of the kernel" "$(echo "$out" |
	grep -cE '^(datapath|arp_directed|mcast_snooping) (yes|unknown)$')" 3

# Nor is what is refused for lack of descriptors.
run sh -c 'ulimit -n 20; exec "$@"' - "$MACBPF" feature
is "few descriptors" "$code $(echo "$out" | grep -cE '^(datapath|arp_directed|mcast_snooping) +unknown .*Too many open files')" "0 3"
finish
