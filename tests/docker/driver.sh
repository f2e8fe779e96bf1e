#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# driver.sh - the network driver as dockerd calls it, over its socket, and devices moved as dockerd does.
#
# The bodies are dockerd's of 20.10 and 26.1, with other ids. Parent `eth0` is one end of a cable, the
# other is `wire` in netns `far`; `c1` is a container.
#
# guards: frontends/docker/ frontends/options/ frontends/container/ frontends/json/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# no WHAT CALL BODY FILTER PART: refused
no()
{
	call "$2" "$3" "$4"
	refused "$1" "$5"
}

# with OPTIONS FILTER WANT: what an option of a network does, for an endpoint
with()
{
	call CreateNetwork "$net" ".Options[\"com.docker.network.generic\"] += $1"
	ok "network with $1"
	call CreateEndpoint "$ep"
	ok "endpoint with $1"
	is "$1" "$(link "$d1" "$2")" "$3"
	call DeleteEndpoint "$ids"
	ok "DeleteEndpoint"
	call DeleteNetwork "$ids" "{ NetworkID }"
	clean "$1"
}

docker_here

## Who it is, and what is no call

is "for root alone" "$(stat -c %a $socket $state)" "600
700"
post Plugin.Activate ''
is "what it is" "$code $out" '200 {"Implements":["NetworkDriver"]}'
call GetCapabilities ''
is "its scope" "$(query .Scope)" local
call GwAllocCheck "$net" '{ Options }'
is "an address for a gateway" "$(query '[.SkipIPv4, .SkipIPv6]')" '[false,false]'
call GwAllocCheck "$net" '{ Options } | .Options["com.docker.network.internal"] = true'
is "none where it leads nowhere" "$(query '[.SkipIPv4, .SkipIPv6]')" '[true,true]'
post NetworkDriver.Sing '{}'
is "no such call" "$code $(query 'has("Err")')" "404 true"
is "GET" "$(curl -sS -o /dev/null -w '%{http_code}' --unix-socket $socket http://docker/Plugin.Activate)" 405
post NetworkDriver.CreateNetwork '[]'
refused "no object" "what is asked for is no JSON object: not an object"
post NetworkDriver.CreateNetwork ''
refused "nothing" "what is asked for is no JSON object"
head -c 1100000 /dev/zero | tr '\0' ' ' >"$tmp/long"
post NetworkDriver.CreateNetwork "@$tmp/long"
refused "too long" "longer than a mebibyte"
is "too long" "$code" 413
for name in Leave EndpointOperInfo RevokeExternalConnectivity DiscoverNew DiscoverDelete; do
	call $name "$ids"
	ok $name
done

## More connections than it takes at a time: half of them have sent half of a call, the others nothing

# hold NUMBER: their process in $held. As docker's, a connection that is not taken at once fails.
hold()
{
	rm -f "$tmp/held"
	python3 - $socket "$1" >"$tmp/held" <<'P' &
import signal, socket, sys
held = [socket.socket(socket.AF_UNIX) for _ in range(int(sys.argv[2]))]
for i, s in enumerate(held):
    s.setblocking(False)
    s.connect(sys.argv[1])
    if i % 2:
        s.send(b"POST /Plugin.Activate HTTP/1.1\r\nContent-Length: 9\r\n\r\n{")
print("held", flush=True)
signal.pause()
P
	held=$!
	until_true "they are held" grep -q held "$tmp/held"
}
hold 200
kill $held
until_true "they end all at once, and docker is answered" curl -sS -m 5 --unix-socket $socket -d '' http://docker/Plugin.Activate
hold 40
until_true "they are ended, and docker is answered" curl -sS -m 15 --unix-socket $socket -d '' http://docker/Plugin.Activate
kill $held

## A container comes and goes

