#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# adopt.sh - a tap that another program has made: adopted, listed, refused, let go as it was.
#
# guards: cli/link_words.c cli/cmd_save.c libmacbpf/kinds/adopted.c libmacbpf/endpoint/adopt.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"

macbpf()
{
	"$MACBPF" -n "$ours" "$@"
}

# What anybody sees of the tap, and whether the host speaks IPv6 on it.
tap()
{
	{ ip -n "$ours" -d link show vnet0; at "$ours" cat /proc/sys/net/ipv6/conf/vnet0/disable_ipv6; } |
		without_carrier
}

adopt()
{
	macbpf link add link eth0 dev vnet0 adopt "$@"
}

at "$ours" ip tuntap add vnet0 mode tap
at "$ours" sh -c 'echo 0 >/proc/sys/net/ipv6/conf/vnet0/disable_ipv6'
ip -n "$ours" link set vnet0 address fe:54:00:00:00:01 alias "of vm 1" up
before=$(tap)
succeeds "adopt" adopt address 52:54:00:00:00:01 owner libvirt:1 type macvtap mode bridge
is "its lines of -d" "$(macbpf -d link show vnet0 | sed -n '2,$p' | sed 's/mb[0-9]*/mbN/')" \
	"    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff promiscuity 0 minmtu 68 maxmtu 65521
    macvtap mode bridge bcqueuelen 1000 usedbcqueuelen 1000 numtxqueues 1 numrxqueues 1
    macbpf hostdev mbN endpoint tap hook $(usual_hook) adopted owner libvirt:1
    alias of vm 1"
is "its JSON" "$(macbpf -d -j link show owner libvirt:1 |
	jq -c '.[0] | [.ifname, .adopted, .other_guest, .endpoint, .linkinfo.info_data.queues, .ifalias]')" \
	'["vnet0",true,null,"tap",null,"of vm 1"]'
is "the address is the guest's" "$(macbpf -j fdb | jq -c 'map([.mac, .ifname])[0]')" \
	'["52:54:00:00:00:01","vnet0"]'
is "the tap's own stays" "$(ip -n "$ours" -j link show vnet0 | jq -r '.[0].address')" \
	fe:54:00:00:00:01
is "the host is silent" "$(at "$ours" cat /proc/sys/net/ipv6/conf/vnet0/disable_ipv6)" 1
has "save leaves it out" "$(macbpf save owned)" "is left out: who makes its tap has it adopted again"
succeeds "replace it" macbpf link replace link eth0 dev vnet0 adopt address 52:54:00:00:00:01 \
	owner libvirt:1 type macvtap mode private
is "replaced" "$(macbpf -d -j link show vnet0 | jq -r '.[0].linkinfo.info_data.mode')" private
succeeds "set its address" macbpf link set vnet0 address 52:54:00:00:00:02
is "it is another guest's" "$(macbpf -d -j link show vnet0 | jq -c '.[0].other_guest')" true
has "in words" "$(macbpf -d link show vnet0)" " other-guest"
is "the tap's own stays then" "$(ip -n "$ours" -j link show vnet0 | jq -r '.[0].address')" \
	fe:54:00:00:00:01
succeeds "let it go" macbpf link del vnet0
is "let go" "$(tap)" "$before"
is "no port" "$(macbpf -j port show)" "[]"

run adopt address 52:54:00:00:00:07 type macvtap mode bridge
is "adopted for another guest" "$code" 0
has "it is said" "$err" "by its address vnet0 is of a guest with ??:54:00:00:00:01"
succeeds "let it go by its owner's lower" macbpf link del link eth0 all
is "let go with all" "$(tap)" "$before"

printf '%s\n' "link add link eth0 dev vnet0 adopt address 52:54:00:00:00:01 type macvtap mode bridge" \
	"link set vnet0 alias x" "link del vnet0" \
	"link add link eth0 dev vnet0 adopt address 52:54:00:00:00:01 type macvtap mode bridge" \
	"link add link eth0 name mv0 type macvlan mode bridge" "link del vnet0" "link del mv0" >"$tmp/file"
succeeds "a batch" macbpf -batch "$tmp/file"
is "let go in a batch" "$(tap | sed 's/alias x/alias of vm 1/')" "$before"
ip -n "$ours" link set vnet0 alias "of vm 1"

# refused CODE WORDS...: and nothing changed
refused()
{
	want=$1
	shift
	run macbpf link add link eth0 "$@"
	is "$*" "$code" "$want"
	is_one_error "$*"
	is "$*: changed nothing" "$(tap) $(macbpf link show)" "$before "
}

mac="address 52:54:00:00:00:01"
# shellcheck disable=SC2086 # words
{
	refused 2 dev vnet0 adopt type macvtap mode bridge
	refused 1 dev nobody adopt $mac type macvtap
	refused 2 dev wire adopt $mac type macvtap
	refused 2 dev eth0 adopt $mac type macvtap
	refused 2 dev vnet0 adopt $mac type macvlan
	refused 2 dev vnet0 adopt $mac type macvtap queues 2
	refused 2 dev vnet0 adopt $mac index 77 type macvtap
	refused 2 dev vnet0 adopt $mac netns /proc/1/ns/net type macvtap
	refused 2 dev vnet0 adopt $mac mtu 9000 type macvtap
	refused 2 dev vnet0 adopt $mac endpoint veth type macvtap
}
at "$ours" ip tuntap add tun0 mode tun
refused 2 dev tun0 adopt address 52:54:00:00:00:01 type macvtap
ip -n "$ours" link add br0 type bridge
ip -n "$ours" link set vnet0 master br0
run adopt address 52:54:00:00:00:01 type macvtap mode bridge
is "in a bridge" "$code $err" \
	"2 Error: vnet0 is in br0, which takes its frames: take it out first ('ip link set vnet0 nomaster')"
ip -n "$ours" link set vnet0 nomaster
succeeds "out of it" adopt address 52:54:00:00:00:01 type macvtap mode bridge
run macbpf tap exec vnet0 true
is "its queues are its maker's" "$code" 2
has "so it is said" "$err" "is the tap of another program"
at "$ours" ip tuntap del vnet0 mode tap
succeeds "its maker deletes it" macbpf port sweep
is "nothing is left" "$(macbpf link show)$(macbpf port show)" ""
finish
