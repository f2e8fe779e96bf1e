# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC3043 # local: sh has it
# cable.sh - sourced after sandbox.sh: netns, and veth pairs between them.

# at NETNS COMMAND...
at()
{
	local netns=$1

	shift
	nsenter --net="/run/netns/$netns" "$@"
}

# new_netns NAME...: addresses can be used, and routers are asked, at once; who tests that turns it on.
new_netns()
{
	local name

	for name; do
		ip netns add "$name"
		# shellcheck disable=SC2016 # for the inner shell
		at "$name" sh -c 'echo 0 >$0/dad_transmits; echo 0 >$0/router_solicitation_delay' \
			/proc/sys/net/ipv6/conf/default
		ip -n "$name" link set lo up
	done
}

# in_netns NETNS WORD...: ip(8) there, or here if the name is empty
in_netns()
{
	local netns=$1

	shift
	ip ${netns:+-n "$netns"} "$@"
}

# cable NETNS DEVICE MAC NETNS DEVICE MAC [MTU]: from one to the other, both ends up
cable()
{
	in_netns "$1" link add "$2" mtu "${7:-1500}" address "$3" type veth \
		peer name "$5" mtu "${7:-1500}" address "$6" netns "$4"
	in_netns "$1" link set "$2" up
	in_netns "$4" link set "$5" up
}

is_up()
{
	ip -n "$1" link show "$2" | grep -q 'state UP'
}
