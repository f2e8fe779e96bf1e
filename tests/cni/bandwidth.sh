#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# bandwidth.sh - the capability bandwidth is held, whoever sends; what can't be held is refused.
#
# guards: frontends/cni/bandwidth.c frontends/cni/verb_check.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
new_world
new_netns c1
touch "$FAKE_LOG"
l2='{"cniVersion":"1.0.0","name":"net1","type":"macbpf-cni","master":"eth0"}'

# limited FILTER: the configuration with a bandwidth
limited()
{
	with "$l2" ".runtimeConfig.bandwidth = $1"
}

rate()
{
	"$O/macbpf" -j -d link show mb0 | jq -rc ".[0].rate.${1-in} | [.bits, .burst] | join(\" \")"
}

## What is kept

ours ADD "$(limited '{ ingressRate: 8000000, ingressBurst: 800000 }')"
ok "ADD with a rate"
is "rate, and burst in bytes" "$(rate)" "8000000 100000"
is "who holds it" "$(tc qdisc show dev mb0 root | cut -d ' ' -f 2,3)" "tbf 6d62:"
prev=$out
ours CHECK "$(limited "{ ingressRate: 8000000, ingressBurst: 800000 } | .prevResult = $prev")"
ok "CHECK with a rate"
"$O/macbpf" link set mb0 rate in 1mbit
ours CHECK "$(limited "{ ingressRate: 8000000, ingressBurst: 800000 } | .prevResult = $prev")"
refused "another rate" 105 "1000000 bits per second, not 8000000"
"$O/macbpf" link set mb0 rate off
ours CHECK "$(with "$l2" ".prevResult = $prev")"
ok "CHECK without a rate"
tc qdisc add dev mb0 root tbf rate 8mbit burst 100000 latency 25ms
ours CHECK "$(with "$l2" ".prevResult = $prev")"
refused "a tbf that frames go past" 105 "capability bandwidth instead"
tc qdisc del dev mb0 root
ours DEL "$l2"
ok DEL

ours ADD "$(limited '{ ingressRate: 8000000, ingressBurst: 4294967295 }')"
ok "ADD of a runtime that has no opinion of bursts"
is "the burst is macbpf's" "$(rate)" "8000000 16384"
ours DEL "$l2"
ok DEL

ours ADD "$(limited '{ IngressRate: 8000000, IngressBurst: 4294967295, EgressRate: 4000000, EgressBurst: 0 }')"
ok "ADD of containerd, which writes keys like this"
is "rates of capital keys" "$(rate), $(rate out)" "8000000 16384, 4000000 16384"
ours DEL "$l2"
ok DEL
ours ADD "$(limited '{ IngressRate: "fast" }')"
refused "a capital key" 7 "bandwidth.IngressRate"

ours ADD "$(limited '{ egressRate: 4000000, egressBurst: 800000 }')"
ok "ADD with a rate of what it sends"
is "rate out, and burst in bytes" "$(rate out)" "4000000 100000"
is "who holds it" "$(tc qdisc show dev mb0-o root | cut -d ' ' -f 2,3)" "tbf 6d62:"
prev=$out
ours CHECK "$(limited "{ egressRate: 4000000, egressBurst: 800000 } | .prevResult = $prev")"
ok "CHECK with a rate of what it sends"
"$O/macbpf" link set mb0 rate off
ours CHECK "$(limited "{ egressRate: 4000000, egressBurst: 800000 } | .prevResult = $prev")"
refused "no rate any more" 105 "sent by eth0 is 0 bits per second, not 4000000"
ours DEL "$l2"
ok DEL

## What is refused

ours ADD "$(limited '{ egressBurst: 800000 }')"
refused "a burst alone, of what it sends" 7 "egressRate"
ours ADD "$(limited '{ ingressRate: -1 }')"
refused "less than nothing" 7 "ingressRate"
ours ADD "$(limited '{ ingressBurst: 800000 }')"
refused "a burst alone" 7 "ingressRate"
ours ADD "$(limited '{ ingressRate: 7999 }')"
refused "less than a rate may be" 7 "8000"
ours ADD "$(limited '{ ingressRate: 8000000, ingressBurst: 8000 }')"
refused "a burst of less than a frame" 7 "at least"
clean "what is refused"
finish
