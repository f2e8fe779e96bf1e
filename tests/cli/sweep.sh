#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# sweep.sh - `port sweep` lets count what was done with other tools, and does nothing else.
#
# guards: cli/cmd_port.c libmacbpf/api/settle.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
new_netns box

macbpf()
{
	"$MACBPF" -n "$ours" "$@"
}

# The address that leads to an endpoint; nothing if none does.
leads_to()
{
	macbpf -j fdb show | jq -r ".[] | select(.ifname == \"$1\") | .mac"
}

succeeds "nothing to do, and no port" macbpf port sweep
for name in mv0 mv1 mv2; do
	succeeds "add $name" macbpf link add link eth0 name $name netns box up \
		type macvlan mode bridge
done
before=$(macbpf -d -j link show | jq 'map(del(.ifindex))')
succeeds "nothing to do" macbpf port sweep
is "nothing is changed" "$(macbpf -d -j link show | jq 'map(del(.ifindex))')" "$before"

ip -n box link set mv0 address 02:00:00:00:00:42
ip -n box link del mv1
succeeds "sweep" macbpf port sweep
is "the new address counts" "$(leads_to mv0)" 02:00:00:00:00:42
is "the dead endpoint has none" "$(leads_to mv1)" ""
is "who is left" "$(macbpf -j link show | jq -r '.[].ifname' | xargs)" "mv0 mv2"

ip -n "$ours" link del eth0
succeeds "sweep without the lower" macbpf port sweep
is "its hostdevs are gone" "$(ip -n "$ours" -br link show type veth | wc -l)" 0
finish
