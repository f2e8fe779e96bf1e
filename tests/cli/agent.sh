#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# agent.sh - `macbpf agent` as its unit runs it: it says when it is ready, follows with the unit's
# capabilities, also into a netns without a name, says what it has put right, and ends when told to.
#
# guards: cli/cmd_agent.c cli/agent_log.c cli/notify.c share/macbpf-agent.service.in
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
new_world "$ours"
new_netns box
unit=$here/../../share/macbpf-agent.service.in

ours() { "$MACBPF" -n "$ours" "$@"; }
fdb_has() { ours fdb show | grep -q "^$1 dev $2 "; }
says() { grep -q "$1" "$tmp/said"; }

# notified: what the agent tells whoever started it
python3 - "$tmp/notify" "$tmp/notified" <<-'END' &
	import socket, sys
	s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
	s.bind(sys.argv[1])
	for word in range(2):
	    text = s.recv(4096).decode()
	    with open(sys.argv[2], "a") as file:
	        file.write(text + "\n")
END
until_true "somebody listens" test -S "$tmp/notify"

for name in mv0 mv1; do
	succeeds "add $name" ours link add link eth0 name $name netns box up type macvlan mode bridge
done
unshare --net sleep 1000 &
sleeper=$!
until_true "a netns without a name" sh -c \
	"[ \$(readlink /proc/$sleeper/ns/net) != \$(readlink /proc/self/ns/net) ]"
ip -n box link set mv1 netns "$sleeper"

caps=$(sed -n 's/^CapabilityBoundingSet=//p' "$unit" | tr 'A-Z ' 'a-z,' | sed 's/cap_/+/g')
NOTIFY_SOCKET="$tmp/notify" setpriv --no-new-privs --bounding-set="-all,$caps" \
	"$MACBPF" -n "$ours" agent >"$tmp/out" 2>"$tmp/said" &
agent=$!
until_true "it is ready" grep -q READY=1 "$tmp/notified"
is "it says nothing" "$(cat "$tmp/said")" ""

ip -n box link set mv0 address 02:00:00:00:00:42
until_true "an address that was set with ip" fdb_has 02:00:00:00:00:42 mv0
ip -n "$ours" link set eth0 mtu 1400
until_true "the lower's MTU, in a netns without a name" sh -c \
	"nsenter --net=/proc/$sleeper/ns/net ip link show mv1 | grep -q 'mtu 1400'"
ip -n "$ours" link set mb0 down
until_true "a hostdev that was set down" is_up "$ours" mb0
until_true "it says so" says "^warning: mb0 had been set down by somebody"
ip -n box link set mv0 name eth7
ip -n box link del eth7
until_true "a device that was deleted" sh -c "! $MACBPF -n $ours fdb show | grep -q 'dev mv0'"
ip -n "$ours" link del eth0
until_true "a lower that was deleted" sh -c "! ip -n $ours link show mb1 2>&-"

kill -TERM "$agent"
wait "$agent"
is "it ends when told to" $? 0
until_true "and says so" grep -q STOPPING=1 "$tmp/notified"
is "no more than was to be said" "$(grep -vc '^warning: mb0 had been set down' "$tmp/said")" 0
kill "$sleeper"

# It would keep its netns alive, hear nothing of another of that name, and nobody would know.
new_netns other late
"$MACBPF" -n late agent >"$tmp/out" 2>"$tmp/said" &
agent=$!
until_true "an agent in a netns" sh -c "ls -l /proc/$agent/fd | grep -q inotify"
ip netns del other
ip netns del late
ip netns add late
wait "$agent"
is "it ends with its netns, of others' it says nothing" "$? $(cat "$tmp/said")" \
	"2 Error: network namespace \"late\" was deleted: start an agent again when there is another of this name"

echo agent >"$tmp/commands"
run "$MACBPF" -n "$ours" -batch "$tmp/commands"
has "not in a batch" "$code $err" "1 Error: "
has "and why" "$err" "end: not in a batch"
finish
