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

# pause_image FILE: the image that is in each pod
pause_image()
{
	local dir=$place/image

	mkdir -p "$dir/root"
	cc -static -Os -o "$dir/root/pause" -x c - <<<'#include <unistd.h>
		int main(void) { for (;;) pause(); }' || skip "containerd.sh needs libc6-dev: make packages"
	tar -C "$dir/root" -cf "$dir/layer.tar" pause
	jq -n --arg arch "$(dpkg --print-architecture)" --arg layer "sha256:$(sha256sum <"$dir/layer.tar" | cut -d ' ' -f 1)" \
		'{ architecture: $arch, os: "linux", config: { Entrypoint: ["/pause"] },
		rootfs: { type: "layers", diff_ids: [$layer] } }' >"$dir/config.json"
	echo '[{"Config":"config.json","RepoTags":["localhost/pause:1"],"Layers":["layer.tar"]}]' >"$dir/manifest.json"
	tar -C "$dir" -cf "$1" manifest.json config.json layer.tar
}

has_image()
{
	cri ImageStatus ImageService 'image { image: "localhost/pause:1" }' && [ -n "$out" ]
}

# containerd_here <TEMPLATE: of the network that it makes when it hears of the pods' subnet
containerd_here()
{
	local name

	for name in containerd ctr runc protoc; do
		command -v $name >/dev/null || skip "containerd.sh needs containerd and protobuf-compiler: make packages-cni"
	done
	mkdir -p "$place"/{bin,net.d}
	cp "$bins"/* "$place/bin/"
	cp "$bin/macbpf-cni" "$place/bin/"
	cat >"$place/template"
	trap cgroups_gone EXIT
	containerd_config >"$place/config.toml"
	containerd_start
	pause_image "$place/pause.tar"
	ctr -a "$socket" -n k8s.io images import "$place/pause.tar" >"$tmp/err" 2>&1 || fail "import: $(cat "$tmp/err")"
	until_true "containerd has the image" has_image
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
	Status | ListPodSandbox | RunPodSandbox | PodSandboxStatus | ImageStatus)
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
