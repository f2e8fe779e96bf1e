# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2034,SC2120,SC2154 # of who sources this: names, words, $tmp
# lib.sh - sourced first: a sandbox, the driver, docker's calls to it, and devices moved as dockerd moves them.
#
# The bodies are dockerd's of 20.10 and 26.1, with other ids. Parent `eth0` is one end of a cable, the
# other is `wire` in netns `far`; `c1` is a container.

set -u

: "${O:?the directory of the build}"
. "$(dirname "$0")/../harness/assert.sh"
. "$(dirname "$0")/../harness/sandbox.sh"
. "$(dirname "$0")/../harness/cable.sh"
sandbox "$@"

macbpf=$O/macbpf
n1=11aa5e2f54e1d7c3c0a8d9e5ad4b1f5d3c2b1a0918273645546372819fedcba0
n2=22bb5e2f54e1d7c3c0a8d9e5ad4b1f5d3c2b1a0918273645546372819fedcba0
e1=e1f007ad3c1b9f0a8d7e6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a392817
e2=e2f007ad3c1b9f0a8d7e6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a392817
d1=mbd${e1:0:12} d2=mbd${e2:0:12}

net='{"NetworkID":"'$n1'","Options":{"com.docker.network.enable_ipv6":true,"com.docker.network.generic":
	{"parent":"eth0"}},"IPv4Data":[{"AddressSpace":"LocalDefault","Pool":"10.99.0.0/24","Gateway":"10.99.0.1/24",
	"AuxAddresses":{}}],"IPv6Data":[{"AddressSpace":"LocalDefault","Pool":"fd00:99::/64",
	"Gateway":"fd00:99::1/64","AuxAddresses":{}}]}'
ep='{"NetworkID":"'$n1'","EndpointID":"'$e1'","Interface":{"Address":"10.99.0.70/24","AddressIPv6":"fd00:99::70/64",
	"MacAddress":""},"Options":{"com.docker.network.endpoint.exposedports":[],"com.docker.network.portmap":[]}}'
join='{"NetworkID":"'$n1'","EndpointID":"'$e1'","SandboxKey":"/var/run/docker/netns/0c35db44ff52","Options":
	{"com.docker.network.endpoint.exposedports":[],"com.docker.network.portmap":[]}}'
ids='{"NetworkID":"'$n1'","EndpointID":"'$e1'"}'
other=".NetworkID = \"$n2\""

query()
{
	jq -rc "$1" <<<"$out"
}

# link DEVICE FILTER
link()
{
	"$macbpf" -j -d link show "$1" | jq -rc ".[0] | $2"
}

# What there is besides, of macbpf and of the driver.
left()
{
	ip -o link show | awk -F'[ :@]+' '{ print $2 }' | grep -vE '^(lo|eth0)$'
	"$macbpf" port show
	ls $state
}

clean()
{
	is "nothing is left: $1" "$(left)" ""
}

# taken NETNS DEVICE NAME: as dockerd takes it when the container's netns is there
taken()
{
	ip link set "$2" netns "$1"
	ip -n "$1" link set "$2" name "$3"
	ip -n "$1" link set "$3" up
}

# And back, before it has the endpoint deleted.
given_back()
{
	ip -n "$1" link set "$3" down
	ip -n "$1" link set "$3" name "$2"
	ip -n "$1" link set "$2" netns 1
}

peers()
{
	"$macbpf" -j fdb show | jq -c '[.[] | .peer // false]'
}

socket=/run/docker/plugins/macbpf.sock
state=/run/state

# What a killed driver leaves of its socket answers nobody.
answers()
{
	curl -sS -o "$tmp/answer" --unix-socket $socket -d '' http://docker/Plugin.Activate
}

# driver_start [WORD...]: its process in $driver, what it says in $tmp/driver
driver_start()
{
	"$O/macbpf-docker" -socket $socket -state $state "$@" 2>>"$tmp/driver" &
	driver=$!
	until_true "the driver answers ($(tail -n 1 "$tmp/driver"))" answers
}

# driver_stop SIGNAL: exit status in $code
driver_stop()
{
	kill "-$1" "$driver"
	wait "$driver" 2>/dev/null
	code=$?
}

# post PATH BODY: the answer in $out, the status of HTTP in $code
post()
{
	out=$(curl -sS -o - -w '\n%{http_code}' --unix-socket $socket -H 'Accept: application/vnd.docker.plugins.v1.2+json' \
		-d "$2" "http://docker/$1" 2>&1)
	code=${out##*$'\n'}
	out=${out%$'\n'*}
}

# call NAME BODY [FILTER]
call()
{
	post "NetworkDriver.$1" "$(jq -c "${3:-.}" <<<"$2")"
}

# ok WHAT: there is no Err, and a status of 200
ok()
{
	is "$1 ($out)" "$code $(jq -r 'has("Err")' <<<"$out" 2>&1)" "200 false"
}

# refused WHAT PART
refused()
{
	has "$1" "$(jq -r .Err <<<"$out" 2>&1)" "$2"
}

docker_here()
{
	ip link set lo up
	new_netns far c1
	cable '' eth0 02:00:00:00:00:ee far wire 02:00:00:00:00:09
	ip -n far addr add 10.99.0.1/24 dev wire
	ip -n far addr add fd00:99::1/64 dev wire nodad
	driver_start
}
