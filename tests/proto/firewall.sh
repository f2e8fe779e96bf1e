#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# firewall.sh - where a host's filters see what endpoints send and get: nft's netdev hooks, and tc's.
#
# guards: libmacbpf/kernel/nft.c libmacbpf/port/trouble_past.c bpf/deliver.h libmacbpf/datapath/clsact.c libmacbpf/endpoint/program.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v nft >/dev/null || skip "$(basename "$0") needs nft"

# watch NETNS DEVICE: counts echo requests and replies at both of its netdev hooks
watch()
{
	local hook

	at "$1" nft add table netdev "$2"
	for hook in ingress egress; do
		at "$1" nft add chain netdev "$2" $hook "{ type filter hook $hook device $2 priority 0; }"
		at "$1" nft add rule netdev "$2" $hook icmp type '{ echo-request, echo-reply }' counter
	done
}

# seen NETNS DEVICE: what it received and sent
seen()
{
	at "$1" nft list table netdev "$2" | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p' | xargs
}

# Three requests from the wire, and their replies; nothing else asks.
ask()
{
	at far ping -q -c 3 -i 0.2 -W 1 192.0.2.1 >/dev/null
}

# world TOOL WORD...: an endpoint in netns a of the lower in netns host
world()
{
	new_netns host far a
	cable host low 02:00:00:00:00:01 far wire 02:00:00:00:00:09
	until_true "the lower carries" is_up host low
	ip -n far addr add 192.0.2.9/24 dev wire
	at host "$@" type macvlan mode bridge
	ip -n a link set mv0 up
	ip -n a addr add 192.0.2.1/24 dev mv0
	until_true "$1: the container is reached" at far ping -q -c 1 -W 1 192.0.2.1
	watch host low
	watch far wire
	watch a mv0
}

end()
{
	ip netns del a
	ip netns del host
	ip netns del far
}

world ip link add link low name mv0 netns a
ask
is "macvlan: the lower" "$(seen host low)" "3 3"
is "macvlan: the device" "$(seen a mv0)" "3 3"
end

# What a program on ingress sends elsewhere passes no hook of nft.
world "$MACBPF" link add link low name mv0 netns a endpoint veth
watch host mb0
ask
is "macbpf: the lower" "$(seen host low)" "0 0"
is "macbpf: the host side" "$(seen host mb0)" "0 0"
is "macbpf: the device" "$(seen a mv0)" "3 3"
is "macbpf: the wire" "$(seen far wire)" "3 3"

# told SENTENCE WORDS...: by an explanation of such a frame, and by a diagnosis
told()
{
	local sentence=$1
	shift
	has "explain $*" "$(at host "$MACBPF" explain link low "$@")" "WARNING: $sentence"
	has "diagnose" "$(at host "$MACBPF" diagnose)" "NOTE: $sentence"
}
way="rules for endpoints have their place on their own devices."
chain()
{
	echo "Chain $2 of table netdev $1 in nftables, at the $2 of $1, doesn't see $3: $way"
}
told "$(chain low ingress "what goes from the wire to endpoints")" from wire to mv0
told "$(chain low egress "what endpoints send to the wire")" from mv0 to "$(ip -n far -j link show wire | jq -r '.[0].address')"
told "$(chain mb0 ingress "what mv0 sends")" from mv0 to broadcast
told "$(chain mb0 egress "what mv0 is given")" from wire to mv0
told "$(chain mb0 egress "what mv0 is given")" from wire to broadcast
at host nft add table inet two
at host nft add chain inet two both '{ type filter hook ingress devices = { low, mb0 } priority 1; }'
told "Chain both of table inet two in nftables, at the ingress of mb0, doesn't see what mv0 sends: $way" from mv0 to broadcast
told "Chain both of table inet two in nftables, at the ingress of low, doesn't see what goes from the wire to endpoints: $way" from wire to mv0
at host tc qdisc replace dev low clsact
at host tc filter add dev low ingress bpf direct-action bytecode '1,6 0 0 2'
has "a filter" "$(at host "$MACBPF" explain link low from wire to mv0)" " doesn't see what goes from the wire to endpoints: "

# None of them keeps what it doesn't see.
for n in low mb0; do for hook in ingress egress; do at host nft add rule netdev $n $hook drop; done; done
at host nft add rule inet two both drop
ask
is "dropped where it isn't seen" "$(seen a mv0) $(seen far wire)" "6 6 6 6"
at host nft flush ruleset
at host tc filter del dev low ingress
is "all are gone" "$(at host "$MACBPF" explain link low from wire to mv0 | grep WARNING)" ""
is "all are gone" "$(at host "$MACBPF" diagnose)" "Nothing wrong is seen."

at a nft add rule netdev mv0 ingress drop
ask
is "dropped at the device" "$(seen a mv0) $(seen far wire)" "9 6 6 9"
end

# A filter that is in front of ours on the host side drops what the container sends.
world "$MACBPF" link add link low name mv0 netns a hook clsact
at host tc filter add dev mb0 ingress pref 1 bpf direct-action bytecode '1,6 0 0 2'
ask
is "dropped on the host side" "$(seen far wire) $(seen a mv0)" "0 3 3 3"
has "the listing tells" "$(at host "$MACBPF" -d link show mv0)" "behind filter"
at host "$MACBPF" link set mv0 alias "the next command lets it be"
ask
is "it stays" "$(seen far wire)" "0 6"
at host tc filter del dev mb0 ingress pref 1 handle 0x2 bpf
ask
is "it is gone" "$(seen far wire)" "3 9"
end
finish
