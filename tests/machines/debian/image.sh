#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# image.sh - builds examples/kubernetes/Containerfile as podman builds it, and looks at what comes out.
#
#   image.sh RELEASE BUILD
#
# The Debian that it begins with is made by debootstrap, and asks the package sources of this machine: no
# registry is needed. The image is then in BUILD/debian/RELEASE/image.tar.
set -euo pipefail

release=$1 build=$(realpath -m "$2")
dir=$build/debian/$release
top=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$top"

if [ -z "${ENTERED:-}" ]; then
	mkdir -p "$dir"
	tests/machines/debian/root.sh "$release" "$dir/root" make
	ENTERED=1 exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

# What podman keeps goes with the build.
podman()
{
	command podman --root "$dir/images" --runroot /run/images --cgroup-manager cgroupfs --events-backend file "$@"
}

mount -t tmpfs none /run
trap 'umount -l "$dir/images/overlay" 2>/dev/null || true; rm -rf "$dir/images" "$dir/context"' EXIT
mkdir -p "$dir/context"
mk/files.sh '*' | while read -r file; do
	[ ! -e "$file" ] || printf '%s\0' "$file"
done | xargs -0 cp -a --parents -t "$dir/context"
tar -C "$dir/root" --exclude ./macbpf -c . | podman import -q - "localhost/debian:$release"
podman build -q --isolation chroot --network host --pull-never --build-arg "DEBIAN=localhost/debian:$release" \
	-f "$dir/context/examples/kubernetes/Containerfile" -t localhost/macbpf "$dir/context"
rm -f "$dir/image.tar"
podman save -q --format docker-archive -o "$dir/image.tar" localhost/macbpf

# It has what the manifests call, and these need nothing else.
mkdir -p /run/image
podman export "$(podman create localhost/macbpf)" | tar -C /run/image -x
for program in "/sbin/macbpf -Version" "/sbin/macbpf feature" "/bin/busybox true"; do
	# shellcheck disable=SC2086 # words
	chroot /run/image $program
done
[ "$(CNI_COMMAND=VERSION chroot /run/image /sbin/macbpf-cni </dev/null | jq -r .supportedVersions[-1])" = 1.1.0 ]
echo "ok: an image of $(($(stat -c %s "$dir/image.tar") / 1024)) KiB on Debian $release"
