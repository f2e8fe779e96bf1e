# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # of who sources this: $tmp, $here, $out
# cri.sh - sourced after lib.sh: containerd in the sandbox, and what a kubelet says to it.
#
# The calls are gRPC by hand: HTTP/2 by curl, messages by protoc. The image is one program that waits.

place=$tmp/containerd
socket=$place/socket
cgroup=/macbpf-containerd

## The daemon

containerd_start()
{
	containerd -c "$place/config.toml" >>"$place/log" 2>&1 &
	containerd=$!
	wait_for cri Status </dev/null || skip "containerd can't work here: $(tail -n 3 "$place/log")"
}

# What it has started lives on.
containerd_kill()
{
	kill -9 "$containerd"
	wait "$containerd" 2>/dev/null
}

# The only thing of a pod that the sandbox doesn't end.
cgroups_gone()
{
	find /sys/fs/cgroup -depth -type d -path "*$cgroup*" -exec rmdir {} + 2>/dev/null
}

# No folder but the sandbox's own.
containerd_config()
{
	cat <<-X
		version = 2
		root = "$place/root"
		state = "$place/state"
		disabled_plugins = ["io.containerd.internal.v1.opt"]
		[grpc]
		address = "$socket"
		[plugins."io.containerd.grpc.v1.cri"]
		sandbox_image = "localhost/pause:1"
		disable_apparmor = true
		restrict_oom_score_adj = true
		[plugins."io.containerd.grpc.v1.cri".cni]
		bin_dir = "$place/bin"
		conf_dir = "$place/net.d"
		conf_template = "$place/template"
	X
}

# image_of NAME FOLDER PROGRAM: what is in the folder as an image
image_of()
{
	local dir=$place/image

	mkdir -p "$dir"
	tar -C "$2" -cf "$dir/layer.tar" .
	jq -n --arg arch "$(dpkg --print-architecture)" --arg layer "sha256:$(sha256sum <"$dir/layer.tar" | cut -d ' ' -f 1)" \
		--arg program "$3" '{ architecture: $arch, os: "linux", config: { Entrypoint: [$program], Env: ["PATH=/sbin:/bin"] },
		rootfs: { type: "layers", diff_ids: [$layer] } }' >"$dir/config.json"
	jq -n --arg name "$1" '[{ Config: "config.json", RepoTags: [$name], Layers: ["layer.tar"] }]' >"$dir/manifest.json"
	tar -C "$dir" -cf "$dir/image.tar" manifest.json config.json layer.tar
	ctr -a "$socket" -n k8s.io images import "$dir/image.tar" >"$tmp/err" 2>&1 || fail "import: $(cat "$tmp/err")"
	until_true "containerd has the image $1" has_image "$1"
}

has_image()
{
	cri ImageStatus ImageService "image { image: '$1' }" && [ -n "$out" ]
}

# The program that is in each pod.
pause_program()
{
	mkdir "$place/pause"
	cc -static -Os -o "$place/pause/pause" -x c - <<<'#include <unistd.h>
		int main(void) { for (;;) pause(); }' || skip "containerd needs a static program, and that libc6-dev: make packages"
}

# containerd_here: with the sample of a network, for whatever subnet the pods of a node have.
containerd_here()
{
	local name

	for name in containerd ctr runc protoc; do
		command -v $name >/dev/null || skip "$(basename "$0") needs containerd and protobuf-compiler: make packages-cni"
	done
	mkdir -p "$place"/{bin,net.d}
	cp "$bins"/* "$place/bin/"
	cp "$bin/macbpf-cni" "$place/bin/"
	jq --arg dir "$tmp/leases" '.plugins[0].ipam |= (.dataDir = $dir | .ranges = [[{ subnet: "{{.PodCIDR}}" }]])' \
		"$here/../../examples/cni/containerd.conflist" >"$place/template"
	trap cgroups_gone EXIT
	containerd_config >"$place/config.toml"
	containerd_start
	pause_program
	image_of localhost/pause:1 "$place/pause" /pause
}

## The kubelet

# message NAME TEXT: as gRPC sends it, not compressed and with its length
message()
{
	protoc -I "$here" --encode="runtime.v1.$1" cri.proto <<<"$2" >"$tmp/message" || return 1
	printf '\0'
	printf %08X "$(stat -c %s "$tmp/message")" | basenc --base16 -d
	cat "$tmp/message"
}

# answer NAME: in words; the empty one may have none
answer()
{
	case $1 in
	Status | ListPodSandbox | RunPodSandbox | PodSandboxStatus | ImageStatus | CreateContainer | ContainerStatus)
		tail -c +6 "$tmp/answer" | protoc -I "$here" --decode="runtime.v1.${1}Response" cri.proto
		;;
	esac
}

# cri METHOD [SERVICE] [REQUEST]: the answer in $out, or the error
cri()
{
	local service=${2:-RuntimeService}

	: >"$tmp/answer"
	message "$1Request" "${3-}" | curl -sS --http2-prior-knowledge --unix-socket "$socket" --data-binary @- \
		-H 'content-type: application/grpc' -H 'te: trailers' -D "$tmp/headers" -o "$tmp/answer" \
		"http://cri/runtime.v1.$service/$1" 2>"$tmp/err" || return 1
	out=$(sed -n 's/^grpc-message: *//p' "$tmp/headers")
	grep -q '^grpc-status: 0' "$tmp/headers" || return 1
	out=$(answer "$1")
}

network_ready()
{
	cri Status
	awk '/type: "NetworkReady"/ { seen = 1 } seen && /status:/ { print $2; exit }' <<<"$out"
}

# node_has SUBNET: of its pods
node_has()
{
	is "no network at first" "$(network_ready)" ""
	cri UpdateRuntimeConfig RuntimeService "runtime_config { network_config { pod_cidr: '$1' } }"
	is "UpdateRuntimeConfig: $out" $? 0
	becomes "a network" true network_ready
}

## Pods

declare -A netns_of # which containerd makes before it calls a plugin

# run NAME [ANNOTATION VALUE]: its id in $id
run()
{
	local annotations='' before

	[ $# = 1 ] || annotations="annotations { key: '$2' value: '$3' }"
	before=$(ls /run/netns)
	cri RunPodSandbox RuntimeService "config {
		metadata { name: '$1' uid: '$1' namespace: 'default' }
		hostname: '$1' log_directory: '$tmp/pods' linux { cgroup_parent: '$cgroup' } $annotations }"
	is "run $1: $out" $? 0
	id=$(sed -n 's/^pod_sandbox_id: "\(.*\)"/\1/p' <<<"$out")
	netns_of[$id]=$(comm -13 <(echo "$before") <(ls /run/netns))
}

# on_pod METHOD ID
on_pod()
{
	cri "$1" RuntimeService "pod_sandbox_id: '$2'"
	is "$1: $out" $? 0
}

pods_end()
{
	for id; do
		on_pod StopPodSandbox "$id"
		on_pod RemovePodSandbox "$id"
	done
}

# within ID COMMAND...: in the netns of the pod
within()
{
	at "${netns_of[$1]}" "${@:2}"
}

none_left()
{
	clean "$1"
	is "no netns is left: $1" "$(find /run/netns -name 'cni-*')" ""
	is "no lease and no result is left: $1" \
		"$(find "$tmp/leases" /var/lib/cni -type f ! -name lock ! -name 'last_*' 2>/dev/null)" ""
}
