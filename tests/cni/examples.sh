#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# examples.sh - the samples for containerd and Multus, called as these call them. (Those for podman
# are run by podman itself, in podman.sh.)
#
# guards: docs/cni.md frontends/cni/ examples/kubernetes/network.yaml
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns cni-0 cni-1
ip -n far addr add 10.99.0.1/24 dev wire
samples=$(cd "$here/../../examples/cni" && pwd)

## containerd: go-cni, names of its own, DEL with the same arguments

list=$(jq -c . "$samples/containerd.conflist")
as=5f2c8a3d1e4b6f708192a3b4c5d6e7f8091a2b3c4d5e6f70819203a4b5c6d7e8 netns=/run/netns/cni-0
args="IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web;K8S_POD_INFRA_CONTAINER_ID=$as;K8S_POD_UID=1"
list_add "$list"
ok "containerd: ADD"
is "containerd: interfaces" "$(query '[.interfaces[].name] | join(" ")')" "eth0 mb0"
is "containerd: DNS" "$(query '.dns.nameservers[0]')" 10.99.0.1
is "containerd: tuning" "$(at cni-0 cat /proc/sys/net/ipv4/conf/eth0/rp_filter)" 1
until_true "containerd: the wire" at cni-0 ping -q -c 1 -W 1 10.99.0.1
list_check "$list"
ok "containerd: CHECK"
is "containerd: an id of 64 characters is kept whole" "$("$O/macbpf" -j link show | jq -r '.[].owner')" \
	"cni:macbpf:$as:eth0"
# It asks for a DEL before an ADD, and for one of a sandbox whose netns is gone.
list_del "$list"
ok "containerd: DEL"
list_del "$list"
ok "containerd: DEL without a cache"
clean containerd

## Multus: what the annotation says comes by runtimeConfig; the interface is net1

list=$(sed -n '/^  config: |$/,$ s/^    //p' "$samples/../kubernetes/network.yaml" | jq -c .)
as=pod1 netns=/run/netns/cni-1 ifname=net1
args="IgnoreUnknown=true;K8S_POD_NAMESPACE=default;K8S_POD_NAME=pod1;K8S_POD_INFRA_CONTAINER_ID=pod1"
list_add "$list" '{ "mac": "02:00:00:00:00:61", "ips": ["10.99.0.61/24"] }'
ok "Multus: ADD"
is "Multus: what the annotation says" "$(query '[.interfaces[0].name, .interfaces[0].mac, .ips[0].address] | join(" ")')" \
	"net1 02:00:00:00:00:61 10.99.0.61/24"
until_true "Multus: the wire" at cni-1 ping -q -c 1 -W 1 10.99.0.1
list_del "$list"
ok "Multus: DEL"
list_add "$list"
ok "Multus: ADD without an annotation"
has "Multus: an address of the range" "$(query '.ips[0].address')" 10.99.0.6
list_del "$list"
ok "Multus: DEL"
clean Multus

## Every sample is a list, of plugins that are known

for sample in "$samples"/*.conflist; do
	is "$(basename "$sample")" "$(jq -r '[.name, .cniVersion, .plugins[].type] | map(type) | unique | join(" ")' "$sample")" string
done
finish
