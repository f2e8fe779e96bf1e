#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# hook.sh - the hook of libvirt as libvirtd calls it: words, and a domain's XML on stdin.
#
# guards: examples/libvirt/qemu
# shellcheck source-path=SCRIPTDIR
set -u

: "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
hook=$(realpath "$(dirname "$0")/../../examples/libvirt/qemu")
sandbox "$@"
export MACBPF=$O/macbpf

new_netns host
cable host eth0 02:00:00:00:ee:00 host wire 02:00:00:00:ee:01

# domain MAC: of a virtual machine whose metadata mean that address
domain()
{
	cat <<XML
<domain type='kvm' id='1'>
  <name>one</name>
  <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
  <metadata>
    <macbpf:endpoints xmlns:macbpf="urn:macbpf">
      <macbpf:endpoint mac="$1" lower="eth0" mode="private"/>
    </macbpf:endpoints>
  </metadata>
  <devices>
    <interface type='network'><mac address='52:54:00:00:00:09'/><target dev='vnet1'/></interface>
    <interface type='ethernet'>
      <mac address='52:54:00:00:00:01'/>
      <target dev='vnet0'/>
      <model type='virtio'/>
    </interface>
  </devices>
</domain>
XML
}

# hook WORDS <XML: what it said in $said, exit status in $code
hook()
{
	said=$(ip netns exec host "$hook" one "$@" - 2>&1)
	code=$?
}

shown()
{
	"$MACBPF" -n host -d -j link show |
		jq -c 'map([.ifname, .address, .adopted, .owner, .linkinfo.info_data.mode])'
}

ip netns exec host ip tuntap add vnet0 mode tap
ip -n host link set vnet0 address fe:54:00:00:00:01
hook prepare begin <<<"$(domain 52:54:00:00:00:01)"
is "before there is a tap" "$code $said $(shown)" "0  []"
hook started begin <<<"$(domain 52:54:00:00:00:01)"
is "started" "$code $said" "0 "
is "adopted" "$(shown)" \
	'[["vnet0","52:54:00:00:00:01",true,"libvirt:c7a5fdbd-edaf-9455-926a-d65c16db1809","private"]]'
hook started begin <<<"$(domain 52:54:00:00:00:01)"
is "started again" "$code $said" "0 "
ip netns exec host ip tuntap del vnet0 mode tap
hook release end <<<"$(domain 52:54:00:00:00:01)"
is "released" "$code $said $("$MACBPF" -n host -j port show)" "0  []"

hook started begin <<<"$(domain 52:54:00:00:00:02)"
is "another guest's" "$code $said" \
	'1 macbpf: no interface of type "ethernet" has the address "52:54:00:00:00:02"'
hook started begin <<<"$(domain 52:54:00:00:00:01)"
is "no tap" "$((code != 0))" 1
has "it is said" "$said" 'no device "vnet0" to adopt'
hook started begin <<<"<domain type='kvm'><name>two</name></domain>"
is "a domain that wants nothing" "$code $said" "0 "
finish
