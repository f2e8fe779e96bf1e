#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# tag.sh - a VLAN over endpoints, its tag in the frames: TCP and UDP with offload, neighbours found.
#
# Kernels without VLAN devices can't be asked for one: a program on each device does the tagging.
#
# guards: bpf/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

# tagged WHO...
tagged()
{
	local who dev

	for who; do
		dev=${device[$who]}
		at "${netns[$who]}" tc qdisc add dev "$dev" clsact
		succeeds "$who tags" at "${netns[$who]}" tc filter add dev "$dev" egress bpf direct-action \
			object-file "$O/tests/proto/tag.bpf.o" section push
		succeeds "$who untags" at "${netns[$who]}" tc filter add dev "$dev" ingress bpf direct-action \
			object-file "$O/tests/proto/tag.bpf.o" section pop
	done
}

pairs()
{
	local pair family

	for pair; do
		for family in 4 6; do
			stream tcp 3000000 1 "${pair%>*}" "${pair#*>}" $family
			is "$pair: super-frames" $((seen[biggest] > 20000)) 1
			stream gro 1000000 1400 "${pair%>*}" "${pair#*>}" $family
			stream udp 80000 8000 "${pair%>*}" "${pair#*>}" $family
		done
	done
}

# tags TOPOLOGY PAIR...
tags()
{
	$1
	addresses "${everyone[@]}"
	tagged "${everyone[@]}"
	pairs "${@:2}"
}

both tags 'wired bridge a b c' 'a>b' 'a>far' 'far>a' 'a>c' 'c>a' 'c>far'
both tags 'switched vepa a b c' 'a>b' 'far>a'
both tags 'wired private a b c' 'a>far' 'far>a'
finish
