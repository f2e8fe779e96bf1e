#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# vm.sh - boots a small virtual machine on LOWER, with a shell on this terminal.
#
#   examples/vm.sh LOWER [QEMU-ARG ...]        e.g. examples/vm.sh eth0 -enable-kvm
#
# A tap is made on LOWER and deleted in the end. The guest is Debian's cloud kernel with busybox; it asks
# the network behind LOWER for a lease, so it is one more machine there. 'poweroff -f' ends it.
set -eu

[ $# -ge 1 ] || { echo "usage: vm.sh LOWER [QEMU-ARG ...]" >&2; exit 1; }
lower=$1
shift
top=$(cd "$(dirname "$0")/.." && pwd)
macbpf=${MACBPF:-macbpf}
cache=${O:-$top/build}
tap=vm$$
mac=$(printf '52:54:00:%02x:%02x:%02x' $((RANDOM % 256)) $((RANDOM % 256)) $((RANDOM % 256)))

tmp=$(mktemp -d)
cleanup()
{
	"$macbpf" link del $tap 2>/dev/null || true
	rm -rf "$tmp"
}
trap cleanup EXIT

cat >"$tmp/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
modprobe virtio_pci
modprobe virtio_net
cat >/lease <<'LEASE'
#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/${mask:-24}" dev "$interface"
[ -z "$router" ] || ip route add default via "$router"
LEASE
chmod +x /lease
ip link set lo up
ip link set eth0 up
udhcpc -i eth0 -n -q -s /lease
ip addr show eth0
exec setsid cttyhack sh
INIT

"$top/tests/machines/kernel-image.sh" 6.1 "$cache/kernels"
"$top/tests/machines/initramfs.sh" "$cache/kernels/6.1" "$tmp/init" "$tmp/initramfs" 'virtio_pci virtio_net'
"$macbpf" link add link "$lower" name $tap address "$mac" up type macvtap mode bridge
qemu-system-x86_64 -m 256 -nographic -no-reboot \
	-kernel "$cache/kernels/6.1/vmlinuz" -initrd "$tmp/initramfs" \
	-append "console=ttyS0 quiet panic=-1" \
	-netdev "tap,id=n,ifname=$tap,script=no,downscript=no,vhost=off" \
	-device "virtio-net-pci,netdev=n,mac=$mac,romfile=" "$@"
