#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# privilege.sh - without privilege nothing is done, and the sentence names what is missing.
#
# guards: cli/privilege.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root
command -v setpriv >/dev/null || skip "privilege.sh needs setpriv"
new_world "$ours"
cp "$MACBPF" "$tmp/macbpf"
chmod 755 "$tmp" "$tmp/macbpf"

# unprivileged CAPABILITIES WORDS...: nobody, with these capabilities ("" for none)
unprivileged()
{
	capabilities=$1
	shift
	run ip netns exec "$ours" setpriv --reuid nobody --regid nogroup --clear-groups \
		--bounding-set "-all$capabilities" --inh-caps "-all$capabilities" \
		--ambient-caps "-all$capabilities" "$tmp/macbpf" "$@"
}

# missing CAPABILITIES NAME WORDS...: refused, and NAME is in the sentence
missing()
{
	has=$1
	name=$2
	shift 2
	before=$(ip -n "$ours" -d link | without_carrier)
	unprivileged "$has" "$@"
	is "with '$has', macbpf $*: exit status" "$code" 2
	is_one_error "with '$has', macbpf $*"
	has "with '$has', macbpf $*: sentence" "$err" "$name"
	is "with '$has', macbpf $*: nothing is changed" "$(ip -n "$ours" -d link | without_carrier)" \
		"$before"
}

all=",+net_admin,+bpf,+sys_admin,+perfmon"
missing "" CAP_ link add link eth0 name mv0 type macvlan
missing ",+bpf,+sys_admin" CAP_NET_ADMIN link add link eth0 name mv0 type macvlan
missing ",+net_admin" CAP_ link add link eth0 name mv0 type macvlan

succeeds "make mv0 as root" "$MACBPF" -n "$ours" link add link eth0 name mv0 type macvlan
missing "" CAP_ link set mv0 up
missing "" CAP_ link del mv0
missing "" CAP_ link show
missing "" CAP_ port show
missing "" CAP_ fdb show
missing "" CAP_ neigh show
missing "" CAP_ mdb show

# What the header promises to be enough
unprivileged ",+net_admin,+bpf,+sys_admin" link set mv0 type macvlan mode bridge
is "CAP_NET_ADMIN, CAP_BPF and CAP_SYS_ADMIN are enough to set" "$code $err" "0 "
unprivileged "$all" link add link eth0 name mv1 type macvlan
is "and to add" "$code $err" "0 "
unprivileged ",+net_admin,+bpf,+sys_admin" link show
is "and to show" "$code $err" "0 "

# Root of a user namespace has them all, and they don't count.
run unshare --user --map-root-user --net "$MACBPF" link show
is "in a user namespace: exit status" "$code" 2
has "in a user namespace" "$err" "those of a user namespace, as of a rootless container, don't count"

# Help and wrong words need none
unprivileged "" link help
is "help" "$code $err" "0 "
unprivileged "" link bogus
is "a wrong word" "$code" 1
for i in 0 1; do
	succeeds "delete mv$i" "$MACBPF" -n "$ours" link del mv$i
done
finish
