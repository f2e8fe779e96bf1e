#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# vm.sh - the real thing: two virtual machines on taps of one port, beside a container and the wire.
#
# a is attached by the name of its tap, b by two descriptors from another netns. Each gets a lease from
# the wire, and a file of the same bytes goes both ways between all four, by IPv4 and IPv6.
#
# guards: libmacbpf/kinds/tap.c cli/cmd_tap.c
set -u

: "${MACBPF:?the path of the macbpf binary}" "${O:?the directory of the build}"
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../../harness/assert.sh"
. "$(dirname "$0")/../../harness/sandbox.sh"
. "$(dirname "$0")/../../harness/cable.sh"
sandbox
cd "$(dirname "$0")/../../.." || exit 1

kernel=$O/kernels/6.1 # of tests/machines/kernel-image.sh: nothing can be fetched from in here
patience=200 # seconds for all; a guest is emulated
declare -A mac=([a]=52:54:00:00:00:0a [b]=52:54:00:00:00:0b [box]=02:00:00:00:00:0c)
declare -A v4=([a]=192.0.2.10 [b]=192.0.2.11 [box]=192.0.2.12 [wire]=192.0.2.1)
declare -A v6=([a]=2001:db8::a [b]=2001:db8::b [box]=2001:db8::c [wire]=2001:db8::1)

# The first failure ends it: whoever waits for a guest waits long.
fail()
{
	echo "FAIL: $*" >&2
	tail -n 20 "$tmp"/*.serial "$tmp"/*.log >&2
	exit 1
}

# says GUEST LINE: waits until it does
says()
{
	facts=$((facts + 1))
	until grep -qE "^MB: $2"$'\r?$' "$tmp/$1.serial"; do
		! grep -q "^MB: failed\|Kernel panic" "$tmp/$1.serial" || fail "$1 does not say \"$2\""
		[ $SECONDS -lt $patience ] || fail "$1 does not say \"$2\" in $patience s"
		sleep 0.1
	done
}

# URLs of someone's file.
urls()
{
	echo "http://${v4[$1]}/data http://[${v6[$1]}]/data"
}

# fetches NETNS WHO: the file, both ways of addressing
fetches()
{
	local url

	for url in $(urls "$2"); do
		facts=$((facts + 1))
		at "$1" timeout 60 busybox wget -q -O "$tmp/got" "$url" || fail "$1 can't fetch $url"
		cmp -s "$tmp/got" "$tmp/root/www/data" || fail "$1 got other bytes from $url"
	done
}

# serve NETNS DEVICE WHO: its addresses, and its file
serve()
{
	at "$1" ip addr add "${v4[$3]}/24" dev "$2"
	at "$1" ip -6 addr add "${v6[$3]}/64" dev "$2" nodad
	at "$1" busybox httpd -f -h "$tmp/root/www" >"$tmp/$3.log" 2>&1 &
}

# guest NAME FETCH-FROM -- COMMAND...: starts it; the command ends with its -netdev and -device.
boot()
{
	local name=$1 words="console=ttyS0 quiet panic=-1 mb.v6=${v6[$1]}" who url

	for who in $2; do
		for url in $(urls "$who"); do
			words="$words mb.fetch=$url"
		done
	done
	"${@:3}" -accel tcg -m 192 -nographic -no-reboot -nodefaults -serial stdio -monitor none \
		-kernel "$kernel/vmlinuz" -initrd "$tmp/initramfs" -append "$words" \
		>"$tmp/$name.serial" 2>"$tmp/$name.log" </dev/null &
}

in_csum_errors()
{
	at "$1" awk '/^Tcp:/ { if (names++) print $NF }' /proc/net/snmp
}

mkdir -p "$tmp/root/www"
head -c 2M /dev/urandom >"$tmp/root/www/data"
tests/machines/initramfs.sh "$kernel" tests/machines/vm/init "$tmp/initramfs" 'virtio_pci virtio_net' \
	"$tmp/root" || fail "can't make an initramfs"

new_netns host wire box vm
cable host low 02:00:00:00:00:ee wire wire 02:00:00:00:00:09
link=("$MACBPF" -n host link add link low)
"${link[@]}" name tap0 address "${mac[a]}" up type macvtap mode bridge || exit 1
"${link[@]}" name tap1 address "${mac[b]}" up type macvtap mode bridge queues 2 || exit 1
"${link[@]}" name mv0 address "${mac[box]}" netns box up type macvlan mode bridge || exit 1
serve wire wire wire
serve box mv0 box
at wire dnsmasq --keep-in-foreground --conf-file=/dev/null --user=root --port=0 --interface=wire \
	--no-ping --log-facility=- --dhcp-leasefile="$tmp/leases" --pid-file="$tmp/dnsmasq.pid" \
	--dhcp-range=192.0.2.100,192.0.2.120,255.255.255.0,1h \
	--dhcp-host="${mac[a]},${v4[a]}" --dhcp-host="${mac[b]},${v4[b]}" >"$tmp/dnsmasq.log" 2>&1 &

boot a "wire box" at host qemu-system-x86_64 \
	-netdev tap,id=n,ifname=tap0,script=no,downscript=no,vhost=off \
	-device "virtio-net-pci,netdev=n,mac=${mac[a]},romfile="
says a ready
boot b "wire box a" "$MACBPF" -n host tap exec tap1 nsenter --net=/run/netns/vm qemu-system-x86_64 \
	-smp 2 -netdev 'tap,id=n,fds={fds},vhost=off' \
	-device "virtio-net-pci,netdev=n,mac=${mac[b]},mq=on,vectors=6,romfile="
for guest in a b; do
	says $guest "lease ${v4[$guest]}"
	says $guest end
	says $guest "checksum errors 0"
	is "$guest is in the server's book" "$(grep -c "${mac[$guest]} ${v4[$guest]} " "$tmp/leases")" 1
done
says b "queues 2"
for guest in a b; do
	fetches wire $guest
	fetches box $guest
done
for netns in wire box; do
	is "checksum errors in $netns" "$(in_csum_errors $netns)" 0
done
is "queues of b" "$(ip -n host -o -d link show tap1 | grep -o 'numqueues [0-9]*')" "numqueues 2"
is "no tap and no guest asked for all groups" \
	"$(ip -n host -j link show | jq -c 'map(select(.flags | index("ALLMULTI")) | .ifname)')" '["low"]'
says a "flags 0x1003"
says b "flags 0x1003"
average=$("$MACBPF" -n host -j -s link show tap0 | jq '.[0].stats64.tx | .bytes / .packets | floor')
is "frames of a are larger than its mtu" "$([ "$average" -gt 1514 ] && echo yes)" yes
echo "two guests in $SECONDS s"
finish
