#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# grammar.sh - each line of ip-link(8) for a macvlan, given to `ip` and to `macbpf`: the devices
# that come out are alike.
#
# guards: cli/link_parse.c cli/link_type.c cli/link_value.c cli/link_words.c
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
both_worlds
kernel_box=$kernel-box
our_box=$ours-box
new_netns "$kernel_box"
new_netns "$our_box"

# What a device is, as far as the command line says it; -a: with its address.
fields='{ifname, mtu, txqlen, group, broadcast, ifalias, num_tx_queues, num_rx_queues, min_mtu,
	flags: (.flags - ["NO-CARRIER", "LOWER_UP"])}'

# `ip` lists a device in its own netns only.
kernel_device()
{
	ip -n "$1" -d -j link show "$2" | jq -cS ".[0] | $3"
}

our_device()
{
	"$MACBPF" -n "$ours" -d -j link show "$1" | jq -cS ".[0] | $2"
}

# alike DEVICE [BOX]: the same settings, by `ip` of our device and by macbpf's own listing
alike()
{
	kernel_netns=$kernel
	our_netns=$ours
	if [ "${2-}" ]; then
		kernel_netns=$kernel_box
		our_netns=$our_box
	fi
	is "$line: device" "$(kernel_device "$our_netns" "$1" "$fields")" \
		"$(kernel_device "$kernel_netns" "$1" "$fields")"
	is "$line: macbpf's view" "$(our_device "$1" "$fields")" \
		"$(kernel_device "$kernel_netns" "$1" "$fields")"
	is "$line: type" "$(our_device "$1" '.linkinfo | .info_data.macaddr_data |= (. // [] | sort)')" \
		"$(kernel_device "$kernel_netns" "$1" \
			'.linkinfo | .info_data.macaddr_data |= (. // [] | sort)')"
}

# same LINE: both do it. @BOX is another netns, @PID a process in it.
same()
{
	line=$1
	# shellcheck disable=SC2046 # a list of words
	succeeds "ip $line" ip -n "$kernel" $(echo "$line" | sed "s/@BOX/$kernel_box/;s/@PID/$kernel_pid/")
	# shellcheck disable=SC2046
	succeeds "macbpf $line" "$MACBPF" -n "$ours" \
		$(echo "$line" | sed "s/@BOX/$our_box/;s/@PID/$our_pid/")
}

made()
{
	same "link add $1"
	alike mv0 "${2-}"
	both_delete
}

both_delete()
{
	ip -n "$kernel" link del mv0 2>/dev/null || ip -n "$kernel_box" link del mv0
	succeeds "$line: delete" "$MACBPF" -n "$ours" link del mv0
}

changed()
{
	same "link set $1"
	alike "${2:-mv0}" "${3-}"
}

# A process to name a netns by.
ip netns exec "$kernel_box" sleep 1000 &
kernel_pid=$!
ip netns exec "$our_box" sleep 1000 &
our_pid=$!
for box in "$kernel_box" "$our_box"; do
	until_true "a process in $box" sh -c "ip netns pids $box | grep ."
done

# Places of words
made "link eth0 name mv0 type macvlan"
made "link eth0 mv0 type macvlan"
made "mv0 link eth0 type macvlan"
made "name mv0 link eth0 type macvlan"
made "dev mv0 link eth0 type macvlan"
made "mtu 1400 name mv0 up link eth0 type macvlan"

# Settings
made "link eth0 name mv0 txqueuelen 50 type macvlan"
made "link eth0 name mv0 qlen 50 type macvlan"
made "link eth0 name mv0 txqlen 50 type macvlan"
made "link eth0 name mv0 address 02:00:00:00:00:01 type macvlan"
made "link eth0 name mv0 address 2:0:0:0:0:1 type macvlan"
made "link eth0 name mv0 broadcast 02:00:00:00:00:01 type macvlan"
made "link eth0 name mv0 brd 02:00:00:00:00:01 type macvlan"
made "link eth0 name mv0 mtu 1400 type macvlan"
made "link eth0 name mv0 mtu 0x500 type macvlan"
made "link eth0 name mv0 mtu 68 type macvlan"
made "link eth0 name mv0 mtu 1500 type macvlan"
same "link add link eth0 name mv0 index 4711 type macvlan"
is "$line" "$(our_device mv0 .ifindex)" 4711
both_delete
made "link eth0 name mv0 numtxqueues 2 numrxqueues 3 type macvlan"
made "link eth0 name mv0 group 7 type macvlan"
made "link eth0 name mv0 group default type macvlan"
made "link eth0 name mv0 up type macvlan"
made "link eth0 name mv0 down type macvlan"
made "link eth0 name mv0 arp off type macvlan"
made "link eth0 name mv0 multicast off type macvlan"
made "link eth0 name mv0 allmulticast on type macvlan"
made "link eth0 name mv0 promisc on type macvlan"
made "link eth0 name mv0 netns @BOX type macvlan" box
made "link eth0 name mv0 netns @PID type macvlan" box
made "link eth0 name mv0 netns /run/netns/@BOX type macvlan" box

# Behind the type
for mode in private vepa bridge passthru source; do
	made "link eth0 name mv0 type macvlan mode $mode"
