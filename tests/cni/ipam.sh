#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# ipam.sh - IPAM plugins that are older than the list are called in a version that they know.
#
# guards: frontends/cni/ipam_version.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1 c2
touch "$FAKE_LOG"
conf()
{
	jq -nc --arg dir "$tmp/leases" --arg v "$1" '{ cniVersion: $v, name: "net1", type: "macbpf-cni",
		master: "eth0", ipam: { type: "host-local", dataDir: $dir, subnet: "10.1.2.0/24" } }'
}

leases()
{
	find "$tmp/leases" -name '[0-9]*' -printf '%f\n' | sort | tr '\n' ' '
}

# The installed plugins are of before 1.1.0; if they no longer are, this shows nothing.
call ADD $bins/host-local <<<"$(conf 1.1.0)"
is "host-local refuses 1.1.0 itself" "$code $(jq -r .code <<<"$out")" "1 1"

for version in 1.1.0 1.0.0; do
	list=$(conf $version)
	ours ADD "$list"
	ok "$version: ADD"
	is "$version: the answer is of the list's version" "$(jq -r .cniVersion <<<"$out")" $version
	is "$version: an address" "$(jq -r '.ips[0].address' <<<"$out")" "$(leases | sed 's/ .*//')/24"
	known=$(jq -c --argjson r "$out" '.prevResult = $r' <<<"$list")
	ours CHECK "$known"
	ok "$version: CHECK"
	rm "$tmp"/leases/net1/10.*
	ours CHECK "$known"
	refused "$version: CHECK of what IPAM forgot" 999 "IPAM plugin host-local: "
	is "$version: the error is of the list's version, too" "$(query .cniVersion)" $version
	ours DEL "$known"
	ok "$version: DEL"
	clean $version
done

list=$(conf 1.1.0)
as='' netns='' ifname=''
ours STATUS "$list"
ok "STATUS"
as=c1 netns=/run/netns/c1 ifname=eth0
ours ADD "$list"
ok "ADD of one to be collected"
as=c2 netns=/run/netns/c2
ours ADD "$list"
ok "ADD of one to be kept"
kept=$(jq -r '.ips[0].address | split("/")[0]' <<<"$out")
as='' netns='' ifname=''
ours GC "$(jq -c '."cni.dev/valid-attachments" = [{ containerID: "c2", ifname: "eth0" }]' <<<"$list")"
ok "GC"
is "GC: the lease of what is valid is left" "$(leases)" "$kept "
is "GC: and its endpoint" "$("$O/macbpf" -j link show | jq -r '.[].owner')" cni:net1:c2:eth0
as=c2 netns=/run/netns/c2 ifname=eth0
ours DEL "$list"
ok "the other's DEL"
clean GC

# What can't say which versions it knows has said what is wrong.
answer='{"cniVersion":"1.1.0","ips":[{"address":"10.1.2.3/24"}]}'
fake=$(jq -c --argjson a "$answer" '.ipam = { type: "fake-ipam", answer: $a }' <<<"$list")
error='{"cniVersion":"1.1.0","code":1,"msg":"incompatible"}'
ours ADD "$(jq -c --argjson e "$error" '.ipam.ADD = $e' <<<"$fake")"
refused "no answer to VERSION" 1 "IPAM plugin fake-ipam: incompatible"
versions='{"cniVersion":"1.1.0","supportedVersions":["0.4.0",7,"1.1.0"]}'
ours ADD "$(jq -c --argjson e "$error" --argjson v "$versions" '.ipam.ADD = $e | .ipam.VERSION = $v' <<<"$fake")"
refused "one that knows the version it refuses" 1 "IPAM plugin fake-ipam: incompatible"
clean "the fake"
finish
