#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# verbs.sh - the protocol: environment, stdin, versions, and the codes of what is wrong.
#
# guards: frontends/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1
conf='{"cniVersion":"1.0.0","name":"net1","type":"macvlan","master":"eth0","ipam":{}}'

## VERSION: no stdin, any environment, no privilege, a few milliseconds

exec 3<&0
CNI_COMMAND=VERSION CNI_NETNS=dummy CNI_IFNAME=dummy CNI_PATH=dummy CNI_CONTAINERID='' \
	setpriv --reuid 65534 --bounding-set -all --clear-groups "$bin/macbpf-cni" \
	<&- >"$tmp/out"
is "VERSION" $? 0
is "VERSION: an object" "$(jq -c 'keys' "$tmp/out")" '["cniVersion","supportedVersions"]'
is "VERSION: the versions" "$(jq -rc '.supportedVersions | join(" ")' "$tmp/out")" \
	"0.1.0 0.2.0 0.3.0 0.3.1 0.4.0 1.0.0 1.1.0"
is "VERSION: one document" "$(jq -s length "$tmp/out")" 1

## Without a verb

"$bin/macbpf-cni" >"$tmp/out" 2>"$tmp/err" </dev/null
is "no verb" $? 0
is "no verb: stdout" "$(cat "$tmp/out")" ""
has "no verb: stderr" "$(cat "$tmp/err")" "CNI protocol versions supported: 0.1.0"
ours BOGUS "$conf"
refused "an unknown verb" 4 BOGUS

## Environment

missing()
{
	ours "$1" "$conf"
	refused "$1 without $2" 4 "required env variables [$2] missing"
}

as='' netns='' ifname=''
missing ADD CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME
missing CHECK CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME
missing DEL CNI_CONTAINERID,CNI_IFNAME
as=c1 netns=/run/netns/c1 ifname=eth0
path=''
missing ADD CNI_PATH
conf11=$(with "$conf" '.cniVersion="1.1.0"')
ours GC "$conf11"
refused "GC without CNI_PATH" 4 CNI_PATH
ours STATUS "$conf11"
refused "STATUS without CNI_PATH" 4 CNI_PATH
path=$bin:$bins

bad_env()
{
	local "${1?}"
	ours ADD "$conf"
	refused "$1" 4 "$2"
}
bad_env as=../etc CNI_CONTAINERID
bad_env as=-c CNI_CONTAINERID
bad_env as='a b' CNI_CONTAINERID
bad_env ifname=. CNI_IFNAME
bad_env ifname=.. CNI_IFNAME
bad_env ifname=a/b CNI_IFNAME
bad_env ifname=a:b CNI_IFNAME
bad_env ifname='a b' CNI_IFNAME
bad_env ifname=sixteen_letters_ CNI_IFNAME
bad_env args=X=1 'unknown args ["X=1"]'
bad_env 'args=X=1;Y=2;IgnoreUnknown=0' 'unknown args ["X=1" "Y=2"]'
bad_env args=novalue 'invalid pair "novalue"'
bad_env args=MAC=nothing 'MAC "nothing"'

ours ADD "$(with "$conf" .)"
ok "a legal ADD"
args=''
ours DEL "$conf"
ok "and its DEL"
for args in 'X=1;IgnoreUnknown=1' 'IgnoreUnknown=true;K8S_POD_NAME=pod' 'IP=192.0.2.7;GATEWAY=192.0.2.1'; do
	ours ADD "$conf"
	ok "CNI_ARGS=$args"
	ours DEL "$conf"
done
args=''

netns=/run/netns/nobody
ours ADD "$conf"
refused "a netns that isn't there" 3 /run/netns/nobody
touch /run/netns/file
netns=/run/netns/file
ours ADD "$conf"
refused "a netns that is a file" 3 /run/netns/file
rm /run/netns/file
netns=/proc/self/ns/net
ours ADD "$conf"
refused "the plugin's own netns" 8 CNI_NETNS_OVERRIDE
is "one document" "$(jq -s length <<<"$out")" 1
export CNI_NETNS_OVERRIDE=1 ifname=own0
ours ADD "$conf"
ok "the plugin's own netns, permitted"
ours DEL "$conf"
unset CNI_NETNS_OVERRIDE
netns=/run/netns/c1 ifname=eth0

## stdin

bad_conf()
{
	ours ADD "$3"
	refused "$1" "$2" "${4:-}"
	is "$1: the error is of the version" "$(query .cniVersion)" "${5:-1.1.0}"
}
bad_conf "nothing" 6 ""
bad_conf "half" 6 "${conf:0:30}"
bad_conf "two" 6 "$conf$conf"
bad_conf "a list" 6 "[$conf]"
bad_conf "a key twice" 6 '{"name":"a","name":"b"}' duplicate
bad_conf "not UTF-8" 6 "$(printf '{"name":"\xff"}')" "decode byte 0xff"
bad_conf "too deep" 6 "{\"name\":\"a\",\"x\":$(printf '[%.0s' {1..40})$(printf ']%.0s' {1..40})}" deep
bad_conf "very deep" 6 "$(printf '[%.0s' {1..5000})"
bad_conf "a number that is none" 6 '{"name":"a","mtu":99999999999999999999}'
bad_conf "no name" 7 '{"cniVersion":"1.0.0"}' "missing network name"
bad_conf "an empty name" 7 '{"name":""}' "missing network name"
bad_conf "a name that is none" 7 '{"name":"a b"}' "a b"
bad_conf "no such version" 1 '{"name":"a","cniVersion":"9.9.9"}' 'config is "9.9.9"'
bad_conf "a version that is a number" 7 '{"name":"a","cniVersion":1}' cniVersion
head -c 1100000 /dev/zero | tr '\0' ' ' >"$tmp/big"
call ADD "$bin/macbpf-cni" <"$tmp/big"
refused "a mebibyte" 6 mebibyte