call CreateNetwork "$net"
ok CreateNetwork
is "its record is for root alone" "$(stat -c %a $state/$n1.json)" 600
call CreateEndpoint "$ep"
ok CreateEndpoint
is "docker is told the MAC address" "$(query .Interface.MacAddress)" "$(link $d1 .address)"
is "nothing else" "$(query '[keys, (.Interface | keys)]')" '[["Interface"],["MacAddress"]]'
is "whose it is" "$(link $d1 .owner)" "docker:$n1:$e1:$d1"
is "how it is" "$(link $d1 '[.link, .linkinfo.info_data.mode, .mtu, (.flags | index("UP"))]')" '["eth0","bridge",1500,null]'
call Join "$join"
is Join "$(jq -cS . <<<"$out")" '{"DisableGatewayService":false,"Gateway":"10.99.0.1","GatewayIPv6":"fd00:99::1","InterfaceName":{"DstPrefix":"eth","SrcName":"'$d1'"}}'
call ProgramExternalConnectivity "$join" '.Options["com.docker.network.portmap"] = [{ "Proto": 6, "Port": 80 }]'
ok "published ports"
has "published ports are told" "$(cat "$tmp/driver")" "ports are not published"
taken c1 $d1 eth0
becomes "the newest container has the short way, and nobody calls" '[true]' peers
ip -n c1 addr add 10.99.0.70/24 dev eth0
ip -n c1 addr add fd00:99::70/64 dev eth0 nodad
at c1 ping -q -c 1 -W 5 10.99.0.1 >/dev/null || fail "IPv4 to the wire"
at c1 ping -q -c 1 -W 5 fd00:99::1 >/dev/null || fail "IPv6 to the wire"
given_back c1 $d1 eth0
call Leave "$ids"
ok Leave
call DeleteEndpoint "$ids"
ok DeleteEndpoint
is "only the network is left" "$(left)" $n1.json
call DeleteEndpoint "$ids"
ok "DeleteEndpoint, a second time"
call DeleteNetwork "$ids" '{ NetworkID }'
ok DeleteNetwork
clean "a container"
call DeleteNetwork "$ids" '{ NetworkID }'
ok "DeleteNetwork, a second time"

## What docker is asked for: an address, several networks, no way out

call CreateNetwork "$net"
call CreateNetwork "$net" "$other | .IPv6Data = null"
ok "a second network on the same parent"
call CreateEndpoint "$ep" '.Interface.MacAddress = "02:00:00:00:00:70"'
ok "a MAC address"
is "it must not come back" "$out" '{"Interface":{}}'
is "a MAC address" "$(link $d1 .address)" 02:00:00:00:00:70
call CreateEndpoint "$ep" "$other | .EndpointID = \"$e2\""
ok "in the second network"
call Join "$join" "$other | .EndpointID = \"$e2\""
is "no IPv6 there" "$(query '[.Gateway, .GatewayIPv6]')" '["10.99.0.1",null]'
taken c1 $d1 eth0
taken c1 $d2 eth1
becomes "both in one container" '[true,true]' peers
call DeleteEndpoint "$ids" "$other"
ok "an endpoint of another network"
is "it is not this" "$("$macbpf" -j link show | jq length)" 2
call DeleteNetwork "$ids" "{ NetworkID: \"$n2\" }"
ok "a network with an endpoint that docker has forgotten"
is "it goes, and no other" "$("$macbpf" -j link show | jq -r '.[].owner')" "docker:$n1:$e1:$d1"
call DeleteEndpoint "$ids"
call DeleteNetwork "$ids" '{ NetworkID }'
clean "several networks"

call CreateNetwork "$net" '.Options["com.docker.network.internal"] = true'
call CreateEndpoint "$ep"
call Join "$join"
is "internal: no way out, and none by docker's bridge" "$(query '[.Gateway, .GatewayIPv6, .DisableGatewayService]')" '[null,null,true]'
call DeleteEndpoint "$ids"
call DeleteNetwork "$ids" '{ NetworkID }'
call CreateNetwork "$net" '.Options["com.docker.network.generic"].no_default_route = "true"'
call CreateEndpoint "$ep"
call Join "$join"
is no_default_route "$(query '[.Gateway, .DisableGatewayService]')" '[null,true]'
call DeleteEndpoint "$ids"
call DeleteNetwork "$ids" '{ NetworkID }'
clean "no way out"

## What the container is to call it, also after the driver has started anew

lan='.Options["com.docker.network.endpoint.ifname"] = "lan0"'
for subnets in . '.IPv4Data += [{ Pool: "10.98.0.0/25", Gateway: "10.98.0.1/25" }]'; do
	call CreateNetwork "$net" "$subnets"
	call CreateEndpoint "$ep" "$lan"
	ok "an endpoint with a name"
	driver_stop KILL
	driver_start
	call Join "$join"
	is "its name and its way out" "$(query '[.InterfaceName, .Gateway]')" \
		'[{"SrcName":"'$d1'","DstPrefix":"eth","DstName":"lan0"},"10.99.0.1"]'
	call DeleteEndpoint "$ids"
	call DeleteNetwork "$ids" '{ NetworkID }'
done
clean "names"

## Several subnets of a family: the gateway is that of the address

