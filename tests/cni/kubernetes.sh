#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# kubernetes.sh - the DaemonSet for Kubernetes, its containers run by a real containerd with the rights,
# mounts and commands that the manifest has: they put the plugin there, and follow pods.
#
# The image has what that of the Containerfile has, but for libraries, which its programs don't need. A
# folder of the sandbox is the node's /opt/cni/bin.
#
# guards: examples/kubernetes/daemonset.yaml docs/kubernetes.md cli/cmd_agent.c
# shellcheck source-path=SCRIPTDIR
# containerd would look at the machine's, which lies below the sandbox's.
[ -z "${TEST_SANDBOX:-}" ] || umount -l /run/netns 2>/dev/null
. "$(dirname "$0")/lib.sh"
. "$here/cri.sh"
/usr/bin/python3 -c 'import yaml' 2>/dev/null || skip "kubernetes.sh needs python3-yaml"
samples=$here/../../examples/kubernetes
new_world
ip -n far addr add 10.99.0.1/24 dev wire
mount --make-rshared /run # as systemd has it

## The image

# library_of PROGRAM: what the loader would open
library_of()
{
	ldd "$1" | grep -o '/[^ ]*'
}

make_image()
{
	local root=$tmp/root program

	mkdir -p "$root"/{sbin,bin}
	cp "$O/macbpf" "$O/macbpf-cni" "$root/sbin/"
	cp /bin/busybox "$root/bin/"
	for program in "$O/macbpf" "$O/macbpf-cni"; do
		library_of "$program" | xargs cp -L --parents -t "$root" 2>/dev/null
	done
	image_of "$(jq -r .spec.template.spec.containers[0].image "$tmp/daemonset.json")" "$root" /sbin/macbpf
}

## What a kubelet makes of the manifest

/usr/bin/python3 "$here/../install/yaml2json.py" "$samples" "$tmp" daemonset || fail "no YAML"

attempt=0

# container NAME: as containerd is asked for it
container()
{
	jq -r --arg name "$1" --arg attempt $attempt --arg bin "$place/bin" '
		.spec.template.spec as $pod | ($pod.volumes | map({ key: .name, value: .hostPath.path }) | from_entries) as $paths
		| ($paths | .plugins = $bin) as $paths
		| $pod | (.initContainers + .containers)[] | select(.name == $name)
		| "metadata { name: \(.name | @json) attempt: \($attempt) } image { image: \(.image | @json) } log_path: \"\(.name).log\"",
		(.command[] | "command: \(@json)"),
		(.volumeMounts[] | "mounts { container_path: \(.mountPath | @json) host_path: \($paths[.name] | @json)
			propagation: \(.mountPropagation // "None") }"),
		(.securityContext | "linux { security_context { readonly_rootfs: \(.readOnlyRootFilesystem)
			namespace_options { \(if $pod.hostNetwork then "network: NODE" else "" end) pid: CONTAINER }
			capabilities { \(.capabilities.add // [] | map("add_capabilities: \(@json)") | join(" "))
				\(.capabilities.drop | map("drop_capabilities: \(@json)") | join(" ")) }
			seccomp { profile_type: \(.seccompProfile.type) } } }")' "$tmp/daemonset.json"
}

# begin NAME: its id in $running
begin()
{
	((attempt += 1))
	cri CreateContainer RuntimeService "pod_sandbox_id: '$daemon' config { $(container "$1") } sandbox_config { $pod }"
	is "create $1: $out" $? 0
	running=$(sed -n 's/^container_id: "\(.*\)"/\1/p' <<<"$out")
	cri StartContainer RuntimeService "container_id: '$running'"
	is "start $1: $out" $? 0
}

# state: of $running
state()
{
	cri ContainerStatus RuntimeService "container_id: '$running'"
	sed -nE 's/^ *(state|exit_code): *//p' <<<"$out" | tr '\n' ' '
}

# An exit code of 0 is not sent.
init()
{
	begin "$1"
	becomes "$1 has done its work: $(cat "$tmp/pods/$1.log")" "CONTAINER_EXITED " state
	is "$1 says nothing" "$(cat "$tmp/pods/$1.log")" ""
}

## The node: a containerd with no plugin of ours

containerd_here
rm "$place/bin/macbpf-cni"
make_image
node_has 10.99.0.0/24
pod="metadata { name: 'macbpf' uid: 'macbpf' namespace: 'kube-system' } log_directory: '$tmp/pods' linux {
	cgroup_parent: '$cgroup' security_context { namespace_options { network: NODE pid: CONTAINER } } }"
cri RunPodSandbox RuntimeService "config { $pod }"
is "the DaemonSet's pod: $out" $? 0
daemon=$(sed -n 's/^pod_sandbox_id: "\(.*\)"/\1/p' <<<"$out")

## It comes

init plugin
is "the plugin is there, and nothing else" "$(cmp "$place/bin/macbpf-cni" "$O/macbpf-cni" 2>&1; find "$place/bin" -name '.*')" ""
init upgrade
run red
red=$id
begin agent

# shellcheck disable=SC2317 # until_true() calls it
fdb_has()
{
	"$O/macbpf" fdb show | grep -q "^$1 "
}

# follows ID ADDRESS: what somebody does to a pod's device, and nobody tells
follows()
{
	within "$1" ip link set eth0 address "$2"
	until_true "the agent follows: $2 ($(cat "$tmp/pods/agent.log"))" fdb_has "$2"
}

follows "$red" 02:00:00:00:00:71
run blue
follows "$id" 02:00:00:00:00:72
ip link set mb0 down
until_true "the agent mends a hostdev" sh -c "ip link show mb0 | grep -q 'state UP'"
ip link set eth0 mtu 1400
until_true "the agent follows the lower's MTU" sh -c \
	"nsenter --net=/run/netns/${netns_of[$id]} ip link show eth0 | grep -q 'mtu 1400'"
is "it is content" "$(grep -v mb0 "$tmp/pods/agent.log")" ""
is "it runs" "$(state)" "CONTAINER_RUNNING "

## A new version, while pods run

agent=$running
init plugin
init upgrade
until_true "the wire" within "$red" ping -q -c 1 -W 1 10.99.0.1
running=$agent
cri StopContainer RuntimeService "container_id: '$agent' timeout: 20"
is "StopContainer: $out" $? 0
is "it ended by itself" "$(state)" "CONTAINER_EXITED "
pods_end "$red" "$id" "$daemon"
none_left "all of it"
containerd_kill
finish
