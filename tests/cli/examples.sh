#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# examples.sh - what manual pages give as examples works: each block is run as it stands.
#
# Not what takes podman, docker, QEMU or systemd, and not blocks that show a prompt with what is printed.
# Without Debian's user for virtual machines root is it.
#
# guards: man/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
need_root

man=$here/../../man
getent passwd libvirt-qemu >/dev/null || user=root

# block PAGE N: the N-th block of a page's examples, without mdoc; nothing behind the last
block()
{
	sed -n '/^\.Sh EXAMPLES/,/^\.Sh [^E]/p' "$man/$1" | awk -v n="$2" '
		/^\.Bd/ { i++; on = 1; next } /^\.Ed/ { on = 0 } on && i == n' |
		sed "s/\\\\e\$/\\\\/; /^systemctl /d; s/ libvirt-qemu\$/ ${user:-libvirt-qemu}/; s:/etc/macbpf:$tmp/etc:g"
}

# A lab as the pages have it: eth0, a container box1, and endpoints that are asked for, mv0, mv1, ...,
# NAME@box1 in that.
lab()
{
	new_world "$ours"
	ip netns add box1
	for name; do
		where=
		case $name in *@*) where="netns ${name#*@}" name=${name%@*} ;; esac
		# shellcheck disable=SC2086 # words
		succeeds "$name" "$MACBPF" -n "$ours" link add link eth0 name "$name" $where address \
			"02:00:00:00:00:0$((${name#mv} + 1))" type macvlan mode bridge
	done
}

raze()
{
	for name in $(ip netns list | cut -d' ' -f1); do ip netns del "$name"; done
}

# page NAME ENDPOINT...
page()
{
	page=$1
	shift
	n=1
	lab "$@"
	[ "$page" != macbpf.8 ] || ip netns del box1
	while block "$page" $n | grep -q .; do
		if ! block "$page" $n | grep -q '^# \|\.\.\.$'; then
			block "$page" $n >"$tmp/block"
			run at "$ours" env PATH="$(dirname "$MACBPF"):$PATH" sh "$tmp/block"
			is "$page, example $n" "$err" ""
			played=$((played + 1))
		fi
		n=$((n + 1))
	done
	raze
}

played=0
page macbpf.8
page macbpf-link.8 mv2
page macbpf-port.8 mv0 mv1@box1
page macbpf-fdb.8 mv0
page macbpf-mdb.8 mv0
page macbpf-neigh.8 mv0
page macbpf-feature.8
page macbpf-save.8 mv0
is "enough were found" "$((played >= 18))" 1
finish
