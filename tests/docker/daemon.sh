# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # $tmp is of the sourcing script
# daemon.sh - sourced after lib.sh: dockerd in a sandbox, with an image of busybox.

cgroup=/macbpf-dockerd

dockerd_start()
{
	rm -f /run/docker.pid
	dockerd --iptables=false --bridge=none --storage-driver=vfs --data-root "$tmp/docker" --exec-root /run/exec \
		--cgroup-parent $cgroup 		--host unix:///run/docker.sock --pidfile /run/docker.pid >>"$tmp/dockerd" 2>&1 &
	dockerd=$!
	wait_for docker version || skip "dockerd can't work here: $(tail -n 3 "$tmp/dockerd")"
}

# With all that it has started, as a machine would that stops.
dockerd_kill()
{
	kill -9 $dockerd
	wait $dockerd 2>/dev/null
}

# The only thing of a container that the sandbox doesn't end.
cgroups_gone()
{
	find /sys/fs/cgroup$cgroup -depth -type d -exec rmdir {} + 2>/dev/null
}

dockerd_here()
{
	local rootfs=$tmp/rootfs name

	export DOCKER_HOST=unix:///run/docker.sock HOME=$tmp DOCKER_CONFIG=$tmp/config
	[ ! -d /etc/docker ] || mount -t tmpfs none /etc/docker
	umount -l /sys/fs/cgroup 2>/dev/null
	mount -t cgroup2 none /sys/fs/cgroup
	trap cgroups_gone EXIT
	dockerd_start
	mkdir -p "$rootfs/bin"
	cp /bin/busybox "$rootfs/bin/"
	for name in sh ip ping sleep cat; do
		ln -s busybox "$rootfs/bin/$name"
	done
	tar -C "$rootfs" -c . | docker import - bb >/dev/null 2>"$tmp/err" || fail "import: $(cat "$tmp/err")"
}

# Debian's, not whatever else is in PATH.
docker()
{
	/usr/bin/docker "$@"
}

# dock WHAT ARGUMENT...: must succeed
dock()
{
	out=$(docker "${@:2}" 2>&1)
	is "$1: $out" $? 0
}

# dock_fails WHAT PART ARGUMENT...: must fail with this sentence
dock_fails()
{
	docker "${@:3}" >"$tmp/out" 2>&1 && fail "$1: it succeeded"
	has "$1" "$(cat "$tmp/out")" "$2"
}

start()
{
	dock "run $1" run -d --name "$1" "${@:2}" bb /bin/sleep 3600
}

# inside CONTAINER COMMAND...
inside()
{
	docker exec "$@" 2>&1
}

pings()
{
	until_true "$1 reaches $2" docker exec "$1" ping -q -c 1 -W 1 "$2"
}
