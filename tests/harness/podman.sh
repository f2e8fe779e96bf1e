# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2154 # what is of the sourcing script, or for it
# podman.sh - sourced after cable.sh: podman in a sandbox. No registry, no service, no file outside.
#
# The image is made of busybox. All that podman keeps is in the sandbox's own folder, $place.

# podman_here <THE SECTION [network] OF containers.conf
podman_here()
{
	local name

	place=$tmp/podman
	mkdir -p "$place"/{rootfs/bin,store,run,net.d,tmp}
	cp /bin/busybox "$place/rootfs/bin/"
	for name in sh ip ping sleep udhcpc cat; do
		ln -s busybox "$place/rootfs/bin/$name"
	done
	mkdir -p "$place"/rootfs/{proc,sys,dev,etc,tmp}
	cat >"$place/storage.conf" <<-X
		[storage]
		driver = "vfs"
		graphroot = "$place/store"
		runroot = "$place/run"
	X
	cat >"$place/containers.conf" <<-X
		[engine]
		cgroup_manager = "cgroupfs"
		events_logger = "file"
		runtime = "crun"
		tmp_dir = "$place/tmp"
		[containers]
		cgroups = "disabled"
		[network]
		network_config_dir = "$place/net.d"
	X
	cat >>"$place/containers.conf"
	export CONTAINERS_CONF=$place/containers.conf CONTAINERS_STORAGE_CONF=$place/storage.conf HOME=$place
	umount -l /sys/fs/cgroup 2>/dev/null
	mount -t cgroup2 none /sys/fs/cgroup
	limits=(--ulimit "nofile=$(ulimit -Hn):$(ulimit -Hn)" --ulimit nproc=1000:1000)
	tar -C "$place/rootfs" -c . | podman import - localhost/bb:latest >/dev/null 2>"$tmp/err" ||
		skip "podman can't work here: $(cat "$tmp/err")"
}

# pod WHAT ARGUMENT...: must succeed; what it printed is in $out.
pod()
{
	out=$(podman "${@:2}" 2>"$tmp/err")
	is "$1: $(cat "$tmp/err")" $? 0
}

# pod_fails WHAT PART ARGUMENT...: must fail with this sentence
pod_fails()
{
	podman "${@:3}" >"$tmp/out" 2>&1 && fail "$1: it succeeded"
	has "$1" "$(cat "$tmp/out")" "$2"
}

# What pings needs a right that podman since 4.4 gives to nobody who doesn't ask.
start()
{
	pod "run $1" run -d --name "$1" --cap-add NET_RAW "${limits[@]}" "${@:2}" localhost/bb:latest /bin/sleep 3600
}

# inside CONTAINER COMMAND...
inside()
{
	podman exec "$@" 2>&1
}

pings()
{
	until_true "$1 reaches $2" podman exec "$1" ping -q -c 1 -W 1 "$2"
}

removed()
{
	pod "rm $*" rm -f -t 0 "$@"
}

endpoints()
{
	"$O/macbpf" -j link show | jq -r '[.[].ifname] | sort | join(" ")'
}