done
made "link eth0 name mv0 type macvlan mode passthru nopromisc"
made "link eth0 name mv0 type macvlan mode source nodst"
made "link eth0 name mv0 type macvlan mode source flag nodst"
made "link eth0 name mv0 type macvlan mode bridge flag null"
made "link eth0 name mv0 type macvlan mode bridge nodst"
made "link eth0 name mv0 type macvlan mode source macaddr add 02:00:00:00:00:01"
made "link eth0 name mv0 type macvlan mode source macaddr set 02:00:00:00:00:01 02:00:00:00:00:02"
made "link eth0 name mv0 type macvlan mode source macaddr set"
made "link eth0 name mv0 type macvlan mode source macaddr flush"
made "link eth0 name mv0 type macvlan mode bridge bcqueuelen 0"
made "link eth0 name mv0 type macvlan mode bridge bcqueuelen 4294967295"

# set
same "link add link eth0 name mv0 address 02:00:00:00:00:01 type macvlan mode source"
changed "mv0"
changed "mv0 up"
changed "dev mv0 mtu 1400"
changed "mv0 mtu 1300 txqueuelen 10"
changed "mv0 address 02:00:00:00:00:02"
changed "mv0 broadcast 02:00:00:00:00:03"
changed "mv0 group 9"
changed "mv0 alias text"
changed "mv0 arp off"
changed "mv0 arp on multicast off"
changed "mv0 multicast on allmulticast on"
changed "mv0 allmulticast off promisc on"
changed "mv0 promisc off"
changed "mv0 type macvlan"
changed "mv0 type macvlan macaddr add 02:00:00:00:00:11"
changed "mv0 type macvlan macaddr add 02:00:00:00:00:11"
changed "link eth0 dev mv0 type macvlan macaddr add 02:00:00:00:00:12"
changed "mv0 type macvlan macaddr del 02:00:00:00:00:11"
changed "mv0 type macvlan macaddr del 02:00:00:00:00:55"
changed "mv0 type macvlan macaddr set 02:00:00:00:00:13 02:00:00:00:00:14"
changed "mv0 type macvlan flag nodst"
changed "mv0 type macvlan flag null"
changed "mv0 type macvlan macaddr flush"
changed "mv0 type macvlan mode bridge"
changed "mv0 type macvlan mode vepa"
changed "mv0 type macvlan mode private bcqueuelen 5"
changed "mv0 down"
changed "mv0 name mv1" mv1
same "link set mv1 netns @BOX"
# macbpf finds what has left by the name that it was made with.
is "$line: macbpf's view" "$(our_device mv0 "$fields")" "$(kernel_device "$kernel_box" mv1 "$fields")"
is "link-netnsid is shown" "$("$MACBPF" -n "$ours" -j link show mv0 | jq '.[0].link_netnsid >= 0')" true
is "the netns has its name" "$("$MACBPF" -n "$ours" -j link show mv0 | jq -r '.[0].netns')" "$our_box"
has "the netns has its name" "$("$MACBPF" -n "$ours" link show mv0)" " link-netns $our_box"

# list
succeeds "link del dev" "$MACBPF" -n "$ours" link del dev mv0

# What `ip` 6.1 takes and ignores, or doesn't know
add="$MACBPF -n $ours link add link eth0 name mv0"
$add alias text type macvlan mode source macaddr set 02:00:00:00:00:01 nodst bclim 7
is "alias, words behind macaddr set, bclim" "$(our_device mv0 \
	'[.ifalias, (.linkinfo.info_data | .nodst, .macaddr_count, .bclim)]')" '["text",true,1,7]'
succeeds "set bclim" "$MACBPF" -n "$ours" link set mv0 type macvlan bclim -1
is "set bclim" "$(our_device mv0 .linkinfo.info_data.bclim)" -1
succeeds "several macaddr add" "$MACBPF" -n "$ours" link set mv0 type macvlan \
	macaddr add 02:00:00:00:00:02 macaddr add 02:00:00:00:00:03
is "several macaddr add" "$(our_device mv0 .linkinfo.info_data.macaddr_count)" 3
succeeds "delete" "$MACBPF" -n "$ours" link del mv0

# Two bare words, and a lower without its keyword
for words in "eth0 mv0" "eth0 name mv0" "name mv0 eth0"; do
	# shellcheck disable=SC2086 # a list of words
	succeeds "link add $words" "$MACBPF" -n "$ours" link add $words type macvlan
	is "link add $words" "$(our_device mv0 '[.link, .ifname]')" '["eth0","mv0"]'
	succeeds "delete" "$MACBPF" -n "$ours" link del mv0
done
for i in 1 2; do
	succeeds "add mv$i" "$MACBPF" -n "$ours" l a link eth0 name mv$i type macvlan
done
succeeds "up" "$MACBPF" -n "$ours" link change mv2 up

# lists NAMES WORDS...: both names or one of them
lists()
{
	names=$1
	shift
	run "$MACBPF" -n "$ours" -br "$@"
	is "macbpf $*" "$code $(echo "$out" | sed 's/@.*//' | xargs)" "0 $names"
}
lists "mv1 mv2" link
lists "mv1 mv2" l
lists "mv1 mv2" link show
lists "mv1 mv2" link list
lists "mv1 mv2" link lst
lists "mv1 mv2" link ls
lists "mv1 mv2" link sh
lists "mv1" link show mv1
lists "mv1" link show dev mv1
lists "mv1 mv2" link show link eth0
lists "" link show link wire
lists "mv2" link show up
lists "mv1 mv2" link show type macvlan
lists "mv2" link show type macvlan up
lists "mv2" link show up dev mv2 link eth0
succeeds "link delete type" "$MACBPF" -n "$ours" link delete mv1 type macvlan
succeeds "link del link" "$MACBPF" -n "$ours" link del link eth0 mv2
lists "" link

kill $kernel_pid $our_pid
finish