# Each value that is wrong is named, with its key.
while read -r change part; do
	bad_conf "$change" 7 "$(with "$conf" "$change")" "$part" 1.0.0
done <<'X'
.mode="bogus" unknown macvlan mode: "bogus"
.mode=1 "mode": 1 is not a text
.hook="xdp" "hook": "xdp" is none of auto, tcx and clsact
.hook="netkit" "hook": "netkit" is none of auto, tcx and clsact
.endpoint="bond" "endpoint": "bond" is none of auto, veth and netkit
.endpoint=1 "endpoint": 1 is not a text
.mtu=-1 "mtu": -1 is not a whole number from 0
.mtu=1e9 "mtu": 1000000000 is not a whole number
.mtu=1.5 "mtu": 1.5 is not a whole number
.mtu="1500" "mtu": "1500" is not a whole number
.mtu=9000 invalid MTU 9000, must be [0, master MTU(1500)]
.mtu=67 mtu 67
.mac="nothing" "mac": "nothing" is not a MAC address
.mac="02:00:00:00:00:01:02" is not a MAC address
.mac="0:2:0:0:0:1" is not a MAC address
.mac="01:00:00:00:00:01" multicast
.runtimeConfig.mac=7 "runtimeConfig.mac": 7 is not a text
.runtimeConfig.mac="x" "runtimeConfig.mac": "x"
.args.cni.mac="x" "args.cni.mac": "x"
.runtimeConfig=7 "runtimeConfig": 7 is not an object
.master=7 "master": 7 is not a text
.linkInContainer="yes" "linkInContainer": "yes" is not true or false
.bcqueuelen=-1 "bcqueuelen": -1 is not
.macaddrLimit=257 "macaddrLimit": 257 is not
.learning="yes" "learning": "yes" is not true or false
.ipam=7 "ipam": 7 is not an object
.ipam.type=7 "ipam.type": 7 is not a text
.ipam.type="../sh" "ipam.type": "../sh"
.ipam.type=".." "ipam.type": ".."
.ipam.type="nobody" failed to find plugin "nobody" of key "ipam.type" in path
.dns=7 "dns": 7 is not an object
.macaddr=["02:00:00:00:00:01"] mode source only
.mode="source"|.macaddr=["x"] "macaddr": "x"
.mode="source"|.macaddr=7 "macaddr": 7 is not a list
X
for key in vlan vlanTrunk macspoofchk portIsolation; do
	ours ADD "$(with "$conf" ".$key=5")"
	refused "$key" 2 "unsupported key \"$key\""
	ours ADD "$(with "$conf" ".$key=null")"
	ok "$key null"
	ours DEL "$conf"
done

## Masters

ours ADD "$(with "$conf" '.master="nobody"')"
refused "no master" 11 'there is no master "nobody"'
ours ADD "$(with "$conf" 'del(.master)')"
refused "no default route" 11 "no default route interface found"
ours ADD "$(with "$conf" '.master="lo"')"
refused "lo" 7 loopback

## Verbs that a version doesn't have

for version in 0.1.0 0.2.0 0.3.0 0.3.1; do
	ours CHECK "$(with "$conf" ".cniVersion=\"$version\"")"
	refused "CHECK of $version" 1 "config version does not allow CHECK"
done
for verb in GC STATUS; do
	ours $verb "$conf"
	refused "$verb of 1.0.0" 1 "config version does not allow $verb"
done

## Who may

setpriv --reuid 65534 --clear-groups env CNI_COMMAND=ADD CNI_CONTAINERID=c1 CNI_NETNS=/run/netns/c1 \
	CNI_IFNAME=eth0 CNI_PATH="$path" "$bin/macbpf-cni" <<<"$conf" >"$tmp/out" 2>&1
code=$? out=$(cat "$tmp/out")
refused "without privilege" 100 root
clean "after all refusals"
is "nothing is in the container" "$(ip -n c1 -o link | wc -l)" 1

## stdout that can't be written

call ADD "$bin/macbpf-cni" <<<"$conf"
ours DEL "$conf"
CNI_COMMAND=ADD CNI_CONTAINERID=c1 CNI_NETNS=/run/netns/c1 CNI_IFNAME=eth0 CNI_PATH=$path \
	"$bin/macbpf-cni" <<<"$conf" >/dev/full
is "a full stdout" $? 1
clean "after a full stdout"
finish
