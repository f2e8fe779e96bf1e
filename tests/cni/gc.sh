#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# gc.sh - GC removes what the runtime has forgotten, of this network only; STATUS says whether ADD
# could work.
#
# guards: frontends/cni/verb_gc.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1 c2 c3
touch "$FAKE_LOG"
answer='{"cniVersion":"1.1.0","ips":[{"address":"10.1.2.3/24"}]}'
net()
{
	jq -nc --arg name "$1" --argjson a "$answer" '{ cniVersion: "1.1.0", name: $name, plugins: [{
		type: "macbpf-cni", master: "eth0", ipam: { type: "fake-ipam", answer: $a } }] }'
}

# attach NETWORK CONTAINER [IFNAME]
attach()
{
	as=$2 netns=/run/netns/$2 ifname=${3:-eth0}
	list_add "$(net "$1")"
	ok "ADD $*"
}

left()
{
	"$O/macbpf" -j link show | jq -r '[.[].owner] | sort | join(" ")'
}

collect()
{
	as='' netns='' ifname=''
	: >"$FAKE_LOG"
	list_gc "$@"
}

calls()
{
	tr '\n' ',' <"$FAKE_LOG"
}

build()
{
	attach net1 c1
	attach net1 c2
	attach net1 c2 eth1
	attach net10 c3
	attach net c3 eth1
	attach net1.0 c3 eth2
}

build
others="cni:net1.0:c3:eth2 cni:net10:c3:eth0 cni:net:c3:eth1"
collect "$(net net1)" c1/eth0 c2/eth1
ok GC
is "GC keeps what is valid, and other networks" "$(left)" \
	"cni:net1.0:c3:eth2 cni:net10:c3:eth0 cni:net1:c1:eth0 cni:net1:c2:eth1 cni:net:c3:eth1"
is "IPAM is told of each, and of GC" "$(calls)" "DEL c2 eth0,GC  ,"
is "the container's device is gone" "$(ip -n c2 -o link | grep -c 'eth0@')" 0
is "another one is not" "$(ip -n c2 -o link | grep -c 'eth1@')" 1
collect "$(net net1)" c1/eth0 c2/eth1
ok "GC twice"
is "GC twice" "$(calls)" "GC  ,"

# The runtime lost all of its memory, and the containers are gone: the kernel's list is enough.
rm -f "$tmp/cache"/*
ip netns del c1
collect "$(net net1)"
ok "GC after a reboot of the runtime"
is "GC after a reboot of the runtime" "$(left)" "$others"

as='' netns='' ifname=''
ours GC "$(one "$(net net10)" 0 null null)"
ok "GC without a list of attachments"
is "does nothing" "$(left)" "$others"
ours GC "$(one "$(net net10)" 0 null null | jq -c '."cni.dev/attachments" = []')"
ok "the older name of the list"
is "the older name of the list" "$(left)" "cni:net1.0:c3:eth2 cni:net:c3:eth1"
ours GC "$(one "$(net net)" 0 null null | jq -c '."cni.dev/valid-attachments" = [{ containerID: "c3" }]')"
refused "a list that is none" 7 "lacks containerID or ifname"
is "a list that is none removes nothing" "$(left)" "cni:net1.0:c3:eth2 cni:net:c3:eth1"

# Errors don't stop it.
failing='{"cniVersion":"1.1.0","code":142,"msg":"no"}'
ours GC "$(one "$(net net)" 0 null null | jq -c --argjson e "$failing" \
	'."cni.dev/valid-attachments" = [] | .ipam.DEL = $e')"
refused "IPAM fails" 142 no
is "and the endpoint is gone" "$(left)" "cni:net1.0:c3:eth2"

# What isn't the plugin's is never touched.
"$O/macbpf" link add link eth0 name mine type macvlan mode bridge
collect "$(net net1.0)"
ok "the last one"
is "the administrator's own is left" "$("$O/macbpf" -j link show | jq -r '.[].ifname')" mine
"$O/macbpf" link del mine
clean GC

# Long names are kept apart as well.
new_netns c1
long=$(printf 'x%.0s' {1..100})
attach "net-$long-1" c1
attach "net-$long-2" c1 eth1
as=c$long ifname=eth2
list_add "$(net net1)"
ok "a long id"
as='' netns='' ifname=''
collect "$(net "net-$long-1")"
ok "GC of a long name"
is "GC of a long name" "$("$O/macbpf" -j link show | jq -r '[.[].ifname] | sort | join(" ")')" "eth1 eth2"
collect "$(net net1)" "c$long/eth2"
is "GC of a long id that is valid" "$("$O/macbpf" -j link show | jq -r '[.[].ifname] | sort | join(" ")')" "eth1 eth2"
collect "$(net net1)" "c${long}y/eth2"
is "GC of a long id" "$("$O/macbpf" -j link show | jq -r '[.[].ifname] | sort | join(" ")')" eth1
as=c1 ifname=eth1
list_del "$(net "net-$long-2")"
ok "DEL of a long name"
clean "long names"

## STATUS

as='' netns='' ifname=''
status()
{
	: >"$FAKE_LOG"
	ours STATUS "$(one "$(net net1)" 0 null null | jq -c "$1")"
}

status .
ok STATUS
is "IPAM is asked" "$(calls)" "STATUS  ,"
is "STATUS prints nothing" "$out" ""
status '.ipam={}'
ok "STATUS without IPAM"
status '.master="nobody"'
refused "no master" 50 'there is no master "nobody"'
status '.master="lo"'
refused "a master that can't be one" 50 'master "lo" is the loopback, not an Ethernet device: name one with key "master"'
status 'del(.master)'
refused "no default route" 50 "no default route interface found"
status 'del(.master) | .linkInContainer=true'
ok "a master in a container can't be known yet"
status ".ipam.STATUS=$failing"
refused "IPAM can't" 142 no
status '.ipam.type="nobody"'
refused "no IPAM" 7 'failed to find plugin "nobody"'
status '.mode="bogus"'
refused "a configuration that ADD refuses" 7 bogus
CNI_COMMAND=STATUS CNI_PATH=$path setpriv --reuid 65534 --clear-groups "$(readlink -f "$bin/macbpf-cni")" \
	<<<"$(one "$(net net1)" 0 null null)" >"$tmp/out"
code=$? out=$(cat "$tmp/out")
refused "no privilege" 50 root
finish
