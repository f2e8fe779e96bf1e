#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kubernetes.sh - the manifests for Kubernetes have the fields that it has, name what is there, and the
# configuration in them is one that the plugin takes.
#
# A real containerd runs them in tests/cni/kubernetes.sh.
#
# guards: examples/kubernetes/ docs/kubernetes.md
# shellcheck source-path=SCRIPTDIR
set -u
: "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
/usr/bin/python3 -c 'import jsonschema, yaml' 2>/dev/null || skip "kubernetes.sh needs python3-jsonschema and python3-yaml"
sandbox "$@"
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
samples=$top/examples/kubernetes

# what NAME FILTER
what()
{
	jq -rc "$2" "$tmp/$1.json"
}

## Fields

manifests="daemonset network pod"
is "all are looked at" "$(basename -s .yaml "$samples"/*.yaml | tr '\n' ' ')" "$manifests "
# shellcheck disable=SC2086 # words
is "they are YAML" "$(/usr/bin/python3 "$here/yaml2json.py" "$samples" "$tmp" $manifests 2>&1)" ""
is "they have fields of their kinds" "$(cat "$tmp"/*.json |
	/usr/bin/python3 "$here/../cli/schema.py" "$here/kubernetes.json" lines 2>&1)" ""

## What the manifests say of each other, and of the tree

is "the selector finds the pods" "$(what daemonset .spec.selector.matchLabels)" \
	"$(what daemonset .spec.template.metadata.labels)"
pod='.spec.template.spec'
is "mounts have volumes, and volumes have mounts" \
	"$(what daemonset "[$pod | (.initContainers + .containers)[].volumeMounts[].name] | unique")" \
	"$(what daemonset "[$pod.volumes[].name] | unique")"
is "one image, of this version" "$(what daemonset "[$pod | (.initContainers + .containers)[].image] | unique | join(\" \")")" \
	"registry.example/macbpf:$(cat "$top/VERSION")"
is "the same that the Containerfile makes" "$(grep -o 'registry.example/[^ ]*' "$samples/Containerfile")" \
	"registry.example/macbpf:$(cat "$top/VERSION")"
is "what the agent may is what its unit may, but for other processes" \
	"$(what daemonset "[$pod.containers[].securityContext.capabilities.add[] | \"CAP_\" + .] | sort | join(\"\\n\")")" \
	"$(sed -n 's/^CapabilityBoundingSet=//p' "$top/share/macbpf-agent.service.in" | tr ' ' '\n' | grep -v SYS_PTRACE | sort)"
is "the pod is on the network" "$(what pod '.metadata.annotations["k8s.v1.cni.cncf.io/networks"] | fromjson | .[].name')" \
	"$(what network .metadata.name)"
packages=$(sed -n '/apt-get install/,/[^\\]$/p' "$samples/Containerfile" | grep -oE '\b[a-z0-9+-]{2,}\b' |
	grep -vE '^(RUN|apt-get|update|install|no-install-recommends|-.*)$')
is "it asks for packages that the tree knows" \
	"$(for name in $packages; do grep -qE "^$name( |\$)" "$top/mk/packages.txt" || echo "$name"; done)" ""

## The configuration, by the plugin; an IPAM plugin of that name answers

mkdir "$tmp/bin"
ln -s "$O/macbpf-cni" "$tmp/bin/macbpf-cni"
ln -s "$here/../cni/fake-ipam.sh" "$tmp/bin/$(what network '.spec.config | fromjson | .plugins[0].ipam.type')"
export FAKE_LOG=$tmp/ipam.log
ip link set lo up
new_netns far pod
cable '' eth0 02:00:00:00:00:ee far wire 02:00:00:00:00:09

# conf [PREVIOUS]: what Multus makes of network and annotation
conf()
{
	jq -c --argjson prev "${1:-null}" --slurpfile pod "$tmp/pod.json" '
		($pod[0].metadata.annotations["k8s.v1.cni.cncf.io/networks"] | fromjson | .[0]) as $asked
		| .spec.config | fromjson | . as $list | .plugins[0] + { name, cniVersion }
		| .runtimeConfig = ($asked | { mac, ips })
		| .ipam.answer = { cniVersion: $list.cniVersion, ips: [{ version: "4", address: $asked.ips[0] }] }
		| if $prev then .prevResult = $prev else . end' "$tmp/network.json"
}

# call VERB CONFIGURATION
call()
{
	out=$(CNI_COMMAND=$1 CNI_CONTAINERID=pod CNI_NETNS=/run/netns/pod CNI_IFNAME=net1 CNI_PATH=$tmp/bin \
		CNI_ARGS='IgnoreUnknown=1;K8S_POD_NAME=web' "$tmp/bin/macbpf-cni" <<<"$2" 2>&1)
	is "$1: $out" $? 0
}

call ADD "$(conf)"
is "the pod has what it asked for" "$(jq -rc '[.interfaces[0].name, .interfaces[0].mac, .ips[0].address]' <<<"$out")" \
	'["net1","02:00:00:00:00:61","10.99.0.61/24"]'
call CHECK "$(conf "$out" | jq -c '.cniVersion = "0.4.0"')"
call DEL "$(conf)"
is "nothing is left" "$("$O/macbpf" link show)" ""
is "IPAM was called" "$(cut -d ' ' -f 1 "$FAKE_LOG" | tr '\n' ' ')" "ADD CHECK DEL "
finish