call CreateNetwork "$net" '.IPv4Data += [{ Pool: "10.98.0.0/25", Gateway: "10.98.0.1/25" }, { Pool: "10.97.0.0/24" }]
	| .IPv6Data += [{ Pool: "fd00:98::/64", Gateway: "fd00:98::1/64" }]'
ok "three subnets"
# The address of IPv4, that of IPv6, the gateways of both.
while read -r four six want; do
	call CreateEndpoint "$ep" ".Interface.Address = \"$four\" | .Interface.AddressIPv6 = \"$six\""
	ok "at $four and $six"
	driver_stop KILL
	driver_start
	call Join "$join"
	is "the way out from $four and $six" "$(query '[.Gateway, .GatewayIPv6, .DisableGatewayService]')" "$want"
done <<'X'
10.99.0.70/24 fd00:99::70/64 ["10.99.0.1","fd00:99::1",false]
10.98.0.70/25 fd00:98::70/64 ["10.98.0.1","fd00:98::1",false]
10.97.0.70/24 fd00:98::70/64 [null,"fd00:98::1",false]
X
is "its addresses are its alias" "$(ip -j link show $d1 | jq -r '.[0].ifalias')" "10.97.0.70/24 fd00:98::70/64"
call DeleteEndpoint "$ids"
no "an address of none" CreateEndpoint "$ep" '.Interface.Address = "10.98.0.170/24"' \
	"10.98.0.170/24 is in none of the 3 IPv4 subnets of the network"
call DeleteNetwork "$ids" '{ NetworkID }'
clean "several subnets"

## Options

mode=.linkinfo.info_data.mode
with '{ macvlan_mode: "private" }' $mode private
with '{ mode: "vepa" }' $mode vepa
with '{ mode: "passthru" }' $mode passthru
with '{ mtu: "1400" }' .mtu 1400
with '{ "com.docker.network.driver.mtu": "1300" }' .mtu 1300
with '{ endpoint: "veth", hook: "clsact" }' '[.endpoint, .hook]' '["veth","clsact"]'
with '{ guard: "true" }' '.guard | [.mac, .ip]' '[true,["10.99.0.70","fd00:99::70"]]'
with '{ isolated: "true" }' .isolated true
with '{ mode: "source", macaddr: "02:00:00:00:00:21" }' '.linkinfo.info_data.macaddr_data | length' 1

## What can't be had, and nothing is left

ip tuntap add tun0 mode tun
while IFS=@ read -r filter part; do
	no "$filter" CreateNetwork "$net" "$filter" "$part"
done <<'X'
.Options["com.docker.network.generic"].parent = "nope"@there is no parent "nope": name one with -o parent=DEVICE, or a VLAN
.Options["com.docker.network.generic"].parent = "lo"@parent "lo" is the loopback, not an Ethernet device: name one with -o parent=DEVICE
.Options["com.docker.network.generic"].parent = "tun0"@parent "tun0" is not an Ethernet device
.Options["com.docker.network.generic"].parent = "nope.50"@there is no parent "nope.50"
.Options["com.docker.network.generic"].parent = "eth0.4095"@there is no parent "eth0.4095"
.Options["com.docker.network.generic"].parent = "a/b"@"parent": "a/b" is not a device name
.Options["com.docker.network.generic"].metric = "1"@there is no network option "metric": bclim, com.docker
.Options["com.docker.network.generic"].mode = "l2"@"mode": "l2" is not one of bridge, private, vepa
.Options["com.docker.network.generic"] = []@invalid value for key "Options.com.docker.network.generic"
.Options["com.docker.network.internal"] = 1@is not true or false
.NetworkID = "../x"@NetworkID "../x" is not
.NetworkID = "x" * 65@of 64 in all at most
del(.NetworkID)@NetworkID "" is not
.IPv4Data += [.IPv4Data[0] | .Pool = "fd00:98::/64"]@IPv4Data.Pool: "fd00:98::/64" is not an IPv4 address with a prefix
.IPv4Data[0].Gateway = "10.99.0.1"@"10.99.0.1" is not an IPv4 address with a prefix
.IPv6Data[0].Gateway = "10.99.0.1/24"@is not an IPv6 address
X
ip link del tun0
clean "refused networks"
no "no such network" CreateEndpoint "$ep" . "network ${n1:0:12} is not known: its record $state/$n1.json is gone"
no "the same" Join "$join" . "is not known"
call CreateNetwork "$net"
while IFS=@ read -r filter part; do
	no "$filter" CreateEndpoint "$ep" "$filter" "$part"
