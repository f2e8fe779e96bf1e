#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# offload.sh - TCP and UDP in every direction and mode, with segmentation and checksum offload and
# without, all bytes compared; frames bigger than the MTU prove the offload.
#
# guards: bpf/
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

bytes=6000000
biggest_without=1514

# with_offload FROM TO: a frame has many segments, and a checksum that is still to be filled in.
with_offload()
{
	local family

	for family in 4 6; do
		stream tcp $bytes 1 "$1" "$2" $family || return
		is "tcp $1 to $2, v$family: super-frames" $((seen[biggest] > 20000)) 1
		is "tcp $1 to $2, v$family: partial checksums" "${seen[partial]}" "${seen[frames]}"
		stream gso $bytes 1400 "$1" "$2" $family || return
		is "gso $1 to $2, v$family: super-frames" $((seen[biggest] > 20000)) 1
		is "gso $1 to $2, v$family: datagrams are apart" "${seen[read]}" 1400
		stream gro $bytes 1400 "$1" "$2" $family || return
		is "gro $1 to $2, v$family: received as one" $((seen[read] > 20000)) 1
	done
}

# stays_whole FROM TO: macvlan's devices can't be without offload; what they send is cut on the lower.
stays_whole()
{
	! ours && [ "$mode" = bridge ] && [[ $1$2 != *far* ]]
}

# without_offload FROM TO: the frames are as they are on a wire.
without_offload()
{
	local kind

	for kind in tcp gso gro; do
		stream $kind 1000000 1400 "$1" "$2" 4 || return
		stays_whole "$1" "$2" && continue
		is "$kind $1 to $2: no super-frames" $((seen[biggest] <= biggest_without)) 1
		is "$kind $1 to $2: no partial checksums" "${seen[partial]}" 0
	done
	is "checksum errors of $2" "$(at "${netns[$2]}" nstat -asz | awk '/CsumErrors/ { n += $2 }
		END { print n + 0 }')" 0
}

offload_off()
{
	local who

	at host ethtool -K low tx off gso off tso off >/dev/null 2>&1
	at far ethtool -K wire tx off gso off tso off >/dev/null 2>&1
	for who in "$@"; do
		at "${netns[$who]}" ethtool -K "${device[$who]}" tx off sg off tso off gso off >/dev/null 2>&1
	done
}

# streams TOPOLOGY PAIR...: all with offload, then all without.
streams()
{
	local pair

	$1
	addresses "${everyone[@]}"
	for pair in "${@:2}"; do
		with_offload "${pair%>*}" "${pair#*>}"
	done
	offload_off "${everyone[@]}"
	for pair in "${@:2}"; do
		without_offload "${pair%>*}" "${pair#*>}"
	done
}

both streams 'wired bridge a b c' 'a>b' 'a>far' 'far>a' 'a>c' 'c>a' 'c>far' 'far>c'
both streams 'wired private a c' 'a>far' 'far>a' 'c>far' 'far>c'
both streams 'switched vepa a b c' 'a>b' 'a>far' 'far>a' 'a>c' 'c>a'
both streams listed 'a>b' 'a>far' 'far>a' 'a>c' 'far>c'
both streams 'wired passthru a' 'a>far' 'far>a'
both streams 'wired passthru c' 'c>far' 'far>c'
finish