done <<'X'
.EndpointID = "a:b"@EndpointID "a:b" is not
.Interface.MacAddress = "x"@MacAddress: "x" is not a MAC address
.Interface.MacAddress = "01:00:00:00:00:01"@01:00:00:00:00:01
.Interface.Address = "10.99.0.70"@is not an IPv4 address with a prefix
.Interface.AddressIPv6 = "x"@is not an IPv6 address
.Options.guard = "true"@there is no option "guard" of a container's network with driver macbpf: give it to the network
.Options["com.docker.network.endpoint.ifname"] = "a/b"@Options.com.docker.network.endpoint.ifname: "a/b" is not a device name
.Options["com.docker.network.endpoint.ifname"] = "sixteen-letters!"@is not a device name: one has 1 to 15 characters
.Options["com.docker.network.endpoint.ifname"] = 1@invalid value for key "Options.com.docker.network.endpoint.ifname"
.Options = []@invalid value for key "Options"
X
no "no endpoint" Join "$join" . "endpoint ${e1:0:12} is gone: start the container again"
call DeleteNetwork "$ids" '{ NetworkID }'
call CreateNetwork "$net" '.Options["com.docker.network.generic"].mtu = "9000"'
no "an MTU" CreateEndpoint "$ep" . "invalid MTU 9000, must be [0, parent MTU(1500)]: raise that of eth0 first, or leave out option mtu"
call DeleteNetwork "$ids" '{ NetworkID }'
clean "what can't be had"

## It is killed, and starts again

call CreateNetwork "$net"
call CreateEndpoint "$ep"
taken c1 $d1 eth0
call CreateEndpoint "$ep" ".EndpointID = \"$e2\""
driver_stop KILL
is "the socket's name is left" "$(test -S $socket && echo yes)" yes
driver_start -grace 1
call Join "$join"
is "the network is known" "$(query .Gateway)" 10.99.0.1
becomes "what docker never took goes" "docker:$n1:$e1:$d1" \
	sh -c "'$macbpf' -j link show | jq -r '.[].owner'"
has "it is told" "$(cat "$tmp/driver")" "deleted $d2, which docker has not taken"
call CreateEndpoint "$ep"
ok "the call that was cut off is made again"
is "there is one of it" "$("$macbpf" -j link show | jq -c '[.[].ifname]')" "[\"$d1\"]"
becomes "one that docker doesn't take goes" "" "$macbpf" port show
"$O/macbpf-docker" -socket $socket -state $state 2>"$tmp/err" && fail "two at one socket"
has "two at one socket" "$(cat "$tmp/err")" "somebody listens at $socket already"
echo precious >"$tmp/file"
# PATH SENTENCE: where it can't listen
while read -r path part; do
	timeout 5 "$O/macbpf-docker" -socket "$path" -state $state 2>"$tmp/err"
	is "the socket '$path'" $? 2
	has "the socket '$path'" "$(cat "$tmp/err")" "$part"
done <<X
$tmp/file is there, and is no socket: name another
$tmp is there, and is no socket
$(printf '/%0150d' 0) has 1 to 107 characters, and not 151
X
timeout 5 "$O/macbpf-docker" -socket '' -state $state 2>"$tmp/err"
has "no path" "$(cat "$tmp/err")" "has 1 to 107 characters, and not 0"
is "what is no socket stays" "$(cat "$tmp/file")" precious
driver_stop TERM
is "it is told to stop" "$code $(test -e $socket || echo gone)" "0 gone"
rm $state/$n1.json

## systemd's socket

python3 - "$O/macbpf-docker" $state 2>>"$tmp/driver" <<'P' &
import os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.bind("/run/given")
s.listen()
os.dup2(s.fileno(), 3)
os.set_inheritable(3, True)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[1], [sys.argv[1], "-state", sys.argv[2]])
P
driver=$!
socket=/run/given
wait_for answers
post Plugin.Activate ''
is "a socket that is given" "$code $out" '200 {"Implements":["NetworkDriver"]}'
driver_stop TERM
is "it is not taken away" "$code $(test -S $socket && echo there)" "0 there"

## Words

"$O/macbpf-docker" -socket 2>"$tmp/err"
is "a word that is wrong" $? 1
"$O/macbpf-docker" -grace 0 2>"$tmp/err"
has "a word that is wrong" "$(cat "$tmp/err")" "-grace takes a whole number"
clean "all of it"
finish
